"""What every near-equal plan holds is what trying every plan says; a match called firm is in all of them."""

from __future__ import annotations

import numpy as np

from matcher.greedy import greedy
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.solve import solve
from matcher.study.questions.near_optimal import in_every_plan, near_optimal
from matcher.world import Bools
from tests.solve.problems import lawful_plans, random_problem

SURE = Effort(per_goal=5.0)


def best_of(problem: Problem) -> Bools:
    return solve(problem, greedy(problem), SURE, lambda _: None, check_unique=False).chosen


def is_near(problem: Problem, best: Bools, plan: Bools, per_cent: int) -> bool:
    """Said once more from the words: coverage whole, every other goal within its part."""
    for objective in problem.objectives:
        if objective.goal == "canonical":
            continue
        own, other = objective.value(best), objective.value(plan)
        loss = max(objective.may_lose, 0 if objective.goal == "coverage" else abs(own) * per_cent // 100)
        if (other > own + loss) if objective.sense == "least" else (other < own - loss):
            return False
    return True


def test_the_rows_hold_the_near_equal_plans_and_no_others() -> None:
    satisfied = 0
    for seed in range(60):
        problem = random_problem(seed, pins=False)
        best = best_of(problem)
        near_problem = near_optimal(problem, best, 20)
        for plan in lawful_plans(problem):
            assert (not near_problem.breaks(plan)) == is_near(problem, best, plan, 20), seed
            satisfied += not near_problem.breaks(plan)
    assert satisfied > 60


def test_what_is_always_held_is_what_trying_every_plan_says() -> None:
    some, none = 0, 0
    for seed in range(60):
        problem = random_problem(seed, pins=False)
        best = best_of(problem)
        near_problem = near_optimal(problem, best, 20)
        plans = [plan for plan in lawful_plans(problem) if not near_problem.breaks(plan)]
        groups = [np.array([k]) for k in np.flatnonzero(best).tolist()]
        answer = in_every_plan(near_problem, best, groups, SURE)
        truly = {k for k, group in enumerate(groups) if all(plan[group].all() for plan in plans)}
        assert answer.proved <= truly <= answer.proved | answer.undecided, seed
        some, none = some + len(answer.proved), none + len(groups) - len(truly)
    assert min(some, none) > 5
