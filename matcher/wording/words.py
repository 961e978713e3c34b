"""Formatting of kinds and roles, money, distances and counts, shared by explanations, tables and pages."""

from __future__ import annotations

from matcher.wording.terms import spoken

PROPOSAL_ONLY = "This is a proposal. A Regional Director decides."
TRUST = "Trust"
NOT_KNOWN = "not known"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

UNITS = {"need x days": "points of need × days"}
ONE = {
    "schools": "school",
    "matches": "match",
    "pairs kept": "pair kept",
    "priority points": "priority point",
    "fit points": "fit point",
    "points of need × days": "point of need × days",
    "advisers": "adviser",
    "supporters": "supporter",
}


def pounds(pence: int | None, always_pence: bool = False) -> str:
    """`£1,775`, or `£1,775.50` where there are pence; `always_pence`: `£1,775.00` too."""
    if pence is None:
        return NOT_KNOWN
    whole, part = divmod(abs(pence), 100)
    sign = "−" if pence < 0 else ""
    return f"{sign}£{whole:,}" + (f".{part:02d}" if part or always_pence else "")


def amount(pence: int | None, always_pence: bool = True) -> str:
    """Pounds for a program to read: `1775.00`, or `1775` unless `always_pence`; empty where not known."""
    if pence is None:
        return ""
    whole, part = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}" + (f".{part:02d}" if part or always_pence else "")


def kilometres(metres: int | None) -> str:
    """Tenths, half up, for people; the tables hold whole metres."""
    if metres is None or metres < 0:
        return NOT_KNOWN
    tenths = (metres + 50) // 100
    return f"{tenths // 10:,}.{tenths % 10} km"


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def kind(word: str) -> str:
    return TRUST if word == "trust" else spoken().school


def role(word: str) -> str:
    """A role as people read it, in the words of the run's programme."""
    return dict(spoken().roles).get(word, word)


def number(value: int | None, unit: str) -> str:
    """A goal's value in its own unit; a share in whole per cent, half up, as every other share is written."""
    if value is None:
        return NOT_KNOWN
    if unit == "pence":
        return pounds(value)
    if unit == "per thousand":
        return f"{(value + 5) // 10}%"
    unit_name = UNITS.get(unit, unit)
    return f"{value:,} {_one(unit_name) if value == 1 else unit_name}"


def difference(value: int, unit: str) -> str:
    """How much more or less of a goal, in its own unit; of a share to the tenth of a percentage point."""
    return f"{value / 10:,.1f} percentage points" if unit == "per thousand" else number(value, unit)


def two_numbers(one: int, other: int, unit: str) -> tuple[str, str]:
    """Two values of a goal that are compared: shares that are as one in whole per cent are written to the tenth."""
    if unit == "per thousand" and one != other and number(one, unit) == number(other, unit):
        return f"{one / 10:.1f}%", f"{other / 10:.1f}%"
    return number(one, unit), number(other, unit)


def _one(unit_name: str) -> str:
    """`adviser from another region` of `advisers from another region`."""
    first, space, rest = unit_name.partition(" ")
    return ONE.get(unit_name) or f"{ONE.get(first, first)}{space}{rest}"


def follows(unit: str) -> bool:
    """Whether the unit is a word after the figure, rather than part of it as in £5 or 5%."""
    return unit not in ("pence", "per thousand")


def capital(text: str) -> str:
    """The same words as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def ordinal(place: int) -> str:
    end = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{end}"
