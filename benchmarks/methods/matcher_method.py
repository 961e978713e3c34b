"""`matcher` itself: the greedy start, the lexicographic solve and the exact proof, each with its seconds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from time import perf_counter

from benchmarks.integer_programs import GoalResult
from benchmarks.laps import LapTimer
from benchmarks.process import emit
from matcher.greedy import greedy
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.proof.proof import certify
from matcher.proof.second_solver import HighsSecondSolver
from matcher.solve import resume, solve
from matcher.solver_process import shared_processes


def goals(problem: Problem, seconds: float) -> Iterator[GoalResult]:
    """The effort is the program's own, in the solver's units: no time is asked for or obeyed.

    Start, solve and prove have rows of their own; a goal's processor seconds are its part of the solve. A line is
    written as each goal begins, with the value so far, so that a trial that is stopped shows how far it came. Solve
    and proof share one process of the second solver, as a proposal's do.
    """
    laps = LapTimer()

    def record_progress(line: str) -> None:
        laps(line)
        emit(goal="seeking", said=line, seconds=perf_counter() - started)

    started = perf_counter()
    start = greedy(problem)
    yield GoalResult("start", None, None, False, perf_counter() - started)
    started = perf_counter()
    whole = bool(problem.objectives) and problem.objectives[-1].goal == "canonical"  # without it many do as well
    with shared_processes():
        solution = solve(problem, start, Effort(), record_progress, check_unique=whole)
        laps("prove")
        yield GoalResult("solve", None, None, False, perf_counter() - started, f"engine {solution.engine}")
        started = perf_counter()
        with HighsSecondSolver() as second:
            proved, _ = certify(problem, solution, second, partial(resume, problem, Effort(), record_progress, whole))
    spent = laps.seconds()
    yield GoalResult("prove", None, None, False, perf_counter() - started, cpu_seconds=spent["prove"].processor)
    for stage in proved.stages:
        own = spent[stage.goal]
        yield GoalResult(stage.goal, stage.value, stage.bound, stage.proved, own.clock, stage.how, own.processor)
