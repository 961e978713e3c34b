"""Cost against size as drawings: both axes logarithmic, a line a method or a stage, a mark for each size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import ceil, floor, log10

from benchmarks.methods import METHODS
from benchmarks.summary import groups, middle
from benchmarks.table import Row

WIDE, HIGH, LEFT, LOW, RIGHT, TOP = 560, 360, 60, 50, 150, 30
STAGES = ("candidates", "posing", "start", "solving", "proving", "audit")
COLOURS = ("#1d70b8", "#d4351c", "#00703c", "#f47738", "#4c2c92", "#505a5f", "#d53880", "#28a197")

Line = Sequence[tuple[float, float]]


def cost_against_size(trials: Sequence[Row]) -> str:
    """Median processor seconds for all goals together, over the seeds that finished."""
    whole = [row for row in trials if row["goal"] == "all" and row.get("cpu_seconds")]
    return "".join(
        chart(f"{costs} costs: processor seconds for all goals, against choices", _lines(own, "method", "cpu_seconds"))
        for (costs,), own in groups(whole, "costs")
    )


def stages_against_size(stages: Sequence[Row]) -> str:
    timed = [row for row in stages if row.get("stage") in STAGES and row.get("cpu_seconds") and row.get("choices")]
    return "".join(
        chart(f"{costs} costs: processor seconds of each stage, against choices", _lines(own, "stage", "cpu_seconds"))
        for (costs,), own in groups(timed, "costs")
    )


def _lines(rows: Iterable[Row], of: str, what: str) -> dict[str, Line]:
    return {
        name: sorted(
            (middle(some, "choices") or 1, max(middle(some, what) or 0.0, 0.01)) for _, some in groups(own, "size")
        )
        for (name,), own in groups(rows, of)
    }


def chart(title: str, lines: Mapping[str, Line]) -> str:
    points = [point for line in lines.values() for point in line]
    if not points:
        return ""
    across, up = _decades(x for x, _ in points), _decades(y for _, y in points)

    def at(x: float, y: float) -> tuple[float, float]:
        right = LEFT + (log10(x) - across[0]) / (across[1] - across[0]) * (WIDE - LEFT - RIGHT)
        down = HIGH - LOW - (log10(y) - up[0]) / (up[1] - up[0]) * (HIGH - LOW - TOP)
        return round(right, 1), round(down, 1)

    drawn = [f'<text x="{LEFT}" y="18" font-weight="600">{escape(title)}</text>']
    drawn += [_tick(at(10.0**k, 10.0 ** up[0]), f"{10**k:,}", below=True) for k in range(across[0], across[1] + 1)]
    drawn += [_tick(at(10.0 ** across[0], 10.0**k), f"{10.0**k:g}", below=False) for k in range(up[0], up[1] + 1)]
    for k, name in enumerate(name for name in (*METHODS, *STAGES) if name in lines):
        colour = COLOURS[(*METHODS, *STAGES).index(name) % len(COLOURS)]
        drawn.append(_line([at(x, y) for x, y in lines[name]], name, colour, TOP + 18 * k))
    box = f'viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" font-size="12" font-family="sans-serif"'
    return f'<svg {box} role="img" aria-label="{escape(title)}">{"".join(drawn)}</svg>'


def _decades(values: Iterable[float]) -> tuple[int, int]:
    held = [log10(v) for v in values]
    low, high = floor(min(held)), ceil(max(held))
    return low, max(high, low + 1)


def _tick(place: tuple[float, float], words: str, below: bool) -> str:
    x, y = place
    if below:
        rule = f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{y}" stroke="#e5e6e7"/>'
        return f'{rule}<text x="{x}" y="{y + 18}" text-anchor="middle">{words}</text>'
    rule = f'<line x1="{x}" y1="{y}" x2="{WIDE - RIGHT}" y2="{y}" stroke="#e5e6e7"/>'
    return f'{rule}<text x="{x - 6}" y="{y + 4}" text-anchor="end">{words}</text>'


def _line(places: Sequence[tuple[float, float]], name: str, colour: str, key: float) -> str:
    path = " ".join(f"{x},{y}" for x, y in places)
    marks = "".join(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places)
    line = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    x = WIDE - RIGHT + 14
    sample = f'<line x1="{x}" y1="{key}" x2="{x + 18}" y2="{key}" stroke="{colour}" stroke-width="3"/>'
    return f'{line}{marks}{sample}<text x="{x + 24}" y="{key + 4}">{escape(name)}</text>'
