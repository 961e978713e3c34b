"""What a finished sweep leaves for people: its page, and tidy tables for those who go on working with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matcher.read.scenario import Scenario
from matcher.study import draws_told, sweep_told
from matcher.study.open_data import write_open_data
from matcher.study.page import first_line, write_page
from matcher.study.points import Point, Task
from matcher.study.sweep import sessions
from matcher.study.sweep_told import swept_of


def write_study(task: Task, points: Sequence[Point], read: Scenario) -> Path:
    """`study.html`, and `open-data.csv` and `.parquet` with their `.meta.csv`, in the study's folder."""
    swept = swept_of(first_line(task.scenario), task, points, read)
    told = draws_told if any(point.draw is not None for point in points) else sweep_told
    path = task.out / "study.html"
    write_page(told.page(swept, sessions(task.out)), path)
    write_open_data(swept.found, swept.settings, read.policy, task.out)
    return path
