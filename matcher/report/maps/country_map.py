"""What lies behind every map: the sea, the land with its coast, and the regions; and the names that may stand on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib import resources
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.coast.shore import shore
from matcher.domain import REGIONS, School
from matcher.report.kept_drawings import kept_drawing
from matcher.report.maps.frame import Floats, Frame, clipped, joined_paths, simplified
from matcher.report.maps.region_cells import NOBODYS, Cells, borders, cells, cells_of_text, region_paths, text_of_cells
from matcher.rules.pairs.pair_sets import cached
from matcher.world import Ints, World

if TYPE_CHECKING:
    from scipy.spatial import KDTree

SEA, LAND, GREY, COAST, BORDER = "#dce9ef", "#ffffff", "#f1f1ef", "#6b7680", "#8a9299"
CELL, ZOOMED_CELL = 2_000, 1_000
TOLERANCE = 0.6  # pixels
MARGIN = 20.0  # pixels outside the frame, so that no cut edge shows
LEAST_AREA = 3.0  # square pixels: smaller islands are specks
MAPS = 32  # kept in memory: those of one run of England, twice
NUMBER_OF = {region: number for number, region in enumerate(REGIONS)}


@dataclass(frozen=True, eq=False)
class Schools:
    """Schools with a place and a region: shape (n, 2) in metres, and each one's place in `REGIONS`.

    Equal where they are the same schools: what is drawn behind one run's map is drawn behind the next one's.
    """

    places: Ints
    regions: Ints
    _trees: dict[int, KDTree | None] = field(default_factory=dict, repr=False)

    @cached_property
    def digest(self) -> bytes:
        return sha256(self.places.tobytes() + self.regions.tobytes()).digest()

    @cached_property
    def tree(self) -> KDTree:
        """To find the nearest; made once for all the maps of a page."""
        from scipy.spatial import KDTree  # a fifth of a second, and what is drawn from it is kept

        return KDTree(self.places)

    def tree_without(self, region: int) -> KDTree | None:
        """To find the nearest of the other regions; None where there are no others."""
        from scipy.spatial import KDTree

        if region not in self._trees:
            others = self.places[self.regions != region]
            self._trees[region] = (
                KDTree(others, leafsize=32, balanced_tree=False, compact_nodes=False) if len(others) else None
            )
        return self._trees[region]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schools) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @classmethod
    def of(cls, schools: Iterable[School]) -> Schools:
        return cls._of((None, s.easting, s.northing, s.region) for s in schools)

    @classmethod
    def open_ones(cls, schools: Mapping[str, School]) -> Schools:
        """The open schools of a register; of one that is kept as rows, without making a fact of each."""
        names = ("closed", "easting", "northing", "region")
        rows_of = getattr(schools, "rows_of", None)
        return cls._of(rows_of(*names) if rows_of else map(attrgetter(*names), schools.values()))

    @classmethod
    def _of(cls, rows: Iterable[tuple[Any, ...]]) -> Schools:
        """Of rows of closing day, easting, northing and region: those open, with a place in a known region."""
        found = [
            (east, north, NUMBER_OF[region])
            for closed, east, north, region in rows
            if closed is None and east is not None and north is not None and region in NUMBER_OF
        ]
        table = np.array(found, dtype=np.int64).reshape(-1, 3)
        return cls(table[:, :2], table[:, 2])


@dataclass(frozen=True, eq=False)
class Country:
    """The country in one frame. `shown` are the regions that the map is about: white, the rest is grey.

    `name` begins the ids of its parts, so that several maps may stand on one page.
    """

    frame: Frame
    schools: Schools
    shown: frozenset[str]
    zoomed: bool
    name: str = "map"

    @cached_property
    def cells(self) -> Cells | None:
        if not len(self.schools.places):
            return None
        f, side = self.frame, ZOOMED_CELL if self.zoomed else CELL
        west, north = f.west - 2 * side, f.north + 2 * side
        east, south = f.west + round(f.width / f.scale) + 2 * side, f.north - round(f.height / f.scale) - 2 * side
        return cells_of(self.schools, (west, east, south, north), side)

    def draw(self) -> str:
        """SVG: the sea, the land, the regions shown, their borders, and the coast over all."""
        rests_on = (self.frame, self.schools.digest, sorted(self.shown), self.zoomed, self.name)
        return kept_drawing(("country", rests_on), self._drawn)

    def _drawn(self) -> str:
        land = joined_paths(land_in(self.frame), closed=True)
        n = self.name
        return (
            f'<g id="{n}-country"><rect width="{self.frame.width:.0f}" height="{self.frame.height:.0f}" fill="{SEA}"/>'
            f'<clipPath id="{n}-land"><path d="{land}"/></clipPath>'
            f'<path d="{land}" fill="{GREY}"/><g clip-path="url(#{n}-land)">{self._regions()}</g>'
            f'<path d="{land}" fill="none" stroke="{COAST}" stroke-width="0.8" stroke-linejoin="round"/></g>'
        )

    def _regions(self) -> str:
        if self.cells is None:
            return ""
        found = borders(self.cells, self.frame)
        white = "".join(
            f'<path d="{joined_paths(region_paths(found, number), closed=True)}" fill="{LAND}" fill-rule="evenodd"/>'
            for number, region in enumerate(REGIONS)
            if region in self.shown
        )
        lines = joined_paths([b.line for b in found if NOBODYS not in b.sides])
        return (
            f'{white}<path d="{lines}" fill="none" stroke="{BORDER}" stroke-width="1.3" stroke-dasharray="1 3"'
            ' stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def places_in(self, region: str) -> Floats:
        """The middles of a region's squares in the frame, in pixels: the one nearest to their own middle first."""
        if self.cells is None:
            return np.zeros((0, 2))
        at = self.frame.pixels(self.cells.middles(REGIONS.index(region)))
        at = at[(at >= 0).all(axis=1) & (at[:, 0] <= self.frame.width) & (at[:, 1] <= self.frame.height)]
        if not len(at):
            return at
        return at[np.argsort(((at - at.mean(axis=0)) ** 2).sum(axis=1), kind="stable")]


@lru_cache(maxsize=MAPS)
def cells_of(schools: Schools, box: tuple[int, int, int, int], side: int) -> Cells:
    """The squares of the regions in a box: west, east, south and north."""
    rests_on = ("cells", schools.digest, box, side)
    kept = kept_drawing(rests_on, lambda: text_of_cells(cells(schools, box, side)))
    return cells_of_text(kept)


@lru_cache(maxsize=MAPS)
def land_in(frame: Frame) -> tuple[Floats, ...]:
    """The coasts in a frame as closed lines in pixels."""
    outline = shore()
    rings = [frame.pixels(outline.points[outline.start[k] : outline.start[k + 1]]) for k in _rings_in(frame)]
    return _simple_rings([ring for whole in rings if len(ring := clipped(whole, frame, MARGIN)) > 2])


def _rings_in(frame: Frame) -> list[int]:
    """The shore's rings that reach into the frame and are no specks."""
    west_south, east_north = _corners()
    left, bottom = frame.pixels(west_south).T
    right, top = frame.pixels(east_north).T
    inside = (right >= 0) & (bottom >= 0) & (left <= frame.width) & (top <= frame.height)
    rings: list[int] = np.flatnonzero(inside & ((right - left) * (bottom - top) >= LEAST_AREA)).tolist()
    return rings


@lru_cache(maxsize=1)
def _corners() -> tuple[Ints, Ints]:
    """The corners of the box of each of the shore's rings, in metres: south-west and north-east."""
    outline = shore()
    first = outline.start[:-1]
    return np.minimum.reduceat(outline.points, first), np.maximum.reduceat(outline.points, first)


def _simple_rings(rings: Sequence[Floats]) -> tuple[Floats, ...]:
    """Each simplified from its first point to the furthest from it, and back, so that the ring keeps both."""
    halves: list[Floats] = []
    for ring in rings:
        far = int(np.argmax(((ring - ring[0]) ** 2).sum(axis=1)))
        halves += [ring[: far + 1], np.concatenate([ring[far:], ring[:1]])]
    simple = simplified(halves, TOLERANCE)
    return tuple(np.concatenate([there, back[1:-1]]) for there, back in zip(simple[::2], simple[1::2], strict=True))


@lru_cache(maxsize=1)
def towns() -> tuple[tuple[str, int, int], ...]:
    """Name, easting and northing of the towns of England with most schools, the largest first."""
    text = resources.files("matcher.coast").joinpath("towns.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return tuple((name, int(east), int(north)) for name, east, north in rows)


def schools_of(world: World) -> Schools:
    """The open schools of a run, found once for all its maps."""
    return cached(world, "map.schools", lambda w: Schools.open_ones(w.facts.schools))


def prepare(world: World) -> None:
    """Loads and makes what every map of a run needs, so that nobody waits for it on the first page with a map."""
    from scipy import ndimage  # noqa: F401 -- loaded here, and used where the squares are made

    schools, _ = schools_of(world), shore()
    if len(schools.places):
        _ = schools.tree


def box_around(places: Ints, margin: int) -> tuple[int, int, int, int]:
    """West, east, south and north of these places, and so many metres more on each side."""
    west, south = (places.min(axis=0) - margin).tolist()
    east, north = (places.max(axis=0) + margin).tolist()
    return west, east, south, north


def region_box(schools: Schools, regions: Sequence[str], margin: int) -> tuple[int, int, int, int] | None:
    """Around the squares of these regions; None where they have no schools."""
    wanted = np.isin(schools.regions, [REGIONS.index(r) for r in regions if r in REGIONS])
    if not wanted.any():
        return None
    if len(regions) > 1:
        return box_around(schools.places[wanted], margin)
    near = box_around(schools.places[wanted], ZOOMED_CELL * 4)
    grid = cells_of(schools, near, CELL)
    inside = grid.middles(REGIONS.index(regions[0]))
    return box_around(inside if len(inside) else schools.places[wanted], margin)
