"""A map's frame, and lines made simple enough to draw: everything in pixels once it is in the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Place = tuple[int, int]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Frame:
    """From metres on the national grid to the picture: the same scale both ways, north up."""

    west: int
    north: int
    scale: float
    width: float
    height: float

    def at(self, place: Place) -> tuple[float, float]:
        return (place[0] - self.west) * self.scale, (self.north - place[1]) * self.scale

    def point(self, place: Place) -> str:
        x, y = self.at(place)
        return f"{x:.1f} {y:.1f}"

    def pixels(self, metres: npt.NDArray[np.int64] | Floats) -> Floats:
        """Shape (n, 2), metres to pixels."""
        flat = np.asarray(metres, dtype=np.float64)
        return np.stack([(flat[:, 0] - self.west) * self.scale, (self.north - flat[:, 1]) * self.scale], axis=1)

    def inside(self, x: float, y: float, margin: float = 0.0) -> bool:
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin


def frame_of(west: int, east: int, south: int, north: int, width: float, tallest: float) -> Frame:
    scale = min(width / (east - west), tallest / (north - south))
    return Frame(west, north, scale, (east - west) * scale, (north - south) * scale)


def clipped(ring: Floats, frame: Frame, margin: float) -> Floats:
    """A closed ring cut at a box a little larger than the frame (Sutherland and Hodgman), in pixels."""
    for axis, limit, sign in (
        (0, -margin, 1.0),
        (0, frame.width + margin, -1.0),
        (1, -margin, 1.0),
        (1, frame.height + margin, -1.0),
    ):
        if not len(ring):
            break
        ring = _cut(ring, axis, limit, sign)
    return ring


def _cut(ring: Floats, axis: int, limit: float, sign: float) -> Floats:
    """What lies on one side of a line: points inside, and where the ring goes through it."""
    following = np.roll(ring, -1, axis=0)
    here, there = sign * (ring[:, axis] - limit), sign * (following[:, axis] - limit)
    crosses = (here >= 0) != (there >= 0)
    share = np.where(crosses, here / np.where(crosses, here - there, 1.0), 0.0)
    through = ring + (following - ring) * share[:, None]
    both = np.stack([ring, through], axis=1).reshape(-1, 2)
    keep = np.stack([here >= 0, crosses], axis=1).ravel()
    cut: Floats = both[keep]
    return cut


def simplified(lines: Sequence[Floats], tolerance: float) -> list[Floats]:
    """Douglas and Peucker, all lines at once: no point left out lies further than the tolerance from what is kept."""
    if not lines:
        return []
    points = np.concatenate(lines)
    ends = np.cumsum([len(line) for line in lines])
    begins = np.concatenate([[0], ends[:-1]])
    keep = np.zeros(len(points), dtype=np.bool_)
    keep[begins], keep[ends - 1] = True, True
    first, last = begins, ends - 1
    while (open_ones := last - first >= 2).any():
        first, last = first[open_ones], last[open_ones]
        middle, off = _furthest(points, first, last)
        far = off > tolerance
        keep[middle[far]] = True
        first, last = np.concatenate([first[far], middle[far]]), np.concatenate([middle[far], last[far]])
    return [points[begin:end][keep[begin:end]] for begin, end in zip(begins, ends, strict=True)]


def _furthest(points: Floats, first: Ints, last: Ints) -> tuple[Ints, Floats]:
    """Of each stretch the point between its ends that is furthest from the line between them, the first of equals, and
    how far; from the first end where the two are one."""
    between = last - first - 1
    begins = np.cumsum(between) - between
    stretch = np.repeat(np.arange(len(first)), between)
    at = np.arange(len(stretch)) - np.repeat(begins - first - 1, between)
    gap, from_first = points[last] - points[first], points[at] - points[first[stretch]]
    long = np.hypot(gap[:, 0], gap[:, 1])
    across = np.abs(from_first[:, 0] * gap[stretch, 1] - from_first[:, 1] * gap[stretch, 0])
    closed = long == 0
    off = np.where(
        closed[stretch], np.hypot(from_first[:, 0], from_first[:, 1]), across / np.where(closed, 1, long)[stretch]
    )
    most = np.maximum.reduceat(off, begins)
    equal = np.flatnonzero(off == most[stretch])
    middle = at[equal[np.searchsorted(stretch[equal], np.arange(len(first)))]]
    return middle, most


def path_text(line: Floats, closed: bool = False) -> str:
    """As the `d` of a path, tenths of a pixel, without points that fall on the one before."""
    tenths = np.rint(line * 10).astype(np.int64)
    if len(tenths) > 1:
        tenths = tenths[np.concatenate([[True], (np.diff(tenths, axis=0) != 0).any(axis=1)])]
    if len(tenths) < 2:
        return ""
    steps = "".join(_step(x, y) for x, y in np.diff(tenths, axis=0).tolist())
    return f"M{tenths[0, 0] / 10:g} {tenths[0, 1] / 10:g}l{steps.strip()}{'z' if closed else ''}"


def _step(x: int, y: int) -> str:
    return f" {x / 10:g} {y / 10:g}"


def joined_paths(lines: Sequence[Floats], closed: bool = False) -> str:
    return "".join(path_text(line, closed) for line in lines)
