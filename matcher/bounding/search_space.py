"""The feasible region left to the next objective: the limits, cuts, and the rows that fix the objectives before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from matcher.bounding.bounds import DualBound, Witness, dual_bound_with_packings, worth_to_maximise
from matcher.bounding.rounding_cuts import paired_cuts, rounding_cuts, two_step_cuts
from matcher.bounding.rows import Origin, Row, Rows, refuse_large_worths, rows_from, rows_of
from matcher.plan import Choices, Limit, Objective, Problem
from matcher.world import Bools, Ints


@dataclass(frozen=True, eq=False)
class SearchSpace:
    """Every row that the objectives to come must satisfy, and the choices still open to them."""

    rows: Rows
    open: Bools

    def fix(self, objective: Objective, value: int, dual: DualBound | None) -> SearchSpace:
        """The space with this objective fixed at `value`, less what it may lose.

        With a dual bound, choices that no plan of that value can contain are closed.
        """
        if objective.sense == "worst-share":
            return SearchSpace(
                self.rows.plus([share_rows(objective, value - objective.may_lose, self.rows.choices)]), self.open
            )
        worth = worth_to_maximise(objective)
        keep = (-value if objective.sense == "least" else value) - objective.may_lose
        extra = [self._row(objective, "floor", -worth, -keep)]
        if dual is None:
            return SearchSpace(self._with(extra), self.open)
        extra.append(self._row(objective, "ceiling", worth, dual.bound))
        return SearchSpace(self._with(extra), self.open & dual.can_reach(keep))

    def dual_of(self, objective: Objective, witness: Witness) -> DualBound:
        """The dual bound that the witness's multipliers and packed rows give on an objective that is a sum."""
        return dual_bound_with_packings(
            self.rows,
            self.open,
            worth_to_maximise(objective),
            multiplier_array(witness, self.rows),
            witness.scale,
            witness.packed,
        )

    def _with(self, cuts: list[Row]) -> Rows:
        return self.rows.plus([rows_from(cuts, self.rows.choices)])

    def _row(self, objective: Objective, kind: str, weight: Ints, at_most: int) -> Row:
        nonzero = np.flatnonzero(weight)
        return Row(nonzero, weight[nonzero], at_most, Origin(kind, objective.goal))


def rows_at_least(rows: Rows, worth: Ints, least: int) -> Rows:
    """The rows and one more: the chosen are worth at least this."""
    nonzero = np.flatnonzero(worth)
    asked = Row(nonzero, -worth[nonzero], -least, Origin("floor", "asked"))
    return rows.plus([rows_from([asked], rows.choices)])


def multiplier_array(witness: Witness, rows: Rows) -> Ints:
    """The witness's multipliers, one for every row."""
    multipliers: Ints = np.zeros(len(rows.at_most), dtype=np.int64)
    for k, t in witness.multipliers:
        multipliers[k] = t
    return multipliers


@dataclass(frozen=True)
class _Limits:
    """What limits and cuts rest on, as the key of a cache; a problem of other goals has the same rows."""

    limits: tuple[Limit, ...]
    choices: Choices
    problem: Problem = field(compare=False)


def initial_space(problem: Problem) -> SearchSpace:
    """The limits and the rounding cuts that follow from them, with every choice open."""
    refuse_large_worths(problem)
    return _initial_space(_Limits(problem.limits, problem.choices, problem))


@lru_cache(maxsize=1)  # for solver, proof and questions of the same run; computing it is a quarter of a small run
def _initial_space(of: _Limits) -> SearchSpace:
    rows = rows_of(of.problem)
    heavy = np.flatnonzero(rows.extremes[1] > 1).tolist()
    more = rows.plus([rows_from(rounding_cuts(rows, heavy), rows.choices)])
    second = [r for k in range(len(rows.at_most), len(more.at_most)) for r in two_step_cuts(more, k)]
    third = [r for k in heavy for r in paired_cuts(rows, k)]
    return SearchSpace(more.plus([rows_from([*second, *third], rows.choices)]), np.ones(rows.choices, dtype=np.bool_))


def needed_for_share(objective: Objective, share: int) -> Ints:
    """How many each group needs to reach this share, in thousandths: ceil(share x size / 1000)."""
    needed: Ints = -(-max(share, 0) * objective.size // 1000)
    return needed


def share_rows(objective: Objective, share: int, choices: int) -> Rows:
    """Rows that say every group reaches this share."""
    inside, least = np.flatnonzero(objective.group >= 0), needed_for_share(objective, share)
    origins = tuple(Origin("floor", objective.goal, str(k)) for k in range(len(objective.size)))
    return Rows.of(objective.group[inside], inside, np.full(len(inside), -1, dtype=np.int64), -least, origins, choices)
