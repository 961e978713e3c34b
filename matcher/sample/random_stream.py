"""Seeded random streams of the sample, the same on every machine and Python version."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class RandomStream:
    """A random stream built on `random.random()` alone, the only method whose values Python promises to keep."""

    def __init__(self, seed: int, question: str) -> None:
        self._source = random.Random(f"{seed}:{question}")

    def uniform(self) -> float:
        return self._source.random()

    def chance(self, share: float) -> bool:
        return self.uniform() < share

    def integer(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def choice(self, items: Sequence[T]) -> T:
        return items[self.integer(0, len(items) - 1)]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        rest = list(items)
        for last in range(len(rest) - 1, 0, -1):
            other = self.integer(0, last)
            rest[last], rest[other] = rest[other], rest[last]
        return rest

    def spread(self) -> float:
        """Approximately standard normal: the scaled sum of three uniform values, from -3 to 3."""
        return 2 * (self.uniform() + self.uniform() + self.uniform()) - 3

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.integer(0, (last - first).days))

    def in_shares(self, shares: Mapping[T, float], number: int) -> list[T]:
        """`number` items in the given shares, shuffled; each kind at least once where there is room."""
        return self.shuffled(self.sorted_in_shares(shares, number))

    def in_shares_over(self, places: Sequence[str], shares: Mapping[T, float]) -> list[tuple[str, T]]:
        """A (place, item) pair for each place, the items in the given shares, shuffled."""
        return self.shuffled(list(zip(places, self.sorted_in_shares(shares, len(places)), strict=True)))

    @staticmethod
    def sorted_in_shares(shares: Mapping[T, float], number: int) -> list[T]:
        total = sum(shares.values())
        items = list(shares)[:number]
        owed = {kind: share * number / total - 1 for kind, share in shares.items()}
        while len(items) < number:
            kind = max(owed, key=lambda k: owed[k])
            take = max(1, min(int(owed[kind]), number - len(items)))
            items += [kind] * take
            owed[kind] -= take
        order = list(shares)
        return sorted(items, key=order.index)
