"""Runs one point of a study and stores its result, in whichever process it is called. A failed point has a row too."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from matcher.errors import InputFaults, MatcherError, PinsContradict
from matcher.runs.caches.cache import LoadedFacts, RunCache
from matcher.study.outcome import Outcome, outcome_of_solved
from matcher.study.sweeps.draws import DRAW_FORMAT, solve_draw
from matcher.study.sweeps.points import Point, SweepTask, load_point
from matcher.study.sweeps.store import SweepStore, address, read_json, write_json

DONE, FAILED, WAITING = "done", "failed", "waiting"
_CACHE = RunCache()  # kept by a worker process from point to point


@dataclass(frozen=True, slots=True)
class PointResult:
    """How one point ended. `fresh` is False where its result was already in the store."""

    name: str
    status: str
    reason: str
    key: str
    seconds: float
    fresh: bool


def row_path(task: SweepTask, point: Point) -> Path:
    return task.out / "points" / point.name[:4] / f"{point.name}.json"


def stored_row(task: SweepTask, point: Point) -> dict[str, Any] | None:
    """The row that an earlier session of this study wrote for a point; None where there is none."""
    row = read_json(row_path(task, point))
    own = row is not None and row.get("stamp") == task.stamp and row.get("settings") == _plain(point.settings)
    return row if own else None


def write_row(task: SweepTask, point: Point, status: str, reason: str, key: str) -> None:
    """The row of a point that has ended, in the session that ran it."""
    row = {"stamp": task.stamp, "session": task.session, "settings": _plain(point.settings), "draw": point.draw}
    write_json(row_path(task, point), row | {"status": status, "reason": reason, "key": key})


def rows_of_session(out: Path, session: str) -> list[dict[str, Any]]:
    """The rows that a session wrote, as far as no later study in this folder has replaced them."""
    rows = (read_json(path) for path in sorted((out / "points").glob("*/0*.json")))
    return [row for row in rows if row is not None and row.get("session") == session]


def _plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    return dict(settings)


def run_point(task: SweepTask, point: Point) -> PointResult:
    """Runs a point unless its result is stored, and writes its row. An error that would recur is its result."""
    began = perf_counter()
    status, reason, key, fresh = _attempt(task, point)
    write_row(task, point, status, reason, key)
    return PointResult(point.name, status, reason, key, perf_counter() - began, fresh)


def _attempt(task: SweepTask, point: Point) -> tuple[str, str, str, bool]:
    try:
        key, fresh = _stored(task, point)
        return DONE, "", key, fresh
    except (MemoryError, OSError):
        raise  # the machine's fault, not the point's: it is tried again when the sweep is resumed
    except MatcherError as error:
        return FAILED, reason_of(error), "", True
    except Exception as error:  # noqa: BLE001 - one point's defect must not end the sweep; names must not reach the row
        return FAILED, _where(error), "", True


def _stored(task: SweepTask, point: Point) -> tuple[str, bool]:
    scenario, store = load_point(task, point), SweepStore(task.out / "store")
    scenario, loaded = _CACHE.inputs(scenario, task.today)
    key = loaded.run_id(scenario.policy)
    if point.draw is not None:
        key = address(key, task.vary, task.seed, point.draw, DRAW_FORMAT)
    if store.path(key).is_file() and store.get(key) is not None:
        return key, False
    store.put(_outcome(task, point, loaded, scenario.policy, key))
    return key, True


def _outcome(task: SweepTask, point: Point, loaded: LoadedFacts, policy: Any, key: str) -> Outcome:
    if point.draw is None:
        return outcome_of_solved(_CACHE.solve(loaded, policy), key)
    return solve_draw(_CACHE, loaded, policy, task.vary, task.seed, point.draw, key)


def reason_of(error: MatcherError) -> str:
    if isinstance(error, InputFaults):
        return "; ".join(str(fault) for fault in error.faults[:3])
    if isinstance(error, PinsContradict):
        return f"the fixed pairs contradict the rules: {'; '.join(error.members[:3])}"
    return str(error) or type(error).__name__


def _where(error: Exception) -> str:
    """The type of an error and the line that raised it; never its message, which may hold personal data."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "matcher" in Path(f.filename).parts]
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"
