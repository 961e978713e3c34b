"""Prices of the linking rows by the subgradient method (Held, Wolfe and Crowder, 1974), where rooms are wide.

A leader who serves twenty schools has so many fillings that column generation, which learns of one a round, begins far
from the best prices and takes hundreds of rounds to come near; a step along a subgradient costs one pricing and no
linear programme.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.bounding import Rows
from matcher.solve.relaxations.glop import Floats
from matcher.world import Ints

STEPS = 600  # at most
LEAST_PART = 1e-3  # of Polyak's step, below which prices hardly move
SHORTER, AFTER_IDLE = 0.7, 15  # how much shorter a step is after so many that lowered no bound


class PolyakSteps:
    """The steps to take from the best prices so far towards a bound of `target`, the incumbent's worth."""

    def __init__(self, rows: Rows, linking: Ints, prices: Floats, target: float) -> None:
        self.rows, self.linking, self.target = rows, linking, target
        self.best, self.prices, self.bound = prices, prices, np.inf
        self.part, self.idle = 1.0, 0

    def __iter__(self) -> Iterator[Floats]:
        """The prices to ask a bound for; each answer is told to `move` before the next."""
        for _ in range(STEPS):
            if self.part < LEAST_PART or self.bound <= self.target:
                return
            yield self.prices

    def move(self, bound: float, filled: Ints) -> None:
        """Prices after a step, from the bound at the last ones and the choices whose worth it added up."""
        if bound < self.bound:
            self.bound, self.best, self.idle = bound, self.prices, 0
        else:
            self.idle += 1
        start = self.prices
        if self.idle >= AFTER_IDLE:
            self.part, self.idle, start = self.part * SHORTER, 0, self.best
        chosen = np.zeros(self.rows.choices, dtype=np.bool_)
        chosen[filled] = True
        left = (self.rows.at_most - self.rows.used(chosen))[self.linking].astype(np.float64)
        left[(left > 0) & (self.prices[self.linking] <= 0)] = 0.0  # a price of nought falls no further
        square = float(left @ left)
        if not square:
            self.part = 0.0
            return
        self.prices = start.copy()
        moved = start[self.linking] - self.part * (bound - self.target) / square * left
        self.prices[self.linking] = np.maximum(moved, 0.0)
