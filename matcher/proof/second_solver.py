"""HiGHS, through scipy, in a separate process: the second solver that checks what the first one claims.

Run as a program this file is that process: it reads requests as arrays from its standard input and writes answers to
its standard output. It leaves no file behind, and loads nothing of this package but the pipes.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from matcher.solver_process import (
    INFEASIBLE,
    OPTIMAL,
    STOPPED_BY_CLOCK,
    Arrays,
    SolverProcess,
    die_with_parent,
    encode_program,
    encode_with_counts,
    exact_in_floats,
    node_limit,
    receive,
    send,
)

if TYPE_CHECKING:
    from matcher.bounding import Rows
    from matcher.world import Bools, Ints

Floats = npt.NDArray[np.float64]

WORK = 3_000_000  # the limit, nodes times choices, which is the same on every machine
SECONDS = 300.0  # a backstop ten times larger than what the work takes; what it stops counts as no answer, and is told


@dataclass(frozen=True, slots=True)
class Opinion:
    """`best` with the value of the plan that it claims is optimal, `impossible`, `none` where it did not finish within
    its work, or `clock` where the backstop stopped it.

    `plan` is a plan that breaks no row, also where it did not finish; never where the clock stopped it.
    """

    answer: str
    value: int | None = None
    plan: Bools | None = field(default=None, compare=False)


@dataclass(eq=False)
class HighsSecondSolver(SolverProcess):
    """The second solver, started at the first request and killed at the end of the `with` block."""

    work: int = WORK
    seconds: float = SECONDS

    def prices(self, rows: Rows, open_: Bools, worth: Ints) -> Floats:
        """The linear relaxation's dual price of each row for this worth (to be maximised), in floats."""
        return self.ask(encode_program("prices", rows, open_, worth))["prices"]

    def opinion(self, rows: Rows, open_: Bools, worth: Ints) -> Opinion:
        """What it claims about the best plan over the open choices; the plan is checked in whole numbers."""
        request = encode_with_counts(rows, open_, worth)
        if not exact_in_floats(request):
            return Opinion("none")
        limits = {"nodes": np.array(node_limit(self.work, int(open_.sum()))), "seconds": np.array(self.seconds)}
        answer = self.ask(request | limits)
        status = int(answer["status"])
        if status in (INFEASIBLE, STOPPED_BY_CLOCK):
            return Opinion("impossible" if status == INFEASIBLE else "clock")
        plan = np.zeros(rows.choices, dtype=np.bool_)
        plan[open_] = answer["chosen"][: int(open_.sum())] > 0.5
        if not rows.allow(plan):
            return Opinion("none")
        return Opinion("best", int(worth[plan].sum()), plan) if status == OPTIMAL else Opinion("none", None, plan)


def matrix(request: Arrays) -> Any:
    from scipy.sparse import csr_matrix

    shape = (len(request["at_most"]), len(request["worth"]))
    return csr_matrix((request["weight"].astype(np.float64), (request["row"], request["column"])), shape=shape)


def solve_relaxation(request: Arrays) -> Arrays:
    """The dual prices of the linear relaxation; zeros where it is not solved."""
    from scipy.optimize import linprog

    rows, columns = len(request["at_most"]), len(request["worth"])
    if not rows or not columns:
        return {"prices": np.zeros(rows)}
    cost = -request["worth"].astype(np.float64)
    result = linprog(cost, A_ub=matrix(request), b_ub=request["at_most"], bounds=[(0.0, 1.0)] * columns)
    return {"prices": -result.ineqlin.marginals if result.status == OPTIMAL else np.zeros(rows)}


def solve_milp(request: Arrays) -> Arrays:
    """The integer programme within the request's limits on nodes and seconds: scipy's status and the solution.

    A request may leave a `gap`, a part of the best value, and say which columns are to be `whole`: else all, and none.
    It may say how many of its last rows hold with equality (`defining`), and from what (`least`) and up to what each
    column goes (`most`).
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    columns = len(request["worth"])
    if not columns:
        status = OPTIMAL if (request["at_most"] >= 0).all() else INFEASIBLE
        return {"status": np.array(status), "chosen": np.zeros(0)}
    rows = len(request["at_most"])
    least = np.full(rows, -np.inf)
    least[rows - int(request.get("defining", 0)) :] = 0.0
    limits = [LinearConstraint(matrix(request), least, request["at_most"])] if rows else []
    options: Any = {"node_limit": int(request["nodes"]), "time_limit": float(request["seconds"])}
    options["mip_rel_gap"] = float(request.get("gap", 0.0))
    cost, whole = -request["worth"].astype(np.float64), request.get("whole", np.ones(columns, dtype=np.int64))
    most, from_ = request.get("most", np.ones(columns, dtype=np.int64)), request.get("least", 0)
    result = milp(cost, constraints=limits, integrality=whole, bounds=Bounds(from_, most), options=options)
    chosen = np.zeros(columns) if result.x is None else result.x
    return {"status": np.array(result.status), "chosen": chosen}


SOLVERS = {"best": solve_milp, "prices": solve_relaxation}


def serve() -> None:
    """Answer requests on the standard output until the standard input ends."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what the solver prints must not mix with the answers
    while True:
        try:
            request = receive(source)
        except EOFError:
            return
        send(sink, SOLVERS[str(request["kind"])](request))


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    serve()
