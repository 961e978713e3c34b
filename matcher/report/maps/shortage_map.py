"""Where leaders are short: the bottlenecks, those whom nobody may serve and those a cap holds back, on the map.

Money has no place: what it stops stands in the table alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from matcher.report.maps.drawing import box_of, frame_for, path, place_of
from matcher.report.maps.frame import Frame, Place
from matcher.report.maps.map_labels import label
from matcher.report.maps.map_names import labels
from matcher.report.maps.plan_map import COUNTRY
from matcher.report.pages.bar_charts import INK, ORANGE, svg_opening
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.result import Result, Shortage
from matcher.wording.terms import LEADER, RECIPIENT

PALE, CAPPED = "#9aa5ab", "#0072b2"


@dataclass(frozen=True, slots=True)
class ShortageMark:
    """A shortage and how it is drawn: `number` for a bottleneck, and for the worst part of one; 0 for the others."""

    shortage: Shortage
    number: int
    worst: bool

    @property
    def symbols(self) -> str:
        if self.number:
            return f"{self.number}, ringed dots" if self.worst else f"{self.number}, dots"
        return {"nobody": "diamonds", "own interest": "squares"}.get(self.shortage.part, "not drawn")


def shortage_marks(result: Result) -> tuple[ShortageMark, ...]:
    """In the order of the table. The worst part of a bottleneck lies inside it and has its number."""
    marks: list[ShortageMark] = []
    number, last = 0, frozenset[str]()
    for s in result.shortages:
        worst = s.part == "people" and last.issuperset(s.recipients)
        if s.part == "people" and not worst:
            number, last = number + 1, frozenset(s.recipients)
        marks.append(ShortageMark(s, number if s.part == "people" else 0, worst))
    return tuple(marks)


def draw(view: PlanView, described: str) -> str:
    """The map as SVG; empty where nothing that is short has a known place."""
    world = view.result.world
    place = {r.id: p for r in world.recipients if (p := place_of(r))}
    groups = [m for m in shortage_marks(view.result) if m.shortage.part != "money"]
    if not any(r in place for m in groups for r in m.shortage.recipients):
        return ""
    frame = frame_for(view)
    short = {r for m in groups for r in m.shortage.recipients}
    parts = (
        svg_opening("short-map", box_of(frame), frame.width, "Map of what is short", described),
        f'<rect width="{frame.width:.0f}" height="{frame.height:.0f}" fill="#ffffff"/>',
        f'<use href="#{COUNTRY}"/>',
        path("".join(f"M{frame.point(p)}h0" for r, p in place.items() if r not in short), PALE, 3.0),
        *(_group(m, place, frame) for m in groups),
        labels([(r, place[r.id]) for r in world.recipients if r.id in place], frame, lower=24),
        *(_number(m, place, frame) for m in groups if m.number and not m.worst),
        "</svg>",
    )
    return "".join(parts)


def _group(m: ShortageMark, place: Mapping[str, Place], frame: Frame) -> str:
    points = [place[r] for r in m.shortage.recipients if r in place]
    if m.shortage.part == "nobody":
        return path("".join(f"M{frame.point(p)}m0-5l5 5l-5 5l-5-5z" for p in points), INK, 1.2, fill="#ffffff")
    if m.shortage.part == "own interest":
        return path("".join(f"M{frame.point(p)}m-4.5-4.5h9v9h-9z" for p in points), CAPPED, 1.2)
    if m.worst:
        return path(
            "".join(f"M{frame.point(p)}m-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0" for p in points), INK, 1.3
        )
    middle = frame.point(_middle(points)) if points else ""
    star = path("".join(f"M{middle}L{frame.point(p)}" for p in points), ORANGE, 0.8, 0.45)
    return star + path("".join(f"M{frame.point(p)}h0" for p in points), ORANGE, 6.0)


def _middle(points: Sequence[Place]) -> Place:
    return round(fmean(p[0] for p in points)), round(fmean(p[1] for p in points))


def _number(m: ShortageMark, place: Mapping[str, Place], frame: Frame) -> str:
    points = [place[r] for r in m.shortage.recipients if r in place]
    if not points:
        return ""
    x, y = frame.at(_middle(points))
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="#ffffff" stroke="{INK}"/>' + label(x, y, str(m.number), 14)


_KINDS = (("people", "In a bottleneck"), ("nobody", "Nobody may serve them"), ("own interest", "Held back by the cap"))


def in_figures(result: Result) -> ReportTable:
    """The map as a table: per region, how many are in each kind of shortage; one may be in several."""
    region = {r.id: r.region for r in result.world.recipients}
    kinds = [(part, title, _counted(result.shortages, part, region)) for part, title in _KINDS]
    counted = [(title, count) for part, title, count in kinds if count or part != "own interest"]
    all_ = Counter(region.values())
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, all_[name], *(count[name] for _, count in counted)) for name in result.world.regions
    )
    columns = (Column("Region"), Column("To be matched", "count"), *(Column(title, "count") for title, _ in counted))
    return ReportTable(
        f"{RECIPIENT:Cs} that are short of {LEADER:s}, by region", columns, rows, "There was nobody to match."
    )


def _counted(shortages: Iterable[Shortage], part: str, region: Mapping[str, str]) -> Counter[str]:
    inside = {r for s in shortages if s.part == part for r in s.recipients}
    return Counter(region[r] for r in inside)


def in_words(result: Result) -> str:
    """The map for those who cannot see it; and how many of its schools and trusts have no known place."""
    marks = shortage_marks(result)
    bottlenecks = [m for m in marks if m.number and not m.worst]
    many = "The numbered group of dots is a bottleneck" if len(bottlenecks) == 1 else "Each numbered group of dots is a"
    many += "" if len(bottlenecks) == 1 else f" bottleneck, {len(bottlenecks)} in all"
    text = f"{many}; diamonds are those whom nobody may serve."
    short = {r for m in marks if m.shortage.part != "money" for r in m.shortage.recipients}
    nowhere = sum(place_of(r) is None for r in result.world.recipients if r.id in short)
    verbs = ("has", "is") if nowhere == 1 else ("have", "are")
    return text + (f" {nowhere} of them {verbs[0]} no known place and {verbs[1]} not drawn." if nowhere else "")
