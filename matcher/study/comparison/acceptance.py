"""Acceptance lines such as `matched >= 100` or `change.median_km <= 5`: what a study must show to pass."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from matcher.errors import Fault, raise_faults
from matcher.read.parsing.spelling import did_you_mean
from matcher.study.comparison.compare import Comparison
from matcher.study.comparison.compared_run import ComparedRun
from matcher.study.figures import FIGURES

OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
# alias -> the figure, and how many of the figure's units make one of the alias's
ALIASES = {
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
class AcceptanceLine:
    """`change` compares with the baseline; `region` asks about one region, where the figure is one of a group's."""

    text: str
    change: bool
    figure: str
    scale: int
    region: str
    operator: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class LineResult:
    """The result of one line for one run. `actual` is None where the run has no such figure: the line then fails."""

    run: str
    line: str
    actual: Decimal | None
    passed: bool


def parse_lines(texts: Sequence[str]) -> tuple[AcceptanceLine, ...]:
    """Parses acceptance lines. Raises InputFaults with every line that is not understood."""
    faults: list[Fault] = []
    lines = [_line(text, faults) for text in texts]
    raise_faults(faults)
    return tuple(line for line in lines if line)


def _line(text: str, faults: list[Fault]) -> AcceptanceLine | None:
    parts = _LINE.fullmatch(text)
    value = _number(parts[5]) if parts else None
    if parts is None or value is None:
        hint = "Write it as 'matched >= 100' or 'change.median_km <= 5'"
        faults.append(Fault("--accept", None, "", text[:80], "is not figure, operator and number", hint))
        return None
    figure, scale = ALIASES.get(parts[2], (parts[2], 1))
    grouped = ("eligible", "matched", "days", "pence")
    if figure not in (grouped if parts[3] else NUMBERS):
        hint = did_you_mean(parts[2], grouped if parts[3] else [*ALIASES, *NUMBERS], "`")
        faults.append(Fault("--accept", None, "", parts[2], "is not a figure known here", hint))
        return None
    return AcceptanceLine(text.strip(), bool(parts[1]), figure, scale, parts[3] or "", parts[4], value)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace("_", "").replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def check_lines(comparison: Comparison, lines: Sequence[AcceptanceLine]) -> list[LineResult]:
    """The result of every line for every run but the baseline."""
    return [_check_line(comparison, run, line) for run in comparison.others for line in lines]


def _check_line(comparison: Comparison, run: ComparedRun, line: AcceptanceLine) -> LineResult:
    actual = _figure(run, line)
    if line.change and actual is not None:
        before = _figure(comparison.baseline, line)
        actual = None if before is None else actual - before
    passed = actual is not None and OPERATORS[line.operator](actual, line.value)
    return LineResult(run.name, line.text, actual, passed)


def _figure(run: ComparedRun, line: AcceptanceLine) -> Decimal | None:
    value = run.outcome.figures.get(line.figure)
    if line.region:
        groups = (g for g in run.outcome.groups if g.dimension == "region" and g.name == line.region)
        value = next((getattr(g, line.figure) for g in groups), None)
    return Decimal(value) / line.scale if isinstance(value, int) else None
