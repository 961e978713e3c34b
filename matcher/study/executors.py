"""Where points are run: in this process, in several here, or on a Dask cluster; the answers do not depend on it."""

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
from matcher.study.points import Point, Task
from matcher.study.store import write_json
from matcher.study.work import FAILED, Row, row_path, run_point

AHEAD = 3  # points handed out per worker, so that a million points do not wait in memory
MOST_DEATHS = 3  # a point whose process ended this often without an answer has failed


def named(text: str) -> tuple[str, str]:
    """`local`, `local:4` or `dask://HOST:PORT`. Raises InputFaults for anything else."""
    kind, _, rest = text.partition(":")
    if kind == "local" and (not rest or (rest.isdigit() and int(rest))):
        return "local", rest or str(os.cpu_count() or 1)
    if kind == "dask" and rest.startswith("//") and ":" in rest[2:]:
        return "dask", rest[2:]
    hint = "Write local:2, or dask://HOST:PORT of a scheduler that runs"
    raise InputFaults([Fault("--executor", None, "", text[:80], "is not an executor known here", hint)])


def run_all(executor: str, task: Task, points: Sequence[Point]) -> Iterator[Row]:
    """Each point's row as it ends, in any order."""
    kind, where = named(executor)
    if kind == "dask":
        yield from _on_dask(where, task, points)
    elif where == "1":
        yield from (run_point(task, point) for point in points)
    else:
        yield from _in_processes(int(where), task, points)


def _in_processes(workers: int, task: Task, points: Sequence[Point]) -> Iterator[Row]:
    """Points lost with a dead process are handed out again, one at a time, so that the one at fault is found."""
    left = {point.name: point for point in points}
    deaths: dict[str, int] = {}
    while left:
        doubtful = [p for p in left.values() if p.name in deaths]
        batch = doubtful[:1] or list(left.values())
        out: dict[str, Point] = {}
        try:
            with _pool(1 if doubtful else workers) as pool:
                for row in _through(pool, task, batch, workers * AHEAD, out):
                    del left[row.name]
                    yield row
        except BrokenProcessPool:
            for name in out:
                deaths[name] = deaths.get(name, 0) + 1
                if deaths[name] >= MOST_DEATHS:
                    yield _given_up(task, left.pop(name))


def _given_up(task: Task, point: Point) -> Row:
    reason = f"its process ended {MOST_DEATHS} times without an answer"
    row = {"stamp": task.stamp, "settings": dict(point.settings), "draw": point.draw}
    write_json(row_path(task, point), row | {"status": FAILED, "reason": reason, "key": ""})
    return Row(point.name, FAILED, reason, "", 0.0, True)


def _through(pool: Executor, task: Task, points: Iterable[Point], most: int, out: dict[str, Point]) -> Iterator[Row]:
    """`out` always holds the points that are handed out and not answered."""
    waiting, running = iter(points), dict[Future[Row], Point]()
    while True:
        for point in islice(waiting, most - len(running)):
            running[pool.submit(run_point, task, point)] = point
            out[point.name] = point
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            point = running.pop(future)
            row = future.result()
            del out[point.name]
            yield row


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """New processes, not copies of this one: solvers and forks do not mix. However we leave, they end."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        yield pool
    except BaseException:
        for process in list((pool._processes or {}).values()):  # no public name until Python 3.14
            process.kill()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and ends with it whatever ends that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _on_dask(where: str, task: Task, points: Sequence[Point]) -> Iterator[Row]:
    """An existing cluster, whose workers see the project and the study's folder under the same paths."""
    try:
        Client = import_module("distributed").Client  # noqa: N806 - it is a class
    except ImportError:
        hint = "Install it with `pip install 'matcher[dask]'`, or use local:N"
        raise InputFaults([Fault("--executor", None, "", "", "Dask is not installed here", hint)]) from None
    with Client(where, timeout="60s", set_as_default=False) as client, client.get_executor(pure=False) as pool:
        workers = max(1, len(client.scheduler_info()["workers"]))
        yield from _through(pool, task, points, workers * AHEAD, {})
