"""HiGHS, bare: each goal's integer program as it stands, no start, no cuts of ours, no gap allowed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.integer_programs import GoalResult, Program, SolverAnswer, solve_in_order
from matcher.plan import Problem
from matcher.world import Bools

OPTIMAL = 0


def solve_program(program: Program, seconds: float, plan: Bools) -> SolverAnswer:
    result = milp(
        -program.worth.astype(np.float64),
        constraints=[LinearConstraint(program.matrix, -np.inf, program.rows.at_most)],
        integrality=np.ones(len(program.worth), dtype=np.int64),
        bounds=Bounds(0, program.most),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    chosen = None if result.x is None else result.x[: len(plan)] > 0.5
    bound = None if result.mip_dual_bound is None else -float(result.mip_dual_bound)
    return SolverAnswer(chosen, bound, result.status == OPTIMAL)


def goals(problem: Problem, seconds: float) -> Iterator[GoalResult]:
    yield from solve_in_order(problem, solve_program, seconds)
