"""The back-test: past years of the files decided in several ways, held against hindsight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.read.inputs import read_inputs
from matcher.study.back_test.back_test import COLUMNS, YearTrial, back_test
from matcher.study.back_test.back_test_page import page
from matcher.study.back_test.methods import METHODS
from matcher.study.back_test.truth import YearOfTruth, year_of_truth

BASE = Path(__file__).parents[2] / "scenarios" / "base.yaml"
FIFTH = Fraction(1, 5)


@pytest.fixture(scope="module")
def read() -> tuple[object, object]:
    scenario, facts = read_inputs(BASE, ("priority=history",), (), None, today=date(2026, 11, 29))
    return facts, scenario.policy


@pytest.fixture(scope="module")
def tested(read) -> tuple[YearTrial, ...]:  # type: ignore[no-untyped-def]
    return back_test(*read, [2022], [1, 2], FIFTH)


def test_every_method_stands_in_the_table_once_for_each_seed(tested: tuple[YearTrial, ...]) -> None:
    assert [(t.seed, t.method) for t in tested] == [(seed, method) for seed in (1, 2) for method in METHODS]
    assert all(len(t.row) == len(COLUMNS.split(",")) for t in tested)
    assert {t.row[1] for t in tested} == {"base"}


def test_nobody_does_better_than_hindsight(tested: tuple[YearTrial, ...]) -> None:
    assert all(t.percent <= 100 for t in tested)
    assert all(t.percent == 100 for t in tested if t.method == "hindsight")
    assert any(t.percent < 100 for t in tested)


def test_the_page_says_what_futures_reach(tested: tuple[YearTrial, ...], read) -> None:  # type: ignore[no-untyped-def]
    made = page(tested, read[1], "", FIFTH)
    came = tested[0].came
    assert made.findings[0].startswith(f"2022/23 ({came} schools and trusts came): drawn futures reach ")
    thin = page([replace(t, came=11) for t in tested], read[1], "", FIFTH)
    assert "(11 schools and trusts came, so few that it says little)" in thin.findings[0]
    assert all(section.chart for section in made.sections if section.id.startswith("year"))
    assert (
        "draws 8 (4 beside more than 8,000 choices), in which none of those here and of those to come say no"
        in made.foot
    )


def test_where_nobody_says_no_more_is_served(read) -> None:  # type: ignore[no-untyped-def]
    def served(declines: Fraction) -> int:
        (one,) = back_test(*read, [2022], [1], declines, ["hindsight"])
        return sum(one.outcome.served.values())

    assert served(Fraction(1)) == 0
    assert served(FIFTH) < served(Fraction(0))


def test_years_that_the_files_do_not_hold_are_faults_all_together(read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputFaults) as found:
        back_test(*read, [1999, 2022, 2031], [1], FIFTH)
    assert [fault.value for fault in found.value.faults] == ["1999", "2031"]


def test_a_table_of_those_expected_is_of_no_past_year(read) -> None:  # type: ignore[no-untyped-def]
    facts, policy = read
    ahead = replace(policy.year_ahead, futures=replace(policy.year_ahead.futures, source="expected"))
    with pytest.raises(InputFaults) as found:
        back_test(facts, replace(policy, year_ahead=ahead), [1999, 2022], [1], FIFTH)
    assert [(fault.column, fault.value) for fault in found.value.faults] == [
        ("year_ahead.futures.from", "expected"),
        ("", "1999"),
    ]


def test_a_programme_that_drawn_futures_do_not_know_is_refused(read) -> None:  # type: ignore[no-untyped-def]
    facts, policy = read
    with pytest.raises(InputFaults) as found:
        back_test(facts, replace(policy, programme="rise-2025-26"), [2022], [1], FIFTH)
    assert [(fault.column, fault.value) for fault in found.value.faults] == [("programme", "rise-2025-26")]


def test_a_year_is_tested_on_its_own_days_with_the_leaders_moved_to_it(read) -> None:  # type: ignore[no-untyped-def]
    facts, policy = read
    truth: YearOfTruth = year_of_truth(facts, policy, 2020)
    assert [day.isoformat() for day in truth.term_ends] == ["2020-12-31", "2021-03-31", "2021-08-31"]
    assert [truth.month_ends[0].isoformat(), truth.month_ends[5].isoformat(), truth.month_ends[-1].isoformat()] == [
        "2020-09-30",
        "2021-02-28",
        "2021-08-31",
    ]
    assert [truth.term_of(day) for day in truth.term_ends] == ["autumn-2020", "spring-2021", "summer-2021"]
    moved = {x.id: x.designated_from for x in truth.facts.leaders if x.designated_from}
    assert all(
        x.designated_from and moved[x.id].year == x.designated_from.year - 2 for x in facts.leaders if x.id in moved
    )
    assert not truth.facts.history
