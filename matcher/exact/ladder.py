"""The goals in order: what each, once met, asks of those after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matcher.exact.bounds import Weighed, worth_to_raise
from matcher.exact.rounding import paired, roundings, topped_up
from matcher.exact.rows import Origin, Row, Rows, rows_of, stacked
from matcher.plan import Aim, Problem
from matcher.world import Bools, Ints


@dataclass(frozen=True, eq=False)
class Ladder:
    """The goals so far: every row that later goals must respect, and the choices still open to them."""

    rows: Rows
    open: Bools

    def step(self, aim: Aim, value: int, weighed: Weighed | None) -> Ladder:
        """The next rung: this goal is kept at its value, less what it may lose."""
        if aim.sense == "worst-share":
            return Ladder(self.rows.plus([share_rows(aim, value - aim.may_lose, self.rows.choices)]), self.open)
        worth = worth_to_raise(aim)
        keep = (-value if aim.sense == "least" else value) - aim.may_lose
        extra = [self._row(aim, "floor", -worth, -keep)]
        if weighed is None:
            return Ladder(self._with(extra), self.open)
        extra.append(self._row(aim, "ceiling", worth, weighed.bound))
        return Ladder(self._with(extra), self.open & weighed.can_reach(keep))

    def _with(self, found: list[Row]) -> Rows:
        return self.rows.plus([stacked(found, self.rows.choices)])

    def _row(self, aim: Aim, kind: str, weight: Ints, at_most: int) -> Row:
        held = np.flatnonzero(weight)
        return Row(held, weight[held], at_most, Origin(kind, aim.goal))


@lru_cache(maxsize=1)  # solver and proof stand on the same foot; working it out is a quarter of a small run
def ground(problem: Problem) -> Ladder:
    """The foot of the ladder: the limits, and what rounding them down gives."""
    rows = rows_of(problem)
    heavy = np.flatnonzero(rows.extremes[1] > 1).tolist()
    more = rows.plus([stacked(roundings(rows, heavy), rows.choices)])
    second = [r for k in range(len(rows.at_most), len(more.at_most)) for r in topped_up(more, k)]
    third = [r for k in heavy for r in paired(rows, k)]
    return Ladder(more.plus([stacked([*second, *third], rows.choices)]), np.ones(rows.choices, dtype=np.bool_))


def share_rows(aim: Aim, share: int, choices: int) -> Rows:
    """Rows that say every group reaches this share: chosen in group >= ceil(share x size / 1000)."""
    inside = np.flatnonzero(aim.group >= 0)
    least = -(-max(share, 0) * aim.size // 1000)
    origins = tuple(Origin("floor", aim.goal, str(k)) for k in range(len(aim.size)))
    return Rows.of(aim.group[inside], inside, np.full(len(inside), -1, dtype=np.int64), -least, origins, choices)
