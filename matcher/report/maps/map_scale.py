"""The scale of a map: a bar of a round number of kilometres, in the corner with the fewest marks."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.report.maps.frame import Frame
from matcher.report.maps.map_labels import FONT, Occupied, Rectangle
from matcher.report.pages.bar_charts import INK

LENGTHS = (1, 2, 5, 10, 20, 50, 100, 200)  # kilometres
LONGEST = 120.0  # pixels


def scale_bar(frame: Frame, occupied: Occupied, marks: Sequence[tuple[float, float]]) -> str:
    """Drawn, and its place taken."""
    kilometres = max((k for k in LENGTHS if k * 1000 * frame.scale <= LONGEST), default=LENGTHS[0])
    long = kilometres * 1000 * frame.scale
    box = min(_corners(frame, long), key=lambda b: _inside(b, marks))
    occupied.add(box)
    x, y = box[0] + 6, box[3] - 8
    return (
        f'<path d="M{x:.1f} {y - 4:.1f}v4h{long:.1f}v-4" fill="none" stroke="{INK}" stroke-width="1.4"/>'
        f'<text x="{x + long / 2:.1f}" y="{y - 7:.1f}" text-anchor="middle" font-family="{FONT}" font-size="11"'
        f' fill="{INK}" stroke="#ffffff" stroke-width="3" paint-order="stroke">{kilometres} km</text>'
    )


def _corners(frame: Frame, long: float) -> list[Rectangle]:
    wide, high = long + 12, 30.0
    lefts, tops = (4.0, frame.width - wide - 4), (frame.height - high - 4, 4.0)
    return [(left, top, left + wide, top + high) for top in tops for left in lefts]


def _inside(box: Rectangle, marks: Sequence[tuple[float, float]]) -> int:
    return sum(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in marks)
