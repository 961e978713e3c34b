"""The curve, the next pound, the next leader, assumptions and near-equal plans: each held against solving again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matcher.policy import Pinned
from matcher.read.scenarios.scenario import load_scenario
from matcher.runs.caches.cache import RunCache
from matcher.runs.solve import plan_of
from matcher.runs.warm_start import warm_start
from matcher.study.outcome import outcome_of_run, outcome_of_solved
from matcher.study.pages.scenario_page import ScenarioStudy, page
from matcher.study.pages.study_page import html
from matcher.study.questions.frontier import REASONED, frontier, same_cost
from matcher.study.questions.marginal import ONE, TEN, THOUSAND, Marginal, marginal, recruit_questions, with_leaders
from matcher.study.questions.robustness import robustness
from matcher.study.questions.scenario_solver import ScenarioSolver, with_more, with_total
from matcher.study.questions.sensitivity import effects_of, points_of_variations, variations_of
from matcher.world import World

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CACHE = RunCache()


def scenario_solver(*sets: str) -> ScenarioSolver:
    scenario = load_scenario(SCENARIOS / "budget.yaml", sets)
    return ScenarioSolver(CACHE, CACHE.facts(scenario.data, scenario.policy), scenario.policy)


def same_days(solver: ScenarioSolver) -> ScenarioSolver:
    """The same facts with ten days for everybody, so that every match costs the same."""
    facts = solver.loaded.facts
    plain = replace(
        facts,
        pairs=tuple(replace(p, days=None) for p in facts.pairs),
        recipients=tuple(replace(r, days=None) for r in facts.recipients),
    )
    return replace(solver, loaded=replace(solver.loaded, facts=plain, digest="same days"))


def test_where_matches_cost_the_same_the_curve_is_a_staircase_that_solving_again_confirms() -> None:
    solver = same_days(scenario_solver("priority=equal"))
    curve = frontier(solver)
    assert curve.match_pence == 600_000
    reasoned = [b for b in curve.budgets if b.how == REASONED]
    assert len(reasoned) > 20
    for budget in reasoned[::9]:
        for more, expected in ((0, budget.matched), (599_999, budget.matched), (600_000, budget.matched + 1)):
            pot = budget.pence - curve.earlier_pence + more
            own = with_more(with_total(solver.policy, None), "", 0)
            pots = tuple(replace(p, amount_pence=curve.earlier_pence + pot) for p in own.pots)
            assert solver.result(replace(own, pots=pots)).matched == expected


def test_where_costs_differ_every_budget_is_solved_again_and_the_curve_never_falls() -> None:
    solver = scenario_solver("support.standalone_days=[5, 10]")
    assert same_cost(solver.solve().setup.problem) is None
    curve = frontier(solver, points=6)
    matched = [b.matched for b in curve.budgets]
    assert all(b.proved and b.how != REASONED for b in curve.budgets)
    assert matched == sorted(matched)
    assert matched[-1] == curve.most.matched
    assert matched[0] == 0


def test_a_curve_begins_where_the_pins_can_be_kept() -> None:
    solver = scenario_solver("pots.offer.amount=150_000")
    best = CACHE.solve(solver.loaded, solver.policy).plan.matches[:3]
    pins = tuple(Pinned(recipient_id=m.recipient_id, leader_id=m.leader_id, reason="agreed") for m in best)
    pinned = frontier(replace(solver, policy=replace(solver.policy, pins=pins)), points=8)
    assert pinned.budgets[0].pence > frontier(solver, points=8).budgets[0].pence
    assert all(b.matched >= len(pins) for b in pinned.budgets)


def test_the_scenarios_own_money_stands_on_its_curve() -> None:
    solver = same_days(scenario_solver("priority=equal", "pots.offer.amount=150_000"))
    own = solver.result().matched
    assert own == max(b.matched for b in frontier(solver).budgets if b.pence <= 15_000_000)


@pytest.fixture(scope="module")
def next_things() -> tuple[ScenarioSolver, Marginal]:
    solver = scenario_solver("pots.offer.amount=150_000")
    return solver, marginal(solver)


def test_the_next_match_needs_exactly_what_is_said(next_things: tuple[ScenarioSolver, Marginal]) -> None:
    solver, found = next_things
    (money,) = found.money
    assert money.next_pence is not None
    enough = solver.result(with_more(solver.policy, "offer", money.next_pence)).coverage
    short = solver.result(with_more(solver.policy, "offer", money.next_pence - 1)).coverage
    assert (enough > found.base.coverage, short) == (True, found.base.coverage)
    assert money.gain == solver.result(with_more(solver.policy, "offer", THOUSAND)).coverage - found.base.coverage


def test_where_money_binds_no_leader_adds_a_match_and_where_it_does_not_some_do(
    next_things: tuple[ScenarioSolver, Marginal],
) -> None:
    _, found = next_things
    assert {r.gain for r in found.recruits} == {0}
    assert max(r.gain_if_money for r in found.recruits) > 0


def test_ranks_go_by_what_each_adds(next_things: tuple[ScenarioSolver, Marginal]) -> None:
    keys = [(-r.gain, -r.gain_if_money) for r in next_things[1].recruits]
    assert keys == sorted(keys)


def test_sought_from_a_plan_near_by_coverage_is_what_it_is_sought_from_nothing(
    next_things: tuple[ScenarioSolver, Marginal],
) -> None:
    solver, _ = next_things
    for policy in (solver.policy, with_total(solver.policy, None)):
        solved = solver.solve(policy)
        for _, leaders, _ in list(recruit_questions(solver.world(), solver))[::17]:
            quick, slow = (
                solver.coverage_from(solved, policy, with_leaders(leaders)),
                solver.result(policy, with_leaders(leaders)),
            )
            assert (quick.coverage, quick.matched, quick.proved) == (slow.coverage, slow.matched, slow.proved)


def test_a_plan_carried_over_is_lawful_and_loses_only_what_no_longer_stands() -> None:
    solver = scenario_solver("pots.offer.amount=150_000")
    solved = solver.solve()
    removed_leader = solved.plan.matches[0].leader_id

    def without(world: World) -> World:
        return replace(world, leaders=tuple(x for x in world.leaders if x.id != removed_leader), memo={})

    run_setup = CACHE.setup(solver.loaded, solver.policy, without)
    start = warm_start(solved, run_setup)
    assert not run_setup.problem.breaks(start)
    remaining = [m for m in solved.plan.matches if m.leader_id != removed_leader]
    assert len(remaining) < len(solved.plan.matches)
    assert {(m.recipient_id, m.leader_id) for m in remaining} <= {
        (m.recipient_id, m.leader_id) for m in plan_of(run_setup.world, run_setup.problem, start).matches
    }


def test_no_recruit_adds_more_matches_than_their_days_allow(next_things: tuple[ScenarioSolver, Marginal]) -> None:
    many = {TEN: 10}
    assert all(0 <= r.gain_if_money <= many.get(r.what, 1) * max(1, r.days // 5) for r in next_things[1].recruits)


def test_ten_leaders_add_no_less_than_one(next_things: tuple[ScenarioSolver, Marginal]) -> None:
    found = next_things[1].recruits
    ten = {r.region: r.gain_if_money for r in found if r.what == TEN}
    one = {r.region: r.gain_if_money for r in found if r.what == ONE and r.role == "trust_ceo"}
    assert all(ten[region] >= one[region] for region in one)
    assert any(ten[region] > one[region] for region in one)


def test_every_assumption_can_be_tried_and_only_one_changes_at_a_time() -> None:
    path = SCENARIOS / "budget.yaml"
    scenario = load_scenario(path)
    found = variations_of(scenario)
    assert found[0].settings == {}
    assert len(found) > 30
    for one in found[1:]:
        other = load_scenario(path, point=one.settings).policy
        assert other != scenario.policy, one
    assert [p.number for p in points_of_variations(found)] == list(range(len(found)))


def test_moves_count_bodies_in_and_out_even_where_the_figure_stays() -> None:
    path, names = SCENARIOS / "budget.yaml", ("pots.offer.amount=150_000",)
    scenario = load_scenario(path, names)
    variations = [t for t in variations_of(scenario) if t.what in ("as it is", "priority", "goals")][:4]
    loaded = CACHE.facts(scenario.data, scenario.policy)
    found = {
        k: outcome_of_run(CACHE, loaded, load_scenario(path, names, point=t.settings).policy)
        for k, t in enumerate(variations)
    }
    own, lines = effects_of(variations, found, "matched")
    for line in lines:
        assert line.figure - own == line.added - line.removed


def test_near_equal_plans_serve_as_many_and_what_is_in_all_of_them_is_proved_or_said_to_be_drawn() -> None:
    solver = scenario_solver("pots.offer.amount=150_000")
    best = CACHE.solve(solver.loaded, solver.policy)
    found = robustness(best, plans=5, per_cent=5)
    assert set(found.counts.values()) <= set(range(1, 6))
    assert sum(found.counts.values()) == 5 * len(found.best)
    in_all = {pair for pair in found.best if found.counts[pair] == 5}
    assert found.always | found.undecided <= in_all
    assert {r for r, _ in found.always} <= found.always_served | found.undecided_served
    assert robustness(best, plans=5, per_cent=5) == found


def test_the_page_says_that_within_the_pot_nobody_more_is_reached(next_things: tuple[ScenarioSolver, Marginal]) -> None:
    solver, found = next_things
    best = CACHE.solve(solver.loaded, solver.policy)
    curve, firm = frontier(solver, points=4), robustness(best, plans=2)
    study = ScenarioStudy(
        "budget", "How far?", solver.policy, outcome_of_solved(best, "x"), 15_000_000, curve, found, (), {}, firm
    )
    page_html = html(page(study))
    assert "£1,000 more in the pot “offer” buys 0 matches" in page_html
    assert "<svg" in page_html
    assert "<script" not in page_html
