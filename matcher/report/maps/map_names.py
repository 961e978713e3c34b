"""The names and numbers of a map: numbers first, which link to the table; then regions and towns, given room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from matcher.domain import REGIONS, Recipient
from matcher.report.maps.country_map import Country, towns
from matcher.report.maps.drawing import Drawing, matches_of, place_of
from matcher.report.maps.frame import Floats, Frame, Place
from matcher.report.maps.map_labels import label, place_beside, place_near
from matcher.report.maps.map_scale import scale_bar
from matcher.report.pages.bar_charts import INK
from matcher.wording.terms import LEADER

TOWN_GAP = 60.0  # pixels between the names of two towns
TOWNS, ZOOMED_TOWNS = 28, 24
REGION_TRIES = 400


def names_and_numbers(drawing: Drawing, country: Country, recipients: Sequence[Recipient]) -> str:
    points = [drawing.frame.at(p) for r in recipients if (p := place_of(r))]
    scale = scale_bar(drawing.frame, drawing.occupied, points)
    numbered = _numbers(drawing) if drawing.zoomed else ""
    return numbered + _regions(drawing, country) + _towns(drawing) + scale


def _numbers(drawing: Drawing) -> str:
    number_of = drawing.view.number_of
    return "".join(_number(drawing, number_of[m.recipient.id], here, there) for m, here, there in matches_of(drawing))


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
