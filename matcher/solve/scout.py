"""What HiGHS proposes at the root of its search, among the few choices a relaxation likes: plans to judge, never to
believe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.beside import Beside, question
from matcher.exact import Rows
from matcher.world import Bools, Ints

NODES = 1  # the root and its heuristics, where most of what it finds is found
NO_CLOCK = float("inf")


@dataclass(eq=False)
class Scout(Beside):
    """Started when first asked: small problems never need it."""

    def plan(self, rows: Rows, open_: Bools, worth: Ints | None) -> Bools | None:
        """A lawful plan over the open choices that makes `worth` large (any, where it is None), if it finds one."""
        aimed = np.zeros(rows.choices, dtype=np.int64) if worth is None else worth
        limits: dict[str, Any] = {"nodes": np.array(NODES), "seconds": np.array(NO_CLOCK)}
        answer = self.ask(question("best", rows, open_, aimed) | limits)
        plan = np.zeros(rows.choices, dtype=np.bool_)
        plan[open_] = answer["chosen"] > 0.5
        return plan if rows.allow(plan) else None
