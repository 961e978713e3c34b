"""Runs every point of a study once, resuming after an interruption, and writes one table of all points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from matcher.solver_process import shared_processes
from matcher.study.sweeps.executors import parse_executor, run_all
from matcher.study.sweeps.point_runner import DONE, FAILED, PointResult, rows_of_session, stored_row
from matcher.study.sweeps.points import Point, SweepTask, shard_points
from matcher.study.sweeps.points_table import write_points
from matcher.study.sweeps.store import read_json, write_json

RUNNING, ENDED = "running", "ended"  # the state of a session that has not ended, or was killed
SAY_EVERY = 2.0  # seconds between lines of progress
Say = Callable[[str], None]


@dataclass
class SweepProgress:
    """Counts of finished and failed points, and the line of progress with the rate and the time left."""

    total: int
    before: int
    say: Say
    began: float = field(default_factory=perf_counter)
    run: int = 0
    failed: int = 0
    last_shown: float = 0.0

    def add(self, row: PointResult) -> None:
        self.run += 1
        self.failed += row.status == FAILED
        now = perf_counter()
        if now - self.last_shown >= SAY_EVERY or self.remaining == 0:
            self.last_shown = now
            self.say(self.line())

    @property
    def remaining(self) -> int:
        return self.total - self.before - self.run

    @property
    def per_minute(self) -> float:
        return 60 * self.run / max(perf_counter() - self.began, 1e-9)

    def line(self) -> str:
        remaining = f", {_clock(60 * self.remaining / self.per_minute)} left" if self.run and self.remaining else ""
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.before + self.run:,} of {self.total:,} points, {self.per_minute:.1f} a minute{remaining}{failed}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"


@dataclass(frozen=True, slots=True)
class SweepEnd:
    """Counts of what one call of the sweep did, and its seconds."""

    total: int
    before: int
    run: int
    failed: int
    waiting: int
    seconds: float


@shared_processes()
def sweep(
    task: SweepTask, points: Sequence[Point], executor: str, shard: tuple[int, int] = (1, 1), say: Say = lambda _: None
) -> SweepEnd:
    """Runs the points of a shard that have no row yet and writes `points.csv`, also when interrupted."""
    parse_executor(executor)
    in_shard = shard_points(points, shard)
    todo = [point for point in in_shard if stored_row(task, point) is None]
    progress = SweepProgress(len(in_shard), len(in_shard) - len(todo), say)
    session = _Session(task, executor, shard, progress)
    if progress.before:
        say(f"{progress.before:,} of {len(in_shard):,} points were done before")
    try:
        for row in run_all(executor, replace(task, session=session.name), todo):
            progress.add(row)
            session.note(row)
    finally:
        session.write(ENDED if not progress.remaining else "interrupted")
        statuses = write_points(task, points)
    return SweepEnd(
        len(in_shard),
        progress.before,
        progress.run,
        statuses[FAILED],
        len(points) - statuses[DONE] - statuses[FAILED],
        perf_counter() - progress.began,
    )


class _Session:
    """A log file per call, rewritten during the run so that a killed call is recorded too. No result depends on it."""

    def __init__(self, task: SweepTask, executor: str, shard: tuple[int, int], progress: SweepProgress) -> None:
        began = datetime.now(UTC)
        folder = task.out / "sessions"
        self.name = f"{began:%Y%m%dT%H%M%S%f}"
        self._path = folder / f"{self.name}.json"
        self._fixed = {"began": began.isoformat(timespec="seconds"), "executor": executor, "shard": list(shard)}
        self._progress, self._fresh, self._seconds = progress, 0, 0.0
        self.write(RUNNING)

    def note(self, row: PointResult) -> None:
        self._fresh += row.fresh
        self._seconds += row.seconds
        self.write(RUNNING)

    def write(self, state: str) -> None:
        p = self._progress
        counted = {"points": p.total, "done_before": p.before, "run": p.run, "solved": self._fresh, "failed": p.failed}
        timed = {
            "seconds": round(perf_counter() - p.began, 1),
            "work_seconds": round(self._seconds, 1),
            "per_minute": round(p.per_minute, 1),
        }
        write_json(self._path, self._fixed | counted | timed | {"state": state})


def sessions(out: Path) -> list[dict[str, Any]]:
    """Every call that ran this study. One that was killed or interrupted counts the points whose rows it wrote until
    then: its workers may have written more than it had been told of."""
    paths = sorted((out / "sessions").glob("*.json"))
    records = [(path.stem, record) for path in paths if (record := read_json(path)) is not None]
    return [record if record["state"] == ENDED else record | _counted(out, name) for name, record in records]


def _counted(out: Path, session: str) -> dict[str, int]:
    rows = rows_of_session(out, session)
    return {"run": len(rows), "failed": sum(row["status"] == FAILED for row in rows)}
