"""Where somebody waits for the answer and costs differ: the plan at hand is mended, not sought anew."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.instances import problem as instance
from benchmarks.worlds import world
from matcher.candidates import find_candidates
from matcher.explain.finished_run import FinishedRun
from matcher.explain.revised_plan import RevisedPlan, revise
from matcher.explain.what_if import forbid_choices, require_one_of
from matcher.greedy import greedy
from matcher.plan import Limit, Problem
from matcher.policy import Effort
from matcher.problem import build_problem
from matcher.rules.rulebooks import TSIO_2022
from matcher.run import RunSetup
from matcher.solve import lawful, pins_conflict, solve
from matcher.world import Ints
from tests.solve.problems import by_brute_force, lawful_plans, random_problem

EFFORT = Effort()
MOVED = 20  # of 64 matches, in a plan that was not the best


def in_order(problem: Problem, values: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(
        -v if objective.sense == "least" else v for objective, v in zip(problem.objectives, values, strict=True)
    )


def test_it_is_lawful_never_worse_than_where_it_began_and_never_better_than_the_best() -> None:
    better = 0
    for seed in range(120):
        problem = random_problem(seed)
        if any(objective.may_lose for objective in problem.objectives) or not lawful_plans(problem):
            continue
        start = greedy(problem)
        found = solve(problem, start, EFFORT, lambda _: None, "near").chosen
        begun = in_order(problem, problem.values(lawful(problem, start, EFFORT)))
        current_worth = in_order(problem, problem.values(found))
        assert not problem.breaks(found), seed
        assert begun <= current_worth <= in_order(problem, tuple(by_brute_force(problem)[0])), seed
        better += begun < current_worth
    assert better > 10


@pytest.fixture(scope="module")
def run() -> FinishedRun:
    here = world("region", "mixed", 1)
    found = find_candidates(here, TSIO_2022.pairs, TSIO_2022.flags)
    problem = build_problem(here, found.choices, TSIO_2022)
    chosen = solve(problem, greedy(problem), EFFORT, lambda _: None, "near").chosen
    return FinishedRun(here.facts, here.policy, RunSetup((), here, found, problem, TSIO_2022), chosen)


def pair_of(run: FinishedRun, choice: int) -> tuple[str, str]:
    return run.recipient(choice).id, run.leader(choice).id


def choices_of(run: FinishedRun, pair: tuple[str, str]) -> Ints:
    return run.choices_of_pair(run.world.recipient_row[pair[0]], run.world.leader_row[pair[1]])


@pytest.mark.parametrize("which", [3, 25, 50])
def test_a_match_ruled_out_moves_few_others(run: FinishedRun, which: int) -> None:
    pair = pair_of(run, int(np.flatnonzero(run.chosen & run.choices.is_match)[which]))
    found = revise(run, forbids=[pair])
    assert isinstance(found, RevisedPlan)
    assert not found.run.problem.breaks(found.run.chosen)
    assert not found.run.chosen[choices_of(run, pair)].any()
    assert not found.moved.settled
    assert len(found.moved.moves) + len(found.moved.leaves) <= MOVED


@pytest.mark.parametrize("which", [100, 2000])
def test_a_pair_fixed_keeps_nearly_all_of_the_plan(run: FinishedRun, which: int) -> None:
    wanted = int(np.flatnonzero(~run.chosen & run.choices.is_match)[which])
    pair = pair_of(run, wanted)
    found = revise(run, pins=[pair])
    assert isinstance(found, RevisedPlan)
    assert not found.run.problem.breaks(found.run.chosen)
    assert found.run.chosen[choices_of(run, pair)].any()
    assert len(found.moved.moves) + len(found.moved.leaves) <= MOVED


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_start_that_breaks_a_limit_loses_no_more_than_it_must(seed: int) -> None:
    problem = instance("region", True, seed)
    start = greedy(problem)
    others = np.flatnonzero(~start & problem.choices.is_match)[50 * seed :]
    either = ((wanted, require_one_of(problem, np.array([wanted]), "wanted")) for wanted in others)
    wanted, asked = next((wanted, asked) for wanted, asked in either if pins_conflict(asked) is None)
    begun = lawful(asked, start, EFFORT)
    assert begun[wanted]
    assert not asked.breaks(begun)
    assert (start & ~begun).sum() <= 4
    assert not (begun & ~start)[np.arange(len(start)) != wanted].any()


def test_a_start_of_which_nothing_can_be_kept_gives_way_to_any_lawful_plan() -> None:
    """What is demanded needs a second choice beside it that the start does not hold."""
    problem = instance("region", True, 1)
    first, second = np.flatnonzero(problem.choices.is_match)[[0, 200]]
    both, none = np.array([first, second]), np.zeros(2, dtype=np.int64)
    needs = Limit("beside", "", none, both, np.array([1, -1]), np.array([0]), ("x",))
    asked = require_one_of(forbid_choices(problem, np.array([first + 1])), np.array([first]), "wanted")
    asked = Problem(asked.choices, (*asked.limits, needs), asked.objectives)
    begun = lawful(asked, np.zeros(len(problem.choices), dtype=np.bool_), EFFORT)
    assert begun[first]
    assert begun[second]
    assert not asked.breaks(begun)
