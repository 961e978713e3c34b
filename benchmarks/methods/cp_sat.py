"""CP-SAT with its default settings: each goal's integer program as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.integer_programs import GoalResult, Program, SolverAnswer, solve_in_order
from matcher.plan import Problem
from matcher.world import Bools

LOWEST = -(2**63)


def model_of(program: Program) -> cp_model.CpModel:
    model = cp_model.CpModel()
    for most in program.most.tolist():
        model.proto.variables.add().domain.extend((0, most))
    held, at_most = program.rows.restricted_to(np.arange(len(program.worth))).tocsr(), program.rows.at_most.tolist()
    start, column, weight = (x.tolist() for x in (held.indptr, held.indices, held.data))
    for k, (first, end) in enumerate(pairwise(start)):
        linear = model.proto.constraints.add().linear
        linear.vars.extend(column[first:end])
        linear.coeffs.extend(weight[first:end])
        linear.domain.extend((LOWEST, at_most[k]))
    worth = np.flatnonzero(program.worth)
    model.proto.objective.vars.extend(worth.tolist())
    model.proto.objective.coeffs.extend((-program.worth[worth]).tolist())
    return model


def solve_program(program: Program, seconds: float, plan: Bools) -> SolverAnswer:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    status = solver.solve(model_of(program))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return SolverAnswer(None, None, False)
    response = solver.response_proto
    chosen = np.array(list(response.solution)[: len(plan)], dtype=np.int64) == 1
    return SolverAnswer(chosen, -float(response.inner_objective_lower_bound), status == cp_model.OPTIMAL)


def goals(problem: Problem, seconds: float) -> Iterator[GoalResult]:
    yield from solve_in_order(problem, solve_program, seconds)
