"""Dual bounds from integer multipliers on rows, and the choices that they exclude from any better plan.

With whole multipliers y >= 0 no lawful plan is worth more than `y b + sum of max(0, worth - y A)`, wherever the
multipliers come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from matcher.bounding.packing import Packing, packed_rows
from matcher.bounding.rows import MAX_SUM, Rows
from matcher.bounding.subset_rows import most_of
from matcher.bounding.variable_fixing import loss_if_chosen
from matcher.errors import Defect
from matcher.plan import Objective
from matcher.world import Bools, Ints

FINEST = 40  # binary places of the multipliers at most


def worth_to_maximise(objective: Objective) -> Ints:
    """The objective's worth, negated where less is better."""
    return -objective.worth if objective.sense == "least" else objective.worth


def exact_sum(values: Ints) -> int:
    """The sum as a Python integer, which cannot overflow."""
    low = values & 0xFFFFF
    return (int((values >> 20).sum()) << 20) + int(low.sum())


@dataclass(frozen=True, eq=False)
class DualBound:
    """The bound that multipliers give on an objective (to be maximised), in units of 1/scale of its own unit.

    `most` bounds every lawful plan over the open choices; a plan with choice c is bounded by
    `most + min(0, slack[c])`. Every worth is a multiple of `step`, and so is every plan's value.
    """

    most: int
    slack: Ints
    scale: int
    step: int

    @property
    def bound(self) -> int:
        """The bound in the objective's unit, rounded down to a multiple of `step`."""
        return self.most // (self.scale * self.step) * self.step

    def is_tighter_than(self, other: DualBound) -> bool:
        """Whether it is the smaller bound on the same objective, compared exactly whatever the two scales."""
        return self.most * other.scale < other.most * self.scale

    def can_reach(self, value: int) -> Bools:
        """A mask of the choices that a plan worth at least `value` may contain."""
        return self.slack >= value * self.scale - self.most


def dual_bound(rows: Rows, open_: Bools, worth: Ints, multipliers: Ints, scale: int) -> DualBound:
    """The bound that these integer multipliers (one per row, >= 0) give.

    Raises Defect where a sum could leave 64 bits.
    """
    if (multipliers < 0).any():
        raise Defect("a multiplier of a bound is negative")
    size = np.abs(worth).astype(np.float64) * scale + rows.dual_cost_magnitude(multipliers)
    if size.size and size.max() > MAX_SUM:
        raise Defect("the multipliers of a bound are too large for 64 bits")
    slack: Ints = worth * scale - rows.dual_cost(multipliers)
    paid = sum(int(multipliers[k]) * int(rows.at_most[k]) for k in np.flatnonzero(multipliers))
    step = int(np.gcd.reduce(worth[open_])) if open_.any() else 0
    return DualBound(paid + exact_sum(np.maximum(slack[open_], 0)), slack, scale, max(step, 1))


def dual_bound_with_packings(
    rows: Rows, open_: Bools, worth: Ints, multipliers: Ints, scale: int, packings: Sequence[Packing]
) -> DualBound:
    """The same with packed rows as well, each with multiplier 1.

    Their worths are in 1/scale of the objective's unit. What a choice may reach is lower by what the packed rows lose
    where it is taken. Subset rows that packings share are paid for once. Raises Defect where such packings hold the
    same choice, where one has such a row twice, or where a multiplier is negative.
    """
    if not packings:
        return dual_bound(rows, open_, worth, multipliers, scale)
    ones = np.ones(len(packings), dtype=np.int64)
    dual = dual_bound(
        rows.plus([packed_rows(rows, packings)]), open_, worth, np.concatenate([multipliers, ones]), scale
    )
    slack = np.minimum(dual.slack, 0) - loss_if_chosen(rows, open_, multipliers, packings)
    return replace(dual, most=dual.most + _paid_for_subset_rows(rows, packings), slack=slack)


def _paid_for_subset_rows(rows: Rows, packings: Sequence[Packing]) -> int:
    """What the right sides of the packings' subset rows come to."""
    shared = {subset for packing in packings for subset in packing.shared}
    if any(subset.times < 0 for subset in shared):
        raise Defect("a multiplier of a subset row is negative")
    if any(len(set(packing.shared)) < len(packing.shared) for packing in packings):
        raise Defect("a packing has a subset row twice, which is paid for once")
    if shared and len({c for p in packings for c, _ in p.worth}) < sum(len(p.worth) for p in packings):
        raise Defect("packings that share subset rows hold the same choice")
    return sum(subset.times * most_of(rows, subset.of) for subset in shared)


def integer_multipliers(rows: Rows, worth: Ints, prices: np.ndarray) -> tuple[Ints, int]:
    """Dual prices (one float per row) as integer multipliers and their scale, as fine as 64 bits allow."""
    prices = np.where(np.isfinite(prices) & (prices > 0), prices, 0.0)
    size = np.abs(worth).astype(np.float64) + rows.dual_cost_magnitude(prices)
    largest = max(size.max(initial=1.0), prices.max(initial=0.0), 1.0)
    scale = 2 ** max(0, min(FINEST, 58 - int(np.ceil(np.log2(largest)))))
    return np.rint(prices * scale).astype(np.int64), scale


@dataclass(frozen=True, eq=False)
class Answered:
    """A question that HiGHS has answered to the end: over these choices the best plan is worth `value` (to be
    maximised), or there is none (None). `question` is the digest of the whole programme, by which whoever poses the
    same knows it again. `at_least`: it was asked for plans worth so much or more alone."""

    open: Bools
    question: str
    value: int | None
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """What the proof of one objective needs: `multipliers` as (row, integer) over the rows before it, in 1/scale.

    `solved_value` is the value when the objective was solved; a later one may take from it what it may lose.
    `packed` are packed rows of this objective alone, each with multiplier 1, numbered after the rows before it. For a
    worst share the multipliers prove that no lawful plan reaches `refuted_share`; the rows that ask for that share
    come after the others instead. `in_floats`: the claim that the value is optimal is from a solver that uses floats,
    and `answered` is what it was asked.
    """

    solved_value: int
    multipliers: tuple[tuple[int, int], ...] = ()
    scale: int = 1
    refuted_share: int | None = None
    packed: tuple[Packing, ...] = ()
    in_floats: bool = False
    answered: Answered | None = field(default=None, compare=False)
