"""The map of a proposal: who is matched, who is not, and which leader goes where, over the country they stand in.

Drawn as a few paths: a charting library writes an element per school, which came to megabytes. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.domain import Recipient
from matcher.report.maps.country_map import Country, schools_of
from matcher.report.maps.drawing import Drawing, box_of, drawing_of, matches_of, path, place_of
from matcher.report.maps.frame import Frame, Place
from matcher.report.maps.map_lines import journey_lines
from matcher.report.maps.map_names import names_and_numbers
from matcher.report.pages.bar_charts import BLUE, INK, svg_opening
from matcher.report.tables.plan_view import PlanView

COUNTRY = "map-country"


def draw(view: PlanView, described: str, region: str | None = None, name: str = "map") -> str:
    """The map as SVG; empty where nobody to be matched has a known place. `region` gives that region's own zoom."""
    recipients = [r for r in view.result.world.recipients if region in (None, r.region) and place_of(r)]
    if not recipients:
        return ""
    drawing = drawing_of(view, region, name)
    country = Country(drawing.frame, schools_of(view.result.world), frozenset(drawing.regions), drawing.zoomed, name)
    title = "Map of the proposal" if region is None else f"Map of the proposal: {region}"
    return "".join(
        (
            svg_opening(name, box_of(drawing.frame), drawing.frame.width, title, described),
            country.draw(),
            journey_lines(drawing),
            _marks(drawing, recipients),
            names_and_numbers(drawing, country, recipients),
            "</svg>",
        )
    )


def _marks(drawing: Drawing, recipients: Sequence[Recipient]) -> str:
    frame, radius = drawing.frame, drawing.marks
    matched = [p for r in recipients if r.id in drawing.view.by_recipient and (p := place_of(r))]
    none = [p for r in recipients if r.id not in drawing.view.by_recipient and (p := place_of(r))]
    leaders = sorted({there for _, _, there in matches_of(drawing)})
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
