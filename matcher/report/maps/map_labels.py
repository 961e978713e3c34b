"""Where a label may stand on a map: beside its mark, never over a mark or another label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from matcher.report.maps.frame import Frame
from matcher.report.pages.bar_charts import INK
from matcher.report.safe_cells import visible

FONT = "Arial, Helvetica, sans-serif"
AROUND = ((1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1))  # right first, then against the clock
OFFSETS = (12.0, 22.0)  # pixels from the mark, with a line to it

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(eq=False)
class Occupied:
    """What stands on the map already, in squares of a few pixels so that a question is quick."""

    frame: Frame
    side: float = 32.0
    _at: dict[tuple[int, int], list[Rectangle]] = field(default_factory=dict)

    def add(self, box: Rectangle) -> None:
        for key in self._keys(box):
            self._at.setdefault(key, []).append(box)

    def add_mark(self, x: float, y: float, radius: float) -> None:
        self.add((x - radius, y - radius, x + radius, y + radius))

    def free(self, box: Rectangle) -> bool:
        """Whether nothing stands there and it lies in the frame."""
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > self.frame.width - 2 or bottom > self.frame.height - 2:
            return False
        near = (other for key in self._keys(box) for other in self._at.get(key, ()))
        return not any(left < o[2] and right > o[0] and top < o[3] and bottom > o[1] for o in near)

    def _keys(self, box: Rectangle) -> Iterator[tuple[int, int]]:
        for i in range(int(box[0] // self.side), int(box[2] // self.side) + 1):
            for j in range(int(box[1] // self.side), int(box[3] // self.side) + 1):
                yield i, j


def text_box(x: float, y: float, text: str, size: float, bold: bool) -> Rectangle:
    """Around a text centred at a point, its letters taken as Arial's average ones, a little generously."""
    wide = len(text) * size * (0.6 if bold else 0.54) + 2
    return x - wide / 2, y - size * 0.6, x + wide / 2, y + size * 0.6


def place_beside(
    occupied: Occupied, x: float, y: float, radius: float, text: str, size: float, bold: bool = True
) -> tuple[float, float, bool] | None:
    """The middle of a text beside its mark and whether it needs a line to it; None where nothing is free."""
    left, top, right, bottom = text_box(0, 0, text, size, bold)
    half_wide, half_high = (right - left) / 2, (bottom - top) / 2
    for distance in (radius + 1.5, *OFFSETS):
        for across, down in AROUND:
            middle_x = x + across * (distance + half_wide)
            middle_y = y + down * (distance + half_high)
            box = text_box(middle_x, middle_y, text, size, bold)
            if occupied.free(box):
                occupied.add(box)
                return middle_x, middle_y, distance > radius + 1.5
    return None


def place_near(
    occupied: Occupied, x: float, y: float, text: str, size: float, bold: bool, reach: Iterable[float]
) -> tuple[float, float] | None:
    """The free place nearest to a point, tried at the point and then around it; None where nothing is free."""
    for distance in reach:
        for across, down in ((0, 0),) if not distance else AROUND:
            middle = x + across * distance, y + down * distance
            box = text_box(*middle, text, size, bold)
            if occupied.free(box):
                occupied.add(box)
                return middle
    return None


def label(x: float, y: float, text: str, size: float, style: str = 'font-weight="bold"', fill: str = INK) -> str:
    """A text centred at a point, with a white edge."""
    return (
        f'<text x="{x:.1f}" y="{y + size * 0.36:.1f}" text-anchor="middle" font-family="{FONT}" font-size="{size:g}"'
        f' {style} fill="{fill}" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">'
        f"{escape(visible(text))}</text>"
    )
