"""Without a solver: the nearest leader first, as people do by hand, and the best score first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from benchmarks.programs import Reached
from matcher.plan import Problem
from matcher.start import by_hand, greedy
from matcher.world import Bools


def reached(problem: Problem, plan: Bools, seconds: float, said: str = "") -> Iterator[Reached]:
    """The plan's value of every goal; all the time stands with the first."""
    assert not problem.breaks(plan)
    for k, aim in enumerate(problem.aims):
        yield Reached(aim.goal, aim.value(plan), None, False, 0.0 if k else seconds, said)


def _planned(problem: Problem, way: Callable[[Problem], Bools]) -> Iterator[Reached]:
    began = perf_counter()
    plan = way(problem)
    yield from reached(problem, plan, perf_counter() - began)


def hand(problem: Problem, seconds: float) -> Iterator[Reached]:
    yield from _planned(problem, by_hand)


def score(problem: Problem, seconds: float) -> Iterator[Reached]:
    yield from _planned(problem, greedy)
