"""Runs points in this process, in several processes or on a Dask cluster. The results do not depend on which."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from typing import Any

from matcher.errors import Fault, InputFaults
from matcher.study.sweeps.point_runner import FAILED, PointResult, run_point, write_row
from matcher.study.sweeps.points import Point, SweepTask

QUEUE_PER_WORKER = 3  # points submitted per worker, so that a million points are not queued in memory
MAX_CRASHES = 3  # a point whose process ended this often without an answer has failed


def parse_executor(text: str) -> tuple[str, str]:
    """`local`, `local:4` or `dask://HOST:PORT`. Raises InputFaults for anything else."""
    kind, _, rest = text.partition(":")
    if kind == "local" and (not rest or (rest.isdigit() and int(rest))):
        return "local", rest or str(os.cpu_count() or 1)
    if kind == "dask" and rest.startswith("//") and ":" in rest[2:]:
        return "dask", rest[2:]
    hint = "Write local:2, or dask://HOST:PORT of a scheduler that runs"
    raise InputFaults([Fault("--executor", None, "", text[:80], "is not an executor known here", hint)])


def run_all(executor: str, task: SweepTask, points: Sequence[Point]) -> Iterator[PointResult]:
    """Yields each point's result as it ends, in any order."""
    kind, where = parse_executor(executor)
    if kind == "dask":
        yield from _on_dask(where, task, points)
    elif where == "1":
        yield from (run_point(task, point) for point in points)
    else:
        yield from _in_processes(int(where), task, points)


def _in_processes(workers: int, task: SweepTask, points: Sequence[Point]) -> Iterator[PointResult]:
    """Runs points in a pool. Those in flight when a process dies run again one by one, to find the one at fault."""
    remaining = {point.name: point for point in points}
    crashes: dict[str, int] = {}
    while remaining:
        suspects = [p for p in remaining.values() if p.name in crashes]
        batch = suspects[:1] or list(remaining.values())
        in_flight: dict[str, Point] = {}
        try:
            with _pool(1 if suspects else workers) as pool:
                for row in _run_pooled(pool, task, batch, workers * QUEUE_PER_WORKER, in_flight):
                    del remaining[row.name]
                    yield row
        except BrokenProcessPool:
            for name in in_flight:
                crashes[name] = crashes.get(name, 0) + 1
                if crashes[name] >= MAX_CRASHES:
                    yield _give_up(task, remaining.pop(name))


def _give_up(task: SweepTask, point: Point) -> PointResult:
    reason = f"its process ended {MAX_CRASHES} times without an answer"
    write_row(task, point, FAILED, reason, "")
    return PointResult(point.name, FAILED, reason, "", 0.0, True)


def _run_pooled(
    pool: Executor, task: SweepTask, points: Iterable[Point], most: int, in_flight: dict[str, Point]
) -> Iterator[PointResult]:
    """Yields results as they arrive. `in_flight` is updated to the points that are submitted and not finished."""
    waiting, running = iter(points), dict[Future[PointResult], Point]()
    while True:
        for point in islice(waiting, most - len(running)):
            running[pool.submit(run_point, task, point)] = point
            in_flight[point.name] = point
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            point = running.pop(future)
            row = future.result()
            del in_flight[point.name]
            yield row


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of spawned processes (solvers do not survive a fork), which are killed on any exception."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_init_worker)
    try:
        yield pool
    except BaseException:
        for process in list((pool._processes or {}).values()):  # no public name until Python 3.14
            process.kill()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _init_worker() -> None:
    """A worker ignores Ctrl-C, which its parent handles, and exits when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_with_parent, args=(parent,), daemon=True).start()


def _exit_with_parent(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _on_dask(where: str, task: SweepTask, points: Sequence[Point]) -> Iterator[PointResult]:
    """Uses a running cluster whose workers see the project and the study's folder under the same paths."""
    try:
        Client = import_module("distributed").Client  # noqa: N806 - it is a class
    except ImportError:
        hint = "Install it with `pip install 'matcher[dask]'`, or use local:N"
        raise InputFaults([Fault("--executor", None, "", "", "Dask is not installed here", hint)]) from None
    with Client(where, timeout="60s", set_as_default=False) as client, client.get_executor(pure=False) as pool:
        workers = max(1, len(client.scheduler_info()["workers"]))
        yield from _run_pooled(pool, task, points, workers * QUEUE_PER_WORKER, {})
