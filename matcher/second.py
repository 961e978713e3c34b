"""Another solver's opinion: HiGHS, through scipy, in a process of its own that ends with the question.

Run as a script this file is that process: it reads questions as arrays from its standard input and writes answers to
its standard output, so that no file is left behind and no other module of ours is loaded beside HiGHS.
"""

from __future__ import annotations

import ctypes
import io
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matcher.exact import Rows
    from matcher.world import Bools, Ints

Floats = npt.NDArray[np.float64]
Arrays = dict[str, npt.NDArray[Any]]

NODES = 500  # the limit on work: the same everywhere, unlike the clock
SECONDS = 30.0  # a guard only: an answer that it cuts short is no answer
EXACT_AS_FLOAT = 2.0**53  # HiGHS works in floats, which hold whole numbers no larger than this
OPTIMAL, INFEASIBLE = 0, 2  # scipy's statuses
PARENT_DEATH_SIGNAL = 1  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Opinion:
    """`best` with the value of the best plan it found and holds to be best, `impossible`, or `none` (not settled)."""

    answer: str
    value: int | None = None


@dataclass(eq=False)
class Second:
    """The other solver, started when first asked and ended with the `with` block, whatever ends that."""

    nodes: int = NODES
    seconds: float = SECONDS
    process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Second:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def prices(self, rows: Rows, open_: Bools, worth: Ints) -> Floats:
        """The relaxation's price of each row for this worth (to be made large): a suggestion, in floats."""
        return self._ask(question("prices", rows, open_, worth))["prices"]

    def shortfall_prices(self, rows: Rows, open_: Bools, last: int) -> Floats:
        """The prices of the rows where the last ones are missed by the least in all."""
        nothing = np.zeros(rows.choices, dtype=np.int64)
        return self._ask(question("prices", rows, open_, nothing) | {"last": np.array(last)})["prices"]

    def opinion(self, rows: Rows, open_: Bools, worth: Ints) -> Opinion:
        """What it holds to be the best value of a plan over the open choices, added up in whole numbers."""
        asked = question("best", rows, open_, worth)
        if max(np.abs(asked["weight"]).sum(initial=0), np.abs(asked["at_most"]).max(initial=0)) >= EXACT_AS_FLOAT:
            return Opinion("none")
        asked |= {"nodes": np.array(self.nodes), "seconds": np.array(self.seconds)}
        status, chosen = (self._ask(asked)[k] for k in ("status", "chosen"))
        if int(status) == INFEASIBLE:
            return Opinion("impossible")
        plan = np.zeros(rows.choices, dtype=np.bool_)
        plan[open_] = chosen > 0.5
        if int(status) != OPTIMAL or not rows.allow(plan):
            return Opinion("none")
        return Opinion("best", int(worth[plan].sum()))

    def _ask(self, arrays: Arrays) -> Arrays:
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise BrokenPipeError("the second solver has no pipes")
        send(process.stdin, arrays)
        return receive(process.stdout)

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            # its own session: Ctrl-C reaches us alone, and we end it
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(Path(__file__)), str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        return self.process


def question(kind: str, rows: Rows, open_: Bools, worth: Ints) -> Arrays:
    """The rows over the open choices alone, renumbered."""
    number = np.cumsum(open_) - 1
    kept = open_[rows.choice]
    return {
        "kind": np.array(kind),
        "row": rows.row[kept],
        "column": number[rows.choice[kept]],
        "weight": rows.weight[kept],
        "at_most": rows.at_most,
        "worth": worth[open_],
    }


def send(pipe: IO[bytes], arrays: Arrays) -> None:
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    pipe.write(packed.tell().to_bytes(8, "big") + packed.getvalue())
    pipe.flush()


def receive(pipe: IO[bytes]) -> Arrays:
    """The next arrays. Raises EOFError where the other end is gone."""
    size = pipe.read(8)
    if len(size) < 8:
        raise EOFError("the second solver ended before it answered")
    with np.load(io.BytesIO(pipe.read(int.from_bytes(size, "big"))), allow_pickle=False) as packed:
        return dict(packed)


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


def end_with(parent: int) -> None:
    """Where the system can (Linux), have it kill this process when its parent dies: in the middle of a question it
    would hear of it only at the end."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it died before this was asked
            sys.exit()


def answer_questions() -> None:
    """Answer on the standard output until the standard input ends."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever the solver prints must not land among the answers
    while True:
        try:
            asked = receive(source)
        except EOFError:
            return
        send(sink, find_best(asked) if str(asked["kind"]) == "best" else find_prices(asked))


if __name__ == "__main__":
    end_with(int(sys.argv[1]))
    answer_questions()
