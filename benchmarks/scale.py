"""One run by its stages at any size, in a process of its own: candidates, posing, start, solving, proving.

`python -m benchmarks.scale SIZE COSTS SEED` writes a line of JSON as each stage ends. Reading and writing files are not
in it: a national run of the program itself is what shows those.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TypeVar

import numpy as np

from benchmarks.process import emit, peak_megabytes, processor_seconds
from benchmarks.worlds import world
from matcher.candidates import find_candidates
from matcher.greedy import by_hand, greedy
from matcher.policy import Effort
from matcher.problem import build_problem
from matcher.proof.audit import audit
from matcher.proof.proof import certify
from matcher.proof.second_solver import HighsSecondSolver
from matcher.rules.rulebooks import TSIO_2022
from matcher.runs.finished import FinishedRun
from matcher.runs.setup import RunSetup
from matcher.runs.solve import plan_of
from matcher.runs.what_if import solve_with_pair_required, solve_without
from matcher.solve import resume, solve
from matcher.solver_process import shared_processes

T = TypeVar("T")
MAX_REVISION_CHOICES = 200_000  # with more choices a revision takes too long to wait for


def time_stage(stage: str, work: Callable[[], T]) -> T:
    started, worked = perf_counter(), processor_seconds()
    done = work()
    spent, own = perf_counter() - started, processor_seconds() - worked
    emit(stage=stage, seconds=spent, cpu_seconds=own, memory_mb=peak_megabytes())
    return done


def main(size: str, costs: str, seed: str, last: str = "audit") -> None:
    """`last` is the stage to stop after, to time only the stages before the solver."""
    here = world(size, costs, int(seed))
    emit(stage="world", recipients=len(here.recipients), leaders=len(here.leaders), memory_mb=peak_megabytes())
    found = time_stage("candidates", lambda: find_candidates(here, TSIO_2022))
    problem = time_stage("posing", lambda: build_problem(here, found.choices, TSIO_2022))
    emit(stage="posed", choices=len(problem.choices))
    start = time_stage("start", lambda: greedy(problem))
    hand = time_stage("by-hand", lambda: by_hand(problem))
    if last == "by-hand":
        return
    with shared_processes(), HighsSecondSolver() as second:
        solution = time_stage("solving", lambda: solve(problem, start, Effort(), lambda _: None))
        going_on = partial(resume, problem, Effort(), lambda _: None, True)
        proved, _ = time_stage("proving", lambda: certify(problem, solution, second, going_on))
    breaches = time_stage("audit", lambda: audit(here, plan_of(here, problem, proved.chosen), TSIO_2022))
    assert not breaches, "a plan at this size breaks a rule"
    if len(problem.choices) < MAX_REVISION_CHOICES:
        time_revisions(FinishedRun(RunSetup((), here, found, problem, TSIO_2022), proved.chosen))
    for stage, by in zip(proved.stages, problem.values(hand), strict=True):
        emit(goal=stage.goal, value=stage.value, bound=stage.bound, proved=stage.proved, said=stage.how, by_hand=by)


def time_revisions(run: FinishedRun) -> None:
    """Times two revisions of the plan: one match forbidden, and one pair pinned that is not in the plan."""
    matches = np.flatnonzero(run.chosen & run.choices.is_match)
    others = np.flatnonzero(~run.chosen & run.choices.is_match)
    out, required = matches[len(matches) // 2], others[len(others) // 2]
    time_stage("one forbid", lambda: solve_without(run, np.array([out])))
    time_stage("one pin", lambda: solve_with_pair_required(run, np.array([required]), "a pair"))


if __name__ == "__main__":
    main(*sys.argv[1:])
