"""One point from its settings to its stored result, in whichever process it is asked; a failure is an answer too."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from matcher.errors import InputFaults, MatcherError, PinsContradict, collect
from matcher.read.scenario import check_ids
from matcher.study.desk import Desk, Held, key_of
from matcher.study.draws import drawn
from matcher.study.outcome import Outcome
from matcher.study.points import Point, Task, loaded
from matcher.study.settle import settled
from matcher.study.store import Store, address, read_json, write_json

DONE, FAILED, WAITING = "done", "failed", "waiting"
_DESK = Desk()  # what this process has read; a worker keeps it from point to point


@dataclass(frozen=True, slots=True)
class Row:
    """How one point ended. `fresh` is False where it had been run before, by anybody."""

    name: str
    status: str
    reason: str
    key: str
    seconds: float
    fresh: bool


def row_path(task: Task, point: Point) -> Path:
    return task.out / "points" / point.name[:4] / f"{point.name}.json"


def finished(task: Task, point: Point) -> dict[str, Any] | None:
    """The row of a point that this study has done before."""
    row = read_json(row_path(task, point))
    ours = row is not None and row.get("stamp") == task.stamp and row.get("settings") == _plain(point.settings)
    return row if ours else None


def _plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    return dict(settings)


def run_point(task: Task, point: Point) -> Row:
    """Run it unless it is in the store, and write its row. What goes wrong for good is its result."""
    began = perf_counter()
    status, reason, key, fresh = _attempt(task, point)
    row = {"stamp": task.stamp, "settings": _plain(point.settings), "draw": point.draw}
    write_json(row_path(task, point), row | {"status": status, "reason": reason, "key": key})
    return Row(point.name, status, reason, key, perf_counter() - began, fresh)


def _attempt(task: Task, point: Point) -> tuple[str, str, str, bool]:
    try:
        key, fresh = _stored(task, point)
        return DONE, "", key, fresh
    except (MemoryError, OSError):
        raise  # the machine's fault, not the point's: it is tried again when the sweep is resumed
    except MatcherError as error:
        return FAILED, reason_of(error), "", True
    except Exception as error:  # noqa: BLE001 - one point's defect must not end the sweep; names must not reach the row
        return FAILED, _where(error), "", True


def _stored(task: Task, point: Point) -> tuple[str, bool]:
    scenario, store = loaded(task, point), Store(task.out / "store")
    known = _DESK.facts(scenario.data, scenario.policy.as_at)
    recipients = {*known.facts.schools, *known.facts.trusts, *(r.id for r in known.facts.recipients)}
    collect(check_ids(scenario, recipients, {x.id for x in known.facts.leaders}))
    key = key_of(known, scenario.policy)
    if point.draw is not None:
        key = address(key, task.vary, task.seed, point.draw)
    if store.path(key).is_file() and store.get(key) is not None:
        return key, False
    store.put(_outcome(task, point, known, scenario.policy, key))
    return key, True


def _outcome(task: Task, point: Point, known: Held, policy: Any, key: str) -> Outcome:
    if point.draw is None:
        return settled(_DESK, known, policy).outcome(key)
    return drawn(_DESK, known, policy, task.vary, task.seed, point.draw, key)


def reason_of(error: MatcherError) -> str:
    if isinstance(error, InputFaults):
        return "; ".join(str(fault) for fault in error.faults[:3])
    if isinstance(error, PinsContradict):
        return f"the pins contradict the rules: {'; '.join(error.members[:3])}"
    return str(error) or type(error).__name__


def _where(error: Exception) -> str:
    """The kind of error and the line of ours it came from; never its values, which may be personal data."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "matcher" in Path(f.filename).parts]
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"
