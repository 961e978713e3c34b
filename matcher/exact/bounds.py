"""What multipliers on rows say of a goal: a bound nobody can pass, and the choices no better plan can hold.

With whole multipliers y >= 0 no lawful plan is worth more than `y b + sum of max(0, worth - y A)`. Whoever found the
multipliers, the sum is the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.errors import Defect
from matcher.exact.packing import Packing, packed_rows
from matcher.exact.rows import MAX_SUM, Rows
from matcher.plan import Objective
from matcher.world import Bools, Ints

FINEST = 40  # multipliers are at most this many binary places fine


def worth_to_maximise(objective: Objective) -> Ints:
    """The goal as something to make large."""
    return -objective.worth if objective.sense == "least" else objective.worth


def exact_sum(values: Ints) -> int:
    """The sum as a whole number of any size."""
    low = values & 0xFFFFF
    return (int((values >> 20).sum()) << 20) + int(low.sum())


@dataclass(frozen=True, eq=False)
class DualBound:
    """What multipliers on rows say of a goal (to be made large): all amounts are in 1/scale of the goal's unit.

    `most` bounds every lawful plan over the open choices; a plan that holds choice c is bounded by
    `most + min(0, slack[c])`. Where every worth is a multiple of `step`, so is every plan's value.
    """

    most: int
    slack: Ints
    scale: int
    step: int

    @property
    def bound(self) -> int:
        return self.most // (self.scale * self.step) * self.step

    def is_tighter_than(self, other: DualBound) -> bool:
        """Whether it bounds the same goal by less, in whole numbers, whatever the two scales."""
        return self.most * other.scale < other.most * self.scale

    def can_reach(self, value: int) -> Bools:
        """The choices that a plan worth at least `value` may hold."""
        return self.slack >= value * self.scale - self.most


def dual_bound(rows: Rows, open_: Bools, worth: Ints, multipliers: Ints, scale: int) -> DualBound:
    """The bound that these whole multipliers (one per row, >= 0) give. Raises Defect where 64 bits would not do."""
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
    """The same with packed rows beside the others, each once: their worths are in 1/scale of the goal's unit."""
    if not packings:
        return dual_bound(rows, open_, worth, multipliers, scale)
    ones = np.ones(len(packings), dtype=np.int64)
    return dual_bound(
        rows.plus([packed_rows(rows, packings)]), open_, worth, np.concatenate([multipliers, ones]), scale
    )


def integer_multipliers(rows: Rows, worth: Ints, prices: np.ndarray) -> tuple[Ints, int]:
    """Prices (one float per row) as whole multipliers and their scale, as fine as 64 bits allow."""
    prices = np.where(np.isfinite(prices) & (prices > 0), prices, 0.0)
    size = np.abs(worth).astype(np.float64) + rows.dual_cost_magnitude(prices)
    largest = max(size.max(initial=1.0), prices.max(initial=0.0), 1.0)
    scale = 2 ** max(0, min(FINEST, 58 - int(np.ceil(np.log2(largest)))))
    return np.rint(prices * scale).astype(np.int64), scale


@dataclass(frozen=True, slots=True)
class Witness:
    """Why a goal cannot be better: `times` (row, whole multiplier) over the ladder's rows, all in 1/scale.

    `kept` is the value reached when the goal's turn came; a later goal may take from it what it may lose.
    `packed` are rows of this goal's own, each counted once; they come after the ladder's. For the worst-off share the
    multipliers show that no lawful plan reaches the share `denied`; the rows that ask for it come there instead.
    `in_floats`: where the solver calls this value best, that is a solver's word that reckons in floats.
    """

    solved_value: int
    multipliers: tuple[tuple[int, int], ...] = ()
    scale: int = 1
    refuted_share: int | None = None
    packed: tuple[Packing, ...] = ()
    in_floats: bool = False
