"""Without a solver: the nearest leader first, as people do by hand, and the best score first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from benchmarks.integer_programs import GoalResult
from matcher.greedy import by_hand, greedy
from matcher.plan import Problem
from matcher.world import Bools


def goal_results(problem: Problem, plan: Bools, seconds: float, note: str = "") -> Iterator[GoalResult]:
    """The plan's value of every goal; all the time stands with the first."""
    assert not problem.breaks(plan)
    for k, objective in enumerate(problem.objectives):
        yield GoalResult(objective.goal, objective.value(plan), None, False, 0.0 if k else seconds, note)


def _plan_results(problem: Problem, chosen_method: Callable[[Problem], Bools]) -> Iterator[GoalResult]:
    started = perf_counter()
    plan = chosen_method(problem)
    yield from goal_results(problem, plan, perf_counter() - started)


def hand(problem: Problem, seconds: float) -> Iterator[GoalResult]:
    yield from _plan_results(problem, by_hand)


def score(problem: Problem, seconds: float) -> Iterator[GoalResult]:
    yield from _plan_results(problem, greedy)
