"""Goals in order as plain integer programs: what any solver may be given, and a climb through them by any solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from scipy import sparse

from benchmarks.process import processor_seconds, stretched
from matcher.exact import Ladder, Origin, Rows, rows_of, worth_to_raise
from matcher.plan import Aim, Problem
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
        return sparse.csr_matrix(self.rows.over(np.arange(len(self.worth))), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Said:
    """What a solver says of one program: a plan, a bound on the worth, and whether it calls the plan best."""

    chosen: Bools | None
    bound: float | None
    best: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """How one goal ended by one method. `said` tells what a reader must know, such as that time ran out."""

    goal: str
    value: int | None
    bound: int | None
    proved: bool
    seconds: float = 0.0
    said: str = ""
    cpu_seconds: float | None = None


Solver = Callable[[Program, float, Bools], Said]  # program, seconds by the clock it may use, the plan in hand


def program_of(rows: Rows, aim: Aim) -> Program:
    """A goal that is a sum as it is; the worst share as a whole column t: t x size <= 1000 x chosen, in every group."""
    count = rows.choices
    if aim.sense != "worst-share":
        return Program(rows, worth_to_raise(aim), np.ones(count, dtype=np.int64))
    inside, groups = np.flatnonzero(aim.group >= 0), np.arange(len(aim.size))
    share = Rows.of(
        np.concatenate([aim.group[inside], groups]),
        np.concatenate([inside, np.full(len(groups), count)]),
        np.concatenate([np.full(len(inside), -WHOLE, dtype=np.int64), aim.size]),
        np.zeros(len(groups), dtype=np.int64),
        tuple(Origin("limit", "share", str(k)) for k in groups),
        count + 1,
    )
    aside = sparse.csc_array((len(rows.at_most), 1), dtype=np.int64)  # the new column has no part in the rows so far
    wide = replace(
        rows, layers=(sparse.csc_array(sparse.hstack([rows.over(np.arange(count)), aside])),), choices=count + 1
    )
    worth, most = np.zeros(count + 1, dtype=np.int64), np.ones(count + 1, dtype=np.int64)
    worth[-1], most[-1] = 1, WHOLE
    return Program(wide.plus([share]), worth, most)


def climb(problem: Problem, solver: Solver, seconds: float) -> Iterator[Reached]:
    """Each goal solved, kept at what was reached, and the next sought.

    `seconds` are the processor's, so that a busy machine cuts nobody short. A goal may use half of those left, the
    last all. The empty plan is where everybody begins, and a plan that is worse than the one in hand is dropped.
    """
    ladder = Ladder(rows_of(problem), np.ones(len(problem.choices), dtype=np.bool_))
    plan, left = np.zeros(len(problem.choices), dtype=np.bool_), seconds
    for aim in problem.aims:
        began, worked = perf_counter(), processor_seconds()
        allowed = (left if aim is problem.aims[-1] else left / 2) * stretched()
        said = solver(program_of(ladder.rows, aim), allowed, plan)
        spent, own = perf_counter() - began, processor_seconds() - worked
        left = max(0.0, left - own)
        plan, reached = judged(ladder, aim, said, plan)
        yield replace(reached, seconds=spent, cpu_seconds=own)
        ladder = ladder.step(aim, aim.value(plan), None)


def judged(ladder: Ladder, aim: Aim, said: Said, plan: Bools) -> tuple[Bools, Reached]:
    """What the solver's answer is worth in whole numbers: an unlawful plan is none, whatever the solver says."""
    why, kept = "" if said.best else "time ran out", False
    if said.chosen is not None and not ladder.rows.allow(said.chosen):
        why = "its plan breaks a limit in whole numbers"
    elif said.chosen is not None and (said.best or aim.better(aim.value(said.chosen), aim.value(plan))):
        plan, kept = said.chosen, True
    elif said.chosen is None:
        why = "no plan found in the time"
    return plan, Reached(aim.goal, aim.value(plan), own_bound(aim, said.bound), said.best and kept, said=why)


def own_bound(aim: Aim, bound: float | None) -> int | None:
    """The solver's bound in the goal's own sense, rounded to whole units the safe way."""
    if bound is None or not np.isfinite(bound):
        return None
    whole = int(np.floor(bound + 1e-6))
    return -whole if aim.sense == "least" else whole
