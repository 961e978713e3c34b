"""Whether the best plan is the only one: a solver searches for another with this one plan excluded by a constraint."""

from __future__ import annotations

import numpy as np

from matcher.bounding import Origin, Row, Rows, rows_from, worth_to_maximise
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.search.cpsat import search
from matcher.solver_process import node_limit
from matcher.world import Bools

UNIQUENESS_WORK = 600_000  # nodes times choices


def is_unique(state: LexicographicState, by_highs: bool) -> bool:
    """Whether no other plan of today's choices keeps every objective at its value; false where the search did not end.

    The last objective is given only to guide the search. `by_highs`: HiGHS searches, where the last objective took it
    to settle: CP-SAT, which did not, does not end here either.
    """
    space = state.space
    open_ = space.open | state.best
    guide = worth_to_maximise(state.problem.objectives[-1]) if state.problem.objectives else None
    today = np.arange(len(open_)) < len(open_) - state.problem.futures
    rows = space.rows.plus([exclusion_cut(state.best & today, open_ & today)])
    if by_highs:
        other = state.highs.search(rows, open_, guide, node_limit(UNIQUENESS_WORK, int(open_.sum())))
        return other.finished and other.chosen is None
    result = search(rows, open_, guide, None, state.effort)
    return result.finished and result.chosen is None


def exclusion_cut(best: Bools, open_: Bools) -> Rows:
    """One row that excludes exactly this plan.

    Its own choices chosen, less the others chosen, are fewer than it has.
    """
    columns = np.flatnonzero(open_)
    sign = np.where(best[columns], 1, -1).astype(np.int64)
    return rows_from([Row(columns, sign, int(best.sum()) - 1, Origin("exclusion", "another plan"))], len(best))
