"""What a single value may look like: dates, numbers, money, distances, shares, yes or no, lists, names of a fixed set.

The tables of cells and the keys of a scenario are both read by these. A function takes a value that is there, as text
or as a number, and returns it in whole units (pence, metres); it raises Unreadable with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from matcher.read.parsing.meanings import meant_by
from matcher.read.parsing.spelling import closest_spelling, write_one_of
from matcher.read.parsing.unreadable import Unreadable
from matcher.wording.words import MONTHS

YEARS = (1800, 2199)
SPREADSHEET_DAY_0 = date(1899, 12, 30)  # the day that Excel and its like number 0, for days since March 1900
DATE_FORMS = "Write it as 2022-12-31 or 31/12/2022"
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")
_FOUR_DIGITS = "Write the year with all its four digits, as in 31/12/2022"

_DAY = re.compile(r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{1,2})([/-])([0-9]{1,2})\5([0-9]{4}))([T ][0-9:.]+)?")
_NAMED_DAY = re.compile(r"([0-9]{1,2}) ([A-Za-z]{3,9}) ([0-9]{4})")
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0+)?)?")
_WHOLE = re.compile(r"(-?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.0+)?")
_POUNDS = re.compile(r"£? ?([0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(\.[0-9]{1,2})?")
_KILOMETRES = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3}0*)?")
_FRACTION = re.compile(r"[0-9]{1,9}/[1-9][0-9]{0,8}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


@lru_cache(maxsize=50_000)
def day(text: str) -> date:
    """2022-12-31, 31/12/2022 or 31-12-2022, with or without a time of 00:00:00; and 31 December 2022, as the program's
    own pages and sheets write it."""
    match = _DAY.fullmatch(_without_its_name(text))
    if match is None or (match[8] and not _MIDNIGHT.fullmatch(match[8])):
        raise Unreadable("is not a date", _spreadsheet_day(text) or _date_forms(text))
    iso = match[1] is not None
    parts = (match[1], match[2], match[3]) if iso else (match[7], match[6], match[4])
    year, month, number = map(int, parts)
    try:
        return likely_day(date(year, month, number))
    except ValueError:
        raise Unreadable("is not a day of the calendar", DATE_FORMS) from None


def _without_its_name(text: str) -> str:
    """`31/12/2022` of `31 December 2022`; any other text as it is."""
    named = _NAMED_DAY.fullmatch(text)
    if named is None or named[2].capitalize() not in MONTHS:
        return text
    return f"{named[1]}/{MONTHS.index(named[2].capitalize()) + 1}/{named[3]}"


def _date_forms(text: str) -> str:
    return _FOUR_DIGITS if _SHORT_YEAR.fullmatch(text) else DATE_FORMS


def _spreadsheet_day(text: str) -> str:
    """What to write for the number that a spreadsheet keeps for a day, where this is one; else nothing."""
    number = text.removesuffix(".0")
    if not (number.isascii() and number.isdigit() and len(number) == 5):
        return ""
    meant = SPREADSHEET_DAY_0 + timedelta(days=int(number))
    return f"It may be a spreadsheet's number for {meant.isoformat()}: then write {meant.isoformat()}"


def likely_day(when: date) -> date:
    if not YEARS[0] <= when.year <= YEARS[1]:
        raise Unreadable("is a date in an unlikely year", f"Write a year from {YEARS[0]} to {YEARS[1]}")
    return when


def whole(text: str) -> int:
    """A whole number, also as `10.0` or `1,024`."""
    match = _WHOLE.fullmatch(text)
    if match is None:
        raise Unreadable("is not a whole number", "Write digits only, for example 10")
    return int(match[1] + match[2].replace(",", ""))


def within(number: int, at_least: int | None = 0, at_most: int | None = None) -> int:
    if at_least is not None and number < at_least:
        if at_least == 0:
            raise negative()
        raise Unreadable("is too small", f"Write {at_least} or more")
    if at_most is not None and number > at_most:
        raise Unreadable("is too large", f"Write {at_most} or less")
    return number


def negative() -> Unreadable:
    return Unreadable("is a negative number", "Write 0 or more")


def scaled(number: Decimal, factor: int, message: str) -> int:
    """The number times the factor, exactly; `message` is what is wrong where that is not whole."""
    result = Fraction(number) * factor
    if result.denominator != 1:
        raise Unreadable(message)
    return int(result)


def pence(pounds: Decimal) -> int:
    return scaled(pounds, 100, "has more than two decimals: pounds and pence only")


def metres(kilometres: Decimal) -> int:
    return scaled(kilometres, 1000, "has more than three decimals: kilometres and metres only")


def pounds(text: str) -> Decimal:
    """Pounds with at most two decimals, with or without £ and thousands commas."""
    if text.lstrip("£ ").startswith("-"):
        raise negative()
    match = _POUNDS.fullmatch(text)
    if match is None:
        raise Unreadable("is not an amount of money", "Write pounds with at most two decimals, for example 6000.00")
    return Decimal(match[1].replace(",", "") + (match[2] or ""))


def kilometres(text: str) -> Decimal:
    if not _KILOMETRES.fullmatch(text):
        raise Unreadable("is not a distance in kilometres", "Write kilometres, for example 40 or 37.5")
    return Decimal(text)


def fraction(text: str) -> Fraction | None:
    """A fraction such as `1/9`; None for text of another form. Raises Unreadable for per cent, with the share meant."""
    if per_cent := _PERCENT.fullmatch(text):
        raise Unreadable("is in per cent", f"Write it as a share: {Decimal(per_cent[1]) / 100:f}")
    return Fraction(text) if _FRACTION.fullmatch(text) else None


def share(part: Fraction) -> Fraction:
    """A part of a whole, 0 to 1."""
    if part > 1:
        raise Unreadable("is more than 1", "Write a share as a number from 0 to 1, or as a fraction such as 1/9")
    return part


def share_in(text: str) -> Fraction:
    """A part of a whole in words of a command: 0.2 or 1/5."""
    part = fraction(text)
    if part is None and not _DECIMAL.fullmatch(text):
        raise Unreadable("is not a share", "Write a number from 0 to 1, such as 0.2, or a fraction such as 1/9")
    return share(Fraction(text) if part is None else part)


def yes_no(text: str) -> bool:
    answer = _YES_NO.get(text.casefold())
    if answer is None:
        raise Unreadable("is neither yes nor no", "Write yes or no")
    return answer


def items(text: str) -> tuple[str, ...]:
    """The parts of a list separated by `;`."""
    return tuple(part for part in (p.strip() for p in text.split(";")) if part)


def name_of(text: str, names: Sequence[str]) -> str | None:
    """The name of a fixed set that this is, whatever its capitals and spaces."""
    return _by_folded(tuple(names)).get(_folded(text))


def one_of(text: str, names: Sequence[str]) -> str:
    """A name of a fixed set, whatever its capitals; another is refused with the one meant, or the closest, and all."""
    right = name_of(text, names)
    if right is None:
        closest = meant_by(text, names) or closest_spelling(text, names)
        hint = f"Did you mean {closest!r}? " if closest is not None else ""
        raise Unreadable("is not one of the names allowed here", hint + write_one_of(names))
    return right


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


@cache
def _by_folded(names: tuple[str, ...]) -> dict[str, str]:
    return {_folded(name): name for name in names}
