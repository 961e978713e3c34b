"""Another solver's opinion: HiGHS, through scipy, in a process of its own that ends with the question.

Run as a program this file is that process: it reads questions as arrays from its standard input and writes answers
to its standard output, so that no file is left behind and nothing of ours is loaded beside HiGHS but the pipes.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from matcher.beside import INFEASIBLE, OPTIMAL, Arrays, Beside, end_with, question, receive, send

if TYPE_CHECKING:
    from matcher.exact import Rows
    from matcher.world import Bools, Ints

Floats = npt.NDArray[np.float64]

NODES = 500  # the limit on work: the same everywhere, unlike the clock
SECONDS = 30.0  # a guard only: an answer that it cuts short is no answer
EXACT_AS_FLOAT = 2.0**53  # HiGHS works in floats, which hold whole numbers no larger than this


@dataclass(frozen=True, slots=True)
class Opinion:
    """`best` with the value of the best plan it found and holds to be best, `impossible`, or `none` (not settled)."""

    answer: str
    value: int | None = None


@dataclass(eq=False)
class Second(Beside):
    """The other solver, started when first asked and ended with the `with` block, whatever ends that."""

    nodes: int = NODES
    seconds: float = SECONDS

    def prices(self, rows: Rows, open_: Bools, worth: Ints) -> Floats:
        """The relaxation's price of each row for this worth (to be made large): a suggestion, in floats."""
        return self.ask(question("prices", rows, open_, worth))["prices"]

    def shortfall_prices(self, rows: Rows, open_: Bools, last: int) -> Floats:
        """The prices of the rows where the last ones are missed by the least in all."""
        nothing = np.zeros(rows.choices, dtype=np.int64)
        return self.ask(question("prices", rows, open_, nothing) | {"last": np.array(last)})["prices"]

    def opinion(self, rows: Rows, open_: Bools, worth: Ints) -> Opinion:
        """What it holds to be the best value of a plan over the open choices, added up in whole numbers."""
        asked = question("best", rows, open_, worth)
        if max(np.abs(asked["weight"]).sum(initial=0), np.abs(asked["at_most"]).max(initial=0)) >= EXACT_AS_FLOAT:
            return Opinion("none")
        asked |= {"nodes": np.array(self.nodes), "seconds": np.array(self.seconds)}
        status, chosen = (self.ask(asked)[k] for k in ("status", "chosen"))
        if int(status) == INFEASIBLE:
            return Opinion("impossible")
        plan = np.zeros(rows.choices, dtype=np.bool_)
        plan[open_] = chosen > 0.5
        if int(status) != OPTIMAL or not rows.allow(plan):
            return Opinion("none")
        return Opinion("best", int(worth[plan].sum()))


def matrix(asked: Arrays) -> Any:
    from scipy.sparse import csr_matrix

    shape = (len(asked["at_most"]), len(asked["worth"]))
    return csr_matrix((asked["weight"].astype(np.float64), (asked["row"], asked["column"])), shape=shape)


def find_prices(asked: Arrays) -> Arrays:
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack

    rows, columns, last = len(asked["at_most"]), len(asked["worth"]), int(asked.get("last", 0))
    if not rows or not columns + last:
        return {"prices": np.zeros(rows)}
    missing = csr_matrix((-np.ones(last), (np.arange(rows - last, rows), np.arange(last))), shape=(rows, last))
    cost = np.concatenate([-asked["worth"].astype(np.float64), np.ones(last)])
    bounds = [(0.0, 1.0)] * columns + [(0.0, None)] * last
    found = linprog(cost, A_ub=hstack([matrix(asked), missing], format="csr"), b_ub=asked["at_most"], bounds=bounds)
    return {"prices": -found.ineqlin.marginals if found.status == OPTIMAL else np.zeros(rows)}


def find_best(asked: Arrays) -> Arrays:
    from scipy.optimize import Bounds, LinearConstraint, milp

    columns = len(asked["worth"])
    if not columns:
        status = OPTIMAL if (asked["at_most"] >= 0).all() else INFEASIBLE
        return {"status": np.array(status), "chosen": np.zeros(0)}
    limits = [LinearConstraint(matrix(asked), -np.inf, asked["at_most"])] if len(asked["at_most"]) else []
    options: Any = {"node_limit": int(asked["nodes"]), "time_limit": float(asked["seconds"]), "mip_rel_gap": 0.0}
    cost, whole = -asked["worth"].astype(np.float64), np.ones(columns, dtype=np.int64)
    found = milp(cost, constraints=limits, integrality=whole, bounds=Bounds(0, 1), options=options)
    chosen = np.zeros(columns) if found.x is None else found.x
    return {"status": np.array(found.status), "chosen": chosen}


ANSWERS = {"best": find_best, "prices": find_prices}


def answer_questions() -> None:
    """Answer on the standard output until the standard input ends."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever the solver prints must not land among the answers
    while True:
        try:
            asked = receive(source)
        except EOFError:
            return
        send(sink, ANSWERS[str(asked["kind"])](asked))


if __name__ == "__main__":
    end_with(int(sys.argv[1]))
    answer_questions()
