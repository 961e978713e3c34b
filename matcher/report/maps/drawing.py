"""One map while it is drawn: what it is about, its frame, and the paths that its parts are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from matcher.domain import REGIONS, Leader, Recipient
from matcher.report.maps.country_map import box_around, region_box, schools_of
from matcher.report.maps.frame import Frame, Place, frame_of
from matcher.report.maps.map_labels import Occupied
from matcher.report.tables.plan_view import MatchDetails, PlanView

WIDTH, TALLEST = 760.0, 1000.0
EDGE, ZOOMED_EDGE = 12_000, 8_000  # metres around what the map is about


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


def drawing_of(view: PlanView, region: str | None, name: str) -> Drawing:
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


def matches_of(drawing: Drawing) -> Iterable[tuple[MatchDetails, Place, Place]]:
    """Matches of the map's regions with the places of the school or trust and of the leader, where both are known."""
    for m in drawing.view.matches:
        here, there = place_of(m.recipient), place_of(m.leader)
        if m.recipient.region in drawing.regions and here and there:
            yield m, here, there
