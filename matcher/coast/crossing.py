"""How much tidal water a straight line goes over, for many lines at once.

A line's two ends are whole metres, so whether it meets an edge of the shore is decided in whole numbers. Where it
meets one, land becomes water or water land; what lies between is measured along the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.coast.shore import NOWHERE, Shore, expanded, listed, spread
from matcher.world import UNKNOWN, Bools, Ints

Floats = npt.NDArray[np.float64]

CELL = 4_000  # metres: side of the squares in which edges are looked up
AT_ONCE = 20_000  # lines, so that memory holds
DRAWN_IN_WATER = 1_000  # metres: an end so near its shore stands on land; the shore is not good to the metre


@dataclass(frozen=True, eq=False)
class Water:
    """Per line: whole metres of tidal water on it in all, and of its widest stretch, with the middle of that
    stretch in whole metres on the grid (`UNKNOWN` where there is no water, or an end is not known)."""

    metres: Ints
    widest: Ints
    middle: Ints  # shape (n, 2)


class Lines:
    """Finds the water on straight lines over one shore."""

    def __init__(self, shore: Shore) -> None:
        self._shore = shore
        low, high = np.minimum(shore.points, shore.following) // CELL, np.maximum(shore.points, shore.following) // CELL
        self._corner = low.min(axis=0) - 1
        self._shape = high.max(axis=0) - self._corner + 2
        edge, east = spread(low[:, 0], high[:, 0])
        again, north = spread(low[edge, 1], high[edge, 1])
        cell = self._cell(east[again], north)
        self._begins, self._edges = listed(cell, edge[again], int(self._shape.prod()))
        filled = (np.diff(self._begins) > 0).reshape(self._shape)
        self._filled = np.pad(filled.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))

    def water(self, here: Ints, there: Ints) -> Water:
        """`here` and `there` have shape (n, 2): easting and northing, `UNKNOWN` where not known."""
        n = len(here)
        found = Water(np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64), np.full((n, 2), UNKNOWN))
        for rows in self._worth_asking(here, there):
            part = self._of(here[rows], there[rows])
            found.metres[rows], found.widest[rows], found.middle[rows] = part.metres, part.widest, part.middle
        return found

    def _worth_asking(self, here: Ints, there: Ints) -> Iterator[Ints]:
        """Rows, some at a time, of lines with known ends whose box has any shore in it; of the others nobody starts
        from, or is bound for, the open sea, so they lie on land."""
        known = (here[:, 0] != UNKNOWN) & (there[:, 0] != UNKNOWN)
        low, high = self._clipped(np.minimum(here, there)), self._clipped(np.maximum(here, there)) + 1
        sums = self._filled
        shores = sums[high[:, 0], high[:, 1]] - sums[low[:, 0], high[:, 1]]
        shores += sums[low[:, 0], low[:, 1]] - sums[high[:, 0], low[:, 1]]
        rows = np.flatnonzero(known & (shores > 0))
        for begin in range(0, len(rows), AT_ONCE):
            yield rows[begin : begin + AT_ONCE]

    def _clipped(self, places: Ints) -> Ints:
        cells: Ints = np.clip(places // CELL - self._corner, 0, self._shape - 1)
        return cells

    def _cell(self, east: Ints, north: Ints) -> Ints:
        cell: Ints = (east - self._corner[0]) * self._shape[1] + north - self._corner[1]
        return cell

    def _of(self, here: Ints, there: Ints) -> Water:
        line, edge = self._met(here, there)
        at = _share(here[line], there[line], self._shore.points[edge], self._shore.following[edge])
        places, back = np.unique(np.concatenate([here, there]), axis=0, return_inverse=True)
        land = (self._shore.rings_at(places) != NOWHERE)[back.ravel()]
        return _measured(here, there, line, at, land[: len(here)], land[len(here) :])

    def _met(self, here: Ints, there: Ints) -> tuple[Ints, Ints]:
        """Pairs of (line, edge) that meet, each once."""
        line, edge = self._near(here, there)
        gap, side = there - here, []
        for end in (self._shore.points[edge], self._shore.following[edge]):
            side.append(_turn(gap[line], end - here[line]) >= 0)
        keep = side[0] != side[1]
        line, edge = line[keep], edge[keep]
        a, b = self._shore.points[edge], self._shore.following[edge]
        # on which side of the edge each end of the line lies; on the edge counts as its left
        cut = (_turn(b - a, here[line] - a) >= 0) != (_turn(b - a, there[line] - a) >= 0)
        key = np.unique(line[cut] * len(self._shore.points) + edge[cut])
        return key // len(self._shore.points), key % len(self._shore.points)

    def _near(self, here: Ints, there: Ints) -> tuple[Ints, Ints]:
        """Pairs of (line, edge) that share a cell which the line goes through."""
        line, east, north = _cells(here, there)
        inside = (east >= self._corner[0]) & (east < self._corner[0] + self._shape[0])
        inside &= (north >= self._corner[1]) & (north < self._corner[1] + self._shape[1])
        cell = self._cell(east[inside], north[inside])
        return expanded(line[inside], cell, self._begins, self._edges)


def _turn(a: Ints, b: Ints) -> Ints:
    turn: Ints = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return turn


def _cells(here: Ints, there: Ints) -> tuple[Ints, Ints, Ints]:
    """Every cell that a line goes through (and perhaps one beside it): the line, the column and the row."""
    swap = here[:, 0] > there[:, 0]
    left, right = np.where(swap[:, None], there, here), np.where(swap[:, None], here, there)
    line, column = spread(left[:, 0] // CELL, right[:, 0] // CELL)
    p, q = left[line], right[line]
    wide = np.maximum(q[:, 0] - p[:, 0], 1)
    slope = (q[:, 1] - p[:, 1]) / wide
    enters = p[:, 1] + slope * (np.maximum(column * CELL, p[:, 0]) - p[:, 0])
    leaves = p[:, 1] + slope * (np.minimum((column + 1) * CELL, q[:, 0]) - p[:, 0])
    leaves = np.where(q[:, 0] == p[:, 0], q[:, 1], leaves)
    # a metre wider, so that rounding leaves out no cell
    low = np.floor((np.minimum(enters, leaves) - 1) / CELL).astype(np.int64)
    high = np.floor((np.maximum(enters, leaves) + 1) / CELL).astype(np.int64)
    again, row = spread(low, high)
    return line[again], column[again], row


def _share(here: Ints, there: Ints, a: Ints, b: Ints) -> Floats:
    """How far along each line it meets its edge, 0 to 1."""
    share: Floats = _turn(a - here, b - a) / _turn(there - here, b - a)
    return share


def _measured(here: Ints, there: Ints, line: Ints, at: Floats, begins_on_land: Bools, ends_on_land: Bools) -> Water:
    """The stretches of water from where each line meets the shore."""
    n = len(here)
    every = np.arange(n)
    owner = np.concatenate([every, line, every])
    share = np.concatenate([np.zeros(n), at, np.ones(n)])
    order = np.lexsort((share, owner))
    owner, share = owner[order], share[order]
    first = np.searchsorted(owner, every)
    rank = np.arange(len(owner)) - first[owner]
    inside = owner[:-1] == owner[1:]
    wet = inside & ((rank[:-1] % 2 == 1) == begins_on_land[owner[:-1]])
    gap = (there - here).astype(np.float64)
    long = np.sqrt((gap * gap).sum(axis=1))
    stretch = np.where(wet, (share[1:] - share[:-1]) * long[owner[:-1]], 0.0) if len(owner) else share
    _forgive(stretch, first, begins_on_land, ends_on_land)
    total = np.bincount(owner[:-1], weights=stretch, minlength=n)
    widest = np.lexsort((stretch, owner[:-1]))[np.cumsum(np.bincount(owner[:-1], minlength=n)) - 1]
    half = (share[widest] + share[widest + 1]) / 2
    middle = np.rint(here + gap * half[:, None]).astype(np.int64)
    dry = stretch[widest] <= 0
    return Water(np.floor(total).astype(np.int64), np.floor(stretch[widest]).astype(np.int64), _where(dry, middle))


def _where(dry: Bools, middle: Ints) -> Ints:
    out: Ints = np.where(dry[:, None], UNKNOWN, middle)
    return out


def _forgive(stretch: Floats, first: Ints, begins_on_land: Bools, ends_on_land: Bools) -> None:
    """An end that is drawn in the water a little off its shore stands on land: its stretch is none, in place."""
    last = np.append(first[1:], len(stretch) + 1) - 2
    for row, dry in ((first, begins_on_land), (last, ends_on_land)):
        wrong = row[~dry & (stretch[row] < DRAWN_IN_WATER)]
        stretch[wrong] = 0.0
