"""Past years say how many more come, each as often as this year's months so far came to its own."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from matcher.domain import Assessment, Verdict
from matcher.year_ahead.arrivals import arrivals_of, expected_counts, expected_total, usable_years, years_later
from tests.worlds import a_policy, a_recipient
from tests.year_ahead.years import a_past_year, an_arrival, monthly

POLICY = a_policy()  # as at 31 December 2022


def an_assessment(id: str, since: date | None, kind: str = "school") -> Assessment:
    recipient = a_recipient(id, kind=kind, eligible_since=since)
    return Assessment(
        id=id,
        name=id,
        kind=recipient.kind,
        region="London",
        route="",
        verdict=Verdict("eligible", ""),
        recipient=recipient,
    )


def test_arrivals_are_those_of_the_year_in_order_of_the_day() -> None:
    first, last = date(2022, 9, 1), date(2023, 8, 31)
    given = [
        an_assessment("3", date(2022, 11, 1)),
        an_assessment("1", date(2022, 9, 1)),
        an_assessment("2", date(2022, 8, 31)),
        an_assessment("4", None),
        an_assessment("5", date(2023, 9, 1)),
    ]
    assert [a.recipient.id for a in arrivals_of(given, first, last)] == ["1", "3"]


def test_a_trust_that_qualified_on_the_first_day_was_there_before() -> None:
    given = [an_assessment("1", date(2022, 9, 1), "trust"), an_assessment("2", date(2022, 9, 2), "trust")]
    assert [a.recipient.id for a in arrivals_of(given, date(2022, 9, 1), date(2023, 8, 31))] == ["2"]


def test_a_year_counts_as_often_as_this_years_months_so_far_came_to_its_own() -> None:
    used, passed = usable_years([monthly(2021, 20, 30)], 40, POLICY, "as-so-far", 3)
    assert [year.times for year in used] == [2]
    assert not passed
    total = expected_total(used, POLICY)
    assert total is not None
    assert (total.mean, total.least, total.most) == (Fraction(60), 60, 60)


def test_a_year_in_which_inspections_stood_still_is_passed_over_for_an_earlier_one() -> None:
    years = [monthly(2021, 20, 30), monthly(2020, 4, 1), monthly(2019, 30, 10)]
    used, passed = usable_years(years, 20, POLICY, "as-so-far", 2)
    assert [year.name for year in used] == ["2021/22", "2019/20"]
    assert [year.name for year in passed] == ["2020/21"]


def test_a_year_whose_rest_stood_still_is_passed_over_where_two_others_say_so() -> None:
    years = [monthly(2021, 20, 30), monthly(2020, 20, 10), monthly(2019, 20, 28), monthly(2018, 20, 26)]
    used, passed = usable_years(years, 20, POLICY, "as-so-far", 3)
    assert [year.name for year in used] == ["2021/22", "2019/20", "2018/19"]
    assert [year.name for year in passed] == ["2020/21"]
    assert [year.name for year in usable_years(years[:2], 20, POLICY, "as-so-far", 3)[0]] == ["2021/22", "2020/21"]


def test_without_scaling_every_year_with_arrivals_counts_as_it_was() -> None:
    used, passed = usable_years([monthly(2021, 20, 30), monthly(2020, 1, 1), a_past_year(2019)], 20, POLICY, "none", 3)
    assert [(year.name, year.times) for year in used] == [("2021/22", Fraction(1)), ("2020/21", Fraction(1))]
    assert [year.name for year in passed] == ["2019/20"]


def test_few_arrivals_so_far_scale_nothing() -> None:
    used, _ = usable_years([monthly(2021, 3, 30)], 9, POLICY, "as-so-far", 3)
    assert [year.times for year in used] == [1]


def test_what_is_expected_has_a_range_over_the_years_by_month_region_and_kind() -> None:
    day = date(2022, 2, 7)
    years = [
        a_past_year(2021, an_arrival("1", day, region="London"), an_arrival("2", day, region="London")),
        a_past_year(2020, an_arrival("3", years_later(day, -1), region="London")),
    ]
    (one,) = expected_counts(years, POLICY)
    assert (one.month, one.region, one.kind) == ("2023-02", "London", "school")
    assert (one.mean, one.least, one.most) == (Fraction(3, 2), 1, 2)


def test_nothing_is_expected_where_no_year_can_be_used() -> None:
    assert expected_total([], POLICY) is None


def test_the_last_of_february_stands_for_the_29th() -> None:
    assert years_later(date(2020, 2, 29), -1) == date(2019, 2, 28)
