"""Cells of a table: each reader takes the cell's text and returns None where it is empty or `NULL` (not known).

What a value looks like is said in `matcher.read.parsing.values`; a reader raises Unreadable with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import TypeVar

from matcher.read.parsing import values
from matcher.read.parsing.personal_data import withhold_name
from matcher.read.parsing.unreadable import Unreadable

Value = TypeVar("Value")

NOT_KNOWN = ("", "NULL")
SPREADSHEET_ERRORS = ("#ERROR", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")
LONGEST_ID = 80
_OTHER_MARKS = ",/|\n"  # people separate lists by these too


def where_known(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """The reader of a value as the reader of a cell that may be empty."""

    @wraps(read)
    def read_cell(cell: str) -> Value | None:
        return None if cell in NOT_KNOWN else read(cell)

    return read_cell


day = where_known(values.day)
yes_no = where_known(values.yes_no)


@where_known
def text(cell: str) -> str:
    if cell in SPREADSHEET_ERRORS:
        raise Unreadable("is an error of the spreadsheet", "Mend the formula, or write the text itself")
    return cell


def ident(cell: str) -> str | None:
    """An id, kept as text with its leading zeros."""
    if text(cell) is None:
        return None
    if len(cell) > LONGEST_ID or ";" in cell or not cell.isprintable():
        raise Unreadable("is not an id", f"Write at most {LONGEST_ID} ordinary characters on one line, without ';'")
    return cell


def whole(cell: str, at_least: int | None = 0, at_most: int | None = None) -> int | None:
    """A whole number, also as `10.0` or `1,024`."""
    return None if cell in NOT_KNOWN else values.within(values.whole(cell), at_least, at_most)


@where_known
def pence(cell: str) -> int:
    """Pounds with at most two decimals, with or without £ and thousands commas, as pence."""
    return values.pence(values.pounds(cell))


@where_known
def metres(cell: str) -> int:
    """Kilometres with at most three decimals, as metres."""
    return values.metres(values.kilometres(cell))


def items(cell: str) -> tuple[str, ...]:
    """The parts of a list separated by `;`; an empty cell has none."""
    return () if cell in NOT_KNOWN else values.items(cell)


def one_of(cell: str, allowed: Sequence[str]) -> str | None:
    """A name of a fixed set, whatever its capitals; any other is refused with the nearest right name."""
    return None if cell in NOT_KNOWN else values.one_of(cell, allowed)


def some_of(cell: str, allowed: Sequence[str]) -> frozenset[str]:
    """Names of a fixed set, separated by `;`, or by another mark that stands in none of the names."""
    parts = items(cell)
    if any(values.name_of(part, allowed) is None for part in parts):
        parts = tuple(name for part in parts for name in _parted(part, allowed))
    try:
        return frozenset(name for part in parts if (name := one_of(part, allowed)) is not None)
    except Unreadable as problem:
        if len(parts) == 1:
            raise
        wrong = next(part for part in parts if values.name_of(part, allowed) is None)
        value = withhold_name(wrong, problem.suggestion)
        raise Unreadable(f"has {value!r}, which {problem.message}", problem.suggestion) from None


def _parted(part: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """The names in a list that is separated by commas, slashes, bars or line ends; the text itself where it is none."""
    if any(mark in name for mark in _OTHER_MARKS for name in allowed):
        return (part,)
    return tuple(name.strip() for name in re.split(f"[{re.escape(_OTHER_MARKS)}]", part) if name.strip())
