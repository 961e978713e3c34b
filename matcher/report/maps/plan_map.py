"""The map of a proposal: who is matched, who is not, and which leader goes where, over the country they stand in.

Drawn as a few paths: a charting library writes an element per school, which came to megabytes. Nothing is fetched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from matcher.domain import REGIONS, Leader, Recipient
from matcher.journeys import ESTIMATED, REGISTER, ROAD, PairJourney
from matcher.language.terms import LEADER
from matcher.report.maps.country_map import Country, box_around, region_box, schools_of, towns
from matcher.report.maps.frame import Floats, Frame, Place, frame_of
from matcher.report.maps.map_labels import Occupied, label, place_beside, place_near
from matcher.report.maps.map_scale import scale_bar
from matcher.report.pages.bar_charts import BLUE, INK, svg_opening
from matcher.report.tables.plan_view import MatchDetails, PlanView

WIDTH, TALLEST = 760.0, 1000.0
EDGE, ZOOMED_EDGE = 12_000, 8_000  # metres around what the map is about
LINE, CROSSING = "#505a5f", "#b33c00"
TOWN_GAP = 60.0  # pixels between the names of two towns
TOWNS, ZOOMED_TOWNS = 28, 24
REGION_TRIES = 400
COUNTRY = "map-country"


@dataclass(frozen=True, slots=True)
class Marks:
    """Radii in pixels."""

    matched: float
    other: float


SMALL, LARGE = Marks(3.2, 3.4), Marks(4.2, 4.4)


@dataclass(eq=False)
class Drawing:
    """One map while it is drawn: `regions` are those it is about."""

    view: PlanView
    regions: tuple[str, ...]
    zoomed: bool
    name: str
    frame: Frame
    occupied: Occupied = field(init=False)

    def __post_init__(self) -> None:
        self.occupied = Occupied(self.frame)

    @property
    def marks(self) -> Marks:
        return LARGE if self.zoomed else SMALL


def place_of(body: Recipient | Leader) -> Place | None:
    return None if body.easting is None or body.northing is None else (body.easting, body.northing)


def draw(view: PlanView, described: str, region: str | None = None, name: str = "map") -> str:
    """The map as SVG; empty where nobody to be matched has a known place. `region` gives that region's own zoom."""
    recipients = [r for r in view.result.world.recipients if region in (None, r.region) and place_of(r)]
    if not recipients:
        return ""
    drawing = _drawing(view, region, name)
    country = Country(drawing.frame, schools_of(view.result.world), frozenset(drawing.regions), drawing.zoomed, name)
    title = "Map of the proposal" if region is None else f"Map of the proposal: {region}"
    return "".join(
        (
            svg_opening(name, box_of(drawing.frame), drawing.frame.width, title, described),
            country.draw(),
            _lines(drawing),
            _marks(drawing, recipients),
            _labels(drawing, country, recipients),
            "</svg>",
        )
    )


def _drawing(view: PlanView, region: str | None, name: str) -> Drawing:
    wanted = view.result.policy.regions
    regions = (region,) if region else tuple(r for r in REGIONS if wanted is None or r in wanted)
    return Drawing(view, regions, len(regions) == 1, name, frame_for(view, region))


def frame_for(view: PlanView, region: str | None = None) -> Frame:
    """The frame of every map of a proposal, or of one region's. There must be somebody with a known place."""
    wanted = view.result.policy.regions
    regions = [region] if region else sorted(view.result.world.regions if wanted is None else wanted)
    recipients = [r for r in view.result.world.recipients if region in (None, r.region)]
    places = np.array([p for r in recipients if (p := place_of(r))], dtype=np.int64).reshape(-1, 2)
    zoomed = len(regions) == 1
    if not zoomed:
        here = [p for m in view.matches if (p := place_of(m.leader))]
        places = np.concatenate([places, np.array(here, dtype=np.int64).reshape(-1, 2)])
    box = box_around(places, ZOOMED_EDGE if zoomed else EDGE)
    around = region_box(schools_of(view.result.world), regions, ZOOMED_EDGE if zoomed else EDGE)
    if around:
        box = (min(box[0], around[0]), max(box[1], around[1]), min(box[2], around[2]), max(box[3], around[3]))
    return frame_of(*box, WIDTH, TALLEST)


def box_of(frame: Frame) -> str:
    return f"0 0 {frame.width:.0f} {frame.height:.0f}"


def path(d: str, colour: str, wide: float, strength: float = 1.0, fill: str = "none", dash: str = "") -> str:
    if not d:
        return ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{d}" fill="{fill}" stroke="{colour}" stroke-width="{wide}" stroke-opacity="{strength}"'
        f' stroke-linecap="round"{dashed}/>'
    )


# Lines: how each journey is measured decides how it is drawn, not the coast that happens to be drawn under it.


def _matches(drawing: Drawing) -> Iterable[tuple[MatchDetails, Place, Place]]:
    """Matches of the map's regions with the places of the school or trust and of the leader, where both are known."""
    for m in drawing.view.matches:
        here, there = place_of(m.recipient), place_of(m.leader)
        if m.recipient.region in drawing.regions and here and there:
            yield m, here, there


def _lines(drawing: Drawing) -> str:
    kinds: dict[str, list[str]] = defaultdict(list)
    for m, here, there in _matches(drawing):
        kinds[line_kind(m)].append(f"M{drawing.frame.point(here)}L{drawing.frame.point(there)}")
    wet = "".join(kinds["water"])
    return "".join(
        (
            path("".join(kinds["straight"]), LINE, 1),
            path("".join(kinds["estimated"]), LINE, 1.2, dash="1 3"),
            path("".join(kinds["road"]), BLUE, 2),
            path(wet, "#ffffff", 4.5),
            path(wet, CROSSING, 2.6, dash="6 4"),
        )
    )


@dataclass(frozen=True, slots=True)
class LineKind:
    """How a kind of journey is drawn, for the key."""

    name: str
    text: str
    colour: str
    wide: float
    dash: str = "none"


KINDS = (
    LineKind("road", "a journey that is measured, by road or as registered", BLUE, 2),
    LineKind("estimated", "estimated from journeys that are", LINE, 1.2, "1 3"),
    LineKind("straight", "known only as a straight line", LINE, 1),
    LineKind("water", "over water, or no road: ask how they would travel", CROSSING, 2.6, "6 4"),
)


def line_kinds(view: PlanView) -> list[LineKind]:
    """Those that the map has."""
    there = {line_kind(m) for m in view.matches}
    return [kind for kind in KINDS if kind.name in there]


def line_kind(match: MatchDetails) -> str:
    return journey_kind(match.journey)


def journey_kind(journey: PairJourney) -> str:
    """The name in `KINDS` of how this journey is drawn."""
    if journey.flagged:
        return "water"
    if journey.measured_by in (ROAD, REGISTER):
        return "road"
    return "estimated" if journey.measured_by == ESTIMATED else "straight"


def _marks(drawing: Drawing, recipients: Sequence[Recipient]) -> str:
    frame, radius = drawing.frame, drawing.marks
    matched = [p for r in recipients if r.id in drawing.view.by_recipient and (p := place_of(r))]
    none = [p for r in recipients if r.id not in drawing.view.by_recipient and (p := place_of(r))]
    leaders = sorted({there for _, _, there in _matches(drawing)})
    for at in (*matched, *none, *leaders):
        drawing.occupied.add_mark(*frame.at(at), radius.other + 1)
    crosses = _each(frame, none, "m-{0} -{0}l{1} {1}m0 -{1}l-{1} {1}", radius.other * 0.75)
    triangles = _each(frame, leaders, "m0 -{0}l{0} {2}h-{1}z", radius.other)
    dots = "".join(f"M{frame.point(p)}h0" for p in matched)
    return "".join(
        (
            path(triangles, "#ffffff", 3.4),
            path(triangles, INK, 1.3, fill="#ffffff"),
            path(crosses, "#ffffff", 4.6),
            path(crosses, INK, 2.2),
            path(dots, "#ffffff", 2 * radius.matched + 2.4),
            path(dots, BLUE, 2 * radius.matched),
        )
    )


def _each(frame: Frame, places: Iterable[Place], shape: str, size: float) -> str:
    """One shape at every place: {0} is its size, {1} twice and {2} nine fifths of it, in pixels."""
    drawn = shape.format(f"{size:.1f}", f"{2 * size:.1f}", f"{1.8 * size:.1f}")
    return "".join(f"M{frame.point(p)}{drawn}" for p in places)


# Names and numbers: numbers first, which link to the table; then regions and towns wherever room is left.


def _labels(drawing: Drawing, country: Country, recipients: Sequence[Recipient]) -> str:
    points = [drawing.frame.at(p) for r in recipients if (p := place_of(r))]
    scale = scale_bar(drawing.frame, drawing.occupied, points)
    numbered = _numbers(drawing) if drawing.zoomed else ""
    return numbered + _regions(drawing, country) + _towns(drawing) + scale


def _numbers(drawing: Drawing) -> str:
    number_of = drawing.view.number_of
    return "".join(_number(drawing, number_of[m.recipient.id], here, there) for m, here, there in _matches(drawing))


def _number(drawing: Drawing, number: int, here: Place, there: Place) -> str:
    """Beside the school or trust, linked to its row; and where its line leaves the map, where it leads."""
    (x, y), size = drawing.frame.at(here), 11.0
    found = place_beside(drawing.occupied, x, y, drawing.marks.matched + 1, str(number), size)
    drawn = ""
    if found:
        at_x, at_y, apart = found
        line = f'<path d="M{x:.1f} {y:.1f}L{at_x:.1f} {at_y:.1f}" stroke="{INK}" stroke-width="0.7"/>' if apart else ""
        drawn = f'{line}<a href="#match-{number}">{label(at_x, at_y, str(number), size)}</a>'
    return drawn + _leaving(drawing, number, here, there)


def _leaving(drawing: Drawing, number: int, here: Place, there: Place) -> str:
    (x, y), (to_x, to_y) = drawing.frame.at(here), drawing.frame.at(there)
    inside, leads = drawing.frame.inside(x, y), drawing.frame.inside(to_x, to_y)
    if inside == leads:
        return ""
    text = f"to {LEADER} of {number}" if inside else f"to {number}"
    if not inside:
        x, y, to_x, to_y = to_x, to_y, x, y
    at = _exit(drawing.frame, x, y, to_x, to_y)
    found = place_near(drawing.occupied, *at, text, 10, False, (14.0, 26.0, 40.0, 60.0))
    return label(*found, text, 10, style='font-style="italic"') if found else ""


def _exit(frame: Frame, x: float, y: float, to_x: float, to_y: float) -> tuple[float, float]:
    """Where a line from inside the frame leaves it."""
    shares = [1.0]
    for here, there, most in ((x, to_x, frame.width), (y, to_y, frame.height)):
        if there < 0:
            shares.append(here / (here - there))
        if there > most:
            shares.append((most - here) / (there - here))
    share = min(shares)
    return x + (to_x - x) * share, y + (to_y - y) * share


def _regions(drawing: Drawing, country: Country) -> str:
    """Each region's name where it is free in the region itself, as near to its middle as may be; else beside it, with
    a line to the middle."""
    return "".join(_region(drawing, name, country.places_in(name)) for name in REGIONS)


def _region(drawing: Drawing, name: str, places: Floats) -> str:
    if not len(places):
        return ""
    for x, y in places[:: max(1, len(places) // REGION_TRIES)].tolist():
        found = place_near(drawing.occupied, x, y, name, 13, True, (0.0,))
        if found:
            return label(*found, name, 13)
    x, y = places[0].tolist()
    found = place_near(drawing.occupied, x, y, name, 13, True, (60.0, 80.0, 100.0, 130.0, 160.0))
    if not found or name not in drawing.regions:
        return ""
    line = f'<path d="M{x:.1f} {y:.1f}L{found[0]:.1f} {found[1]:.1f}" stroke="{INK}" stroke-width="0.7"/>'
    return line + label(*found, name, 13)


def _towns(drawing: Drawing) -> str:
    drawn: list[str] = []
    named: list[tuple[float, float]] = []
    for name, east, north in towns():
        x, y = drawing.frame.at((east, north))
        if not drawing.frame.inside(x, y, 4) or any(abs(x - a) + abs(y - b) < TOWN_GAP for a, b in named):
            continue
        found = place_near(drawing.occupied, x, y, name, 11, False, (0.0, 10.0, 18.0))
        if found:
            named.append((x, y))
            drawn.append(label(*found, name, 11, style='font-style="italic"', fill="#383f43"))
        if len(drawn) == (ZOOMED_TOWNS if drawing.zoomed else TOWNS):
            break
    return "".join(drawn)


# For the map of what is short, which stands in the same frame.


def labels(recipients: Iterable[tuple[Recipient, Place]], frame: Frame, lower: int = 0) -> str:
    """The name of each region in the middle of those to be matched there, or so much lower."""
    inside: dict[str, list[Place]] = defaultdict(list)
    for recipient, place in recipients:
        inside[recipient.region].append(place)
    return "".join(_middle_label(name, places, frame, lower) for name, places in sorted(inside.items()))


def _middle_label(name: str, places: Sequence[Place], frame: Frame, lower: int) -> str:
    x, y = frame.at((round(sum(p[0] for p in places) / len(places)), round(sum(p[1] for p in places) / len(places))))
    return label(min(max(x, 70), max(frame.width - 70, 70)), y + lower, name, 13)
