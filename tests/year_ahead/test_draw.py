"""Futures are drawn by SHA-256 alone: the same everywhere, as many as the year's scale says, by whole thresholds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from matcher.domain import ExpectedArrivals
from matcher.year_ahead.draw import draw_futures, futures_to_draw, happens, number
from matcher.year_ahead.words import fewer_futures
from tests.year_ahead.years import a_past_year, an_ahead_policy, an_arrival, monthly

NOBODY = Fraction(0)


def test_a_number_depends_on_the_seed_and_the_words_alone() -> None:
    assert number(1, "future", 2) == 0xBDD776AC40E4398B  # the first 64 bits of SHA-256 of 1|future|2
    assert number(1, "future", 2) != number(2, "future", 2)
    assert number(1, "a", "b") != number(1, "ab")


def test_what_is_certain_happens_and_what_is_impossible_does_not() -> None:
    assert all(happens(Fraction(1), 1, k) for k in range(500))
    assert not any(happens(Fraction(0), 1, k) for k in range(500))


@pytest.mark.parametrize("share", [Fraction(1, 5), Fraction(1, 2), Fraction(9, 10)])
def test_a_chance_is_met_about_as_often_as_it_says(share: Fraction) -> None:
    met = sum(happens(share, 7, k) for k in range(4000))
    assert abs(met - 4000 * share) < 4000 * Fraction(1, 25)


def test_a_future_is_as_large_as_one_years_rest_with_bodies_of_all_and_nobody_who_came_before_the_day() -> None:
    years = [monthly(2021, 20, 12), monthly(2020, 20, 9)]
    drawn = draw_futures(years, an_ahead_policy(futures={"number": 4}), NOBODY)
    assert {s.month for s in drawn} == {"2023-02"}
    sizes = Counter(s.future for s in drawn)
    assert sorted(sizes.values()) == [9, 9, 12, 12]
    assert {s.from_year.starts.year for s in drawn} == {2020, 2021}
    assert all(s.copy == 1 for s in drawn)
    assert len({frozenset(s.arrival.recipient.id for s in drawn if s.future == f) for f in sizes}) == 4


@pytest.mark.parametrize(("times", "size"), [(Fraction(1, 2), 6), (Fraction(2), 24), (Fraction(5, 4), 15)])
def test_a_scaled_year_gives_that_many_stand_ins(times: Fraction, size: int) -> None:
    year = replace(monthly(2021, 20, 12), times=times)
    drawn = draw_futures([year], an_ahead_policy(futures={"number": 3}), NOBODY)
    assert Counter(s.future for s in drawn) == {1: size, 2: size, 3: size}
    assert len({(s.future, s.arrival.recipient.id, s.copy) for s in drawn}) == len(drawn)


@pytest.mark.parametrize(("declines", "size"), [(Fraction(0), 12), (Fraction(1, 4), 9), (Fraction(1, 2), 6)])
def test_who_is_likely_to_say_no_is_in_no_future(declines: Fraction, size: int) -> None:
    policy = an_ahead_policy(futures={"number": 3, "declines": declines})
    drawn = draw_futures([monthly(2021, 20, 12)], policy, NOBODY)
    assert Counter(s.future for s in drawn) == {1: size, 2: size, 3: size}


def test_of_those_somebody_expects_the_part_that_says_no_is_left_out_on_average() -> None:
    day = monthly(2021, 0, 1).arrivals[0].on
    year = a_past_year(2021, *(an_arrival(f"1{k}", day) for k in range(9)))
    policy = an_ahead_policy(futures={"number": 40, "source": "expected", "declines": Fraction(1, 5)})
    row = ExpectedArrivals(month="2023-01", region="North West", kind="school", number=4)
    sizes = Counter(s.future for s in draw_futures([year], policy, NOBODY, [row]))
    assert set(sizes.values()) == {3, 4}  # 3.2 on average
    assert 120 <= sum(sizes.values()) <= 136


def test_another_seed_draws_other_stand_ins_and_the_same_seed_the_same() -> None:
    year = replace(monthly(2021, 20, 40), times=Fraction(1, 2))

    def drawn(seed: int) -> list[str]:
        futures = draw_futures([year], an_ahead_policy(futures={"number": 2, "seed": seed}), NOBODY)
        return [s.arrival.recipient.id for s in futures]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_the_order_of_a_years_arrivals_does_not_matter() -> None:
    year = replace(monthly(2021, 20, 40), times=Fraction(1, 2))
    turned = replace(year, arrivals=year.arrivals[::-1])
    policy = an_ahead_policy()
    one, other = (draw_futures([y], policy, NOBODY) for y in (year, turned))
    assert [(s.future, s.arrival.recipient.id) for s in one] == [(s.future, s.arrival.recipient.id) for s in other]


def test_only_regions_of_the_run_are_drawn() -> None:
    day = monthly(2021, 0, 1).arrivals[0].on
    year = a_past_year(2021, an_arrival("1", day, region="London"), an_arrival("2", day, region="North West"))
    drawn = draw_futures([year], an_ahead_policy(regions=frozenset({"London"})), NOBODY)
    assert {s.arrival.recipient.id for s in drawn} == {"1"}


def test_priority_by_history_is_the_stand_ins_own_and_drawn_where_the_files_forgot() -> None:
    day = monthly(2021, 0, 1).arrivals[0].on
    year = a_past_year(
        2021,
        an_arrival("1", day, True),
        an_arrival("2", day, False),
        an_arrival("3", day, False, kind="trust"),
        *(an_arrival(f"4{k:03d}", day, None) for k in range(400)),
    )
    drawn = draw_futures([year], an_ahead_policy(priority="history", futures={"number": 1}), Fraction(1, 4))
    points = {s.arrival.recipient.id: s.priority for s in drawn}
    assert (points["1"], points["2"], points["3"]) == (3, 1, 2)
    forgot = Counter(p for id, p in points.items() if id.startswith("4"))
    assert set(forgot) == {1, 3}
    assert 60 <= forgot[3] <= 140


def test_whom_the_files_forgot_are_not_counted_on_top_of_as_many_as_they_still_show() -> None:
    """This year's part is a quarter: where 20 of 60 are shown to be below good twice, the 40 forgotten are not."""
    day, policy = monthly(2021, 0, 1).arrivals[0].on, an_ahead_policy(priority="history", futures={"number": 1})
    for shown, most in ((20, 20), (15, 15), (5, 60)):
        twice = [an_arrival(f"1{k:02d}", day, True) for k in range(shown)]
        forgot = [an_arrival(f"2{k:02d}", day, None) for k in range(60 - shown)]
        drawn = draw_futures([a_past_year(2021, *twice, *forgot)], policy, Fraction(1, 4))
        counted = sum(s.priority == 3 for s in drawn)
        assert (counted == most) if shown >= 15 else (shown < counted < most)


@pytest.mark.parametrize(
    ("asked", "choices", "drawn"), [(None, 8_000, 8), (None, 8_001, 4), (12, 90_000, 12), (3, 10, 3)]
)
def test_beside_many_choices_fewer_futures_are_drawn_unless_the_scenario_asks_and_the_page_says_so(
    asked: int | None, choices: int, drawn: int
) -> None:
    policy = an_ahead_policy(futures={"number": asked})
    assert futures_to_draw(policy, choices) == drawn
    found = draw_futures([monthly(2021, 2, 1)], policy, NOBODY, choices=choices)
    assert {s.future for s in found} == set(range(1, drawn + 1))
    said = fewer_futures(policy, choices)
    assert said.startswith("4 futures are drawn instead of 8, since 8,001 choices") == (asked is None and drawn == 4)
    assert bool(said) == (asked is None and drawn == 4)


def test_without_a_past_year_there_is_no_future() -> None:
    assert draw_futures([], an_ahead_policy(), NOBODY) == ()


def test_as_many_come_as_somebody_expects_each_a_real_one_of_the_region_and_kind() -> None:
    day = monthly(2021, 0, 1).arrivals[0].on
    north = [an_arrival(f"1{k}", day) for k in range(3)]
    year = a_past_year(2021, *north, an_arrival("2", day, region="London"), an_arrival("3", day, kind="trust"))
    policy = an_ahead_policy(futures={"number": 2, "source": "expected"})
    rows = [
        ExpectedArrivals(month="2022-12", region="North West", kind="school", number=9),  # the run's own month is over
        ExpectedArrivals(month="2023-01", region="North West", kind="school", number=5),
        ExpectedArrivals(month="2023-03", region="London", kind="school", number=1),
        ExpectedArrivals(month="2023-03", region="London", kind="trust", number=4),  # none is known to stand for them
        ExpectedArrivals(month="2023-09", region="London", kind="school", number=7),  # another year
    ]
    drawn = draw_futures([year], policy, NOBODY, rows)
    assert Counter((s.future, s.month, s.arrival.recipient.region) for s in drawn) == {
        (f, month, region): n
        for f in (1, 2)
        for month, region, n in (("2023-01", "North West", 5), ("2023-03", "London", 1))
    }
    assert len({(s.future, s.arrival.recipient.id, s.copy) for s in drawn}) == len(drawn)
