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
Priced = tuple[Floats, Floats]  # each row's price, and how much of each column is held

# tried in turn: its presolve calls some problems infeasible that are not, where rows of tied goals leave no slack
SETTINGS: tuple[dict[str, bool], ...] = ({}, {"use_dual_simplex": True}, {"use_preprocessing": False})
AT_NOUGHT, IN = solution_pb2.BASIS_STATUS_AT_LOWER_BOUND, solution_pb2.BASIS_STATUS_BASIC
FULL = solution_pb2.BASIS_STATUS_AT_UPPER_BOUND
SOLVED = solution_pb2.SOLUTION_STATUS_FEASIBLE


@dataclass(frozen=True, eq=False)
class Basis:
    """Where a solve ended: MathOpt's status of each column and of each row."""

    column: Ints
    row: Ints

    @classmethod
    def none(cls, columns: int) -> Basis:
        """Every column at nought and every row slack."""
        return cls(np.full(columns, AT_NOUGHT), np.zeros(0, dtype=np.int64))

    def over(self, columns: Bools) -> Basis:
        return replace(self, column=self.column[columns])

    def back(self, columns: Bools) -> Basis:
        """The same among all columns: those that were not asked are at nought."""
        every = np.full(len(columns), AT_NOUGHT)
        every[columns] = self.column
        return replace(self, column=every)

    def sized(self, columns: int, rows: int) -> Basis:
        """With columns at nought and slack rows at the end, or without those that are too many; and with as many of
        them in as there are rows, the last rows giving way: only where a column in the basis was left out."""
        column, row = _fitted(self.column, columns, AT_NOUGHT), _fitted(self.row, rows, IN)
        missing = rows - int((column == IN).sum() + (row == IN).sum())
        for status, others, many in ((row != IN, IN, missing), (row == IN, FULL, -missing)):
            row[np.flatnonzero(status)[max(0, status.sum() - max(0, many)) :]] = others
        return Basis(column, row)

    @property
    def wanted(self) -> Bools:
        """The columns that are not merely at nought."""
        away: Bools = self.column != AT_NOUGHT
        return away


def _fitted(statuses: Ints, length: int, others: int) -> Ints:
    fitted: Ints = np.concatenate([statuses[:length], np.full(max(0, length - len(statuses)), others)])
    return fitted


def glop(
    worth: Any, matrix: sparse.csr_matrix, at_most: Ints, most: Floats, begun: Basis | None = None
) -> tuple[Priced, Basis]:
    """Make `worth` large over columns from 0 to `most`, rows A x <= b: prices, parts held, and where it ended.

    All nought where the solver gives no answer: the bound is then weak, never wrong.
    """
    rows, columns = matrix.shape
    begun = (Basis.none(columns) if begun is None else begun).sized(columns, rows)
    if rows and columns:
        model = _model(np.asarray(worth, dtype=np.float64), matrix, at_most, most)
        for setting in SETTINGS:
            found = _solved(model, begun, setting)
            if found is not None:
                return _read(found, rows, columns)
    return (np.zeros(rows), np.zeros(columns)), begun


def _model(worth: Floats, matrix: sparse.csr_matrix, at_most: Ints, most: Floats) -> Any:
    rows, columns = matrix.shape
    model, held = model_pb2.ModelProto(), np.flatnonzero(worth)
    model.variables.ids.extend(range(columns))
    model.variables.lower_bounds.extend([0.0] * columns)
    model.variables.upper_bounds.extend(most.tolist())
    model.variables.integers.extend([False] * columns)
    model.objective.maximize = True
    model.objective.linear_coefficients.ids.extend(held.tolist())
    model.objective.linear_coefficients.values.extend(worth[held].tolist())
    model.linear_constraints.ids.extend(range(rows))
    model.linear_constraints.lower_bounds.extend([-np.inf] * rows)
    model.linear_constraints.upper_bounds.extend(at_most.astype(np.float64).tolist())
    matrix.sort_indices()
    entries = matrix.tocoo()
    model.linear_constraint_matrix.row_ids.extend(entries.row.tolist())
    model.linear_constraint_matrix.column_ids.extend(entries.col.tolist())
    model.linear_constraint_matrix.coefficients.extend(entries.data.tolist())
    return model


def _solved(model: Any, begun: Basis, setting: dict[str, bool]) -> Any:
    """The solution, or None where it ends without one that is best."""
    asked, begin = parameters_pb2.SolveParametersProto(), model_parameters_pb2.ModelSolveParametersProto()
    for name, value in setting.items():
        setattr(asked.glop, name, value)
    basis = begin.initial_basis
    for status, of in ((basis.variable_status, begun.column), (basis.constraint_status, begun.row)):
        status.ids.extend(range(len(of)))
        status.values.extend(of.tolist())
    basis.basic_dual_feasibility = solution_pb2.SOLUTION_STATUS_UNDETERMINED
    kind, nothing = parameters_pb2.SOLVER_TYPE_GLOP, parameters_pb2.SolverInitializerProto()
    calls = callback_pb2.CallbackRegistrationProto()
    found = math_opt.solve(model, kind, nothing, asked, begin, None, calls, None, None).solutions
    if not found or not found[0].HasField("dual_solution") or not found[0].HasField("basis"):
        return None
    feasible = (found[0].primal_solution.feasibility_status, found[0].dual_solution.feasibility_status)
    return found[0] if feasible == (SOLVED, SOLVED) else None


def _read(found: Any, rows: int, columns: int) -> tuple[Priced, Basis]:
    part, prices = np.zeros(columns), np.zeros(rows)
    part[list(found.primal_solution.variable_values.ids)] = list(found.primal_solution.variable_values.values)
    prices[list(found.dual_solution.dual_values.ids)] = list(found.dual_solution.dual_values.values)
    column, row = np.full(columns, AT_NOUGHT), np.full(rows, IN)
    for status, of in ((found.basis.variable_status, column), (found.basis.constraint_status, row)):
        of[list(status.ids)] = list(status.values)
    return (prices, part), Basis(column, row)
