"""The map of one match: the school or trust, its leader and the way between them, over the country they stand in."""

from __future__ import annotations

from matcher.journeys import journey_of
from matcher.report.maps.country_map import Country, schools_of, towns
from matcher.report.maps.drawing import LARGE, box_of, path, place_of
from matcher.report.maps.frame import Frame, Place, frame_of
from matcher.report.maps.map_labels import Occupied, label, place_near
from matcher.report.maps.map_lines import KINDS, journey_kind
from matcher.report.maps.map_scale import scale_bar
from matcher.report.pages.bar_charts import BLUE, INK, svg_opening
from matcher.world import World

WIDTH, TALLEST = 560.0, 420.0
EDGE, LEAST = 8_000, 30_000  # metres around the two, and the least that a map shows across
TOWNS = 8


def draw(world: World, recipient_row: int, leader_row: int) -> str:
    """As SVG; empty where either place is not known."""
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    here, there = place_of(recipient), place_of(leader)
    if here is None or there is None:
        return ""
    frame = _frame(here, there)
    journey = journey_of(world, recipient_row, leader_row)
    kind = next(k for k in KINDS if k.name == journey_kind(journey))
    country = Country(frame, schools_of(world), frozenset({recipient.region}), zoomed=True, name="match-map")
    way = f"M{frame.point(here)}L{frame.point(there)}"
    under = path(way, "#ffffff", kind.wide + 1.9) if kind.name == "water" else ""
    return "".join(
        (
            svg_opening(
                "match-map", box_of(frame), frame.width, "Map of this match", f"The journey: {journey.text}.", False
            ),
            country.draw(),
            under,
            path(way, kind.colour, kind.wide, dash="" if kind.dash == "none" else kind.dash),
            _marks(frame, here, there),
            _names(frame, here, there),
            "</svg>",
        )
    )


def _frame(here: Place, there: Place) -> Frame:
    """Around both places, with the picture's own proportions filled."""
    spans = [max(abs(a - b) + 2 * EDGE, LEAST) for a, b in zip(here, there, strict=True)]
    metres = max(spans[0] / WIDTH, spans[1] / TALLEST)  # a pixel
    wide, high = metres * WIDTH / 2, metres * TALLEST / 2
    x, y = ((a + b) / 2 for a, b in zip(here, there, strict=True))
    return frame_of(round(x - wide), round(x + wide), round(y - high), round(y + high), WIDTH, TALLEST)


def _marks(frame: Frame, here: Place, there: Place) -> str:
    t, dot = LARGE.other, f"M{frame.point(here)}h0"
    triangle = f"M{frame.point(there)}m0-{t:.1f}l{t:.1f} {1.8 * t:.1f}h-{2 * t:.1f}z"
    return "".join(
        (
            path(triangle, "#ffffff", 3.4),
            path(triangle, INK, 1.3, fill="#ffffff"),
            path(dot, "#ffffff", 2 * LARGE.matched + 2.4),
            path(dot, BLUE, 2 * LARGE.matched),
        )
    )


def _names(frame: Frame, here: Place, there: Place) -> str:
    occupied = Occupied(frame)
    points = [frame.at(here), frame.at(there)]
    for x, y in points:
        occupied.add_mark(x, y, LARGE.other + 2)
    drawn = [scale_bar(frame, occupied, points)]
    for name, east, north in towns():
        x, y = frame.at((east, north))
        found = place_near(occupied, x, y, name, 11, False, (0.0, 12.0)) if frame.inside(x, y, 4) else None
        if found:
            drawn.append(label(*found, name, 11, style="", fill="#383f43"))
        if len(drawn) > TOWNS:
            break
    return "".join(drawn)
