"""What HiGHS proposes at the root of its search, among the few choices a relaxation likes: plans to judge, never to
believe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.solver_process import INFEASIBLE, OPTIMAL, SolverProcess, encode_program
from matcher.exact import Rows
from matcher.world import Bools, Ints

ROOT_NODES = 1  # the root and its heuristics, where most of what it finds is found
NO_TIME_LIMIT = float("inf")
ROUNDING_THRESHOLD = 0.5


@dataclass(frozen=True, eq=False)
class HighsResult:
    """What a search ended with: a lawful plan, if any, and whether HiGHS holds that none is better (or none exists)."""

    chosen: Bools | None
    finished: bool


@dataclass(eq=False)
class HighsHeuristic(SolverProcess):
    """Started when first asked: small problems never need it."""

    def propose(self, rows: Rows, open_: Bools, worth: Ints | None) -> Bools | None:
        """A lawful plan over the open choices that makes `worth` large (any, where it is None), if it finds one."""
        return self.search(rows, open_, worth, ROOT_NODES).chosen

    def search(self, rows: Rows, open_: Bools, worth: Ints | None, nodes: int) -> HighsResult:
        """The same after so many nodes of its search at most."""
        objective = np.zeros(rows.choices, dtype=np.int64) if worth is None else worth
        limits: dict[str, Any] = {"nodes": np.array(nodes), "seconds": np.array(NO_TIME_LIMIT)}
        answer = self.ask(encode_program("best", rows, open_, objective) | limits)
        status, plan = int(answer["status"]), np.zeros(rows.choices, dtype=np.bool_)
        if status == INFEASIBLE:
            return HighsResult(None, finished=True)
        plan[open_] = answer["chosen"] > ROUNDING_THRESHOLD
        return HighsResult(plan, status == OPTIMAL) if rows.allow(plan) else HighsResult(None, finished=False)
