"""`matcher` itself: the greedy start, the lexicographic solve and the exact proof, each with its seconds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from time import perf_counter

from benchmarks.integer_programs import GoalResult
from benchmarks.process import emit
from matcher.greedy import greedy
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.proof.proof import certify
from matcher.proof.second_solver import HighsSecondSolver
from matcher.solve import resume, solve


def goals(problem: Problem, seconds: float) -> Iterator[GoalResult]:
    """The effort is the program's own, in the solver's units: no time is asked for or obeyed.

    Start, solve and prove have rows of their own; a goal's seconds are its part of the solve. A line is
    written as each goal begins, with the value so far, so that a trial that is stopped shows how far it came.
    """
    marks: list[float] = []

    def record_progress(line: str) -> None:
        if "seeking" in line:
            marks.append(perf_counter())
            emit(goal="seeking", said=line, seconds=marks[-1] - started)

    started = perf_counter()
    start = greedy(problem)
    yield GoalResult("start", None, None, False, perf_counter() - started)
    started = perf_counter()
    whole = bool(problem.objectives) and problem.objectives[-1].goal == "canonical"  # without it many do as well
    solution = solve(problem, start, Effort(), record_progress, check_unique=whole)
    marks.append(perf_counter())
    yield GoalResult("solve", None, None, False, marks[-1] - started, f"engine {solution.engine}")
    started = perf_counter()
    with HighsSecondSolver() as second:
        proved, _ = certify(problem, solution, second, partial(resume, problem, Effort(), lambda _: None, whole))
    yield GoalResult("prove", None, None, False, perf_counter() - started)
    spent = [after - before for before, after in pairwise(marks)]
    for stage, own in zip(proved.stages, spent[-len(proved.stages) :], strict=True):
        yield GoalResult(stage.goal, stage.value, stage.bound, stage.proved, own, stage.how)
