"""Explanations are true: whatever one claims of another plan is tried again on small worlds by trying every plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from matcher.candidates import find_candidates
from matcher.explain.own_interest import cost_of_cap, cost_of_own_cap
from matcher.explain.small_changes import small_changes
from matcher.explain.why.match import if_declined, why_this
from matcher.explain.why.pair import why_not
from matcher.explain.why_not.change import Change
from matcher.explain.why_not.shortages import shortages
from matcher.explain.why_not.why_unmatched import UnmatchedAnswer, why_unmatched
from matcher.plan import Pairs, PlannedMatch, Problem
from matcher.problem import build_problem
from matcher.rules.base import PairRule
from matcher.rules.choices import day_options
from matcher.rules.rulebooks import TSIO_2022
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import solve_without
from matcher.world import Bools, World
from tests.explain.small_runs import best_plans, every_lawful_plan, matched_ids, random_run
from tests.law_pairs import match_unlawful
from tests.rulebooks import a_rulebook

FEW, MANY = range(45), range(45, 600)


@pytest.fixture(scope="module", params=[FEW, pytest.param(MANY, marks=pytest.mark.long)], ids=["few", "many"])
def runs(request: pytest.FixtureRequest) -> list[FinishedRun]:
    return [random_run(seed) for seed in request.param]


@pytest.fixture(scope="module")
def unmatched(runs: list[FinishedRun]) -> list[tuple[FinishedRun, int, UnmatchedAnswer]]:
    rows = [(run, row) for run in runs for row in range(len(run.world.recipients)) if row not in run.match_of]
    return [(run, row, why_unmatched(run, row)) for run, row in rows]


def pairs_of(run: FinishedRun) -> Iterator[tuple[int, int]]:
    yield from ((r, j) for r in range(len(run.world.recipients)) for j in range(len(run.world.leaders)))


# What would match it.


def test_every_change_told_would_match_the_school_in_every_best_plan(
    unmatched: list[tuple[FinishedRun, int, UnmatchedAnswer]],
) -> None:
    told = 0
    for run, row, answer in unmatched:
        wanted = run.world.recipients[row].id
        for verified in answer.changes:
            world, problem = tried(run, verified.change)
            assert all(wanted in matched_ids(world, problem, plan) for plan in best_plans(problem)), (
                verified.change.said
            )
            told += 1
    assert told >= len(unmatched) // 2 > 5, "changes must be told often enough for this to mean something"


def test_changes_of_every_kind_are_told(unmatched: list[tuple[FinishedRun, int, UnmatchedAnswer]]) -> None:
    kinds = {what for _, _, answer in unmatched for v in answer.changes for what in v.change.what}
    assert kinds >= {"days", "pounds", "kilometres", "region", "new leader", "priority"}


def tried(run: FinishedRun, change: Change) -> tuple[World, Problem]:
    """The run with the change made by hand: the tables rewritten, and every rule asked again."""
    leaders = {x.id: x for x in run.world.leaders} | {x.id: x for x in change.leaders}
    kept = tuple(sorted(leaders.values(), key=lambda x: x.id))
    priority = dict([change.priority] if change.priority else [])
    recipients = tuple(replace(r, priority=priority.get(r.id, r.priority)) for r in run.world.recipients)
    more = dict(change.pots)
    pots = tuple(
        pot if pot.amount_pence is None else replace(pot, amount_pence=pot.amount_pence + more.get(pot.name, 0))
        for pot in run.policy.pots
    )
    facts = replace(run.facts, leaders=kept, recipients=recipients)
    world = World(replace(run.policy, pots=pots), facts, recipients, kept)
    rules = (
        TSIO_2022.pairs if change.pair is None else tuple(_open(world, rule, change.pair) for rule in TSIO_2022.pairs)
    )
    return world, build_problem(world, find_candidates(world, a_rulebook(rules)).choices, TSIO_2022)


def _open(world: World, rule: PairRule, pair: tuple[str, str]) -> PairRule:
    """The rule with one pair excepted."""
    recipient, leader = world.recipient_row[pair[0]], world.leader_row[pair[1]]

    def bars(asked: World, pairs: Pairs) -> Bools:
        return rule.bars(asked, pairs) & ~((pairs.recipient == recipient) & (pairs.leader == leader))

    return replace(rule, bars=bars)


# Why unmatched.


def test_the_smallest_set_of_facts_is_told_and_nobody_has_room(
    unmatched: list[tuple[FinishedRun, int, UnmatchedAnswer]],
) -> None:
    for run, row, answer in unmatched:
        assert answer.facts, "a school that nobody has room for is told why"
        for choice in run.choices_for(row).tolist():
            chosen = run.chosen.copy()
            chosen[choice] = True
            assert run.problem.breaks(chosen)


def test_what_would_follow_from_matching_it_is_the_best_such_plan(
    unmatched: list[tuple[FinishedRun, int, UnmatchedAnswer]],
) -> None:
    for run, row, answer in unmatched:
        plans = [p for p in every_lawful_plan(run.problem) if p[run.choices_for(row)].any()]
        assert (answer.if_matched is None) == (not plans)
        if answer.if_matched is not None:
            same_as_best(run, answer.if_matched.goals, plans)


def same_as_best(run: FinishedRun, goals: tuple[object, ...], plans: list[Bools]) -> None:
    """The goal changes told are those between the plan and the best of these plans."""
    for objective in run.problem.objectives:
        values = [objective.value(p) for p in plans]
        best = min(values) if objective.sense == "least" else max(values)
        plans = [p for p, v in zip(plans, values, strict=True) if v == best]
        told = [g for g in goals if g.goal == objective.goal]  # type: ignore[attr-defined]
        if told:
            assert (told[0].before, told[0].after) == (objective.value(run.chosen), best)  # type: ignore[attr-defined]
        elif objective.goal != "canonical":
            assert objective.value(run.chosen) == best


# Why not that one.


def test_a_pair_said_to_be_barred_is_against_the_law_and_no_other_is(runs: list[FinishedRun]) -> None:
    for run in runs:
        for row, leader in pairs_of(run):
            ids = run.world.recipients[row].id, run.world.leaders[leader].id
            lines = [PlannedMatch(*ids, *days) for days in sorted(day_options(run.world, row, leader))]
            lawful = any(not match_unlawful(run.world, line) for line in lines)
            assert (why_not(run, row, leader).standing == "barred") == (not lawful)


def test_a_pair_said_to_be_impossible_is_in_no_lawful_plan(runs: list[FinishedRun]) -> None:
    impossible = 0
    for run in runs:
        plans = every_lawful_plan(run.problem)
        for row, leader in pairs_of(run):
            answer = why_not(run, row, leader)
            inside = any(p[run.choices_of_pair(row, leader)].any() for p in plans)
            assert inside == (answer.standing in ("matched", "possible", "no room"))
            impossible += answer.standing == "impossible"
    assert impossible


def test_what_would_follow_from_fixing_a_pair_is_the_best_such_plan(runs: list[FinishedRun]) -> None:
    compared = 0
    for run in runs:
        plans = every_lawful_plan(run.problem)
        for row, leader in pairs_of(run):
            answer = why_not(run, row, leader)
            if answer.consequence is not None:
                own = run.choices_of_pair(row, leader)
                same_as_best(run, answer.consequence.goals, [p for p in plans if p[own].any()])
                compared += 1
    assert compared


def test_a_pair_said_to_have_room_can_be_added_with_nobody_else_moving(runs: list[FinishedRun]) -> None:
    seen = set()
    for run in runs:
        for row, leader in pairs_of(run):
            answer = why_not(run, row, leader)
            fits = any(not run.problem.breaks(in_place(run, row, c)) for c in run.choices_of_pair(row, leader))
            if answer.standing in ("possible", "no room", "impossible"):
                assert fits == (not answer.full)
                seen.add(answer.standing)
    assert seen == {"possible", "no room", "impossible"}


def in_place(run: FinishedRun, row: int, choice: int) -> Bools:
    chosen = run.chosen.copy()
    chosen[run.choices_for(row)] = False
    chosen[choice] = True
    return chosen


# Why this match.


def test_another_leader_said_to_be_free_could_take_the_place_at_the_cost_told(runs: list[FinishedRun]) -> None:
    free = 0
    for run in runs:
        for row in run.match_of:
            for other in why_this(run, row).others:
                leader = run.world.leader_row[other.leader_id]
                plans = [in_place(run, row, c) for c in run.choices_of_pair(row, leader)]
                lawful = [p for p in plans if not run.problem.breaks(p)]
                if other.place is not None:
                    free += 1
                    assert any(_costs(run, p, other.place) for p in lawful)
    assert free


def _costs(run: FinishedRun, chosen: Bools, told: tuple[object, ...]) -> bool:
    after = {g.goal: g.after for g in told}  # type: ignore[attr-defined]
    return all(
        a.value(chosen) == after.get(a.goal, a.value(run.chosen)) for a in run.problem.objectives if a.goal in after
    )


def test_the_parts_of_a_fit_add_up_to_it(runs: list[FinishedRun]) -> None:
    for run in runs:
        for row in run.match_of:
            answer = why_this(run, row)
            assert sum(points for _, points, _ in answer.parts) == answer.fit


def test_the_plan_without_a_declined_pair_is_the_best_such_plan(runs: list[FinishedRun]) -> None:
    for run in runs[:25]:
        for row, choice in run.match_of.items():
            own = run.choices_of_pair(row, int(run.choices.provider[choice]))
            plans = [p for p in every_lawful_plan(run.problem) if not p[own].any()]
            outcome = solve_without(run, own)
            values = [
                tuple(-a.value(p) if a.sense == "least" else a.value(p) for a in run.problem.objectives) for p in plans
            ]
            ours = tuple(
                -a.value(outcome.chosen) if a.sense == "least" else a.value(outcome.chosen)
                for a in run.problem.objectives
            )
            assert ours == max(values)
            assert str(if_declined(run, row)[0]).startswith("If this pair were ruled out")


# Shortages.


def test_no_lawful_plan_matches_more_of_a_bottleneck_than_it_says(runs: list[FinishedRun]) -> None:
    parts = set()
    for run in runs:
        plans = [matched_ids(run.world, run.problem, p) for p in every_lawful_plan(run.problem)]
        for short in shortages(run.world, run.setup.candidates, run.problem, run.chosen):
            assert max(len(plan & set(short.recipients)) for plan in plans) <= short.at_most < len(short.recipients)
            assert short.matched == len(set(short.recipients) & matched_ids(run.world, run.problem, run.chosen))
            parts.add(short.part)
    assert parts >= {"money", "nobody", "people"}


def test_a_school_said_to_have_nobody_is_in_no_lawful_plan_and_every_such_school_is_told(
    runs: list[FinishedRun],
) -> None:
    for run in runs:
        told = {i for s in _short(run) if s.part == "nobody" for i in s.recipients}
        empty = {r.id for row, r in enumerate(run.world.recipients) if not len(run.choices_for(row))}
        assert told == empty


def _short(run: FinishedRun):  # type: ignore[no-untyped-def]
    return shortages(run.world, run.setup.candidates, run.problem, run.chosen)


# What was near, and what the cap costs.


def test_a_match_said_to_hold_is_in_the_best_plan_under_every_pot_tried(runs: list[FinishedRun]) -> None:
    for run in runs[:8]:
        near = small_changes(run)
        assert len(near.tried) >= 2
        for sign in (1, -1):
            step = int(run.choices.total_pence[run.choices.is_match].max(initial=0))
            first, *others = run.policy.pots
            pots = (replace(first, amount_pence=max(0, (first.amount_pence or 0) + sign * step)), *others)
            world = replace(run.world, policy=replace(run.policy, pots=pots), memo={})
            problem = build_problem(world, run.choices, TSIO_2022)
            for plan in best_plans(problem):
                for held in near.steady:
                    row = run.world.recipient_row[held]
                    assert np.array_equal(
                        run.choices.provider[run.choices_for(row)][plan[run.choices_for(row)]],
                        [run.choices.provider[run.match_of[row]]],
                    )


def test_what_the_runs_own_cap_costs_is_the_best_plan_without_it(runs: list[FinishedRun]) -> None:
    told = [(run, cost) for run in runs if (cost := cost_of_own_cap(run))]
    assert told
    for run, cost in told:
        rules = replace(run.policy.rules, own_interest_share_at_most=None)
        world = replace(run.world, policy=replace(run.policy, rules=rules), memo={})
        plans = best_plans(build_problem(world, run.choices, TSIO_2022))
        same_as_best(run, cost.consequence.goals, plans)
        assert {len(matched_ids(world, run.problem, plan)) for plan in plans} == {cost.matched}
    silent = [r for r in runs if r.policy.rules.own_interest_share_at_most is not None and not cost_of_own_cap(r)]
    for run in silent:
        rules = replace(run.policy.rules, own_interest_share_at_most=None)
        world = replace(run.world, policy=replace(run.policy, rules=rules), memo={})
        free = {run.problem.values(p) for p in best_plans(build_problem(world, run.choices, TSIO_2022))}
        assert free == {run.problem.values(p) for p in best_plans(run.problem)}


def test_what_a_cap_costs_is_the_best_plan_under_it(runs: list[FinishedRun]) -> None:
    for run in runs[:12]:
        for cap in cost_of_cap(run):
            share = None if cap.cap is None else Fraction(cap.cap)
            rules = replace(run.policy.rules, own_interest_share_at_most=share)
            world = replace(run.world, policy=replace(run.policy, rules=rules), memo={})
            problem = build_problem(world, run.choices, TSIO_2022)
            assert {len(matched_ids(world, problem, p)) for p in best_plans(problem)} == {cap.matched}
