"""The days on which people may be notified: never in school holidays, never in the last working days of a term.

`years` are the school years that count; None: those that are shipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from matcher.errors import Fault, InputFaults
from matcher.read.notification_data import SchoolTerm, SchoolYear, school_years
from matcher.wording import wording

_DAY = timedelta(days=1)
Years = Sequence[SchoolYear] | None


def term_on(day: date, years: Years = None) -> tuple[SchoolYear, SchoolTerm] | None:
    """The term this day falls in; None in the holidays between terms."""
    return next(((y, t) for y in years or school_years() for t in y.terms if t.starts <= day <= t.ends), None)


def why_not_on(day: date, years: Years = None) -> str:
    """Why nobody may be notified on this day; '' where they may be. Raises InputFaults for a day without a calendar."""
    refuse_unknown(day, years)
    year_and_term = term_on(day, years)
    if year_and_term is None:
        return "it is in the school holidays"
    year, term = year_and_term
    if term.half_term_starts <= day <= term.half_term_ends:
        return "it is in half-term"
    if not _works(day, year, term):
        return "it is no working day"
    if day in last_working_days(year, term):
        return f"it is one of the last {year.last_working_days} working days of {term.name}"
    return ""


def next_day(day: date, years: Years = None) -> date:
    """This day, or the first day after it on which people may be notified. Raises InputFaults without a calendar."""
    while why_not_on(day, years):
        day += _DAY
    return day


def next_day_if_known(day: date, years: Years = None) -> date | None:
    """The same; None where no school calendar covers so many days."""
    while is_covered(day, years):
        if not why_not_on(day, years):
            return day
        day += _DAY
    return None


def later_if_known(day: date, working_days: int, years: Years = None) -> date | None:
    """The day that is `working_days` notification days later; None where no school calendar covers it."""
    known: date | None = day
    for _ in range(working_days):
        known = None if known is None else next_day_if_known(known + _DAY, years)
    return known


def later(day: date, working_days: int) -> date:
    """The day that is `working_days` notification days after `day`."""
    for _ in range(working_days):
        day = next_day(day + _DAY)
    return day


def working_days_after(day: date, working_days: int) -> date:
    """The day that is so many working days later, holidays of schools included: weekends and bank holidays aside."""
    closed = {holiday for year in school_years() for holiday in year.bank_holidays}
    for _ in range(working_days):
        day += _DAY
        while day.weekday() >= 5 or day in closed:
            day += _DAY
    return day


def last_working_days(year: SchoolYear, term: SchoolTerm) -> frozenset[date]:
    days: list[date] = []
    day = term.ends
    while len(days) < year.last_working_days:
        if _works(day, year, term):
            days.append(day)
        day -= _DAY
    return frozenset(days)


def refuse_unknown(day: date, years: Years = None) -> None:
    """Raises InputFaults where no school calendar covers the day: holidays are never guessed."""
    first, last = _known_days(years)
    if not is_covered(day, years):
        known = f"those known run from {wording.day(first)} to {wording.day(last)}"
        message = f"no school calendar covers {wording.day(day)}; {known}"
        raise InputFaults(
            [Fault("programmes/calendars", None, "", "", message, "Add the year's terms there, with their source")]
        )


def is_covered(day: date, years: Years = None) -> bool:
    first, last = _known_days(years)
    return first <= day <= last


def _known_days(given: Years) -> tuple[date, date]:
    """The first and the last day of the calendars; the holidays before the first term count."""
    years = given or school_years()
    return years[0].terms[0].starts - timedelta(days=45), years[-1].terms[-1].ends


def _works(day: date, year: SchoolYear, term: SchoolTerm) -> bool:
    half_term = term.half_term_starts <= day <= term.half_term_ends
    return day.weekday() < 5 and day not in year.bank_holidays and not half_term
