"""Those expected for whom no past year has anybody are told with month, region and kind, never dropped in silence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from matcher.domain import ExpectedArrivals
from matcher.policy import Policy
from matcher.proof.proof import certify
from matcher.runs.setup import RunSetup
from matcher.runs.year_ahead.report import year_report
from matcher.runs.year_ahead.solved import SolvedYear, of_today
from matcher.year_ahead.arrivals import Expectations, ExpectedCount
from matcher.year_ahead.draw import undrawn
from tests.worlds import a_leader, a_recipient
from tests.year_ahead.small_years import a_setup, expecting, posed_with, solved
from tests.year_ahead.years import an_ahead_policy

KNOWN = ExpectedArrivals(month="2023-02", region="North West", kind="school", number=2)
STRANGE = ExpectedArrivals(month="2023-03", region="London", kind="trust", number=1_200)
NONE_OF_THEM = ExpectedArrivals(month="2023-03", region="London", kind="school", number=0)
LINE = (
    "1,200 of those whom the table `expected` names are in no drawn future, because no past year has anybody of their"
    " region and kind (2023-03, London, trust: 1,200)"
)


def a_policy(**rest: frozenset[str]) -> Policy:
    return an_ahead_policy("who-and-when", {"number": 2, "source": "expected"}, priority="history", **rest)


def lines(*rows: ExpectedArrivals) -> tuple[str, ...]:
    """What page one says where these are expected and the only past year has a school of the North West."""
    policy = a_policy()
    setup = a_setup(policy, [a_recipient("R1")], [a_leader(days=10)])
    facts = replace(setup.world.facts, expected=rows)
    setup = replace(setup, world=replace(setup.world, facts=facts, memo={}))
    total = ExpectedCount("", "", "", Fraction(sum(r.number for r in rows)), 0, 0)
    return said(setup, replace(expecting(policy, a_recipient("S1"), twice=["S1"]), total=total))


def said(setup: RunSetup, expected: Expectations) -> tuple[str, ...]:
    posed, without = posed_with(setup, expected)
    if posed.use == "off":
        report = year_report(setup, without, expected, None)
    else:
        whole, _ = certify(posed.problem, solved(setup, posed, without))
        report = year_report(
            setup, of_today(whole, posed, setup.problem).chosen, expected, SolvedYear(posed, without, whole)
        )
    assert report is not None
    return report.lines


def test_rows_of_other_months_and_regions_are_told() -> None:
    over = replace(KNOWN, month="2022-10", number=7)
    found = lines(KNOWN, over)
    told = [line for line in found if line.startswith("1 row of the table `expected` counts for nothing here")]
    assert [line.endswith("(2022-10, North West, school: 7)") for line in told] == [True]
    assert not any("nothing here" in line for line in lines(KNOWN))


def test_a_row_that_nobody_stands_for_is_named_once() -> None:
    assert LINE in lines(KNOWN, STRANGE, NONE_OF_THEM)
    assert not any("no drawn future" in line for line in lines(KNOWN))


def test_where_nobody_at_all_can_be_drawn_the_page_says_that() -> None:
    assert lines(STRANGE)[-1].endswith(
        "could not be used: the files show nobody of past years who could stand for those whom the table `expected`"
        " names"
    )


def test_rows_of_other_regions_than_the_runs_are_not_asked_about() -> None:
    policy = a_policy(regions=frozenset({"North West"}))
    assert undrawn(expecting(policy, a_recipient("S1")).years, [KNOWN, STRANGE], policy) == ()
