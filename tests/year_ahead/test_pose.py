"""The year ahead in a problem: who waits, who is protected, which leader is kept, against every plan tried by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from matcher.candidates import find_candidates
from matcher.domain import Recipient
from matcher.policy import Policy
from matcher.proof.certificate_check import IN_FUTURE
from matcher.proof.proof import certify
from matcher.runs.year_ahead.report import year_report
from matcher.runs.year_ahead.solved import SolvedYear, of_today
from matcher.year_ahead.columns import coverage_ahead, future_parts
from matcher.year_ahead.draw import StandIn
from matcher.year_ahead.holds import may_be_held
from matcher.year_ahead.stand_ins import stand_ins_of
from tests.brute_force import best_of_every_plan
from tests.rules.gates.builders import a_judgement
from tests.worlds import a_governance_leader, a_leader, a_pin, a_pot, a_recipient, a_trust, a_world
from tests.year_ahead.small_years import a_setup, expecting, matched, posed_with, solved
from tests.year_ahead.years import a_past_year, an_ahead_policy, an_arrival

FREE: dict[str, Any] = {"never_hold": (), "wait_at_most": "none", "hold_at_most": Fraction(1)}
NEAR, FAR = (400_000, 400_000), (400_000, 430_000)


def a_policy_of_history(use: str = "who-and-when", **rest: Any) -> Policy:
    return an_ahead_policy(use, {"number": 2}, **({"priority": "history"} | rest))


def plan_of(policy: Policy, today: list[Recipient], later: list[Recipient], twice: list[str], leaders: Any) -> set[str]:
    setup = a_setup(policy, today, leaders)
    posed, without = posed_with(setup, expecting(policy, *later, twice=twice))
    return matched(setup, solved(setup, posed, without).chosen)


def test_a_school_waits_where_one_that_counts_for_more_needs_the_only_days() -> None:
    policy = a_policy_of_history(**FREE)
    today, later, leaders = [a_recipient("R1")], [a_recipient("S1")], [a_leader(days=10)]
    assert plan_of(policy, today, later, ["S1"], leaders) == set()
    assert plan_of(policy, today, later, [], [a_leader(days=20)]) == {"R1"}


def test_nobody_waits_where_the_days_reach_for_both() -> None:
    policy = a_policy_of_history(**FREE)
    assert plan_of(policy, [a_recipient("R1")], [a_recipient("S1")], ["S1"], [a_leader(days=20)]) == {"R1"}


def test_a_tie_between_now_and_later_goes_to_now() -> None:
    """Priority 2 (a trust) today and priority 2 later, for the same days: waiting gains nothing."""
    policy = a_policy_of_history(**FREE)
    today, later = [a_trust("T1"), a_recipient("R1")], [a_trust("T9", schools=("110003", "110004"))]
    assert plan_of(policy, today, later, [], [a_leader(days=10)]) == {"T1"}


@pytest.mark.parametrize(
    ("limit", "since"),
    [
        ({"never_hold": ("waited-a-term",)}, date(2022, 8, 31)),
        ({"wait_at_most": "1 term"}, date(2022, 8, 31)),
        ({"never_hold": ("last-of-region",)}, date(2022, 11, 1)),
        ({"hold_at_most": Fraction(1, 2)}, date(2022, 11, 1)),
    ],
)
def test_each_limit_on_holding_protects(limit: dict[str, Any], since: date) -> None:
    today, later = [a_recipient("R1", eligible_since=since)], [a_recipient("S1")]
    held = plan_of(a_policy_of_history(**FREE), today, later, ["S1"], [a_leader(days=10)])
    kept = plan_of(a_policy_of_history(**(FREE | limit)), today, later, ["S1"], [a_leader(days=10)])
    assert (held, kept) == (set(), {"R1"})


@pytest.mark.parametrize(("whom", "later"), [("everybody", {0, 1}), ("may-wait", set[int]())])
def test_whoever_is_protected_and_left_out_today_may_be_served_later(whom: str, later: set[int]) -> None:
    """It is still here then; whom today's plan alone matches is matched all the same."""
    policy = a_policy_of_history(**(FREE | {"never_hold": ("waited-a-term",)}))
    ahead = policy.year_ahead
    policy = replace(policy, year_ahead=replace(ahead, futures=replace(ahead.futures, of_today=whom)))  # type: ignore[arg-type]
    today = [a_recipient(id, eligible_since=date(2022, 8, 31)) for id in ("R1", "R2")]
    setup = a_setup(policy, today, [a_leader(days=10)])
    posed, without = posed_with(setup, expecting(policy, a_recipient("S1"), twice=["S1"]))
    assert posed.year is not None
    assert not may_be_held(setup.world).any()
    assert all({0, 1} & set(part.choices.recipient.tolist()) == later for part in posed.year.parts)
    assert all(set(part.choices.recipient.tolist()) > later for part in posed.year.parts)  # and whoever comes
    chosen = solved(setup, posed, without).chosen
    assert matched(setup, chosen) == matched(setup, without)
    assert len(matched(setup, chosen)) == 1


def test_who_may_have_waited_a_term_or_been_below_good_twice_is_never_asked_to_wait() -> None:
    """Nobody knows since when R1 qualifies; of R2 the files show one grade, below good; of R3 one that is good."""
    grades = [a_judgement(grade, urn=id, started=date(2021, 5, 1)) for id, grade in (("R2", 3), ("R3", 2))]
    since = (("R1", None), ("R2", date(2022, 11, 1)), ("R3", date(2022, 11, 1)))
    today = [a_recipient(id, eligible_since=day) for id, day in since]

    def free(name: str) -> list[bool]:
        world = a_world(today, [a_leader()], policy=a_policy_of_history(**(FREE | {"never_hold": (name,)})))
        known = replace(world.facts, judgements=tuple(grades))
        return [bool(x) for x in may_be_held(replace(world, facts=known, memo={}))]

    assert free("waited-a-term") == [False, True, True]
    assert free("below-good-twice") == [True, False, True]


def test_who_became_eligible_this_term_has_not_waited_one() -> None:
    today, later = [a_recipient("R1", eligible_since=date(2022, 9, 1))], [a_recipient("S1")]
    policy = a_policy_of_history(**(FREE | {"wait_at_most": "1 term"}))
    assert plan_of(policy, today, later, ["S1"], [a_leader(days=10)]) == set()


def test_with_equal_priorities_nobody_waits_and_the_page_says_why() -> None:
    policy = a_policy_of_history(
        **FREE,
    )
    policy = replace(policy, priority="equal")
    setup = a_setup(policy, [a_recipient("R1"), a_recipient("R2")], [a_leader(days=10)])
    expected = expecting(policy, a_recipient("S1"))
    posed, without = posed_with(setup, expected)
    assert posed.use == "which-leader"
    found = solved(setup, posed, without)
    assert len(matched(setup, found.chosen)) == 1
    whole, _ = certify(posed.problem, found)
    report = year_report(
        setup, of_today(whole, posed, setup.problem).chosen, expected, SolvedYear(posed, without, whole)
    )
    assert report is not None
    assert any("Nobody is asked to wait" in line for line in report.lines)


def test_which_leader_keeps_the_one_whom_a_later_school_will_need() -> None:
    """Both may serve R1; only L1 reaches S1 later: today's fit prefers L1, the year L2."""
    policy = a_policy_of_history("which-leader", rules={"max_travel_metres": 20_000})
    leaders = [a_leader("L1", days=10, at=(400_000, 401_000)), a_leader("L2", days=10, at=(400_000, 390_000))]
    setup = a_setup(policy, [a_recipient("R1", at=NEAR)], leaders)
    posed, without = posed_with(setup, expecting(policy, a_recipient("S1", at=(400_000, 419_000))))
    chosen = solved(setup, posed, without).chosen
    choices = setup.problem.choices

    def leader(plan: Any) -> str:
        (k,) = (plan[: len(choices)] & choices.is_match).nonzero()[0].tolist()
        return setup.world.leaders[int(choices.provider[k])].id

    assert (leader(without), leader(chosen)) == ("L1", "L2")


def test_a_pot_is_kept_for_later_and_a_pot_that_ends_before_they_come_is_not() -> None:
    today, later = [a_recipient("R1")], [a_recipient("S1")]
    for ends, expected in ((date(2023, 8, 31), set()), (date(2023, 1, 31), {"R1"})):
        policy = a_policy_of_history(**FREE, pots=(a_pot(pounds=6_000, ends=ends),))
        assert plan_of(policy, today, later, ["S1"], [a_leader(days=30)]) == expected


def test_a_pin_beats_a_hold() -> None:
    policy = a_policy_of_history(**FREE, pins=(a_pin("R1", "L1"),))
    assert plan_of(policy, [a_recipient("R1")], [a_recipient("S1")], ["S1"], [a_leader(days=10)]) == {"R1"}


def test_governance_days_of_a_match_of_today_are_not_put_off() -> None:
    policy = a_policy_of_history(**FREE, goals=("coverage", "governance"))
    trust = a_trust("T1", governance_need=3)
    setup = a_setup(policy, [trust], [a_leader(days=30)], [a_governance_leader(days=20)])
    posed, without = posed_with(setup, expecting(policy, a_recipient("S1")))
    chosen = solved(setup, posed, without).chosen[: len(setup.problem.choices)]
    assert int((chosen & ~setup.problem.choices.is_match).sum()) == 1


@pytest.mark.parametrize("seed", range(25))
def test_the_plan_is_the_best_of_all_plans_over_today_and_the_futures(seed: int) -> None:
    dice = Random(seed)
    policy = an_ahead_policy(
        "who-and-when", {"number": 2, "seed": seed}, priority="history", goals=("coverage", "fit"), **FREE
    )
    today = [a_recipient(f"R{k}", at=dice.choice((NEAR, FAR))) for k in range(2)] + [a_trust("T1")]
    later = [a_recipient(f"S{k}", at=dice.choice((NEAR, FAR))) for k in range(dice.randint(1, 2))]
    leaders = [
        a_leader(f"L{k}", days=10, at=dice.choice((NEAR, FAR)), role=dice.choice(("trust_ceo", "nle"))) for k in (1, 2)
    ]
    setup = a_setup(policy, today, leaders)
    posed, without = posed_with(setup, expecting(policy, *later, twice=[dice.choice(later).id]))
    problem = replace(posed.problem, objectives=posed.problem.objectives[:2])
    found = solved(setup, replace(posed, problem=problem), without)
    best = best_of_every_plan(problem)
    assert best is not None
    assert tuple(stage.value for stage in found.stages) == best.kept
    assert not posed.problem.breaks(found.chosen)


def test_every_row_of_a_future_holds_what_is_used_today_as_well() -> None:
    policy = a_policy_of_history(**FREE)
    setup = a_setup(policy, [a_recipient("R1")], [a_leader(days=10)])
    posed, _ = posed_with(setup, expecting(policy, a_recipient("S1"), twice=["S1"]))
    rows = [
        (limit.rule, k)
        for limit in posed.problem.limits
        for k, subject in enumerate(limit.subject)
        if limit.rule == "leader-days" and IN_FUTURE.fullmatch(subject)
    ]
    assert len(rows) == 2
    for limit in posed.problem.limits:
        for k in (k for rule, k in rows if rule == limit.rule):
            assert (limit.choice[limit.row == k] < posed.today).any()


def test_a_body_that_comes_in_two_months_is_paid_in_the_future_in_which_the_pot_still_runs() -> None:
    """The same body comes in February of one future and in April of the other; the only pot ends in March."""
    policy = a_policy_of_history(pots=(a_pot(pounds=60_000, ends=date(2023, 3, 31)),))
    arrival = an_arrival("S1", date(2022, 2, 7))
    drawn = [StandIn(f, month, arrival, a_past_year(2021, arrival)) for f, month in ((1, "2023-02"), (2, "2023-04"))]
    setup, stand_ins = a_setup(policy, [a_recipient("R1")], [a_leader(days=40)]), stand_ins_of(drawn)
    candidates = find_candidates(stand_ins.alone(setup.world), setup.rulebook)
    nobody = np.zeros(1, dtype=np.bool_)
    both = stand_ins.beside(setup.world)
    parts = future_parts(setup.world, both, setup.problem.choices, stand_ins, candidates, nobody)
    assert [part.number for part in parts if len(part.choices)] == [1]
    assert stand_ins.months == ("2023-02", "2023-04")


def test_the_goal_of_who_is_served_is_found_by_its_name() -> None:
    policy = a_policy_of_history(**FREE, goals=("fit", "coverage"))
    setup = a_setup(policy, [a_recipient("R1")], [a_leader(days=40)])
    posed, _ = posed_with(setup, expecting(policy, a_recipient("S1"), twice=["S1"]))
    assert [o.goal for o in posed.problem.objectives if o.futures] == ["fit", "coverage"]
    assert coverage_ahead(posed.problem).goal == "coverage"
