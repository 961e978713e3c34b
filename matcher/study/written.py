"""What a finished sweep leaves for people: its page, and tidy tables for those who go on working with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matcher.read.scenario import Scenario
from matcher.study import draws_told, sweep_told
from matcher.study.open_data import PolicyOf, write_open_data
from matcher.study.page import first_line, write_page
from matcher.study.points import Point, Task, loaded
from matcher.study.spend import write_spend
from matcher.study.sweep import sessions
from matcher.study.swept import swept_of

_WHEN_AND_WHERE = ("term", "regions", "programme", "pots")


def write_study(task: Task, points: Sequence[Point], read: Scenario) -> Path:
    """`study.html`, and `open-data` and `spend` as `.csv`, `.parquet` and `.meta.csv`, in its folder."""
    swept = swept_of(first_line(task.scenario), task, points, read)
    told = draws_told if any(point.draw is not None for point in points) else sweep_told
    path = task.out / "study.html"
    write_page(told.page(swept, sessions(task.out)), path)
    policy_of = _policy_of(task, swept.settings, read)
    write_open_data(swept.found, swept.settings, policy_of, task.out)
    write_spend(swept.found, swept.settings, policy_of, task.out)
    return path


def _policy_of(task: Task, settings: Sequence[str], read: Scenario) -> PolicyOf:
    """The scenario's own for every point, unless the sweep changes when or where a run is."""
    if any(s in _WHEN_AND_WHERE or s.endswith((".from", ".to")) for s in settings):
        return lambda point: loaded(task, point).policy
    return lambda _: read.policy
