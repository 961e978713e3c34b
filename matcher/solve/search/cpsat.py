"""One objective solved by CP-SAT: model built in bulk, one worker, a deterministic limit, whole-number results.

`cp_model_helper` is what ortools' own `cp_model` calls; that one loads pandas too, which takes a third of a second.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python.cp_model_helper import (
    CpModelProto,
    CpSolverResponse,
    CpSolverStatus,
    SatParameters,
    SolveWrapper,
)

from matcher.bounding import Rows
from matcher.errors import Defect
from matcher.policy import Effort
from matcher.world import Bools, Ints

LOWEST = -(2**63)


@dataclass(frozen=True, eq=False)
class SearchResult:
    """What one search ended with. `chosen` is None where no plan was found; `bound` is an upper bound on the worth, in
    whole numbers; `finished` is true where the plan is optimal or none exists; `effort` is deterministic time.
    `question` is the digest of what HiGHS was asked, where it was HiGHS that finished."""

    chosen: Bools | None
    bound: int | None
    finished: bool
    effort: float
    question: str = ""


def search(
    rows: Rows, open_: Bools, worth: Ints | None, hint: Bools | None, effort: Effort, at_most: int | None = None
) -> SearchResult:
    """The plan over the open choices with the largest `worth` (any feasible plan where `worth` is None).

    `hint` is a plan to start from; `at_most` is an upper bound on the worth from elsewhere. The float `objective_value`
    is never read: it is one rounding below the truth in about one small problem in a thousand.
    """
    columns = np.flatnonzero(open_)
    model = build_model(rows, columns)
    if worth is not None:
        set_objective(model, worth[columns], at_most)
    if hint is not None:
        model.solution_hint.vars.extend(range(len(columns)))
        model.solution_hint.values.extend(hint[columns].astype(np.int64).tolist())
    parameters = SatParameters()
    set_parameters(parameters, effort)
    return read_result(solve_interruptibly(model, parameters), columns, rows.choices, worth is not None)


def build_model(rows: Rows, columns: Ints) -> CpModelProto:
    """The model with these rows over these choices, filled in bulk; rows that no plan can exceed are left out."""
    model = CpModelProto()
    for _ in range(len(columns)):
        model.variables.add().domain.extend((0, 1))
    part = rows.restricted_to(columns).tocsr()
    most = part.maximum(0) @ np.ones(len(columns), dtype=np.int64)
    start, column, weights, at_most = (x.tolist() for x in (part.indptr, part.indices, part.data, rows.at_most))
    for k in np.flatnonzero(most > rows.at_most).tolist():
        add_row(model, column[start[k] : start[k + 1]], weights[start[k] : start[k + 1]], at_most[k])
    return model


def add_row(model: CpModelProto, columns: Sequence[int], weights: Sequence[int], at_most: int) -> None:
    linear = model.constraints.add().linear
    linear.vars.extend(columns)
    linear.coeffs.extend(weights)
    linear.domain.extend((LOWEST, at_most))


def set_objective(model: CpModelProto, worth: Ints, at_most: int | None) -> None:
    nonzero = np.flatnonzero(worth)
    model.objective.vars.extend(nonzero.tolist())
    model.objective.coeffs.extend((-worth[nonzero]).tolist())
    if at_most is not None and len(nonzero):
        add_row(model, nonzero.tolist(), worth[nonzero].tolist(), at_most)


def set_parameters(parameters: SatParameters, effort: Effort) -> None:
    """The settings that proved a region optimal in 0.13 s where the defaults did not in 10 s."""
    p = parameters
    p.num_workers = effort.workers
    p.random_seed = effort.seed
    p.max_deterministic_time = effort.per_goal
    p.linearization_level = 2
    p.cp_model_probing_level = 0
    p.symmetry_level = 0
    p.presolve_inclusion_work_limit = 0
    p.catch_sigint_signal = False


def solve_interruptibly(model: CpModelProto, parameters: SatParameters) -> CpSolverResponse:
    """CP-SAT's answer. It solves on another thread, so that Ctrl-C stops the search at once."""
    solver = SolveWrapper()
    solver.set_parameters(parameters)
    answer: list[CpSolverResponse] = []
    failures: list[Exception] = []
    done = threading.Event()

    def work() -> None:
        try:
            answer.append(solver.solve(model))  # type: ignore[no-untyped-call]
        except Exception as error:  # noqa: BLE001 -- carried over to the caller's thread and raised there
            failures.append(error)
        finally:
            done.set()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        done.wait()
    except BaseException:
        solver.stop_search()
        done.wait()
        raise
    finally:
        thread.join()
    if failures:
        raise failures[0]
    return answer[0]


def read_result(response: CpSolverResponse, columns: Ints, choices: int, has_objective: bool) -> SearchResult:
    status, effort = response.status, float(response.deterministic_time)
    if status == CpSolverStatus.MODEL_INVALID:
        raise Defect("the solver calls the model invalid")
    if status == CpSolverStatus.INFEASIBLE:
        return SearchResult(None, None, True, effort)
    if status == CpSolverStatus.UNKNOWN:
        return SearchResult(None, None, False, effort)  # its bound is then an unset field that reads zero
    bound = -int(response.inner_objective_lower_bound) if has_objective else None
    chosen = np.zeros(choices, dtype=np.bool_)
    chosen[columns] = np.array(list(response.solution), dtype=np.int64) == 1
    return SearchResult(chosen, bound, status == CpSolverStatus.OPTIMAL, effort)
