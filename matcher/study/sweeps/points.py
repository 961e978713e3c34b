"""The points of a study: each sweep point and each draw of it, in one fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any

from matcher import __version__
from matcher.errors import Fault, InputFaults
from matcher.read.scenarios.scenario import Scenario, expand_sweep, load_scenario
from matcher.study.sweeps.draws import DRAW_FORMAT
from matcher.study.sweeps.store import address


@dataclass(frozen=True, slots=True)
class SweepTask:
    """What all points of a study share, as plain values that another process can read. Paths are absolute.

    `stamp` is the hash of the resolved scenario, the bytes of its files and the program's version: a row with
    another stamp belongs to another study. `session` is the call that runs the points: each row names its own. `today`
    is its day: what the registers say was done on a later day is a fault.
    """

    scenario: Path
    sets: tuple[str, ...]
    blocks: tuple[str, ...]
    project: Path | None
    out: Path
    stamp: str
    vary: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    session: str = ""
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One run: its number among the sweep's points, its settings by dotted key, and its draw (None: no draws)."""

    number: int
    settings: Mapping[str, Any]
    draw: int | None = None

    @property
    def name(self) -> str:
        return f"{self.number:07d}" + ("" if self.draw is None else f"-{self.draw:06d}")


def points_of(
    scenario: Path, sets: Sequence[str], blocks: Sequence[str], project: Path | None, read: Scenario
) -> tuple[Point, ...]:
    """Every draw of every point. Raises InputFaults where the scenario names neither a sweep nor draws."""
    if read.sweep is None and read.draws is None:
        hint = "Add `sweep: {rules.max_travel_km: [45, 60, 90]}` or `draws: {number: 200, vary: {declines: 0.2}}`"
        raise InputFaults([Fault(scenario.name, None, "sweep", "", "there is neither a sweep nor draws", hint)])
    settings = expand_sweep(scenario, sets, blocks, project)
    draws: Sequence[int | None] = range(read.draws.number) if read.draws else (None,)
    return tuple(Point(i, one, draw) for i, one in enumerate(settings) for draw in draws)


def task_of(
    scenario: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    out: Path,
    read: Scenario,
    today: date | None = None,
) -> SweepTask:
    return SweepTask(
        scenario.resolve(),
        tuple(sets),
        tuple(blocks),
        project.resolve() if project else None,
        out.resolve(),
        stamp_of(read),
        dict(read.draws.vary) if read.draws else {},
        read.draws.seed if read.draws else 1,
        today=today,
    )


def stamp_of(read: Scenario) -> str:
    files = {role: [_bytes(path) for path in _paths(paths)] for role, paths in sorted(read.data.items())}
    draws = [read.draws.seed, read.draws.vary, DRAW_FORMAT] if read.draws else []
    return address(__version__, read.resolved, files, draws)


def _paths(paths: Path | tuple[Path, ...]) -> tuple[Path, ...]:
    return paths if isinstance(paths, tuple) else (paths,)


def _bytes(path: Path) -> str:
    if path.is_dir():  # a run folder, of the proposal before this one
        path = path / "run.json"
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def load_point(task: SweepTask, point: Point) -> Scenario:
    return load_scenario(task.scenario, task.sets, task.blocks, task.project, point.settings)


def shard_points(points: Sequence[Point], shard: tuple[int, int]) -> tuple[Point, ...]:
    """The points of shard i of n: every n-th, so that slow corners of a sweep are spread."""
    i, n = shard
    return tuple(point for k, point in enumerate(points) if k % n == i - 1)
