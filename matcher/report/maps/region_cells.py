"""Where each region lies: squares of the grid, each in the commonest region of its five nearest schools, and their
borders as smooth lines. There is no boundary file: the schools' own places are enough to draw by."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
        at = np.argwhere(self.region == number)
        middles: Ints = at * self.side + self.side // 2 + np.array([self.west, self.south])
        return middles


def cells(schools: KDTree, regions: Ints, box: tuple[int, int, int, int], side: int) -> Cells:
    """`schools` are n places, `regions` each one's region as a number; `box` is west, east, south and north.

    Squares far from any school are nobody's where they reach the edge of the box (Wales, Scotland, the open sea).
    """
    west, east, south, north = box
    columns, rows = -(-(east - west) // side), -(-(north - south) // side)
    x, y = np.meshgrid(np.arange(columns), np.arange(rows), indexing="ij")
    middles = np.stack([west + x.ravel() * side + side // 2, south + y.ravel() * side + side // 2], axis=1)
    far, found = _voted(schools, regions, middles, min(NEAREST, schools.n))
    apart = far > FAR_METRES
    away = np.flatnonzero(apart & (far <= FURTHEST))
    # sea between is nobody's way: an empty moor by the coast is its region's still
    apart[away] = on_land(middles[away])
    found[_reaching_the_edge(apart.reshape(columns, rows)).ravel()] = NOBODYS
    return Cells(found.reshape(columns, rows), west, south, side)


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


def _voted(tree: KDTree, regions: Ints, places: Ints, most: int) -> tuple[Floats, Ints]:
    """How far the nearest school is (infinite beyond `FURTHEST`), and the commonest region of the nearest five."""
    far, nearest = tree.query(places, k=list(range(1, most + 1)), distance_upper_bound=FURTHEST)
    return np.asarray(far)[:, 0], _commonest(np.append(regions, NOBODYS)[np.asarray(nearest)])


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
    return tuple(_border(chain, sides, grid, frame) for chain, sides in _chains(_edges(grid.region)))


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


def _border(chain: list[Corner], sides: tuple[int, int], grid: Cells, frame: Frame) -> Border:
    corners = np.array(chain, dtype=np.float64) * grid.side + np.array([grid.west, grid.south])
    line = simplified(frame.pixels(_smoothed(corners)), TOLERANCE)
    return Border(line, sides, (chain[0], chain[-1]))


def _smoothed(line: Floats) -> Floats:
    """The middles of its steps, then once more with cut corners (Chaikin); the two ends stay."""
    middles = (line[:-1] + line[1:]) / 2
    cut = np.stack([middles[:-1] * 0.75 + middles[1:] * 0.25, middles[:-1] * 0.25 + middles[1:] * 0.75], axis=1)
    if (line[0] == line[-1]).all():
        closing = np.stack([middles[-1] * 0.75 + middles[0] * 0.25, middles[-1] * 0.25 + middles[0] * 0.75])
        ring = np.concatenate([cut.reshape(-1, 2), closing])
        return np.concatenate([ring, ring[:1]])
    return np.concatenate([line[:1], cut.reshape(-1, 2), line[-1:]])
