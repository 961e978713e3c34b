"""The worst share where costs differ: elastic floors, against every plan, and neighbourhoods by the relaxation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import problem as instance
from matcher.bounding import initial_space
from matcher.greedy import greedy
from matcher.policy import Effort
from matcher.solve import highs_strategies, solve
from matcher.solve.elastic_share import elastic_rows, maximise_elastic_share
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.search import guided_neighbourhoods
from matcher.solve.search.guided_neighbourhoods import FREE_SIZE, FREE_SIZE_OF_MANY, freed_choices, guide, search_guided
from matcher.solve.search.highs_heuristic import HighsHeuristic
from matcher.solve.sum_objective import initial_bound
from tests.solve.problems import by_brute_force, random_problem

EFFORT = Effort(per_goal=1.0)


def a_region(goal: str, highs: HighsHeuristic) -> LexicographicState:
    problem = instance("region", True, 11)
    problem = replace(problem, objectives=tuple(x for x in problem.objectives if x.goal == goal))
    return LexicographicState(
        problem, initial_space(problem), greedy(problem), EFFORT, "mixed", highs, np.zeros(0, dtype=np.int64)
    )


def test_the_share_found_with_elastic_floors_is_that_of_every_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highs_strategies, "BRANCHING_SIZE_MIXED", -1)  # else HiGHS settles what is so small outright
    tried = 0
    for seed in range(10):
        problem = random_problem(seed, pins=False)
        if any(x.sense == "worst-share" for x in problem.objectives):
            tried += 1
            solution = solve(problem, greedy(problem), EFFORT, lambda _: None, "mixed")
            assert [w.solved_value for w in solution.witnesses] == by_brute_force(problem)[0], seed
    assert tried > 2


def test_a_group_that_has_its_share_keeps_it_and_the_others_count() -> None:
    with HighsHeuristic() as highs:
        state = a_region("fairness", highs)
    objective, best = state.problem.objectives[0], state.best
    reached = objective.value(best)
    for share, lacks in ((reached, False), (reached + 100, True)):
        rows, worth = elastic_rows(objective, share, best)
        assert rows.allow(best)
        assert bool(worth.any()) == lacks
        assert not worth[objective.group < 0].any()
        assert rows.allow(np.zeros_like(best)) == lacks


def test_a_regions_worst_share_is_raised_by_a_lawful_plan() -> None:
    with HighsHeuristic() as highs:
        state = a_region("fairness", highs)
        objective = state.problem.objectives[0]
        after = maximise_elastic_share(state, objective, objective.value(state.best) + 60)
    assert objective.value(after.best) > objective.value(state.best)
    assert not state.problem.breaks(after.best)


def test_neighbourhoods_that_the_relaxation_chooses_are_no_larger_than_said_and_never_worsen_a_plan() -> None:
    with HighsHeuristic() as highs:
        state = a_region("fit", highs)
        objective = state.problem.objectives[0]
        _, relaxation = initial_bound(state, objective)
        by = guide(state, relaxation)
        assert len(by.disputed)
        for number in range(2):
            free = freed_choices(state, by, number)
            assert 0 < free.sum() <= FREE_SIZE
            assert (free <= by.likely).all()
        after = search_guided(state, objective, relaxation, 2)
    assert objective.value(after.best) > objective.value(state.best)
    assert not state.problem.breaks(after.best)


def test_where_many_choices_are_open_more_of_them_are_likely_and_free_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with HighsHeuristic() as highs:
        state = a_region("fit", highs)
        _, relaxation = initial_bound(state, state.problem.objectives[0])
        few = guide(state, relaxation)
        monkeypatch.setattr(guided_neighbourhoods, "MANY_OPEN", 0)
        many = guide(state, relaxation)
    assert (few.free_size, many.free_size) == (FREE_SIZE, FREE_SIZE_OF_MANY)
    assert (few.likely <= many.likely).all()
    assert few.likely.sum() < many.likely.sum()
