"""CBC, bare, through OR-Tools: each goal's integer program as it stands, no gap allowed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from ortools.linear_solver import linear_solver_pb2, pywraplp  # type: ignore[attr-defined]
from ortools.linear_solver.python import model_builder_helper

from benchmarks.integer_programs import GoalResult, Program, SolverAnswer, solve_in_order
from matcher.plan import Problem
from matcher.world import Bools


def model_of(program: Program) -> Any:
    """Filled in bulk and carried over as a file: the wrapper for CBC knows only one term at a time."""
    columns, rows = len(program.worth), len(program.rows.at_most)
    model: Any = model_builder_helper.ModelBuilderHelper()
    worth, most = program.worth.astype(np.float64), program.most.astype(np.float64)
    below, at_most = np.full(rows, -np.inf), program.rows.at_most.astype(np.float64)
    model.fill_model_from_sparse_data(np.zeros(columns), most, worth, below, at_most, program.matrix)
    model.set_maximize(True)
    for k in range(columns):
        model.set_var_integrality(k, True)
    with TemporaryDirectory() as where:
        path = Path(where, "model.pb")
        model.write_model_to_proto_file(str(path))
        return linear_solver_pb2.MPModelProto.FromString(path.read_bytes())


def solve_program(program: Program, seconds: float, plan: Bools) -> SolverAnswer:
    solver = pywraplp.Solver.CreateSolver("CBC")
    solver.LoadModelFromProto(model_of(program))
    solver.SetTimeLimit(max(1, int(seconds * 1000)))
    settings = pywraplp.MPSolverParameters()
    settings.SetDoubleParam(settings.RELATIVE_MIP_GAP, 0.0)
    status = solver.Solve(settings)
    if status not in (solver.OPTIMAL, solver.FEASIBLE):
        return SolverAnswer(None, None, False)
    chosen = np.array([v.solution_value() > 0.5 for v in solver.variables()[: len(plan)]], dtype=np.bool_)
    return SolverAnswer(chosen, float(solver.Objective().BestBound()), status == solver.OPTIMAL)


def goals(problem: Problem, seconds: float) -> Iterator[GoalResult]:
    yield from solve_in_order(problem, solve_program, seconds)
