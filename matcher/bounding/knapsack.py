"""The knapsack's dynamic programme in whole arrays, for a leader who has hundreds of days and serves twenty schools.

`packing.fillings` goes through the uses of a room one by one and suits a few rooms of some twenty days. Here is one
room, and a step takes all its uses at once. From the items before an item and from those after it follows what the best
filling with it is worth, and without it, for all items in the time of two programmes (Posta, Ferland and Michelon,
2012; Martello and Toth, Knapsack Problems, 1990, section 2.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from matcher.bounding.rounding_cuts import FEW_WEIGHTS
from matcher.bounding.rows import MAX_SUM, Rows
from matcher.world import Bools, Ints

LEADER_DAYS = "leader-days"  # the rule whose rows say how many days a leader has
WIDE_STEPS = 5_000  # items times uses of the room, from which on arrays are the quicker way


def is_wide(items: int, room: Sequence[int]) -> bool:
    """Whether so many items in these rooms are better filled by arrays: there is one room, and it is wide."""
    return len(room) == 1 and items * (room[0] + 1) > WIDE_STEPS


def has_wide_room(rows: Rows, open_: Bools) -> bool:
    """Whether the open choices of some leader take many different numbers of days from a room that is wide."""
    of_days = [k for k, origin in enumerate(rows.origins) if origin.name == LEADER_DAYS]
    held = rows.restricted_to(np.flatnonzero(open_)).tocsr()[of_days]
    taken = zip(np.split(held.data, held.indptr[1:-1]), rows.at_most[of_days].tolist(), strict=True)
    return any(is_wide(len(days), [room]) and len(np.unique(days)) > FEW_WEIGHTS for days, room in taken)


@dataclass(frozen=True, eq=False)
class Knapsack:
    """Items, each with its worth (>= 0, whole or floats) and its use (>= 0, whole) of one room of this size."""

    worth: Any
    use: Ints
    room: int

    @cached_property
    def before(self) -> Any:
        """(items + 1) x (room + 1): the largest worth of the first k items within each part of the room."""
        return _table(self.worth, self.use, self.room)

    @cached_property
    def after(self) -> Any:
        """The same of the last k items."""
        return _table(self.worth[::-1], self.use[::-1], self.room)

    def best(self) -> tuple[Any, list[int]]:
        """What the best filling is worth, and its items in order."""
        taken, left = [], self.room
        for k in range(len(self.use) - 1, -1, -1):
            if self.before[k + 1, left] > self.before[k, left]:
                taken.append(k)
                left -= int(self.use[k])
        return self.before[-1, self.room].item(), taken[::-1]

    def within(self, room: int) -> Any:
        """What the best filling of a part of the room is worth; 0 where it is below nought."""
        return self.before[-1, room].item() if room >= 0 else 0

    def with_item(self, k: int) -> Any:
        """What the best filling that holds this item is worth; 0 where it does not fit."""
        left = self.room - int(self.use[k])
        return self.worth[k].item() + self._without(k, left) if left >= 0 else 0

    def without_item(self, k: int) -> Any:
        """What the best filling that does not hold it is worth."""
        return self._without(k, self.room)

    def _without(self, k: int, room: int) -> Any:
        """The best split of this part of the room between the items before it and those after it."""
        later = self.after[len(self.use) - 1 - k]
        return (self.before[k, : room + 1] + later[room::-1]).max().item()


def _table(worth: Any, use: Ints, room: int) -> Any:
    table = np.zeros((len(use) + 1, room + 1), dtype=worth.dtype)
    for k, (own, used) in enumerate(zip(worth.tolist(), use.tolist(), strict=True)):
        table[k + 1] = table[k]
        if used <= room:
            np.maximum(table[k, used:], table[k, : room + 1 - used] + own, out=table[k + 1, used:])
    return table


def knapsack_of(worths: Sequence[Any], uses: Sequence[int], room: int) -> Knapsack | None:
    """The knapsack of these worths, whole or floats; None where whole sums could leave 64 bits."""
    if sum(worths) > MAX_SUM:
        return None
    return Knapsack(np.array(worths), np.array(uses, dtype=np.int64), room)
