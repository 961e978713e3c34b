"""Whether the best plan is the only one: CP-SAT searches for another with this one plan excluded by a constraint."""

from __future__ import annotations

import numpy as np

from matcher.bounding import Origin, Row, Rows, rows_from, worth_to_maximise
from matcher.solve.cpsat import search
from matcher.solve.lexicographic import LexicographicState
from matcher.world import Bools


def is_unique(state: LexicographicState) -> bool:
    """Whether no other plan of today's choices keeps every objective at its value.

    The last objective is given only to guide the search.
    """
    space = state.space
    open_ = space.open | state.best
    guide = worth_to_maximise(state.problem.objectives[-1]) if state.problem.objectives else None
    today = np.arange(len(open_)) < len(open_) - state.problem.futures
    result = search(
        space.rows.plus([exclusion_cut(state.best & today, open_ & today)]), open_, guide, None, state.effort
    )
    return result.finished and result.chosen is None


def exclusion_cut(best: Bools, open_: Bools) -> Rows:
    """One row that excludes exactly this plan.

    Its own choices chosen, less the others chosen, are fewer than it has.
    """
    columns = np.flatnonzero(open_)
    sign = np.where(best[columns], 1, -1).astype(np.int64)
    return rows_from([Row(columns, sign, int(best.sum()) - 1, Origin("floor", "another plan"))], len(best))
