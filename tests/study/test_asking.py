"""The curve, the next pound, the next leader, assumptions and near-equal plans: each held against solving again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matcher.policy import Pinned
from matcher.read.scenario import load_scenario
from matcher.run import plan_of
from matcher.study.asking import Question, with_more, with_total
from matcher.study.carried import carried
from matcher.study.deep_told import Deep, page
from matcher.study.desk import Desk
from matcher.study.frontier import REASONED, frontier, same_cost
from matcher.study.marginal import ONE, TEN, THOUSAND, Marginal, joined, marginal, to_ask_about
from matcher.study.page import html
from matcher.study.robust import robust
from matcher.study.sensitivity import moved, points_of_tries, tries
from matcher.study.settle import run_once, settled
from matcher.world import World

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DESK = Desk()


def asked(*sets: str) -> Question:
    scenario = load_scenario(SCENARIOS / "budget.yaml", sets)
    return Question(DESK, DESK.facts(scenario.data, scenario.policy.as_at), scenario.policy)


def same_days(question: Question) -> Question:
    """The same facts with ten days for everybody, so that every match costs the same."""
    facts = question.known.facts
    plain = replace(
        facts,
        pairs=tuple(replace(p, days=None) for p in facts.pairs),
        recipients=tuple(replace(r, days=None) for r in facts.recipients),
    )
    return replace(question, known=replace(question.known, facts=plain, digest="same days"))


def test_where_matches_cost_the_same_the_curve_is_a_staircase_that_solving_again_confirms() -> None:
    question = same_days(asked("priority=equal"))
    curve = frontier(question)
    assert curve.match_pence == 600_000
    reasoned = [b for b in curve.budgets if b.how == REASONED]
    assert len(reasoned) > 20
    for budget in reasoned[::9]:
        for more, expected in ((0, budget.matched), (599_999, budget.matched), (600_000, budget.matched + 1)):
            pot = budget.pence - curve.held_pence + more
            own = with_more(with_total(question.policy, None), "", 0)
            pots = tuple(replace(p, amount_pence=curve.held_pence + pot) for p in own.pots)
            assert question.reached(replace(own, pots=pots)).matched == expected


def test_where_costs_differ_every_budget_is_solved_again_and_the_curve_never_falls() -> None:
    question = asked("support.standalone_days=[5, 10]")
    assert same_cost(question.solved().posed.problem) is None
    curve = frontier(question, points=6)
    matched = [b.matched for b in curve.budgets]
    assert all(b.proved and b.how != REASONED for b in curve.budgets)
    assert matched == sorted(matched)
    assert matched[-1] == curve.most.matched
    assert matched[0] == 0


def test_a_curve_begins_where_the_pins_can_be_kept() -> None:
    question = asked("pots.offer.amount=150_000")
    best = settled(DESK, question.known, question.policy).plan.matches[:3]
    pins = tuple(Pinned(recipient_id=m.recipient_id, leader_id=m.leader_id, reason="agreed") for m in best)
    pinned = frontier(replace(question, policy=replace(question.policy, pins=pins)), points=8)
    assert pinned.budgets[0].pence > frontier(question, points=8).budgets[0].pence
    assert all(b.matched >= len(pins) for b in pinned.budgets)


def test_the_scenarios_own_money_stands_on_its_curve() -> None:
    question = same_days(asked("priority=equal", "pots.offer.amount=150_000"))
    own = question.reached().matched
    assert own == max(b.matched for b in frontier(question).budgets if b.pence <= 15_000_000)


@pytest.fixture(scope="module")
def next_things() -> tuple[Question, Marginal]:
    question = asked("pots.offer.amount=150_000")
    return question, marginal(question)


def test_the_next_match_needs_exactly_what_is_said(next_things: tuple[Question, Marginal]) -> None:
    question, found = next_things
    (money,) = found.money
    assert money.next_pence is not None
    enough = question.reached(with_more(question.policy, "offer", money.next_pence)).coverage
    short = question.reached(with_more(question.policy, "offer", money.next_pence - 1)).coverage
    assert (enough > found.base.coverage, short) == (True, found.base.coverage)
    assert money.gain == question.reached(with_more(question.policy, "offer", THOUSAND)).coverage - found.base.coverage


def test_where_money_binds_no_leader_adds_a_match_and_where_it_does_not_some_do(
    next_things: tuple[Question, Marginal],
) -> None:
    _, found = next_things
    assert {r.gain for r in found.recruits} == {0}
    assert max(r.gain_if_money for r in found.recruits) > 0


def test_ranks_go_by_what_each_adds(next_things: tuple[Question, Marginal]) -> None:
    keys = [(-r.gain, -r.gain_if_money) for r in next_things[1].recruits]
    assert keys == sorted(keys)


def test_sought_from_a_plan_near_by_coverage_is_what_it_is_sought_from_nothing(
    next_things: tuple[Question, Marginal],
) -> None:
    question, _ = next_things
    for policy in (question.policy, with_total(question.policy, None)):
        near = question.solved(policy)
        for _, leaders, _ in list(to_ask_about(question.world(), question))[::17]:
            quick, slow = question.coverage(near, policy, joined(leaders)), question.reached(policy, joined(leaders))
            assert (quick.coverage, quick.matched, quick.proved) == (slow.coverage, slow.matched, slow.proved)


def test_a_plan_carried_over_is_lawful_and_loses_only_what_no_longer_stands() -> None:
    question = asked("pots.offer.amount=150_000")
    near = question.solved()
    gone = near.plan.matches[0].leader_id

    def without(world: World) -> World:
        return replace(world, leaders=tuple(x for x in world.leaders if x.id != gone), memo={})

    posed = DESK.posed(question.known, question.policy, without)
    start = carried(near, posed)
    assert not posed.problem.breaks(start)
    kept = [m for m in near.plan.matches if m.leader_id != gone]
    assert len(kept) < len(near.plan.matches)
    assert {(m.recipient_id, m.leader_id) for m in kept} <= {
        (m.recipient_id, m.leader_id) for m in plan_of(posed.world, posed.problem, start).matches
    }


def test_no_recruit_adds_more_matches_than_their_days_allow(next_things: tuple[Question, Marginal]) -> None:
    many = {TEN: 10}
    assert all(0 <= r.gain_if_money <= many.get(r.what, 1) * max(1, r.days // 5) for r in next_things[1].recruits)


def test_ten_leaders_add_no_less_than_one(next_things: tuple[Question, Marginal]) -> None:
    found = next_things[1].recruits
    ten = {r.region: r.gain_if_money for r in found if r.what == TEN}
    one = {r.region: r.gain_if_money for r in found if r.what == ONE and r.role == "trust_ceo"}
    assert all(ten[region] >= one[region] for region in one)
    assert any(ten[region] > one[region] for region in one)


def test_every_assumption_can_be_tried_and_only_one_changes_at_a_time() -> None:
    path = SCENARIOS / "budget.yaml"
    scenario = load_scenario(path)
    found = tries(scenario)
    assert found[0].settings == {}
    assert len(found) > 30
    for one in found[1:]:
        other = load_scenario(path, point=one.settings).policy
        assert other != scenario.policy, one
    assert [p.number for p in points_of_tries(found)] == list(range(len(found)))


def test_moves_count_bodies_in_and_out_even_where_the_figure_stays() -> None:
    path, names = SCENARIOS / "budget.yaml", ("pots.offer.amount=150_000",)
    scenario = load_scenario(path, names)
    tried = [t for t in tries(scenario) if t.what in ("as it is", "priority", "goals")][:4]
    known = DESK.facts(scenario.data, scenario.policy.as_at)
    found = {k: run_once(DESK, known, load_scenario(path, names, point=t.settings).policy) for k, t in enumerate(tried)}
    own, lines = moved(tried, found, "matched")
    for line in lines:
        assert line.figure - own == line.came - line.went


def test_near_equal_plans_serve_as_many_and_what_is_in_all_of_them_is_proved_or_said_to_be_drawn() -> None:
    question = asked("pots.offer.amount=150_000")
    best = settled(DESK, question.known, question.policy)
    found = robust(best, plans=5, per_cent=5)
    assert set(found.counts.values()) <= set(range(1, 6))
    assert sum(found.counts.values()) == 5 * len(found.best)
    in_all = {pair for pair in found.best if found.counts[pair] == 5}
    assert found.always | found.untold <= in_all
    assert {r for r, _ in found.always} <= found.always_served | found.untold_served
    assert robust(best, plans=5, per_cent=5) == found


def test_the_page_says_that_within_the_pot_nobody_more_is_reached(next_things: tuple[Question, Marginal]) -> None:
    question, found = next_things
    best = settled(DESK, question.known, question.policy)
    curve, firm = frontier(question, points=4), robust(best, plans=2)
    deep = Deep("budget", "How far?", question.policy, best.outcome("x"), 15_000_000, curve, found, (), {}, firm)
    written = html(page(deep))
    assert "£1,000 more in the pot “offer” buys 0 matches" in written
    assert "<svg" in written
    assert "<script" not in written
