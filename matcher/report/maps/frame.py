"""A map's frame, and lines made simple enough to draw: everything in pixels once it is in the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FEW = 64  # points, below which a list is quicker than an array
Place = tuple[int, int]
Floats = npt.NDArray[np.float64]


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


def simplified(line: Floats, tolerance: float) -> Floats:
    """Douglas and Peucker: no point left out lies further than the tolerance from the line that is kept."""
    if len(line) < 3:
        return line
    xs, ys = line[:, 0].tolist(), line[:, 1].tolist()
    keep = np.zeros(len(line), dtype=np.bool_)
    keep[[0, -1]] = True
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        middle, off = _furthest_of_few(xs, ys, first, last) if last - first < FEW else _furthest(line, first, last)
        if off > tolerance:
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    return line[keep]


def _furthest(line: Floats, first: int, last: int) -> tuple[int, float]:
    """The point between these two that is furthest from the line between them, the first of equals, and how far."""
    off = _off(line[first + 1 : last], line[first], line[last])
    k = int(np.argmax(off))
    return first + 1 + k, float(off[k])


def _furthest_of_few(xs: Sequence[float], ys: Sequence[float], first: int, last: int) -> tuple[int, float]:
    """The same to the last digit, quicker than arrays where there are few points, as there are nearly always."""
    a, b = xs[first], ys[first]
    across, up = xs[last] - a, ys[last] - b
    long = float(np.hypot(across, up))
    if long == 0:
        middle, off = _furthest(np.stack([xs[first : last + 1], ys[first : last + 1]], axis=1), 0, last - first)
        return first + middle, off
    far = [abs((xs[k] - a) * up - (ys[k] - b) * across) / long for k in range(first + 1, last)]
    most = max(far)
    return first + 1 + far.index(most), most


def _off(points: Floats, a: Floats, b: Floats) -> Floats:
    """How far each point is from the line between two; from the first where the two are one."""
    gap = b - a
    long = float(np.hypot(*gap))
    from_a = points - a
    if long == 0:
        return np.hypot(from_a[:, 0], from_a[:, 1])
    across: Floats = np.abs(from_a[:, 0] * gap[1] - from_a[:, 1] * gap[0]) / long
    return across


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
