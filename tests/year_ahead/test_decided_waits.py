"""What a director decided about those asked to wait: a refused wait is not asked again, an approved one goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from matcher.policy import DecidedWait, Policy
from matcher.proof.proof import certify
from matcher.runs.solve import search_plan, solve_run
from matcher.runs.year_ahead.refused import refused_first
from matcher.runs.year_ahead.report import year_report
from matcher.runs.year_ahead.solved import SolvedYear, of_today
from tests.worlds import a_leader, a_pin, a_recipient, a_trust
from tests.year_ahead.small_years import a_setup, expecting, matched, posed_with, solved
from tests.year_ahead.years import an_ahead_policy

FREE: dict[str, Any] = {"never_hold": (), "wait_at_most": "none", "hold_at_most": Fraction(1)}


def deciding(*waits: DecidedWait, use: str = "who-and-when", **limits: Any) -> Policy:
    policy = an_ahead_policy(use, {"number": 2}, **({"priority": "history"} | FREE | limits))
    return replace(policy, waits=waits)


def a_wait(id: str, decision: str = "approved", until: date | None = None) -> DecidedWait:
    return DecidedWait(recipient_id=id, decision=decision, reason="seen", until=until)  # type: ignore[arg-type]


def plan(policy: Policy, today: list[Any], later: list[Any], days: int = 10) -> set[str]:
    """Whom today's choices match; one leader, so many days; those who come later were below good twice."""
    setup = a_setup(policy, today, [a_leader(days=days)])
    posed, without = posed_with(setup, expecting(policy, *later, twice=[r.id for r in later]))
    return matched(setup, solved(setup, posed, without).chosen)


def test_a_refused_wait_is_not_asked_for_again() -> None:
    today, later = [a_recipient("R1")], [a_recipient("S1")]
    assert plan(deciding(), today, later) == set()
    assert plan(deciding(a_wait("R1", "refused")), today, later) == {"R1"}
    assert plan(deciding(a_wait("R2", "refused")), today, later) == set()


@pytest.mark.parametrize(
    ("until", "waits"),
    [(None, True), (date(2022, 12, 31), True), (date(2022, 12, 30), False)],
)
def test_an_approved_wait_goes_on_until_its_day_though_nothing_needs_it(until: date | None, waits: bool) -> None:
    """The leader has days for everybody, so the year ahead alone would let nobody wait."""
    policy = deciding(a_wait("R1", until=until))
    assert policy.as_at == date(2022, 12, 31)
    assert plan(policy, [a_recipient("R1"), a_recipient("R2")], [a_recipient("S1")], 30) == (
        {"R2"} if waits else {"R1", "R2"}
    )


def test_the_last_decision_stands() -> None:
    policy = deciding(a_wait("R1"), a_wait("R1", "refused"))
    assert plan(policy, [a_recipient("R1")], [a_recipient("S1")]) == {"R1"}


def test_a_pin_beats_an_approved_wait() -> None:
    policy = replace(deciding(a_wait("R1")), pins=(a_pin("R1", "L1"),))
    assert plan(policy, [a_recipient("R1")], [a_recipient("S1")]) == {"R1"}


def test_an_approval_does_not_pass_the_limits_on_holding() -> None:
    """Of two approved, one is as many as half of two; the first that was approved waits."""
    today, later = [a_recipient("R1"), a_recipient("R2")], [a_recipient("S1")]
    policy = deciding(a_wait("R2"), a_wait("R1"), hold_at_most=Fraction(1, 2))
    assert plan(policy, today, later, 30) == {"R1"}
    last = deciding(a_wait("R2"), a_wait("R1"), never_hold=("last-of-region",))
    assert plan(last, today, later, 30) == {"R1"}


def test_even_release_obeys_both_decisions() -> None:
    """Half of the year's days are released: ten of twenty, for the trust that counts for more."""
    today = [a_trust("T1"), a_recipient("R1")]
    later = [a_recipient(f"S{k}") for k in range(2)]

    def released(*waits: DecidedWait) -> set[str]:
        return plan(deciding(*waits, use="even-release"), today, later, 20)

    assert released() == {"T1"}
    assert released(a_wait("R1", "refused")) == {"R1"}
    assert released(a_wait("T1")) == {"R1"}


def test_page_one_says_how_many_waits_a_director_has_still_to_approve() -> None:
    def lines(*waits: DecidedWait) -> str:
        policy = deciding(*waits)
        setup = a_setup(policy, [a_recipient("R1")], [a_leader(days=10)])
        expected = expecting(policy, a_recipient("S1"), twice=["S1"])
        posed, without = posed_with(setup, expected)
        whole, _ = certify(posed.problem, solved(setup, posed, without))
        today = of_today(whole, posed, setup.problem)
        chosen = today.chosen
        assert whole.witnesses
        assert not today.witnesses  # their rows are those of the futures' problem: they prove nothing of today's
        report = year_report(setup, chosen, expected, SolvedYear(posed, without, whole))
        assert report is not None
        return " ".join(report.lines)

    assert "before this run is final: 0 of 1 have it" in lines()
    assert "A named director has approved each wait" in lines(a_wait("R1"))


def test_whoever_was_refused_is_in_the_plan_of_today_though_another_plan_is_as_good() -> None:
    """One leader has days for one of the two, who count the same: whoever was refused is the one, in every order."""
    today = [a_recipient("R1"), a_recipient("R2")]
    for refused in ("R1", "R2"):
        setup = a_setup(deciding(a_wait(refused, "refused")), today, [a_leader(days=10)])
        found = refused_first(setup, search_plan(setup).chosen)
        assert matched(setup, found) == {refused}


def test_a_refused_wait_ends_with_a_leader_where_today_alone_would_choose_another() -> None:
    """Days for two of three, ten of them for who comes later: the run gives the others' ten to whoever was refused."""
    today, later = [a_trust("T1"), a_recipient("R1"), a_recipient("R2")], [a_recipient("S1")]
    for refused in ("R1", "R2"):
        policy = deciding(a_wait(refused, "refused"))
        setup = a_setup(policy, today, [a_leader(days=20)])
        expected = expecting(policy, *later, twice=["S1"])
        run = solve_run(setup, expected=expected)
        assert refused in {m.recipient_id for m in run.plan.matches}
