"""`points.csv`: one row a point, its settings, its status and its figures, in the order of the sweep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from matcher.report.safe_cells import csv_bytes
from matcher.study.figures import FIGURES
from matcher.study.outcome import Outcome
from matcher.study.sweeps.draws import DRAW_FIGURES
from matcher.study.sweeps.point_runner import DONE, WAITING, stored_row
from matcher.study.sweeps.points import Point, SweepTask
from matcher.study.sweeps.store import SweepStore, write_bytes

FIXED = ("status", "reason", "key")


def write_points(task: SweepTask, points: Sequence[Point]) -> Counter[str]:
    """Writes the table from the stored results, in the order of the points. Returns the number of points by status."""
    settings = settings_of(points)
    with_draws = any(point.draw is not None for point in points)
    figures = (*FIGURES, *DRAW_FIGURES) if with_draws else tuple(FIGURES)
    statuses: Counter[str] = Counter()
    rows, store = [], SweepStore(task.out / "store")
    for point in points:
        row = stored_row(task, point) or {"status": WAITING, "reason": "", "key": ""}
        statuses[str(row["status"])] += 1
        outcome = store.get(row["key"]) if row["status"] == DONE else None
        rows.append(
            [point.number + 1, "" if point.draw is None else point.draw + 1]
            + [_cell(point.settings.get(name)) for name in settings]
            + [row[name] for name in FIXED]
            + [_cell(outcome.figures.get(name)) if outcome else "" for name in figures]
        )
    write_bytes(task.out / "points.csv", csv_bytes(("point", "draw", *settings, *FIXED, *figures), rows))
    return statuses


def settings_of(points: Sequence[Point]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for point in points for name in point.settings))


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return ";".join(str(_cell(v)) for v in value)
    if isinstance(value, Mapping):
        return ";".join(f"{k}={_cell(v)}" for k, v in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def outcomes(task: SweepTask, points: Sequence[Point]) -> list[tuple[Point, Outcome]]:
    """Every finished point with its result, in the order of the points."""
    store, finished = SweepStore(task.out / "store"), []
    for point in points:
        row = stored_row(task, point)
        outcome = store.get(row["key"]) if row and row["status"] == DONE else None
        if outcome is not None:
            finished.append((point, outcome))
    return finished
