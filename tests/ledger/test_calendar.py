from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from matcher.errors import InputFaults
from matcher.ledger.notify.calendar import last_working_days, later, next_day, term_on, why_not_on
from matcher.read.notification_data import school_years


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2022-12-25", "it is in the school holidays"),
        ("2023-07-25", "it is in the school holidays"),
        ("2022-10-25", "it is in half-term"),
        ("2022-11-06", "it is no working day"),
        ("2022-09-19", "it is no working day"),
        ("2023-05-08", "it is no working day"),
        ("2022-12-12", "it is one of the last 5 working days of autumn-2022"),
        ("2022-12-16", "it is one of the last 5 working days of autumn-2022"),
        ("2023-03-27", "it is one of the last 5 working days of spring-2023"),
        ("2022-12-09", ""),
        ("2022-11-07", ""),
    ],
)
def test_nobody_is_told_in_holidays_or_at_the_very_end_of_a_term(day: str, said: str) -> None:
    assert why_not_on(date.fromisoformat(day)) == said


def test_a_letter_of_the_last_friday_waits_for_the_new_term() -> None:
    assert next_day(date(2022, 12, 16)) == date(2023, 1, 9)


def test_days_between_steps_are_days_on_which_people_may_be_told() -> None:
    assert later(date(2022, 10, 20), 2) == date(2022, 10, 31)


def test_every_term_has_five_last_working_days_that_end_it() -> None:
    for year in school_years():
        for term in year.terms:
            last = last_working_days(year, term)
            assert len(last) == 5
            assert term.ends in last
            assert all(day.weekday() < 5 and day not in year.bank_holidays for day in last)


def test_terms_are_in_order_and_hold_their_half_terms() -> None:
    terms = [term for year in school_years() for term in year.terms]
    assert all(a.ends < b.starts for a, b in pairwise(terms))
    assert all(t.starts < t.half_term_starts <= t.half_term_ends < t.ends for t in terms)


def test_a_day_without_a_calendar_is_refused_not_guessed() -> None:
    with pytest.raises(InputFaults):
        why_not_on(date(2031, 1, 10))


def test_the_sources_of_the_calendars_are_said() -> None:
    assert all(year.source and year.assumed for year in school_years())


def test_every_day_of_the_years_has_an_answer() -> None:
    day, end = school_years()[0].terms[0].starts, school_years()[-1].terms[-1].ends
    while day <= end:
        assert why_not_on(day) or term_on(day) is not None
        day += timedelta(days=1)
