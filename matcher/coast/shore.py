"""The shore of Great Britain and the islands near it, as the package ships it: rings of points on the national grid.

Made from GSHHG's full-resolution shorelines (Wessel and Smith, LGPL-3; `COAST-NOTICE.txt`) by `benchmarks/coast`.
Good to some 100 metres: enough to tell a ferry from a drive, not to place a quay.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

import numpy as np

from matcher.world import UNKNOWN, Bools, Ints

STRIP = 200  # metres of northing that share one list of edges
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Shore:
    """`points` has shape (n, 2); ring k is `points[start[k]:start[k + 1]]`, closed from its last point to its first."""

    start: Ints
    points: Ints

    @cached_property
    def ring(self) -> Ints:
        """Per point, and so per edge, its ring."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    @cached_property
    def following(self) -> Ints:
        """Shape (n, 2): per edge, the point where it ends; it begins at the point of the same number."""
        row = np.arange(1, len(self.points) + 1)
        row[self.start[1:] - 1] = self.start[:-1]
        return self.points[row]

    def rings_at(self, places: Ints) -> Ints:
        """Per place, the ring in which it lies, `NOWHERE` in the sea or where the place is not known.

        `places` has shape (n, 2). A ray to the east crosses the ring of a place an odd number of times.
        """
        out = np.full(len(places), NOWHERE, dtype=np.int64)
        place, edge = self._beside(places)
        north = places[place, 1]
        spans = (self.points[edge, 1] > north) != (self.following[edge, 1] > north)  # few do
        place, edge = place[spans], edge[spans]
        a, b, p = self.points[edge], self.following[edge], places[place]
        # to the east of the place: the turn from the edge to the place, whichever way the edge runs
        turn = (b[:, 0] - a[:, 0]) * (p[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (p[:, 0] - a[:, 0])
        east = (turn > 0) == (b[:, 1] > a[:, 1])
        key, many = np.unique(place[east] * (len(self.start) - 1) + self.ring[edge[east]], return_counts=True)
        inside = key[many % 2 == 1]
        out[inside // (len(self.start) - 1)] = inside % (len(self.start) - 1)
        return out

    def _beside(self, places: Ints) -> tuple[Ints, Ints]:
        """Pairs of (place, edge) of which the edge shares the place's strip."""
        known = np.flatnonzero(places[:, 0] != UNKNOWN)
        strip = places[known, 1] // STRIP - self._strips[0]
        inside = (strip >= 0) & (strip < len(self._strips[1]) - 1)
        return expanded(known[inside], strip[inside], self._strips[1], self._strips[2])

    @cached_property
    def _strips(self) -> tuple[int, Ints, Ints]:
        """The lowest strip, where the edges of each strip begin in the list, and the list."""
        low = np.minimum(self.points[:, 1], self.following[:, 1]) // STRIP
        high = np.maximum(self.points[:, 1], self.following[:, 1]) // STRIP
        lowest = int(low.min())
        edge, strip = spread(low, high)
        return lowest, *listed(strip - lowest, edge, int(high.max()) - lowest + 1)


def spread(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """For every row, each whole number from low to high: the row, and the number."""
    many = high - low + 1
    row = np.repeat(np.arange(len(low)), many)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many) + low[row]


def listed(group: Ints, item: Ints, groups: int) -> tuple[Ints, Ints]:
    """Items by group: where each group begins (and the end), and the items in that order."""
    order = np.argsort(group, kind="stable")
    begins = np.concatenate([[0], np.cumsum(np.bincount(group, minlength=groups))])
    return begins.astype(np.int64), item[order]


def expanded(row: Ints, group: Ints, begins: Ints, items: Ints) -> tuple[Ints, Ints]:
    """Each row with every item of its group."""
    many = begins[group + 1] - begins[group]
    which = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(row, many), items[which + np.repeat(begins[group], many)]


@lru_cache(maxsize=1)
def shore() -> Shore:
    """The shipped shore. Read once: a few milliseconds."""
    with resources.files("matcher.coast").joinpath("coast.npz").open("rb") as file, np.load(file) as data:
        start = data["start"].astype(np.int64)
        steps = np.stack([data["east"], data["north"]], axis=1).astype(np.int64)
    return Shore(start, np.cumsum(steps, axis=0))


def on_land(places: Ints) -> Bools:
    mask: Bools = shore().rings_at(places) != NOWHERE
    return mask
