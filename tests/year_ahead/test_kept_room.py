"""What is asked about a run with the year ahead keeps what the run keeps: nobody who waits is matched unasked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from matcher.domain import Recipient
from matcher.explain.why.leader import about_leader
from matcher.explain.why.pair import why_not
from matcher.explain.why.refused_wait import NO_PLAN, if_refused
from matcher.explain.why_not.unmatched import unmatched_by_id
from matcher.explain.why_not.unmatched_reasons import NOT_FOUND
from matcher.policy import DecidedWait
from matcher.proof.proof import certify
from matcher.result import Hold
from matcher.rules.pairs.pair_sets import ints
from matcher.run import left_out_for_later
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import (
    WhatIfPlan,
    solve_among,
    solve_with_pair_required,
    solve_with_reversed_ties,
    solve_without,
)
from matcher.runs.year_ahead.report import finished_with, year_report
from matcher.runs.year_ahead.solved import SolvedYear, of_today
from matcher.wording.messages import plain, texts
from matcher.year_ahead.wait_words import KEPT_ROOM, TODAY_ALONE
from tests.worlds import a_leader, a_recipient, a_trust
from tests.year_ahead.small_years import a_setup, expecting, posed_with, solved
from tests.year_ahead.years import an_ahead_policy

FREE: dict[str, Any] = {"never_hold": (), "wait_at_most": "none", "hold_at_most": Fraction(1)}


def a_run(*more: Recipient) -> FinishedRun:
    """One leader with 20 days: the trust T1 is matched, R1 and R2 wait for a school that was below good twice."""
    policy = an_ahead_policy(futures={"number": 2}, priority="history", **FREE)
    setup = a_setup(
        policy,
        [a_trust("T1"), a_recipient("R1"), a_recipient("R2"), *more],
        [a_leader(days=20, max_travel_metres=45_000)],
    )
    expected = expecting(policy, a_recipient("S1"), twice=["S1"])
    posed, without = posed_with(setup, expected)
    whole, _ = certify(posed.problem, solved(setup, posed, without))
    chosen = of_today(whole, posed, setup.problem).chosen
    return finished_with(setup, chosen, year_report(setup, chosen, expected, SolvedYear(posed, without, whole)))


def served(plan: object) -> set[str]:
    assert isinstance(plan, WhatIfPlan)
    return set(plan.leader_of)


def test_the_days_that_the_futures_use_stay_theirs() -> None:
    run = a_run()
    assert (set(run.holds), run.room[("leader-days", "L1")]) == ({"R1"}, 10)
    assert served(solve_with_reversed_ties(run)) == {"T1"}
    assert served(solve_without(run, run.choices_for(run.world.recipient_row["T1"]))) == {"R2"}


def test_whoever_is_asked_about_may_have_what_is_kept() -> None:
    run = a_run()
    row = run.world.recipient_row["R1"]
    assert served(solve_with_pair_required(run, run.choices_for(row), "R1+any leader")) == {"T1", "R1"}


def test_without_what_is_kept_everybody_is_matched_whom_the_days_reach() -> None:
    run = a_run()
    assert len(served(solve_with_reversed_ties(replace(run, holds={}, room={})))) == 2


def test_a_proposal_made_now_asks_nobody_to_wait_whose_wait_was_refused() -> None:
    run = a_run()
    everything = ints(range(len(run.choices)))
    same = solve_among(run, run.world, everything)
    assert isinstance(same, FinishedRun)
    assert set(same.holds) == {"R1"}
    refused = (DecidedWait(recipient_id="R1", decision="refused", reason="no"),)
    world = replace(run.world, policy=replace(run.world.policy, waits=refused), memo={})
    now = solve_among(run, world, everything)
    assert isinstance(now, FinishedRun)
    assert now.holds == {}
    assert {now.world.recipients[r].id for r in now.match_of} == {"T1", "R1"}


def test_whoever_is_left_out_for_what_is_kept_is_told_so_and_not_that_the_search_ended() -> None:
    known = unmatched_by_id(a_run())
    assert known["R2"].reason == KEPT_ROOM
    assert texts((known["R2"].nearest_change,)) == ("Leader L1 has room for it in this plan: fix the pair",)
    assert unmatched_by_id(replace(a_run(), holds={}, room={}))["R2"].reason == NOT_FOUND


def test_an_answer_about_a_pair_says_that_its_figures_are_of_today_alone() -> None:
    run = a_run()
    row = run.world.recipient_row["R2"]
    assert texts(why_not(run, row, 0).said)[-1] == f"{TODAY_ALONE}."
    assert f"{TODAY_ALONE}." not in texts(why_not(replace(run, holds={}, room={}), row, 0).said)


def test_a_leaders_answer_says_what_is_kept_of_their_days() -> None:
    run = a_run()
    assert "10 days of theirs at most are kept for those expected later." in about_leader(run, 0).said
    assert not any("are kept" in said for said in about_leader(replace(run, room={}), 0).said)


def test_those_whom_nobody_decides_on_are_counted_beside_those_who_wait() -> None:
    (said,) = texts(left_out_for_later(tuple(unmatched_by_id(a_run()).values())))
    assert said.startswith("1 more school or trust has no leader because what is left today is kept")
    assert not list(left_out_for_later(tuple(unmatched_by_id(replace(a_run(), holds={}, room={})).values())))


def test_whose_days_are_kept_for_later_is_not_named_as_the_one_whom_one_rule_keeps_away() -> None:
    """The one leader offers to go 45 km of the 50, and has days left in this plan: they are kept."""
    run = a_run(a_recipient("R3", at=(400_000, 450_000)))
    assert texts((unmatched_by_id(run)["R3"].nearest_change,)) == ("",)
    (said,) = texts((unmatched_by_id(replace(run, room={}))["R3"].nearest_change,))
    assert said.startswith("One rule stands between it and leader L1")


def test_nobody_whose_wait_was_refused_would_lose_by_another_refusal() -> None:
    """One leader with days for one: R1 is matched since its wait was refused, and R2 waits."""
    policy = an_ahead_policy(priority="history", **FREE)
    setup = a_setup(policy, [a_recipient("R1"), a_recipient("R2")], [a_leader(days=10)])
    chosen = setup.problem.choices.recipient == 0
    hold = Hold("R2", "L1", 2, 2, "days", 10)
    run = FinishedRun(setup, chosen, {"R2": hold})
    difference, said = if_refused(run, 1)
    assert difference is not None
    assert (difference.joins, difference.leaves) == (("R2",), ("R1",))
    assert "R1) would go without a match." in " ".join(texts(said))
    refused = (DecidedWait(recipient_id="R1", decision="refused", reason="it cannot wait"),)
    world = replace(setup.world, policy=replace(policy, waits=refused), memo={})
    assert if_refused(replace(run, setup=replace(setup, world=world)), 1) == (None, (plain(NO_PLAN),))
