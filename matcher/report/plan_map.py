"""The map: who is matched, who is not, and which leader goes where, drawn from eastings and northings alone.

Drawn by hand as a few paths: a charting library writes an element per school, which came to megabytes. Behind
everything, grey squares show where there are schools, for there is no base map that works offline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from statistics import fmean

from matcher.domain import Leader, Recipient
from matcher.report.charts import BLUE, INK, ORANGE, svg_opening
from matcher.report.plan_view import PlanView
from matcher.report.safe_cells import visible

WIDTH, TALLEST = 760.0, 1000.0
CELL = 5_000
EDGE = 12_000
SCHOOLS = "schools-behind"
Place = tuple[int, int]


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


def place_of(body: Recipient | Leader) -> Place | None:
    return None if body.easting is None or body.northing is None else (body.easting, body.northing)


def draw(view: PlanView, described: str) -> str:
    """The map as SVG; empty where nobody to be matched has a known place."""
    recipients = [(r, p) for r in view.result.world.recipients if (p := place_of(r))]
    routes = _routes(view)
    if not recipients:
        return ""
    frame = frame_for(view)
    matched = [p for r, p in recipients if r.id in view.by_recipient]
    unmatched = [p for r, p in recipients if r.id not in view.by_recipient]
    return "".join(
        (
            svg_opening("map", box_of(frame), frame.width, "Map of the proposal", described),
            f'<rect width="{frame.width:.0f}" height="{frame.height:.0f}" fill="#ffffff"/>',
            _backdrop(view, frame),
            path("".join(f"M{frame.point(p)}L{frame.point(q)}" for p, q in routes), INK, 0.7, 0.55),
            path("".join(f"M{frame.point(p)}m-2.6-2.6l5.2 5.2m0-5.2l-5.2 5.2" for p in unmatched), ORANGE, 1.4),
            path("".join(f"M{frame.point(p)}h0" for p in matched), BLUE, 6.0),
            path("".join(f"M{frame.point(p)}m0-4l3.6 6.4h-7.2z" for p in _leaders(routes)), "#ffffff", 0.8, fill=INK),
            labels(recipients, frame),
            "</svg>",
        )
    )


def _routes(view: PlanView) -> list[tuple[Place, Place]]:
    """From leader to school or trust, where both places are known."""
    return [(p, q) for m in view.matches if (p := place_of(m.leader)) and (q := place_of(m.recipient))]


def frame_for(view: PlanView) -> Frame:
    """The frame of every map of a proposal. There must be somebody with a known place."""
    places = [p for r in view.result.world.recipients if (p := place_of(r))]
    return _frame_of(places + [p for p, _ in _routes(view)])


def _leaders(routes: Iterable[tuple[Place, Place]]) -> Sequence[Place]:
    return sorted({p for p, _ in routes})


def _frame_of(places: Sequence[Place]) -> Frame:
    west, east = min(p[0] for p in places) - EDGE, max(p[0] for p in places) + EDGE
    south, north = min(p[1] for p in places) - EDGE, max(p[1] for p in places) + EDGE
    scale = min(WIDTH / (east - west), TALLEST / (north - south))
    return Frame(west, north, scale, (east - west) * scale, (north - south) * scale)


def box_of(frame: Frame) -> str:
    return f"0 0 {frame.width:.0f} {frame.height:.0f}"


def path(d: str, colour: str, wide: float, strength: float = 1.0, fill: str = "none") -> str:
    if not d:
        return ""
    return (
        f'<path d="{d}" fill="{fill}" stroke="{colour}" stroke-width="{wide}" stroke-opacity="{strength}"'
        ' stroke-linecap="round"/>'
    )


def _backdrop(view: PlanView, frame: Frame) -> str:
    """Squares of five kilometres in which there is a school; other maps of the page point to them."""
    cells = {
        (s.easting // CELL, s.northing // CELL)
        for s in view.result.facts.schools.values()
        if s.easting is not None and s.northing is not None
    }
    side = CELL * frame.scale
    squares = []
    for east, north in sorted(cells):
        x, y = frame.at((east * CELL, (north + 1) * CELL))
        if -side < x < frame.width and -side < y < frame.height:
            squares.append(f"M{x:.1f} {y:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z")
    return f'<path id="{SCHOOLS}" d="{"".join(squares)}" fill="#eceff1"/>' if squares else ""


def labels(recipients: Iterable[tuple[Recipient, Place]], frame: Frame, lower: int = 0) -> str:
    """The name of each region in the middle of those to be matched there, or so much lower."""
    inside: dict[str, list[Place]] = defaultdict(list)
    for recipient, place in recipients:
        inside[recipient.region].append(place)
    return "".join(_label(name, places, frame, lower) for name, places in sorted(inside.items()))


def _label(name: str, places: Sequence[Place], frame: Frame, lower: int) -> str:
    x, y = frame.at((round(fmean(p[0] for p in places)), round(fmean(p[1] for p in places))))
    return text(min(max(x, 70), max(frame.width - 70, 70)), y + lower, name)


def text(x: float, y: float, label: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-family="Arial, Helvetica, sans-serif" font-size="14"'
        f' font-weight="bold" fill="{INK}" stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round"'
        f' paint-order="stroke">{escape(visible(label))}</text>'
    )
