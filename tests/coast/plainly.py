"""Water on a straight line in plain lines and exact fractions: every edge of the shore is asked, one at a time."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import sqrt

from matcher.coast.shore import shore

Place = tuple[int, int]


def edges() -> list[tuple[Place, Place]]:
    found = []
    outline = shore()
    for k in range(len(outline.start) - 1):
        ring = [(int(x), int(y)) for x, y in outline.points[outline.start[k] : outline.start[k + 1]]]
        found += list(zip(ring, [*ring[1:], ring[0]], strict=True))
    return found


def on_land(place: Place, shores: list[tuple[Place, Place]]) -> bool:
    """A ray to the north: odd crossings mean land. (The program's ray runs east.)"""
    x, y = place
    above = 0
    for (ax, ay), (bx, by) in shores:
        if (ax > x) != (bx > x):
            above += ay + Fraction((by - ay) * (x - ax), bx - ax) > y
    return above % 2 == 1


def water(here: Place, there: Place, shores: list[tuple[Place, Place]]) -> tuple[float, float]:
    """Metres of water on the line, and of its widest stretch; an end within 1,000 m of its shore stands on land."""
    cuts = sorted({Fraction(0), Fraction(1), *(t for e in shores if (t := _meets(here, there, *e)) is not None)})
    length = sqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2)
    land = on_land(here, shores), on_land(there, shores)
    wet = not land[0]
    stretches = []
    for a, b in pairwise(cuts):
        stretches.append(float(b - a) * length if wet else 0.0)
        wet = not wet
    for end in (0, -1):
        if stretches[end] < 1_000 and not land[end]:
            stretches[end] = 0.0
    return sum(stretches), max(stretches)


def _meets(here: Place, there: Place, a: Place, b: Place) -> Fraction | None:
    """How far along the line it meets the edge, None where it does not."""
    if max(a[1], b[1]) < min(here[1], there[1]) or min(a[1], b[1]) > max(here[1], there[1]):
        return None
    dx, dy, ex, ey = there[0] - here[0], there[1] - here[1], b[0] - a[0], b[1] - a[1]
    across = dx * ey - dy * ex
    if across == 0:
        return None
    t = Fraction((a[0] - here[0]) * ey - (a[1] - here[1]) * ex, across)
    u = Fraction((a[0] - here[0]) * dy - (a[1] - here[1]) * dx, across)
    return t if 0 <= t <= 1 and 0 <= u < 1 else None
