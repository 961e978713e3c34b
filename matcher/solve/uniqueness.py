"""Is the plan the only one that does as well? Asked of CP-SAT by leaving this one plan out."""

from __future__ import annotations

import numpy as np

from matcher.exact import Origin, Row, Rows, rows_from, worth_to_maximise
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.cpsat import search
from matcher.world import Bools


def is_unique(state: LexicographicState) -> bool:
    """Whether no other plan keeps every goal at its value. The last goal is given again, only to guide the search."""
    space = state.space
    open_ = space.open | state.best
    guide = worth_to_maximise(state.problem.objectives[-1]) if state.problem.objectives else None
    result = search(space.rows.plus([exclusion_cut(state.best, open_)]), open_, guide, None, state.effort)
    return result.finished and result.chosen is None


def exclusion_cut(best: Bools, open_: Bools) -> Rows:
    """Every plan but this one: of its own choices chosen, less the others chosen, at least one is missing."""
    columns = np.flatnonzero(open_)
    sign = np.where(best[columns], 1, -1).astype(np.int64)
    return rows_from([Row(columns, sign, int(best.sum()) - 1, Origin("floor", "another plan"))], len(best))
