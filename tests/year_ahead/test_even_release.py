"""Even release: no more of the year's days and money than the part of its arrivals that is here."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from matcher.explain.why_not.unmatched import unmatched_by_id
from matcher.policy import Policy
from matcher.runs.finished import FinishedRun
from matcher.runs.year_ahead.pose import here_this_year
from matcher.runs.year_ahead.report import year_report
from matcher.year_ahead.arrivals import Expectations
from matcher.year_ahead.even_release import released_share
from matcher.year_ahead.wait_words import RELEASED
from tests.worlds import a_deployment, a_leader, a_pin, a_pot, a_recipient, a_world
from tests.year_ahead.small_years import a_setup, expecting, matched, posed_with, solved
from tests.year_ahead.years import an_ahead_policy

TODAY = [a_recipient(f"R{k}") for k in range(4)]
LATER = [a_recipient(f"S{k}") for k in range(4)]


def served(policy: Policy, days: int = 40) -> set[str]:
    setup = a_setup(policy, TODAY, [a_leader(days=days)])
    posed, without = posed_with(setup, expecting(policy, *LATER))
    assert posed.use == "even-release"
    return matched(setup, solved(setup, posed, without).chosen)


@pytest.mark.parametrize(
    ("here", "expected", "share"), [(10, 30, Fraction(1, 4)), (10, 0, Fraction(1)), (0, 5, Fraction(0))]
)
def test_the_share_is_those_here_of_all_who_come(here: int, expected: int, share: Fraction) -> None:
    assert released_share(here, Fraction(expected)) == share


def test_half_of_the_days_are_used_where_half_of_the_year_has_come() -> None:
    assert len(served(an_ahead_policy("even-release"))) == 2


def test_half_of_the_money_is_used_where_the_pot_binds() -> None:
    assert len(served(an_ahead_policy("even-release", pots=(a_pot(pounds=12_000),)), days=400)) == 1


def test_whoever_is_left_out_for_what_is_not_released_is_told_so_and_not_that_the_search_ended() -> None:
    setup = a_setup(an_ahead_policy("even-release"), TODAY, [a_leader(days=30)])
    posed, without = posed_with(setup, expecting(setup.world.policy, *LATER))
    run = FinishedRun(setup, solved(setup, posed, without).chosen)
    assert {x.reason for x in unmatched_by_id(run).values()} == {RELEASED}


def test_pinned_pairs_always_fit() -> None:
    pins = tuple(a_pin(f"R{k}", "L1") for k in range(4))
    assert len(served(an_ahead_policy("even-release", pins=pins))) == 4


def test_what_was_used_before_in_the_year_counts_as_used() -> None:
    policy = an_ahead_policy("even-release")
    setup = a_setup(policy, TODAY, [a_leader(days=60)])
    used = a_world(TODAY, [a_leader(days=60)], policy=policy, history=[a_deployment("R9", "L1")])
    world = type(used)(policy, used.facts, used.recipients, used.leaders, region_of={"R9": "North West"})
    setup = type(setup)((), world, setup.candidates, setup.problem, setup.rulebook)
    posed, _ = posed_with(setup, expecting(policy, *LATER))
    limit = next(limit for limit in posed.problem.limits if limit.rule == "even-release")
    assert posed.share == Fraction(5, 9)
    assert limit.at_most.tolist()[0] == int(60 * Fraction(5, 9)) - 10


def test_here_are_those_of_this_year_and_of_the_runs_regions_alone() -> None:
    policy = an_ahead_policy("even-release", regions=frozenset({"North West"}))
    history = [
        a_deployment("R5", "L1", state="finished", term="autumn-2022"),
        a_deployment("R6", "L1", state="finished", term="spring-2022"),  # of the year before
        a_deployment("R7", "L1"),  # of another region
        a_deployment("R8", "L1", state="declined"),
    ]
    used = a_world(TODAY, [a_leader(days=60)], policy=policy, history=history)
    regions = {"R5": "North West", "R6": "North West", "R7": "London", "R8": "North West"}
    world = type(used)(policy, used.facts, used.recipients, used.leaders, region_of=regions)
    assert here_this_year(replace(a_setup(policy, TODAY, [a_leader(days=60)]), world=world)) == len(TODAY) + 1


def test_without_a_past_year_nothing_is_released_evenly_and_the_page_says_why() -> None:
    """How many more come is not known, and not known is not none."""
    policy = an_ahead_policy("even-release")
    setup = a_setup(policy, TODAY, [a_leader(days=40)])
    posed, without = posed_with(setup, Expectations())
    assert (posed.use, posed.problem) == ("off", setup.problem)
    report = year_report(setup, without, Expectations(), None)
    assert report is not None
    assert report.lines[-1] == "The year ahead (even-release) could not be used: no past year says who will come"


def test_where_neither_days_nor_money_are_limited_the_page_says_that_nothing_is_released() -> None:
    """Organisations that support schools give no days; money that is only counted binds nothing."""
    setup = a_setup(an_ahead_policy("even-release", pots=(a_pot(pounds=None),)), TODAY, [a_leader(days=40)])
    setup = replace(setup, rulebook=replace(setup.rulebook, supporters="organisations"))
    expected = expecting(setup.world.policy, *LATER)
    posed, without = posed_with(setup, expected)
    assert (posed.use, posed.problem) == ("off", setup.problem)
    report = year_report(setup, without, expected, None)
    assert report is not None
    assert report.lines[-1].endswith("it releases days and money evenly, and this scenario limits neither")
