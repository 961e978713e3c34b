"""What HiGHS proposes at the root of its search, among the few choices a relaxation likes: plans to judge, never to
believe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.beside import INFEASIBLE, OPTIMAL, Beside, question
from matcher.exact import Rows
from matcher.world import Bools, Ints

NODES = 1  # the root and its heuristics, where most of what it finds is found
NO_CLOCK = float("inf")
HALF = 0.5


@dataclass(frozen=True, eq=False)
class Best:
    """What a search ended with: a lawful plan, if any, and whether HiGHS holds that none is better (or none exists)."""

    chosen: Bools | None
    finished: bool


@dataclass(eq=False)
class Scout(Beside):
    """Started when first asked: small problems never need it."""

    def plan(self, rows: Rows, open_: Bools, worth: Ints | None) -> Bools | None:
        """A lawful plan over the open choices that makes `worth` large (any, where it is None), if it finds one."""
        return self.best(rows, open_, worth, NODES).chosen

    def best(self, rows: Rows, open_: Bools, worth: Ints | None, nodes: int) -> Best:
        """The same after so many nodes of its search at most."""
        aimed = np.zeros(rows.choices, dtype=np.int64) if worth is None else worth
        limits: dict[str, Any] = {"nodes": np.array(nodes), "seconds": np.array(NO_CLOCK)}
        answer = self.ask(question("best", rows, open_, aimed) | limits)
        status, plan = int(answer["status"]), np.zeros(rows.choices, dtype=np.bool_)
        if status == INFEASIBLE:
            return Best(None, finished=True)
        plan[open_] = answer["chosen"] > HALF
        return Best(plan, status == OPTIMAL) if rows.allow(plan) else Best(None, finished=False)
