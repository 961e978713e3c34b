"""After a pin or a forbid: the plan is the one a whole new proposal would find, and what moved is all that moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from matcher.errors import InputFaults
from matcher.explain.finished_run import FinishedRun
from matcher.explain.revised_plan import Pair, RevisedPlan, revise
from matcher.plan import Plan
from matcher.policy import Pinned
from matcher.run import plan_of
from matcher.solve import pins_conflict
from tests.explain.small_runs import finished_run, random_run, run_setup
from tests.worlds import a_leader, a_policy, a_recipient, a_world

FEW, MANY = range(12), range(12, 200)


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


def test_a_forbid_gives_the_plan_of_a_new_proposal(runs: list[FinishedRun]) -> None:
    tried = 0
    for run in runs:
        for match in plan_in(run).matches:
            pair = (match.recipient_id, match.leader_id)
            expected, found = anew(run, forbids=(pair,)), revise(run, forbids=[pair])
            if expected is not None and isinstance(found, RevisedPlan) and asks_the_same(run, expected):
                assert plan_in(found.run) == plan_in(expected)
                tried += 1
    assert tried > 10


def test_a_pin_gives_the_plan_of_a_new_proposal_or_a_conflict_where_that_has_one(runs: list[FinishedRun]) -> None:
    held = refused = 0
    for run in runs:
        for pair in pairs_of(run):
            expected, found = anew(run, pins=(pair,)), revise(run, pins=[pair])
            assert isinstance(found, RevisedPlan) == (expected is not None)
            if expected is None or not isinstance(found, RevisedPlan):
                refused += 1
                continue
            assert pair in {(m.recipient_id, m.leader_id) for m in plan_in(found.run).matches}
            if asks_the_same(run, expected):
                assert plan_in(found.run) == plan_in(expected)
                held += 1
    assert held > 20
    assert refused > 5


def test_what_moved_is_the_difference_between_the_two_plans(runs: list[FinishedRun]) -> None:
    for run in runs:
        for match in plan_in(run).matches:
            found = revise(run, forbids=[(match.recipient_id, match.leader_id)])
            assert isinstance(found, RevisedPlan)
            before = {m.recipient_id: m.leader_id for m in plan_in(run).matches}
            after = {m.recipient_id: m.leader_id for m in plan_in(found.run).matches}
            assert set(found.moved.joins) == after.keys() - before.keys()
            assert set(found.moved.leaves) == before.keys() - after.keys()
            assert {(m.recipient_id, m.from_leader, m.to_leader) for m in found.moved.moves} == {
                (r, before[r], after[r]) for r in before.keys() & after.keys() if before[r] != after[r]
            }


def test_one_wish_after_another_is_as_all_at_once(runs: list[FinishedRun]) -> None:
    for run in runs:
        pairs = [(m.recipient_id, m.leader_id) for m in plan_in(run).matches][:2]
        together, so_far = revise(run, forbids=pairs), run
        for pair in pairs:
            step = revise(so_far, forbids=[pair])
            assert isinstance(step, RevisedPlan)
            so_far = step.run
        assert isinstance(together, RevisedPlan)
        assert plan_in(so_far) == plan_in(together.run)


def test_an_id_that_the_run_does_not_know_is_told_and_nothing_is_solved() -> None:
    run = finished_run(a_world([a_recipient("R1")], [a_leader("L1")], policy=a_policy()))
    with pytest.raises(InputFaults) as raised:
        revise(run, pins=[("R1", "L9")], forbids=[("R8", "L1")])
    assert [(f.file, f.value) for f in raised.value.faults] == [("pins", "L9"), ("forbid", "R8")]


def test_two_pins_for_one_school_contradict_each_other_and_the_rule_is_named() -> None:
    run = finished_run(a_world([a_recipient("R1")], [a_leader("L1"), a_leader("L2")], policy=a_policy()))
    found = revise(run, pins=[("R1", "L1"), ("R1", "L2")])
    assert not isinstance(found, RevisedPlan)
    assert set(found) == {("one-leader", "R1"), ("pins", "R1+L1"), ("pins", "R1+L2")}
