"""The lines of a map: how each journey is measured decides how it is drawn, not the coast that is drawn under it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from matcher.journeys import ESTIMATED, REGISTER, ROAD, PairJourney
from matcher.report.maps.drawing import Drawing, matches_of, path
from matcher.report.pages.bar_charts import BLUE
from matcher.report.tables.plan_view import MatchDetails, PlanView

LINE, CROSSING = "#505a5f", "#b33c00"


def journey_lines(drawing: Drawing) -> str:
    kinds: dict[str, list[str]] = defaultdict(list)
    for m, here, there in matches_of(drawing):
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
