"""GLOP on one linear programme, filled in bulk, begun where an earlier solve of nearly the same one ended.

The next goal of a ladder, or the next few columns, differ little from what was solved before: from its basis a few
steps are left where the simplex would begin anew with ten thousands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, solution_pb2
from ortools.math_opt.core.python import solver as math_opt  # filled by arrays; the modelling layer is one by one
from scipy import sparse

from matcher.world import Bools, Ints

Floats = npt.NDArray[np.float64]
LpSolution = tuple[Floats, Floats]  # each row's price, and how much of each column is held

# tried in turn: its presolve calls some problems infeasible that are not, where rows of tied goals leave no slack
SETTINGS: tuple[dict[str, bool], ...] = ({}, {"use_dual_simplex": True}, {"use_preprocessing": False})
AT_LOWER, BASIC = solution_pb2.BASIS_STATUS_AT_LOWER_BOUND, solution_pb2.BASIS_STATUS_BASIC
AT_UPPER = solution_pb2.BASIS_STATUS_AT_UPPER_BOUND
FEASIBLE = solution_pb2.SOLUTION_STATUS_FEASIBLE


@dataclass(frozen=True, eq=False)
class Basis:
    """Where a solve ended: MathOpt's status of each column and of each row."""

    column: Ints
    row: Ints

    @classmethod
    def slack(cls, columns: int) -> Basis:
        """Every column at nought and every row slack."""
        return cls(np.full(columns, AT_LOWER), np.zeros(0, dtype=np.int64))

    def restricted_to(self, columns: Bools) -> Basis:
        return replace(self, column=self.column[columns])

    def expanded(self, columns: Bools) -> Basis:
        """The same among all columns: those that were not asked are at nought."""
        every = np.full(len(columns), AT_LOWER)
        every[columns] = self.column
        return replace(self, column=every)

    def resized(self, columns: int, rows: int) -> Basis:
        """With columns at nought and slack rows at the end, or without those that are too many; and with as many of
        them in as there are rows, the last rows giving way: only where a column in the basis was left out."""
        column, row = _resized(self.column, columns, AT_LOWER), _resized(self.row, rows, BASIC)
        missing_basic = rows - int((column == BASIC).sum() + (row == BASIC).sum())
        for status, filler, count in ((row != BASIC, BASIC, missing_basic), (row == BASIC, AT_UPPER, -missing_basic)):
            row[np.flatnonzero(status)[max(0, status.sum() - max(0, count)) :]] = filler
        return Basis(column, row)

    @property
    def active(self) -> Bools:
        """The columns that are not merely at nought."""
        away: Bools = self.column != AT_LOWER
        return away


def _resized(statuses: Ints, length: int, filler: int) -> Ints:
    fitted: Ints = np.concatenate([statuses[:length], np.full(max(0, length - len(statuses)), filler)])
    return fitted


def solve_lp(
    worth: Any, matrix: sparse.csr_matrix, at_most: Ints, most: Floats, basis: Basis | None = None
) -> tuple[LpSolution, Basis]:
    """Make `worth` large over columns from 0 to `most`, rows A x <= b: prices, parts held, and where it ended.

    All nought where the solver gives no answer: the bound is then weak, never wrong.
    """
    rows, columns = matrix.shape
    basis = (Basis.slack(columns) if basis is None else basis).resized(columns, rows)
    if rows and columns:
        model = _model(np.asarray(worth, dtype=np.float64), matrix, at_most, most)
        for setting in SETTINGS:
            solution = _solve_with(model, basis, setting)
            if solution is not None:
                return _read(solution, rows, columns)
    return (np.zeros(rows), np.zeros(columns)), basis


def _model(worth: Floats, matrix: sparse.csr_matrix, at_most: Ints, most: Floats) -> Any:
    rows, columns = matrix.shape
    model, nonzero = model_pb2.ModelProto(), np.flatnonzero(worth)
    model.variables.ids.extend(range(columns))
    model.variables.lower_bounds.extend([0.0] * columns)
    model.variables.upper_bounds.extend(most.tolist())
    model.variables.integers.extend([False] * columns)
    model.objective.maximize = True
    model.objective.linear_coefficients.ids.extend(nonzero.tolist())
    model.objective.linear_coefficients.values.extend(worth[nonzero].tolist())
    model.linear_constraints.ids.extend(range(rows))
    model.linear_constraints.lower_bounds.extend([-np.inf] * rows)
    model.linear_constraints.upper_bounds.extend(at_most.astype(np.float64).tolist())
    matrix.sort_indices()
    entries = matrix.tocoo()
    model.linear_constraint_matrix.row_ids.extend(entries.row.tolist())
    model.linear_constraint_matrix.column_ids.extend(entries.col.tolist())
    model.linear_constraint_matrix.coefficients.extend(entries.data.tolist())
    return model


def _solve_with(model: Any, basis: Basis, setting: dict[str, bool]) -> Any:
    """The solution, or None where it ends without one that is best."""
    parameters, start = parameters_pb2.SolveParametersProto(), model_parameters_pb2.ModelSolveParametersProto()
    for name, value in setting.items():
        setattr(parameters.glop, name, value)
    basis = start.initial_basis
    for status, of in ((basis.variable_status, basis.column), (basis.constraint_status, basis.row)):
        status.ids.extend(range(len(of)))
        status.values.extend(of.tolist())
    basis.basic_dual_feasibility = solution_pb2.SOLUTION_STATUS_UNDETERMINED
    kind, nothing = parameters_pb2.SOLVER_TYPE_GLOP, parameters_pb2.SolverInitializerProto()
    calls = callback_pb2.CallbackRegistrationProto()
    solution = math_opt.solve(model, kind, nothing, parameters, start, None, calls, None, None).solutions
    if not solution or not solution[0].HasField("dual_solution") or not solution[0].HasField("basis"):
        return None
    feasible = (solution[0].primal_solution.feasibility_status, solution[0].dual_solution.feasibility_status)
    return solution[0] if feasible == (FEASIBLE, FEASIBLE) else None


def _read(solution: Any, rows: int, columns: int) -> tuple[LpSolution, Basis]:
    part, prices = np.zeros(columns), np.zeros(rows)
    part[list(solution.primal_solution.variable_values.ids)] = list(solution.primal_solution.variable_values.values)
    prices[list(solution.dual_solution.dual_values.ids)] = list(solution.dual_solution.dual_values.values)
    column, row = np.full(columns, AT_LOWER), np.full(rows, BASIC)
    for status, of in ((solution.basis.variable_status, column), (solution.basis.constraint_status, row)):
        of[list(status.ids)] = list(status.values)
    return (prices, part), Basis(column, row)
