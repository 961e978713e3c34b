"""Parsers of single cells: dates, whole numbers, money, yes or no, lists, ids and names from a fixed set.

Every function takes the cell's text and returns None where it is empty or `NULL` (not known), or raises Unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache

from rapidfuzz import fuzz, process, utils

from matcher.read.personal_data import withhold_name
from matcher.read.unreadable import Unreadable

NOT_KNOWN = ("", "NULL")
SPREADSHEET_ERRORS = ("#ERROR", "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")
LONGEST_ID = 80

_DAY = re.compile(r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{1,2})([/-])([0-9]{1,2})\5([0-9]{4}))([T ][0-9:.]+)?")
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0+)?)?")
_WHOLE = re.compile(r"(-?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.0+)?")
_MONEY = re.compile(r"£? ?([0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]{1,2}))?")


def text(cell: str) -> str | None:
    if cell in NOT_KNOWN:
        return None
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


@lru_cache(maxsize=50_000)
def day(cell: str) -> date | None:
    """2022-12-31, 31/12/2022 or 31-12-2022, with or without a time of 00:00:00."""
    if cell in NOT_KNOWN:
        return None
    match = _DAY.fullmatch(cell)
    if match is None or (match[8] and not _MIDNIGHT.fullmatch(match[8])):
        raise Unreadable("is not a date", "Write it as 2022-12-31 or 31/12/2022")
    iso = match[1] is not None
    parts = (match[1], match[2], match[3]) if iso else (match[7], match[6], match[4])
    year, month, number = map(int, parts)
    try:
        when = date(year, month, number)
    except ValueError:
        raise Unreadable("is not a day of the calendar", "Write it as 2022-12-31 or 31/12/2022") from None
    if not 1800 <= year <= 2199:
        raise Unreadable("is a date in an unlikely year", "Write a year from 1800 to 2199")
    return when


def whole(cell: str, at_least: int | None = 0, at_most: int | None = None) -> int | None:
    """A whole number, also as `10.0` or `1,024`."""
    if cell in NOT_KNOWN:
        return None
    match = _WHOLE.fullmatch(cell)
    if match is None:
        raise Unreadable("is not a whole number", "Write digits only, for example 10")
    number = int(match[1] + match[2].replace(",", ""))
    if at_least is not None and number < at_least:
        raise Unreadable("is a negative number" if at_least == 0 else "is too small", f"Write {at_least} or more")
    if at_most is not None and number > at_most:
        raise Unreadable("is too large", f"Write {at_most} or less")
    return number


def pence(cell: str) -> int | None:
    """Pounds with at most two decimals, with or without £ and thousands commas, as pence."""
    if cell in NOT_KNOWN:
        return None
    if cell.lstrip("£ ").startswith("-") or cell.startswith("-"):
        raise Unreadable("is a negative amount", "Write pounds, 0 or more")
    match = _MONEY.fullmatch(cell)
    if match is None:
        raise Unreadable("is not an amount of money", "Write pounds with at most two decimals, for example 6000.00")
    return int(match[1].replace(",", "")) * 100 + int((match[2] or "").ljust(2, "0"))


def yes_no(cell: str) -> bool | None:
    answer = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
    if cell in NOT_KNOWN:
        return None
    if cell.casefold() not in answer:
        raise Unreadable("is neither yes nor no", "Write yes or no")
    return answer[cell.casefold()]


def items(cell: str) -> tuple[str, ...]:
    """The parts of a list separated by `;`; an empty cell has none."""
    if cell in NOT_KNOWN:
        return ()
    return tuple(part for part in (p.strip() for p in cell.split(";")) if part)


def one_of(cell: str, allowed: Sequence[str]) -> str | None:
    """A name of a fixed set, whatever its capitals; any other is refused with the nearest right name."""
    if cell in NOT_KNOWN:
        return None
    right = _by_folded(tuple(allowed)).get(_folded(cell))
    if right is None:
        raise Unreadable("is not one of the names allowed here", _right_names(cell, allowed))
    return right


def some_of(cell: str, allowed: Sequence[str]) -> frozenset[str]:
    """Names of a fixed set, separated by `;`."""
    parts = items(cell)
    try:
        return frozenset(name for part in parts if (name := one_of(part, allowed)) is not None)
    except Unreadable as problem:
        if len(parts) == 1:
            raise
        wrong = next(part for part in parts if _folded(part) not in _by_folded(tuple(allowed)))
        value = withhold_name(wrong, problem.suggestion)
        raise Unreadable(f"has {value!r}, which {problem.message}", problem.suggestion) from None


def closest_spelling(word: str, allowed: Iterable[str], at_least: int = 60) -> str | None:
    """The most similar name, or None where none is similar; ties go to the first in the alphabet."""
    match = process.extractOne(
        word, sorted(allowed), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=at_least
    )
    return None if match is None else match[0]


def did_you_mean(word: str, allowed: Sequence[str]) -> str:
    suggestion = closest_spelling(word, allowed)
    if suggestion is not None:
        return f"Did you mean {suggestion!r}?"
    return _write_one_of(allowed)


def _right_names(word: str, allowed: Sequence[str]) -> str:
    """The closest name and all allowed names, since the cell itself may be withheld from the message."""
    suggestion = closest_spelling(word, allowed)
    return (
        f"Did you mean {suggestion!r}? {_write_one_of(allowed)}" if suggestion is not None else _write_one_of(allowed)
    )


def _write_one_of(allowed: Sequence[str]) -> str:
    names = ", ".join(allowed[:12])
    return f"Write one of: {names}" + (", ..." if len(allowed) > 12 else "")


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


@cache
def _by_folded(allowed: tuple[str, ...]) -> dict[str, str]:
    return {_folded(name): name for name in allowed}
