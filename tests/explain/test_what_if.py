"""A pair required or left out: the plan is the one a whole new proposal would find, and all that moved is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from matcher.explain.why.consequence import consequence
from matcher.plan import Plan
from matcher.policy import Pinned
from matcher.runs.finished import FinishedRun
from matcher.runs.solve import plan_of
from matcher.runs.what_if import (
    Conflict,
    WhatIfPlan,
    problem_under,
    problem_with_goals,
    solve_with_pair_required,
    solve_without,
    values_without,
)
from matcher.solve import pins_conflict, solve
from matcher.world import Ints
from tests.explain.small_runs import finished_run, random_run, run_setup
from tests.worlds import a_leader, a_policy, a_recipient, a_world

Pair = tuple[str, str]  # a recipient's id and a leader's
FEW, MANY = range(14), range(14, 200)


@pytest.fixture(scope="module", params=[FEW, pytest.param(MANY, marks=pytest.mark.long)], ids=["few", "many"])
def runs(request: pytest.FixtureRequest) -> list[FinishedRun]:
    return [random_run(seed) for seed in request.param]


def plan_in(run: FinishedRun) -> Plan:
    return plan_of(run.world, run.problem, run.chosen)


def pairs_of(run: FinishedRun) -> Iterator[Pair]:
    yield from ((r.id, x.id) for r in run.world.recipients for x in run.world.leaders)


def anew(run: FinishedRun, pins: tuple[Pair, ...] = (), forbids: tuple[Pair, ...] = ()) -> FinishedRun | None:
    """A whole new proposal: candidates found, the problem posed and solved from nothing; None if pins cannot hold."""
    said = tuple(Pinned(recipient_id=r, leader_id=x, reason="asked") for r, x in pins)
    out = tuple(Pinned(recipient_id=r, leader_id=x, reason="asked") for r, x in forbids)
    policy = replace(run.policy, pins=(*run.policy.pins, *said), forbid=(*run.policy.forbid, *out))
    world = replace(run.world, policy=policy, memo={})
    return finished_run(world) if pins_conflict(run_setup(world).problem) is None else None


def asks_the_same(run: FinishedRun, other: FinishedRun) -> bool:
    """A region that loses its last candidate leaves the goal of fairness of a new proposal."""
    return [a.group_names for a in run.problem.objectives] == [a.group_names for a in other.problem.objectives]


def choices_of(run: FinishedRun, pair: Pair) -> Ints:
    return run.choices_of_pair(run.world.recipient_row[pair[0]], run.world.leader_row[pair[1]])


def without(run: FinishedRun, pair: Pair) -> WhatIfPlan:
    return solve_without(run, choices_of(run, pair))


def required(run: FinishedRun, pair: Pair) -> WhatIfPlan | Conflict:
    return solve_with_pair_required(run, choices_of(run, pair), "+".join(pair))


def test_a_pair_left_out_gives_the_plan_of_a_new_proposal(runs: list[FinishedRun]) -> None:
    tried = 0
    for run in runs:
        for match in plan_in(run).matches:
            pair = (match.recipient_id, match.leader_id)
            expected = anew(run, forbids=(pair,))
            if expected is not None and asks_the_same(run, expected):
                found = without(run, pair)
                assert plan_of(found.world, found.problem, found.chosen) == plan_in(expected)
                tried += 1
    assert tried > 10


def test_a_pair_required_gives_the_plan_of_a_new_proposal_or_a_conflict(runs: list[FinishedRun]) -> None:
    held = refused = 0
    for run in runs:
        for pair in pairs_of(run):
            expected, found = anew(run, pins=(pair,)), required(run, pair)
            assert isinstance(found, WhatIfPlan) == (expected is not None)
            if expected is None or not isinstance(found, WhatIfPlan):
                refused += 1
                continue
            plan = plan_of(found.world, found.problem, found.chosen)
            assert pair in {(m.recipient_id, m.leader_id) for m in plan.matches}
            if asks_the_same(run, expected):
                assert plan == plan_in(expected)
                held += 1
    assert held > 20
    assert refused > 5


def test_what_moved_is_the_difference_between_the_two_plans(runs: list[FinishedRun]) -> None:
    for run in runs:
        for match in plan_in(run).matches:
            found = without(run, (match.recipient_id, match.leader_id))
            moved = consequence(run, found)
            before, after = {m.recipient_id: m.leader_id for m in plan_in(run).matches}, found.leader_of
            assert set(moved.joins) == after.keys() - before.keys()
            assert set(moved.leaves) == before.keys() - after.keys()
            assert {(m.recipient_id, m.from_leader, m.to_leader) for m in moved.moves} == {
                (r, before[r], after[r]) for r in before.keys() & after.keys() if before[r] != after[r]
            }


def test_a_pair_beside_a_pin_of_the_same_school_contradicts_it_and_the_rule_is_named() -> None:
    policy = a_policy(pins=(Pinned(recipient_id="R1", leader_id="L1", reason="asked"),))
    run = finished_run(a_world([a_recipient("R1")], [a_leader("L1"), a_leader("L2")], policy=policy))
    found = required(run, ("R1", "L2"))
    assert not isinstance(found, WhatIfPlan)
    assert set(found) == {("one-leader", "R1"), ("pins", "R1+L1"), ("pins", "R1+L2")}


def test_the_values_alone_are_those_of_the_whole_plan(runs: list[FinishedRun]) -> None:
    tried = 0
    for run in runs:
        for match in plan_in(run).matches:
            among = choices_of(run, (match.recipient_id, match.leader_id))
            whole = dict(solve_without(run, among).values)
            whole.pop("canonical", None)
            assert values_without(run, among) == whole
            known = solve(run.problem, run.chosen, run.policy.effort, lambda _: None).witnesses
            assert values_without(run, among, known) == whole
            tried += 1
    assert tried > 10


def test_the_limits_do_not_rest_on_how_priority_is_read(runs: list[FinishedRun]) -> None:
    """So that who would gain by another reading is asked of the run's own limits."""
    for run in runs:
        for priority in ("register", "days-waiting", "equal"):
            policy = replace(run.policy, priority=priority)
            (_, quick), (_, whole) = problem_with_goals(run, policy), problem_under(run, policy)
            assert quick.skipped_goals == whole.skipped_goals
            assert [o.goal for o in quick.objectives] == [o.goal for o in whole.objectives]
            for one, other in zip(quick.objectives, whole.objectives, strict=True):
                assert np.array_equal(one.worth, other.worth)
            assert (quick.matrix != whole.matrix).nnz == 0
            assert np.array_equal(quick.at_most, whole.at_most)
            assert [x.subject for x in quick.limits] == [x.subject for x in whole.limits]
