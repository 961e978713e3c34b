"""HiGHS as a primal heuristic: a plan among a few choices, from the root of its branch and bound or a few nodes.

HiGHS computes in floats, so every plan is checked against the rows in whole numbers before it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.bounding import Rows
from matcher.solver_process import (
    INFEASIBLE,
    OPTIMAL,
    Arrays,
    SolverProcess,
    encode_program,
    encode_with_counts,
    exact_in_floats,
    question_of,
)
from matcher.world import Bools, Ints

Floats = npt.NDArray[np.float64]

ROOT_NODES = 1  # the root and its heuristics, where HiGHS finds most of its solutions
NODES_WITHIN_GAP = 500
NO_TIME_LIMIT = float("inf")
ROUNDING_THRESHOLD = 0.5


@dataclass(frozen=True, eq=False)
class HighsResult:
    """A lawful plan, if one was found, and whether HiGHS claims that it is optimal (or that none exists).

    `question` is the digest of what it was asked, where it finished.
    """

    chosen: Bools | None
    finished: bool
    question: str = ""


@dataclass(eq=False)
class HighsHeuristic(SolverProcess):
    """The HiGHS process, started at the first call: small problems never need it."""

    def propose(self, rows: Rows, open_: Bools, worth: Ints | None) -> Bools | None:
        """A lawful plan over the open choices with large `worth` (any plan where it is None), if HiGHS finds one."""
        return self.search(rows, open_, worth, ROOT_NODES).chosen

    def search(
        self,
        rows: Rows,
        open_: Bools,
        worth: Ints | None,
        nodes: int,
        gap: float = 0.0,
        encode: Callable[[Rows, Bools, Ints], Arrays] = encode_with_counts,
    ) -> HighsResult:
        """The same with a limit of `nodes` in the branch and bound tree, and whether HiGHS finished within it.

        Where sums are too large for its floats it may propose, and never counts as finished. With a `gap` it is
        finished within this part of the best value, which is no answer to any question.
        """
        objective = np.zeros(rows.choices, dtype=np.int64) if worth is None else worth
        limits: dict[str, Any] = {"nodes": np.array(nodes), "seconds": np.array(NO_TIME_LIMIT), "gap": np.array(gap)}
        request = encode(rows, open_, objective)
        answer, exact = self.ask(request | limits), exact_in_floats(request)
        status, plan = int(answer["status"]), np.zeros(rows.choices, dtype=np.bool_)
        if status == INFEASIBLE:
            return HighsResult(None, exact, question_of(request) if exact else "")
        plan[open_] = answer["chosen"][: int(open_.sum())] > ROUNDING_THRESHOLD
        if not rows.allow(plan):
            return HighsResult(None, finished=False)
        finished = exact and status == OPTIMAL
        return HighsResult(plan, finished, question_of(request) if finished and not gap else "")

    def search_within_gap(
        self, rows: Rows, worth: Ints, whole: Bools, gap: float, kept: Bools | None = None
    ) -> Floats | None:
        """A solution within this part of the best value, in which only the `whole` need be whole, with those `kept`;
        None where HiGHS finds none."""
        least = np.zeros(rows.choices, dtype=np.int64) if kept is None else kept.astype(np.int64)
        limits = {"whole": whole.astype(np.int64), "gap": np.array(gap), "least": least}
        answer = self.ask(_of_every_choice(rows, worth) | limits)
        return answer["chosen"] if answer["chosen"].any() or int(answer["status"]) == OPTIMAL else None

    def relaxed(self, rows: Rows, worth: Ints) -> Floats | None:
        """The best solution of the linear relaxation, in floats; None where HiGHS finds none."""
        answer = self.ask(_of_every_choice(rows, worth) | {"whole": np.zeros(rows.choices, dtype=np.int64)})
        return answer["chosen"] if int(answer["status"]) == OPTIMAL else None


def _of_every_choice(rows: Rows, worth: Ints) -> Arrays:
    limits: dict[str, Any] = {"nodes": np.array(NODES_WITHIN_GAP), "seconds": np.array(NO_TIME_LIMIT)}
    return encode_program("best", rows, np.ones(rows.choices, dtype=np.bool_), worth) | limits
