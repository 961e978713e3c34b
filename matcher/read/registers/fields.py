"""The kinds of cell that several registers share: regions, phases, places, travel, counts of days."""

from __future__ import annotations

import re

from matcher.domain import AREAS, PHASES, REGIONS, grouped
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers.row_parsing import RegisterRow

MOST_DAYS = 100_000  # a slip of the keyboard, not a promise
EASTINGS, NORTHINGS = (80_000, 660_000), (5_000, 660_000)  # England on the national grid, metres

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


def region(cell: str) -> str | None:
    return cells.one_of(cell, REGIONS)


def regions(cell: str) -> frozenset[str]:
    """A list of regions, or `all`."""
    if cell.casefold() == "all":
        return frozenset(REGIONS)
    return cells.some_of(cell, REGIONS)


def phases(cell: str) -> frozenset[str]:
    return cells.some_of(cell, PHASES)


def areas(cell: str) -> frozenset[str]:
    return cells.some_of(cell, AREAS)


def faith(cell: str) -> str | None:
    """The grouping that the DfE's files use, so that a leader's "Catholic" meets a school's "Christian"; other words
    stand as they are written."""
    text = cells.text(cell)
    return None if text is None else grouped(text)


def days(cell: str) -> int | None:
    return cells.whole(cell, at_least=0, at_most=MOST_DAYS)


def some_days(cell: str) -> int | None:
    """Days of one match: at least one, since a match of none is no support."""
    return cells.whole(cell, at_least=1, at_most=MOST_DAYS)


def count(cell: str) -> int | None:
    return cells.whole(cell, at_least=0, at_most=1_000_000)


def minutes(cell: str) -> int | None:
    """Minutes of one way, a day at most."""
    return cells.whole(cell, at_least=0, at_most=1_440)


def easting(cell: str) -> int | None:
    return _metres(cell, *EASTINGS)


def northing(cell: str) -> int | None:
    return _metres(cell, *NORTHINGS)


def _metres(cell: str, low: int, high: int) -> int | None:
    number = cells.whole(cell)
    if number is not None and not low <= number <= high:
        raise Unreadable("is not in England", f"Write metres on the national grid, {low:,} to {high:,}, or leave empty")
    return number


def postcode(cell: str) -> str | None:
    """In capitals with one space."""
    if cell in cells.NOT_KNOWN:
        return None
    match = _POSTCODE.fullmatch("".join(cell.split()).upper())
    if match is None:
        raise Unreadable("is not a postcode", "Write it as SW1A 1AA, or leave it empty")
    return f"{match[1]} {match[2]}"


def kilometres(cell: str) -> int | None:
    """Kilometres as metres."""
    return cells.metres(cell)


def in_order(record: RegisterRow, first: str, last: str, faults: list[Fault]) -> None:
    """A fault where the last day is before the first."""
    if record[first] is not None and record[last] is not None and record[last] < record[first]:
        value = record[last].isoformat()
        faults.append(record.fault(last, value, f"is before {first}", "Mend one of the two dates"))


def whole_place(record: RegisterRow, faults: list[Fault]) -> None:
    """A fault where only one of easting and northing is there."""
    for there, gone in (("easting", "northing"), ("northing", "easting")):
        if record[there] is not None and record[gone] is None:
            faults.append(record.fault(gone, "", f"is empty although {there} is filled in", "Fill in both, or neither"))
