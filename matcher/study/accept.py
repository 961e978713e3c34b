"""Acceptance lines such as `matched >= 100` or `change.median_km <= 5`: what a study must show to pass."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rapidfuzz import process

from matcher.errors import Fault, collect
from matcher.study.compare import Compared
from matcher.study.figures import FIGURES
from matcher.study.sides import Side

OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
# as people say it -> the figure and how many of its units make one
SPOKEN = {
    "spend": ("spend_pence", 100),
    "left": ("left_pence", 100),
    "median_km": ("median_metres", 1000),
    "p90_km": ("p90_metres", 1000),
    "worst_km": ("worst_metres", 1000),
    "coverage_share": ("coverage", 1000),
    "worst_region": ("worst_region_share", 1000),
}
NUMBERS = [name for name in FIGURES if name != "unique"]
_LINE = re.compile(r"\s*(change\.)?([a-z0-9_-]+)(?:\[([^\]]+)\])?\s*(>=|<=|==|!=|>|<)\s*([^\s]+)\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """`change` compares with the baseline; `region` asks about one region, where the figure is one of a group's."""

    text: str
    change: bool
    figure: str
    scale: int
    region: str
    operator: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Judged:
    """A line asked of one run. `found` is None where the run has no such figure: the line then fails."""

    side: str
    line: str
    found: Decimal | None
    passed: bool


def lines_of(texts: Sequence[str]) -> tuple[Line, ...]:
    """Raises InputFaults with every line that is not understood."""
    faults: list[Fault] = []
    found = [_line(text, faults) for text in texts]
    collect(faults)
    return tuple(line for line in found if line)


def _line(text: str, faults: list[Fault]) -> Line | None:
    parts = _LINE.fullmatch(text)
    value = _number(parts[5]) if parts else None
    if parts is None or value is None:
        hint = "Write it as 'matched >= 100' or 'change.median_km <= 5'"
        faults.append(Fault("--accept", None, "", text[:80], "is not figure, operator and number", hint))
        return None
    figure, scale = SPOKEN.get(parts[2], (parts[2], 1))
    grouped = ("eligible", "matched", "days", "pence")
    if figure not in (grouped if parts[3] else NUMBERS):
        near = process.extractOne(parts[2], grouped if parts[3] else [*SPOKEN, *NUMBERS])
        hint = f"Did you mean `{near[0]}`?" if near else ""
        faults.append(Fault("--accept", None, "", parts[2], "is not a figure known here", hint))
        return None
    return Line(text.strip(), bool(parts[1]), figure, scale, parts[3] or "", parts[4], value)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace("_", "").replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def judge(compared: Compared, lines: Sequence[Line]) -> list[Judged]:
    """Every line of every run but the baseline, which is what they are judged against."""
    return [_judged(compared, side, line) for side in compared.others for line in lines]


def _judged(compared: Compared, side: Side, line: Line) -> Judged:
    found = _figure(side, line)
    if line.change and found is not None:
        before = _figure(compared.baseline, line)
        found = None if before is None else found - before
    passed = found is not None and OPERATORS[line.operator](found, line.value)
    return Judged(side.name, line.text, found, passed)


def _figure(side: Side, line: Line) -> Decimal | None:
    value = side.outcome.figures.get(line.figure)
    if line.region:
        groups = (g for g in side.outcome.groups if g.dimension == "region" and g.name == line.region)
        value = next((getattr(g, line.figure) for g in groups), None)
    return Decimal(value) / line.scale if isinstance(value, int) else None
