"""`matcher` itself: a lawful start, the climb through the goals, and the exact proof, each with its seconds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from time import perf_counter

from benchmarks.process import say
from benchmarks.programs import Reached
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.proof import certify
from matcher.second import Second
from matcher.solve import solve
from matcher.start import greedy


def goals(problem: Problem, seconds: float) -> Iterator[Reached]:
    """The effort is the program's own, in the solver's units: no time is asked for or obeyed.

    Start, solve and prove have rows of their own; a goal's seconds are its part of the solve. Each goal is told as it
    begins, with what is reached so far, so that a trial that is stopped has said how far it came.
    """
    marks: list[float] = []

    def heard(told: str) -> None:
        if "seeking" in told:
            marks.append(perf_counter())
            say(goal="seeking", said=told, seconds=marks[-1] - began)

    began = perf_counter()
    start = greedy(problem)
    yield Reached("start", None, None, False, perf_counter() - began)
    began = perf_counter()
    whole = bool(problem.aims) and problem.aims[-1].goal == "canonical"  # without it many do as well
    solution = solve(problem, start, Effort(), heard, only=whole)
    marks.append(perf_counter())
    yield Reached("solve", None, None, False, marks[-1] - began, f"engine {solution.engine}")
    began = perf_counter()
    with Second() as second:
        proved, _ = certify(problem, solution, second)
    yield Reached("prove", None, None, False, perf_counter() - began)
    spent = [after - before for before, after in pairwise(marks)]
    for stage, own in zip(proved.stages, spent[-len(proved.stages) :], strict=True):
        yield Reached(stage.goal, stage.value, stage.bound, stage.proved, own, stage.how)
