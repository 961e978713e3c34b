"""Where somebody waits for the answer and costs differ: the plan at hand is mended, not sought anew."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.instances import problem as instance
from benchmarks.worlds import world
from matcher.candidates import find_candidates
from matcher.explain.why.consequence import consequence
from matcher.greedy import greedy
from matcher.plan import Limit, Problem
from matcher.policy import Effort
from matcher.problem import build_problem
from matcher.rules.rulebooks import TSIO_2022
from matcher.runs.finished import FinishedRun
from matcher.runs.setup import RunSetup
from matcher.runs.what_if import (
    WhatIfPlan,
    forbid_choices,
    require_one_of,
    solve_with_pair_required,
    solve_without,
)
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
    found = find_candidates(here, TSIO_2022)
    problem = build_problem(here, found.choices, TSIO_2022)
    chosen = solve(problem, greedy(problem), EFFORT, lambda _: None, "near").chosen
    return FinishedRun(RunSetup((), here, found, problem, TSIO_2022), chosen)


def pair_of(run: FinishedRun, choice: int) -> tuple[str, str]:
    return run.recipient(choice).id, run.leader(choice).id


def choices_of(run: FinishedRun, pair: tuple[str, str]) -> Ints:
    return run.choices_of_pair(run.world.recipient_row[pair[0]], run.world.leader_row[pair[1]])


@pytest.mark.parametrize("which", [3, 25, 50])
def test_a_match_ruled_out_moves_few_others(run: FinishedRun, which: int) -> None:
    pair = pair_of(run, int(np.flatnonzero(run.chosen & run.choices.is_match)[which]))
    found = solve_without(run, choices_of(run, pair))
    moved = consequence(run, found)
    assert not found.problem.breaks(found.chosen)
    assert not found.chosen[choices_of(run, pair)].any()
    assert not moved.settled
    assert len(moved.moves) + len(moved.leaves) <= MOVED


@pytest.mark.parametrize("which", [100, 2000])
def test_a_pair_fixed_keeps_nearly_all_of_the_plan(run: FinishedRun, which: int) -> None:
    wanted = int(np.flatnonzero(~run.chosen & run.choices.is_match)[which])
    pair = pair_of(run, wanted)
    found = solve_with_pair_required(run, choices_of(run, pair), "+".join(pair))
    assert isinstance(found, WhatIfPlan)
    moved = consequence(run, found)
    assert not found.problem.breaks(found.chosen)
    assert found.chosen[choices_of(run, pair)].any()
    assert len(moved.moves) + len(moved.leaves) <= MOVED


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
