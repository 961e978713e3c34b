"""One linear programme solved by GLOP: filled in bulk through MathOpt, warm started from an earlier basis.

The next objective, or a few more columns, change the programme little: from the last basis the simplex needs a few
iterations instead of tens of thousands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, solution_pb2
from ortools.math_opt.core.python import (
    solver as math_opt,
)  # filled from arrays; the modelling layer adds terms one by one
from pybind11_abseil.status import StatusNotOk
from scipy import sparse

from matcher.world import Bools, Ints

Floats = npt.NDArray[np.float64]
LpSolution = tuple[Floats, Floats]  # the dual price of each row, and the primal value of each column

# tried in turn: its presolve calls some problems infeasible that are not, where rows of tied goals leave no slack
SETTINGS: tuple[dict[str, bool], ...] = ({}, {"use_dual_simplex": True}, {"use_preprocessing": False})
AT_LOWER, BASIC = solution_pb2.BASIS_STATUS_AT_LOWER_BOUND, solution_pb2.BASIS_STATUS_BASIC
AT_UPPER = solution_pb2.BASIS_STATUS_AT_UPPER_BOUND
FEASIBLE = solution_pb2.SOLUTION_STATUS_FEASIBLE


@dataclass(frozen=True, eq=False)
class Basis:
    """A simplex basis: MathOpt's status of each column and of each row."""

    column: Ints
    row: Ints

    @classmethod
    def slack(cls, columns: int) -> Basis:
        """The slack basis: every column at its lower bound and every row basic."""
        return cls(np.full(columns, AT_LOWER), np.zeros(0, dtype=np.int64))

    def restricted_to(self, columns: Bools) -> Basis:
        return replace(self, column=self.column[columns])

    def expanded(self, columns: Bools) -> Basis:
        """The basis over all columns, from one over the columns of this mask; the others are at their lower bound."""
        every = np.full(len(columns), AT_LOWER)
        every[columns] = self.column
        return replace(self, column=every)

    def resized(self, columns: int, rows: int) -> Basis:
        """A basis of this many columns and rows: cut, or filled with columns at their lower bound and basic rows.

        As many statuses are basic as there are rows; the last rows change where a basic column was cut.
        """
        column, row = _resized(self.column, columns, AT_LOWER), _resized(self.row, rows, BASIC)
        missing_basic = rows - int((column == BASIC).sum() + (row == BASIC).sum())
        for status, filler, count in ((row != BASIC, BASIC, missing_basic), (row == BASIC, AT_UPPER, -missing_basic)):
            row[np.flatnonzero(status)[max(0, status.sum() - max(0, count)) :]] = filler
        return Basis(column, row)

    @property
    def active(self) -> Bools:
        """The columns that are not at their lower bound."""
        away: Bools = self.column != AT_LOWER
        return away


def _resized(statuses: Ints, length: int, filler: int) -> Ints:
    fitted: Ints = np.concatenate([statuses[:length], np.full(max(0, length - len(statuses)), filler)])
    return fitted


def solve_lp(
    worth: Any, matrix: sparse.csr_matrix, at_most: Ints, most: Floats, basis: Basis | None = None
) -> tuple[LpSolution, Basis]:
    """Maximise `worth` over columns from 0 to `most`, rows A x <= b; `basis` is where to begin.

    Returns the dual prices, the primal values and the final basis. All are zero where GLOP finds no optimum under any
    of `SETTINGS`, nor from the slack basis: bounds from them are then weak, never wrong.
    """
    rows, columns = matrix.shape
    basis = (Basis.slack(columns) if basis is None else basis).resized(columns, rows)
    if rows and columns:
        model = _model(np.asarray(worth, dtype=np.float64), matrix, at_most, most)
        anew = Basis.slack(columns).resized(columns, rows)
        for start, setting in (*((basis, setting) for setting in SETTINGS), (anew, {})):
            solution = _solve_with(model, start, setting)
            if solution is not None:
                return _read(solution, rows, columns)
    return (np.zeros(rows), np.zeros(columns)), basis


def _model(worth: Floats, matrix: sparse.csr_matrix, at_most: Ints, most: Floats) -> Any:
    rows, columns = matrix.shape
    model, nonzero = model_pb2.ModelProto(), np.flatnonzero(worth)
    every, none = np.arange(columns), np.zeros(columns)
    _fill(model.variables, ids=every, lower_bounds=none, upper_bounds=most, integers=none.astype(np.bool_))
    model.objective.maximize = True
    _fill(model.objective.linear_coefficients, ids=nonzero, values=worth[nonzero])
    least = np.full(rows, -np.inf)
    _fill(model.linear_constraints, ids=np.arange(rows), lower_bounds=least, upper_bounds=at_most.astype(np.float64))
    matrix.sort_indices()
    entries = matrix.tocoo()
    of_matrix = {"row_ids": entries.row, "column_ids": entries.col, "coefficients": entries.data}
    _fill(model.linear_constraint_matrix, **of_matrix)
    return model


def _fill(message: Any, **columns: Any) -> None:
    """Each array into the message's field of this name: as a list, since a protocol buffer takes no array."""
    for name, values in columns.items():
        getattr(message, name).extend(values.tolist())


def _solve_with(model: Any, basis: Basis, setting: dict[str, bool]) -> Any:
    """The solution, or None where it is not optimal or GLOP gives up, as it does on some bases."""
    parameters, start = parameters_pb2.SolveParametersProto(), model_parameters_pb2.ModelSolveParametersProto()
    for name, value in setting.items():
        setattr(parameters.glop, name, value)
    initial = start.initial_basis
    for status, of in ((initial.variable_status, basis.column), (initial.constraint_status, basis.row)):
        _fill(status, ids=np.arange(len(of)), values=of)
    initial.basic_dual_feasibility = solution_pb2.SOLUTION_STATUS_UNDETERMINED
    kind, nothing = parameters_pb2.SOLVER_TYPE_GLOP, parameters_pb2.SolverInitializerProto()
    calls = callback_pb2.CallbackRegistrationProto()
    try:
        solution = math_opt.solve(model, kind, nothing, parameters, start, None, calls, None, None).solutions
    except StatusNotOk:  # "unexpected termination: abnormal", from a basis that has become singular
        return None
    if not solution or not solution[0].HasField("dual_solution") or not solution[0].HasField("basis"):
        return None
    feasible = (solution[0].primal_solution.feasibility_status, solution[0].dual_solution.feasibility_status)
    return solution[0] if feasible == (FEASIBLE, FEASIBLE) else None


def _read(solution: Any, rows: int, columns: int) -> tuple[LpSolution, Basis]:
    part, prices = np.zeros(columns), np.zeros(rows)
    column, row = np.full(columns, AT_LOWER), np.full(rows, BASIC)
    _put(part, solution.primal_solution.variable_values)
    _put(prices, solution.dual_solution.dual_values)
    _put(column, solution.basis.variable_status)
    _put(row, solution.basis.constraint_status)
    return (prices, part), Basis(column, row)


def _put(into: Any, sparse_values: Any) -> None:
    """The values at their ids, which are distinct and in order: where there are as many as places, they are all."""
    if len(sparse_values.ids) == len(into):
        into[:] = list(sparse_values.values)
    else:
        into[list(sparse_values.ids)] = list(sparse_values.values)
