"""What is chosen so far by a construction heuristic, and what each row has left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from matcher.plan import Problem
from matcher.world import Bools, Ints

UNREACHABLE = np.iinfo(np.int64).max


@dataclass(eq=False)
class RemainingRoom:
    """What is chosen so far, and what each row has left."""

    row: Ints
    weight: Ints
    start: Ints
    left: Ints
    chosen: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    @classmethod
    def of(cls, problem: Problem) -> RemainingRoom:
        matrix, count = problem.matrix, len(problem.choices)
        start = matrix.indptr.astype(np.int64)
        return cls(matrix.indices, matrix.data, start, problem.at_most.copy(), np.zeros(count, dtype=np.bool_))

    def take_best(self, numbers: Ints, rank: Ints) -> bool:
        """Chooses the best ranked of these that breaks no row; returns whether there was one."""
        entries, owner = self._entries(numbers)
        row, weight = self.row[entries], self.weight[entries]
        full = (weight > 0) & (weight > self.left[row])
        blocked = np.bincount(owner[full], minlength=len(numbers)) > 0
        if blocked.all():
            return False
        best = int(numbers[np.argmin(np.where(blocked, UNREACHABLE, rank[numbers]))])
        own = slice(int(self.start[best]), int(self.start[best + 1]))
        self.left[self.row[own]] -= self.weight[own]
        self.chosen[best] = True
        return True

    def _entries(self, numbers: Ints) -> tuple[Ints, Ints]:
        """The entries of these choices, and for each entry which of them it belongs to."""
        first, count = self.start[numbers], self.start[numbers + 1] - self.start[numbers]
        owner = np.repeat(np.arange(len(numbers)), count)
        return np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum())), owner

    def take_together(self, numbers: Sequence[int]) -> bool:
        """Chooses all of these at once where together they break no row; returns whether it did."""
        used: dict[int, int] = {}
        for number in numbers:
            own = slice(int(self.start[number]), int(self.start[number + 1]))
            for row, weight in zip(self.row[own].tolist(), self.weight[own].tolist(), strict=True):
                used[row] = used.get(row, 0) + weight
        if any(weight > 0 and weight > self.left[row] for row, weight in used.items()):
            return False
        for row, weight in used.items():
            self.left[row] -= weight
        self.chosen[list(numbers)] = True
        return True
