"""Spending by term and financial year adds up to the penny, and each part lies where the calendar puts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from matcher.read.scenarios.scenario import load_scenario
from matcher.study.tables.open_data import financial_year_of
from matcher.study.tables.spend import parts_of, season_of, shared

SCENARIOS = Path(__file__).parents[2] / "scenarios"
YEAR = load_scenario(SCENARIOS / "budget.yaml").policy
TERM = load_scenario(SCENARIOS / "term.yaml").policy


def test_a_whole_year_is_three_terms_in_two_financial_years() -> None:
    found = [(p.term.academic_year, p.term.season, p.term.financial_year, p.days) for p in parts_of(YEAR)]
    assert found == [
        (2022, "autumn", "2022-23", 122),
        (2022, "spring", "2022-23", 90),
        (2022, "summer", "2023-24", 153),
    ]


def test_a_run_of_a_term_spends_in_that_term() -> None:
    assert [(p.term.season, p.term.financial_year) for p in parts_of(TERM)] == [("autumn", "2022-23")]
    spring, summer = (parts_of(replace(TERM, term=term)) for term in ("spring-2023", "summer-2023"))
    assert [(p.term.academic_year, p.term.financial_year) for p in (*spring, *summer)] == [
        (2022, "2022-23"),
        (2022, "2023-24"),
    ]


def test_nothing_is_spent_outside_the_days_of_the_pots() -> None:
    short = replace(YEAR, pots=tuple(replace(pot, ends=date(2023, 3, 31)) for pot in YEAR.pots))
    assert {p.term.financial_year for p in parts_of(short)} == {"2022-23"}
    late = replace(YEAR, pots=tuple(replace(pot, starts=date(2023, 4, 10)) for pot in YEAR.pots))
    assert [(p.term.season, p.days) for p in parts_of(late)] == [("summer", 144)]


@pytest.mark.parametrize(
    ("day", "year"), [(date(2023, 3, 31), "2022-23"), (date(2023, 4, 1), "2023-24"), (date(2099, 12, 1), "2099-00")]
)
def test_a_financial_year_begins_in_april(day: date, year: str) -> None:
    assert financial_year_of(day) == year


def test_every_day_of_a_year_is_in_one_term_and_no_term_in_two_financial_years() -> None:
    for k in range(366):
        day = date.fromordinal(date(2024, 1, 1).toordinal() + k)
        season, ends = season_of(day)
        assert day <= ends
        assert financial_year_of(day) == financial_year_of(ends)
        assert season == ("spring" if day.month < 4 else "summer" if day.month < 9 else "autumn")


def test_shares_add_up_and_none_is_a_penny_from_its_part() -> None:
    for whole in (0, 1, 7, 63_000_000, 63_000_001, 999_983):
        for parts in ((122, 90, 153), (1,), (1, 1, 1), (5, 0, 3)):
            found = shared(whole, parts)
            assert sum(found) == whole
            assert all(abs(Fraction(whole * p, sum(parts)) - x) < 1 for x, p in zip(found, parts, strict=True))
