"""Beside drawn futures: the steps that close what the relaxation leaves open, against every plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from matcher.bounding import initial_space
from matcher.greedy import greedy
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.solve import highs_strategies, solve, strategies
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations import column_generation
from matcher.solve.relaxations.blocks import enumeration_size
from matcher.solve.relaxations.linear_relaxation import Relaxation
from matcher.solve.search.highs_heuristic import HighsHeuristic
from matcher.solve.sum_objective import initial_bound
from matcher.solver_process import shared_processes
from tests.solve.problems import by_brute_force, random_problem

EFFORT = Effort(per_goal=10.0)


def test_tightening_and_highs_alone_agree_with_every_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    highs = highs_strategies.highs_search_of_least_loss, highs_strategies.highs_full_search
    steps = tuple((step, 0.0) for step in (strategies.tighten_from_likely, *highs))
    monkeypatch.setitem(strategies.STRATEGIES, "futures", steps)
    with shared_processes():
        for seed in range(8):
            problem = random_problem(seed, pins=False)
            solution = solve(problem, greedy(problem), EFFORT, lambda _: None, "futures")
            assert [w.solved_value for w in solution.witnesses] == by_brute_force(problem)[0], seed


def begun(problem: Problem) -> LexicographicState:
    nobody = np.zeros(0, dtype=np.int64)
    return LexicographicState(
        problem, initial_space(problem), greedy(problem), EFFORT, "futures", HighsHeuristic(), nobody
    )


def of_one_sum() -> Iterator[Problem]:
    """Random problems with their first goal that is a sum to be as large as can be."""
    for problem in (random_problem(seed, pins=False) for seed in range(30)):
        sums = tuple(o for o in problem.objectives if o.sense == "most")[:1]
        if sums:
            yield replace(problem, objectives=sums)


def tightened(problem: Problem) -> tuple[Relaxation, Relaxation | None]:
    """The relaxation of the goal, and what column generation makes of it."""
    state, relaxation = initial_bound(begun(problem), problem.objectives[0])
    return relaxation, strategies.tighten_from_likely(state, problem.objectives[0], relaxation, 0.0).tighter


def test_prices_found_among_the_likely_bound_every_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    tighter = list[Problem]()
    for problem in of_one_sum():
        relaxation, found = tightened(problem)
        if found is not None:
            assert found.dual.bound >= by_brute_force(problem)[0][0]
            tighter += [problem] * found.dual.is_tighter_than(relaxation.dual)
    assert tighter
    monkeypatch.setattr(column_generation, "MAX_FILLINGS_OF_ONE", -1)  # pricing is then too large
    assert all(tightened(problem)[1] is None for problem in tighter)


def test_rooms_that_are_forgotten_do_not_multiply() -> None:
    """Items of five futures that share no room: each future's ways are told apart from the others'."""
    apart = [tuple(10 * (future == k) for k in range(5)) for future in range(5) for _ in range(8)]
    assert enumeration_size(apart, (20,) * 5) <= 3 * len(apart)
    assert enumeration_size([(10,) * 5] * 8, (20,) * 5) == 2**8 - 1  # 3 ^ 5 ways, and never more than the subsets


def test_a_size_beyond_every_number_is_still_a_size() -> None:
    assert enumeration_size([(1,) * 400] * 500, (499,) * 400) > column_generation.MAX_FILLINGS_OF_ONE
