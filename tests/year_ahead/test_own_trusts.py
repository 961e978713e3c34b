"""A leader whose own trust is supported supports nobody more: the futures know it when today's plan is made."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from matcher.domain import Leader, Recipient
from matcher.policy import Policy
from matcher.proof.proof import certify
from matcher.runs.year_ahead.report import year_report
from matcher.runs.year_ahead.solved import SolvedYear
from matcher.year_ahead import own_trusts
from tests.worlds import a_leader, a_recipient, a_trust
from tests.year_ahead.small_years import a_setup, expecting, matched, posed_with, solved
from tests.year_ahead.years import an_ahead_policy


def a_policy(supported: Any = "bar", **rest: Any) -> Policy:
    free = {"never_hold": (), "wait_at_most": "none", "hold_at_most": Fraction(1)}
    made = an_ahead_policy("who-and-when", {"number": 2}, priority="history", **free, **rest)
    return replace(
        made, rules=replace(made.rules, leader_own_trust=replace(made.rules.leader_own_trust, supported=supported))
    )


def world_of_two(days: int = 10) -> tuple[list[Recipient], list[Recipient], list[Leader]]:
    """A trust today that L2 may support, its own chief executive L1, and a school later that needs L1's days too."""
    leaders = [a_leader("L1", days=days, organisation_id="T1"), a_leader("L2", days=10)]
    return [a_trust("T1")], [a_recipient("S1")], leaders


def plan(policy: Policy, twice: tuple[str, ...] = ("S1", "S2"), days: int = 10, later: int = 2) -> set[str]:
    today, _, leaders = world_of_two(days)
    setup = a_setup(policy, today, leaders)
    expected = expecting(policy, *(a_recipient(f"S{k + 1}") for k in range(later)), twice=twice)
    posed, without = posed_with(setup, expected)
    assert matched(setup, without) == {"T1"}
    return matched(setup, solved(setup, posed, without).chosen)


def test_a_trust_waits_whose_own_leader_is_needed_later() -> None:
    """Later both can be served, the trust by L2 and a school by L1; at once it would cost the school L1's days."""
    assert plan(a_policy(), twice=()) == set()
    assert plan(a_policy(), twice=(), days=0) == {"T1"}


@pytest.mark.parametrize(("supported", "found"), [("bar", set()), ("sign_off", {"T1"}), ("allow", {"T1"})])
def test_it_is_matched_at_once_where_its_support_bars_nobody(supported: Any, found: set[str]) -> None:
    """One school later, worth 3: L2 serves the trust and L1 the school, unless the trust's support bars L1."""
    policy = a_policy(supported)
    assert plan(policy, later=1, twice=("S1",)) == found


def test_the_sentence_says_whose_days_are_kept_and_the_certificate_is_accepted() -> None:
    policy = a_policy()
    today, later, leaders = world_of_two()
    setup, expected = a_setup(policy, today, leaders), expecting(policy, *later, twice=["S1"])
    posed, without = posed_with(setup, expected)
    solution = solved(setup, posed, without)
    assert any(limit.rule == own_trusts.RULE for limit in posed.problem.limits)
    whole, _ = certify(posed.problem, solution)
    assert all(stage.proved for stage in whole.stages)
    report = year_report(setup, solution.chosen[: posed.today], expected, SolvedYear(posed, without, solution))
    assert report is not None
    (hold,) = report.holds.values()
    assert (hold.recipient_id, hold.needed_in, hold.short_of) == ("T1", 2, own_trusts.SHORT_OF)
