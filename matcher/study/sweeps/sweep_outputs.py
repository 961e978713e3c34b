"""Writes the page and the tidy tables of a finished sweep."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matcher.read.scenarios.scenario import Scenario
from matcher.study.pages import draws_page, sweep_page
from matcher.study.pages.chart_files import write_charts
from matcher.study.pages.study_page import first_line, write_page
from matcher.study.sweeps.finished_sweep import finished_sweep
from matcher.study.sweeps.points import Point, SweepTask, load_point
from matcher.study.sweeps.sweep import sessions
from matcher.study.tables.open_data import PolicyOf, write_open_data
from matcher.study.tables.spend import write_spend

_WHEN_AND_WHERE = ("term", "regions", "programme", "pots")


def write_study(task: SweepTask, points: Sequence[Point], read: Scenario) -> Path:
    """`study.html`, its charts as files, and `open-data` and `spend` as `.csv`, `.parquet` and `.meta.csv`."""
    sweep = finished_sweep(first_line(task.scenario), task, points, read)
    page_module = draws_page if any(point.draw is not None for point in points) else sweep_page
    path = task.out / "study.html"
    page = page_module.page(sweep, sessions(task.out))
    write_page(page, path)
    write_charts(page, "study", task.out)
    policy_of = _policy_of(task, sweep.settings, read)
    write_open_data(sweep.results, sweep.settings, policy_of, task.out)
    write_spend(sweep.results, sweep.settings, policy_of, task.out)
    return path


def _policy_of(task: SweepTask, settings: Sequence[str], read: Scenario) -> PolicyOf:
    """The policy of a point: the scenario's own, unless the sweep changes its term, regions, programme or pots."""
    if any(s in _WHEN_AND_WHERE or s.endswith((".from", ".to")) for s in settings):
        return lambda point: load_point(task, point).policy
    return lambda _: read.policy
