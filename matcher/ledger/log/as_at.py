"""Cut the ledger at a moment: a day, a line number or a printed head hash. Lines after the cut are kept apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from matcher.errors import Fault, InputFaults
from matcher.ledger.log.chain import Line
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable

LineBody = Mapping[str, Any]
_LINE = re.compile(r"line\s*(\d+)", re.IGNORECASE)
_HEAD = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class AsAt:
    """The lines up to a moment and the lines after it. `label` describes the moment for display.

    `day`: the day of the moment; None for now.
    """

    label: str
    known_lines: tuple[Line, ...]
    later: tuple[Line, ...]
    day: date | None = None

    @property
    def head(self) -> str:
        return self.known_lines[-1].hash if self.known_lines else ""


def as_at(lines: Sequence[Line], moment: str) -> AsAt:
    """`moment` is a day (the whole of it, universal time), 'line 12', a printed head, or '' for now.

    Raises InputFaults where it is none of these.
    """
    text = moment.strip()
    if not text:
        return AsAt("now", tuple(lines), ())
    numbered, head = _LINE.fullmatch(text), _HEAD.fullmatch(text.casefold())
    if numbered:
        return _cut(lines, _after_line(lines, int(numbered[1]), moment), f"after line {int(numbered[1])}")
    if head:
        seq = next((line.seq for line in lines if line.hash.startswith(text.casefold())), 0)
        return _cut(lines, _after_line(lines, seq, moment), f"when the head {text[:12]} was printed (line {seq})")
    day = _day(text)
    known_lines = takewhile(lambda line: recorded_on(line.body) <= day, lines)
    return _cut(lines, sum(1 for _ in known_lines), f"{day}", day)


def recorded_on(body: LineBody) -> date:
    """The day a line was recorded, which may be later than the day of the act it describes."""
    return datetime.fromisoformat(body["at"]).date()


def _cut(lines: Sequence[Line], upto: int, label: str, day: date | None = None) -> AsAt:
    """`day`: where it was asked for by day; else that of the last line."""
    on = day or (recorded_on(lines[upto - 1].body) if upto else None)
    return AsAt(label, tuple(lines[:upto]), tuple(lines[upto:]), on)


def _after_line(lines: Sequence[Line], seq: int, moment: str) -> int:
    if not 1 <= seq <= len(lines):
        raise _fault(moment, "is no line and no head of this ledger", "'matcher ledger show' lists the lines")
    return seq


def _day(text: str) -> date:
    try:
        parsed_day = cells.day(text)
    except Unreadable as problem:
        raise _fault(text, problem.message, problem.suggestion) from None
    if parsed_day is None:
        raise _fault(text, "is not a date", "Write a day as 2023-01-12, 'line 12', or a head that was printed")
    return parsed_day


def _fault(value: str, message: str, suggestion: str) -> InputFaults:
    return InputFaults([Fault("--as-at", None, "", value, message, suggestion)])
