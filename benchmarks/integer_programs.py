"""Objectives in order as plain integer programs, and a lexicographic solve of them by any solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from scipy import sparse

from benchmarks.process import clock_per_processor_second, processor_seconds
from matcher.bounding import Origin, Rows, SearchSpace, rows_of, worth_to_maximise
from matcher.plan import Objective, Problem
from matcher.world import Bools, Ints

WHOLE = 1000  # a share is at most a thousand thousandths


@dataclass(frozen=True, eq=False)
class Program:
    """Make `worth` large: whole columns from 0 to `most`, rows A x <= b. The choices come first among the columns."""

    rows: Rows
    worth: Ints
    most: Ints

    @property
    def matrix(self) -> sparse.csr_matrix:
        return sparse.csr_matrix(self.rows.restricted_to(np.arange(len(self.worth))), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class SolverAnswer:
    """What a solver says of one program: a plan, a bound on the worth, and whether it calls the plan best."""

    chosen: Bools | None
    bound: float | None
    best: bool


@dataclass(frozen=True, slots=True)
class GoalResult:
    """How one goal ended by one method. `said` tells what a reader must know, such as that time ran out."""

    goal: str
    value: int | None
    bound: int | None
    proved: bool
    seconds: float = 0.0
    said: str = ""
    cpu_seconds: float | None = None


Solver = Callable[[Program, float, Bools], SolverAnswer]  # program, seconds by the clock it may use, the plan in hand


def program_of(rows: Rows, objective: Objective) -> Program:
    """A goal that is a sum as it is; the worst share as a whole column t: t x size <= 1000 x chosen, in every group."""
    count = rows.choices
    if objective.sense != "worst-share":
        return Program(rows, worth_to_maximise(objective), np.ones(count, dtype=np.int64))
    inside, groups = np.flatnonzero(objective.group >= 0), np.arange(len(objective.size))
    share = Rows.of(
        np.concatenate([objective.group[inside], groups]),
        np.concatenate([inside, np.full(len(groups), count)]),
        np.concatenate([np.full(len(inside), -WHOLE, dtype=np.int64), objective.size]),
        np.zeros(len(groups), dtype=np.int64),
        tuple(Origin("limit", "share", str(k)) for k in groups),
        count + 1,
    )
    aside = sparse.csc_array((len(rows.at_most), 1), dtype=np.int64)  # the new column has no part in the rows so far
    wide = replace(
        rows,
        layers=(sparse.csc_array(sparse.hstack([rows.restricted_to(np.arange(count)), aside])),),
        choices=count + 1,
    )
    worth, most = np.zeros(count + 1, dtype=np.int64), np.ones(count + 1, dtype=np.int64)
    worth[-1], most[-1] = 1, WHOLE
    return Program(wide.plus([share]), worth, most)


def solve_in_order(problem: Problem, solver: Solver, seconds: float) -> Iterator[GoalResult]:
    """Each objective solved in order, fixed at its value, and the next one solved.

    `seconds` are the processor's, so that a busy machine shortens no trial. A goal may use half of those left, the
    last all. The empty plan is where everybody begins, and a plan that is worse than the one in hand is dropped.
    """
    space = SearchSpace(rows_of(problem), np.ones(len(problem.choices), dtype=np.bool_))
    plan, left = np.zeros(len(problem.choices), dtype=np.bool_), seconds
    for objective in problem.objectives:
        started, worked = perf_counter(), processor_seconds()
        allowed = (left if objective is problem.objectives[-1] else left / 2) * clock_per_processor_second()
        answer = solver(program_of(space.rows, objective), allowed, plan)
        spent, own = perf_counter() - started, processor_seconds() - worked
        left = max(0.0, left - own)
        plan, reached = check_answer(space, objective, answer, plan)
        yield replace(reached, seconds=spent, cpu_seconds=own)
        space = space.fix(objective, objective.value(plan), None)


def check_answer(
    space: SearchSpace, objective: Objective, answer: SolverAnswer, plan: Bools
) -> tuple[Bools, GoalResult]:
    """What the solver's answer is worth in whole numbers: an unlawful plan is none, whatever the solver says."""
    why, kept = "" if answer.best else "time ran out", False
    if answer.chosen is not None and not space.rows.allow(answer.chosen):
        why = "its plan breaks a limit in whole numbers"
    elif answer.chosen is not None and (
        answer.best or objective.better(objective.value(answer.chosen), objective.value(plan))
    ):
        plan, kept = answer.chosen, True
    elif answer.chosen is None:
        why = "no plan found in the time"
    return plan, GoalResult(
        objective.goal, objective.value(plan), own_bound(objective, answer.bound), answer.best and kept, said=why
    )


def own_bound(objective: Objective, bound: float | None) -> int | None:
    """The solver's bound in the goal's own sense, rounded to whole units the safe way."""
    if bound is None or not np.isfinite(bound):
        return None
    whole = int(np.floor(bound + 1e-6))
    return -whole if objective.sense == "least" else whole
