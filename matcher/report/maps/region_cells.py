"""Where each region lies: squares of the grid, each in the commonest region of its five nearest schools, and their
borders as smooth lines. There is no boundary file: the schools' own places are enough to draw by."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from matcher.coast.shore import on_land
from matcher.report.maps.frame import Floats, Frame, simplified
from matcher.world import Bools, Ints

if TYPE_CHECKING:
    from scipy.spatial import KDTree

NEAREST = 5
FAR_METRES = 12_000  # from the nearest school: nobody's region
FURTHEST = 25_000
NOBODYS = -1
OPEN = -2  # not settled yet
BLOCKS = (16, 4)  # squares on a side, settled as a whole where they can be
TOLERANCE = 0.5  # pixels

Corner = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Cells:
    """Shape (columns, rows): the region's number of each square, counted from `west` and `south` in metres."""

    region: npt.NDArray[np.int64]
    west: int
    south: int
    side: int

    def middles(self, number: int) -> Ints:
        """Shape (n, 2): the middles of the squares of one region, in metres."""
        return self.middles_of(np.argwhere(self.region == number))

    def middles_of(self, at: Ints) -> Ints:
        """Shape (n, 2): the middles of the squares at these columns and rows, in metres."""
        middles: Ints = at * self.side + self.side // 2 + np.array([self.west, self.south])
        return middles


class Voters(Protocol):
    """Schools with a place: `regions` holds each one's region as a number, `tree` finds the nearest of all, and
    `tree_without` the nearest of those of other regions."""

    @property
    def regions(self) -> Ints: ...
    @property
    def tree(self) -> KDTree: ...
    def tree_without(self, region: int) -> KDTree | None: ...


def cells(schools: Voters, box: tuple[int, int, int, int], side: int) -> Cells:
    """`box` is west, east, south and north.

    Squares far from any school are nobody's where they reach the edge of the box (Wales, Scotland, the open sea).
    """
    west, east, south, north = box
    columns, rows = -(-(east - west) // side), -(-(north - south) // side)
    grid = Cells(np.full((columns, rows), OPEN, dtype=np.int64), west, south, side)
    far, found = _voted(schools, grid)
    apart = far > FAR_METRES
    away = np.argwhere(apart & (far <= FURTHEST))
    # sea between is nobody's way: an empty moor by the coast is its region's still
    apart[away[:, 0], away[:, 1]] = on_land(grid.middles_of(away))
    found[_reaching_the_edge(apart)] = NOBODYS
    return Cells(found, west, south, side)


def text_of_cells(grid: Cells) -> str:
    """As JSON: neighbours of one region are a number and how many there are."""
    flat = grid.region.ravel()
    first = np.flatnonzero(np.append([True], flat[1:] != flat[:-1])[: len(flat)])
    many = np.diff(np.append(first, len(flat)))
    place = {"west": grid.west, "south": grid.south, "side": grid.side}
    return json.dumps({**place, "shape": grid.region.shape, "region": flat[first].tolist(), "many": many.tolist()})


def cells_of_text(text: str) -> Cells:
    """What `text_of_cells` was made of."""
    whole = json.loads(text)
    flat = np.repeat(np.array(whole["region"], dtype=np.int64), whole["many"])
    return Cells(flat.reshape(whole["shape"]), whole["west"], whole["south"], whole["side"])


def _voted(schools: Voters, grid: Cells) -> tuple[Floats, Ints]:
    """Per square how far the nearest school is (infinite beyond `FURTHEST`, nought where it is surely near), and the
    commonest region of the nearest five. Whole blocks are settled first: most lie deep within one region.
    """
    columns, rows = grid.region.shape
    known = np.full((-(-columns // BLOCKS[0]), -(-rows // BLOCKS[0])), OPEN, dtype=np.int64)
    for size, smaller in pairwise((*BLOCKS, 1)):
        at = np.argwhere(known == OPEN)
        blocks = Cells(known, grid.west, grid.south, grid.side * size)
        known[at[:, 0], at[:, 1]] = _settled(schools, blocks.middles_of(at), grid.side * size)
        known = known.repeat(size // smaller, axis=0).repeat(size // smaller, axis=1)
    found = known[:columns, :rows].copy()
    far = np.where(found == NOBODYS, np.inf, 0.0)
    at = np.argwhere(found == OPEN)
    of_five, nearest = _nearest(schools, grid.middles_of(at), FURTHEST)
    far[at[:, 0], at[:, 1]] = of_five[:, 0]
    found[at[:, 0], at[:, 1]] = _commonest(np.append(schools.regions, NOBODYS)[nearest])
    return far, found


def _settled(schools: Voters, middles: Ints, wide: int) -> Ints:
    """Per block of this width the region that each of its places votes for by all five nearest schools, `NOBODYS`
    where no school is near any of them, `OPEN` where it depends on the place.

    A place's five nearest schools lie no further from the middle than the middle's own five, and twice the way to it.
    """
    reach = wide / np.sqrt(2) + 1
    far, nearest = _nearest(schools, middles, np.inf)
    found = np.full(len(middles), OPEN, dtype=np.int64)
    found[far[:, 0] - reach > FURTHEST] = NOBODYS
    region = schools.regions[nearest[:, 0]]
    for one in np.unique(region).tolist():
        at = np.flatnonzero((region == one) & (far[:, 0] + reach <= FAR_METRES))
        others = schools.tree_without(one)
        away = np.full(len(at), np.inf) if others is None else others.query(middles[at])[0]
        found[at[away > far[at, -1] + 2 * reach]] = one
    return found


def _nearest(schools: Voters, places: Ints, within: float) -> tuple[Floats, Ints]:
    """How far the nearest five schools are, infinite where they are not within so many metres, and which they are."""
    most = min(NEAREST, schools.tree.n)
    far, nearest = schools.tree.query(places, k=list(range(1, most + 1)), distance_upper_bound=within)
    return np.asarray(far), np.asarray(nearest)


def _reaching_the_edge(mask: Bools) -> Bools:
    """The part of the mask that hangs together with the edge of the grid."""
    from scipy import ndimage

    parts, _ = ndimage.label(mask)
    edge = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    reaching: Bools = np.isin(parts, edge[edge > 0])
    return reaching


def _commonest(votes: Ints) -> Ints:
    """Per row the number that occurs most, of equals the one that stands first."""
    best: Ints = votes[:, 0].copy()
    several = np.flatnonzero((votes != votes[:, :1]).any(axis=1))  # few: elsewhere there is one number alone
    of = votes[several]
    count = ((of[:, :, None] == of[:, None, :]) & (of[:, :, None] != NOBODYS)).sum(axis=2)
    best[several] = of[np.arange(len(of)), np.argmax(count, axis=1)]
    return best


@dataclass(frozen=True, eq=False)
class Border:
    """A smooth line, in pixels, with the two regions' numbers on its sides."""

    line: Floats
    sides: tuple[int, int]
    ends: tuple[Corner, Corner]


def borders(grid: Cells, frame: Frame) -> tuple[Border, ...]:
    """Every border once: from one corner where three regions meet to the next, or all around."""
    chains = list(_chains(_edges(grid.region)))
    lines = simplified([frame.pixels(_smoothed(_in_metres(chain, grid))) for chain, _ in chains], TOLERANCE)
    return tuple(Border(line, sides, (chain[0], chain[-1])) for line, (chain, sides) in zip(lines, chains, strict=True))


def _in_metres(chain: Sequence[Corner], grid: Cells) -> Floats:
    metres: Floats = np.array(chain, dtype=np.float64) * grid.side + np.array([grid.west, grid.south])
    return metres


def region_paths(found: Sequence[Border], number: int) -> list[Floats]:
    """Closed lines of one region's borders, to be filled by the even-odd rule."""
    left = [b for b in found if number in b.sides and b.sides[0] != b.sides[1]]
    rings = []
    while left:
        border = left.pop()
        line, start, end = border.line, border.ends[0], border.ends[1]
        while end != start:
            k = next((i for i, b in enumerate(left) if end in b.ends), None)
            if k is None:
                break
            step = left.pop(k)
            forward = step.ends[0] == end
            line = np.concatenate([line, step.line if forward else step.line[::-1]])
            end = step.ends[1] if forward else step.ends[0]
        rings.append(line)
    return rings


Edges = Mapping[Corner, list[tuple[Corner, tuple[int, int]]]]


def _edges(region: npt.NDArray[np.int64]) -> Edges:
    """From each corner, the corners that an edge between two regions leads to, and the regions beside it. The outside
    of the grid is nobody's."""
    padded = np.pad(region, 1, constant_values=NOBODYS)
    found: dict[Corner, list[tuple[Corner, tuple[int, int]]]] = defaultdict(list)
    for axis in (0, 1):
        a = padded[:-1] if axis == 0 else padded[:, :-1]
        b = padded[1:] if axis == 0 else padded[:, 1:]
        for i, j in np.argwhere(a != b).tolist():
            here, there = ((i, j - 1), (i, j)) if axis == 0 else ((i - 1, j), (i, j))
            low, high = sorted((int(a[i, j]), int(b[i, j])))
            found[here].append((there, (low, high)))
            found[there].append((here, (low, high)))
    return found


def _chains(edges: Edges) -> Iterator[tuple[list[Corner], tuple[int, int]]]:
    used: set[tuple[Corner, Corner]] = set()
    joints = [corner for corner, out in edges.items() if len(out) != 2]
    for corner in (*joints, *edges):
        for there, sides in edges[corner]:
            if (corner, there) not in used:
                yield _chain(edges, corner, there, used), sides


def _chain(edges: Edges, corner: Corner, there: Corner, used: set[tuple[Corner, Corner]]) -> list[Corner]:
    chain = [corner, there]
    used |= {(corner, there), (there, corner)}
    while len(edges[chain[-1]]) == 2 and chain[-1] != chain[0]:
        step = next((to for to, _ in edges[chain[-1]] if (chain[-1], to) not in used), None)
        if step is None:
            break
        used |= {(chain[-1], step), (step, chain[-1])}
        chain.append(step)
    return chain


def _smoothed(line: Floats) -> Floats:
    """The middles of its steps, then once more with cut corners (Chaikin); the two ends stay."""
    middles = (line[:-1] + line[1:]) / 2
    cut = np.stack([middles[:-1] * 0.75 + middles[1:] * 0.25, middles[:-1] * 0.25 + middles[1:] * 0.75], axis=1)
    if (line[0] == line[-1]).all():
        closing = np.stack([middles[-1] * 0.75 + middles[0] * 0.25, middles[-1] * 0.25 + middles[0] * 0.75])
        ring = np.concatenate([cut.reshape(-1, 2), closing])
        return np.concatenate([ring, ring[:1]])
    return np.concatenate([line[:1], cut.reshape(-1, 2), line[-1:]])
