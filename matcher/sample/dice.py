"""The sample's own chance: one seeded stream per question, the same on every machine and Python version."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class Dice:
    """Draws that rest on `random.random()` alone, the one stream that Python promises never to change."""

    def __init__(self, seed: int, question: str) -> None:
        self._source = random.Random(f"{seed}:{question}")

    def part(self) -> float:
        return self._source.random()

    def chance(self, share: float) -> bool:
        return self.part() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.part() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        return things[self.whole(0, len(things) - 1)]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        rest = list(things)
        for last in range(len(rest) - 1, 0, -1):
            other = self.whole(0, last)
            rest[last], rest[other] = rest[other], rest[last]
        return rest

    def spread(self) -> float:
        """About normal with standard deviation one: the sum of three even draws, from -3 to 3."""
        return 2 * (self.part() + self.part() + self.part()) - 3

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.whole(0, (last - first).days))

    def dealt(self, shares: Mapping[T, float], number: int) -> list[T]:
        """`number` cards in these shares, shuffled; each kind at least once where there is room."""
        return self.shuffled(self.sorted_hand(shares, number))

    def spread_over(self, places: Sequence[str], shares: Mapping[T, float]) -> list[tuple[str, T]]:
        """A card for each place, each kind of card spread over the places as evenly as `places` itself is."""
        return self.shuffled(list(zip(places, self.sorted_hand(shares, len(places)), strict=True)))

    @staticmethod
    def sorted_hand(shares: Mapping[T, float], number: int) -> list[T]:
        total = sum(shares.values())
        hand = list(shares)[:number]
        owed = {kind: share * number / total - 1 for kind, share in shares.items()}
        while len(hand) < number:
            kind = max(owed, key=lambda k: owed[k])
            take = max(1, min(int(owed[kind]), number - len(hand)))
            hand += [kind] * take
            owed[kind] -= take
        order = list(shares)
        return sorted(hand, key=order.index)
