"""The day that a published file describes, read from its name."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (  # not the machine's own, which may be in another language
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WORDED = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ _.\-]*([A-Za-z]{3,9})[ _.\-]*(\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})[_.\-]?(\d{2})[_.\-]?(\d{2})(?!\d)")
_BRITISH = re.compile(r"(?<!\d)(\d{2})[_.\-](\d{2})[_.\-](\d{4})(?!\d)")


def day_of(name: str) -> date | None:
    """`as_at_31_August_2025`, `31_Aug_2025`, `2022-02-28`, `20220718` and `31-08-2025`; the last of several."""
    candidates = [(m.start(), _day(m[3], _month(m[2]), m[1])) for m in _WORDED.finditer(name)]
    candidates += [(m.start(), _day(m[1], m[2], m[3])) for m in _ISO.finditer(name)]
    candidates += [(m.start(), _day(m[3], m[2], m[1])) for m in _BRITISH.finditer(name)]
    days = sorted((at, day) for at, day in candidates if day is not None)
    return days[-1][1] if days else None


def _month(word: str) -> str:
    fits = [i for i, month in enumerate(_MONTHS, 1) if month.startswith(word.lower())]
    return str(fits[0]) if len(fits) == 1 else "0"


def _day(year: str, month: str, day: str) -> date | None:
    try:
        when = date(int(year), int(month), int(day))
    except ValueError:
        return None  # the digits are no date: a reference number, say
    return when if 1990 <= when.year <= 2100 else None
