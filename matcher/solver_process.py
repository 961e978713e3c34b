"""A solver in a separate process: arrays go in and out through pipes, and it never outlives this process."""

from __future__ import annotations

import ctypes
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matcher.bounding import Rows
    from matcher.world import Bools, Ints

Arrays = dict[str, npt.NDArray[Any]]

SOLVER = "matcher.proof.second_solver"  # the module whose process answers
OPTIMAL, STOPPED_BY_CLOCK, INFEASIBLE = 0, 1, 2  # scipy's statuses of an answer; a limit on nodes gives another
MOST_NODES = 2**31 - 1  # the largest limit that HiGHS takes
IMPLIED = ("rounded", "ceiling")  # kinds of rows that follow from others: cuts, and bounds of goals that are proved
EXACT_AS_FLOAT = 2.0**53  # HiGHS works in floats, which hold whole numbers no larger than this
PARENT_DEATH_SIGNAL = 1  # linux/prctl.h


# the processes that wait for the next solver within `shared_processes`; None outside of it
_idle: ContextVar[list[subprocess.Popen[bytes]] | None] = ContextVar("idle solver processes", default=None)


@contextmanager
def shared_processes() -> Iterator[None]:
    """Within this block a solver that is done leaves its process to the next one: each start takes half a second.

    All are killed at the end of the block. A block within a block shares the outer one's.
    """
    if _idle.get() is not None:
        yield
        return
    idle = list[subprocess.Popen[bytes]]()
    before = _idle.set(idle)
    try:
        yield
    finally:
        _idle.reset(before)
        for process in idle:
            _end(process)


@dataclass(eq=False, kw_only=True)
class SolverProcess:
    """The process, started at the first request and at the end of the `with` block killed, or left to the next solver
    where processes are shared."""

    process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """After an error the process is killed in any case: it may owe an answer, which the next would take for its."""
        process, idle = self.process, _idle.get()
        self.process = None
        if process is not None and idle is not None and kind is None:
            idle.append(process)
        elif process is not None:
            _end(process)

    def ask(self, arrays: Arrays) -> Arrays:
        """Send a request and wait for the answer. Raises EOFError or BrokenPipeError where the process has died."""
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise BrokenPipeError("the second solver has no pipes")
        send(process.stdin, arrays)
        return receive(process.stdout)

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            self.process = _waiting()
        if self.process is None:
            # its own session: Ctrl-C reaches us alone, and we end it; our folder, so that nothing need be installed
            self.process = subprocess.Popen(
                [sys.executable, "-m", SOLVER, str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                cwd=Path(__file__).parents[1],
            )
        return self.process


def _waiting() -> subprocess.Popen[bytes] | None:
    """A process that another solver has left and that still runs."""
    idle = _idle.get() or []
    while idle:
        process = idle.pop()
        if process.poll() is None:
            return process
        _end(process)
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def encode_program(kind: str, rows: Rows, open_: Bools, worth: Ints) -> Arrays:
    """A request: the rows and the worth over the open choices alone, renumbered."""
    return _program(kind, rows.restricted_to(np.flatnonzero(open_)).tocoo(), rows.at_most, worth[open_])


def _program(kind: str, entries: Any, at_most: Ints, worth: Ints) -> Arrays:
    """A request from the entries of a scipy.sparse.coo_array."""
    return {
        "kind": np.array(kind),
        "row": entries.row,
        "column": entries.col,
        "weight": entries.data,
        "at_most": at_most,
        "worth": worth,
    }


def encode_with_counts(rows: Rows, open_: Bools, worth: Ints) -> Arrays:
    """A request for the best plan: the programme with counts of like choices, which HiGHS searches far quicker."""
    from matcher.bounding.aggregation import program_with_counts  # the process itself loads nothing of this package

    program = program_with_counts(rows, open_, worth)
    return {
        "kind": np.array("best"),
        "row": program.row,
        "column": program.column,
        "weight": program.weight,
        "at_most": np.concatenate([rows.at_most, np.zeros(program.defining, dtype=np.int64)]),
        "worth": program.worth,
        "most": program.most,
        "defining": np.array(program.defining),
    }


def encode_as_it_stands(rows: Rows, open_: Bools, worth: Ints) -> Arrays:
    """A request for the best plan as a bare solver would be given it: limits and what earlier goals keep, without the
    rows that only follow from these (`IMPLIED`)."""
    stated = np.flatnonzero([origin.kind not in IMPLIED for origin in rows.origins])
    entries = rows.restricted_to(np.flatnonzero(open_)).tocsr()[stated].tocoo()
    return _program("best", entries, rows.at_most[stated], worth[open_])


def question_of(request: Arrays) -> str:
    """The digest of a request's programme: the same for the same rows, choices and worths alone."""
    digest = sha256()
    for name in sorted(request):
        values = np.ascontiguousarray(request[name])
        digest.update(f"{name} {values.dtype} {values.shape} ".encode())
        digest.update(values.tobytes())
    return digest.hexdigest()


def exact_in_floats(request: Arrays) -> bool:
    """Whether no sum of a row or of the worth can pass what a float holds exactly: else no claim of HiGHS counts."""
    sums = (np.abs(request["weight"].astype(np.float64)).sum(), np.abs(request["worth"].astype(np.float64)).sum())
    return bool(max(*sums, np.abs(request["at_most"]).max(initial=0)) < EXACT_AS_FLOAT)


def node_limit(work: int, choices: int) -> int:
    """How many nodes this work (nodes times choices) allows: a node costs more where choices are many."""
    return min(MOST_NODES, max(1, work // max(1, choices)))


def send(pipe: IO[bytes], arrays: Arrays) -> None:
    """Write the arrays in numpy's format, after their length in eight bytes."""
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


def die_with_parent(parent: int) -> None:
    """On Linux, have the system kill this process when its parent dies: while it solves it would not notice."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it died before this was asked
            sys.exit()
