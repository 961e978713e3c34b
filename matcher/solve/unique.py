"""Is the plan the only one that does as well? Asked of CP-SAT by leaving this one plan out."""

from __future__ import annotations

import numpy as np

from matcher.exact import Origin, Row, Rows, stacked, worth_to_raise
from matcher.solve.climb import Climb
from matcher.solve.cpsat import search
from matcher.world import Bools


def only_plan(climb: Climb) -> bool:
    """Whether no other plan keeps every goal at its value. The last goal is given again, only to guide the search."""
    ladder = climb.ladder
    open_ = ladder.open | climb.best
    guide = worth_to_raise(climb.problem.aims[-1]) if climb.problem.aims else None
    found = search(ladder.rows.plus([another(climb.best, open_)]), open_, guide, None, climb.effort)
    return found.finished and found.chosen is None


def another(best: Bools, open_: Bools) -> Rows:
    """Every plan but this one: of its own choices chosen, less the others chosen, at least one is missing."""
    columns = np.flatnonzero(open_)
    sign = np.where(best[columns], 1, -1).astype(np.int64)
    return stacked([Row(columns, sign, int(best.sum()) - 1, Origin("floor", "another plan"))], len(best))
