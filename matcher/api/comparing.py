"""Runs and scenarios side by side from Python."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.api.loading import LoadedScenario
from matcher.api.running import Run
from matcher.runs.caches.cache import RunCache, loaded_facts
from matcher.runs.year_ahead.finished import finished_of
from matcher.study.comparison.compare import Comparison
from matcher.study.comparison.compare import compare as compare_runs
from matcher.study.comparison.compared_run import ComparedRun, compared_outcome, compared_run
from matcher.study.outcome import outcome_of, outcome_of_solved
from matcher.study.tables.frames import changes_frame, figures_frame
from matcher.wording.terms import speak

if TYPE_CHECKING:
    from pandas import DataFrame

Comparable = Run | LoadedScenario | str | Path


@dataclass(frozen=True, eq=False)
class RunComparison:
    """Runs beside a baseline. `comparison` is what `matcher compare` prints."""

    comparison: Comparison

    @property
    def figures(self) -> DataFrame:
        """A row a run and figure, whole and by group, with the baseline's value and the change; pence and metres."""
        return figures_frame(self.comparison)

    @property
    def changes(self) -> DataFrame:
        """A row a school or trust that comes in, goes out or has another leader than in the baseline, and why."""
        return changes_frame(self.comparison)


def compare(*runs: Comparable, baseline: str = "") -> RunComparison:
    """Compares runs, scenarios or their paths with the first of them, or with the one named `baseline`.

    A scenario is solved now. Those that share a name go by their path, or their id. Raises InputFaults where there are
    fewer than two, or none has the baseline's name.
    """
    cache = RunCache(evidence=True)
    compared = [_compared(run, cache) for run in runs]
    shared = {name for name, count in Counter(one.name for one in compared).items() if count > 1}
    named = (
        replace(one, name=_where(run)) if one.name in shared else one for one, run in zip(compared, runs, strict=True)
    )
    return RunComparison(compare_runs(tuple(named), baseline))


def _where(run: Comparable) -> str:
    """What tells a run that shares its name from the others: its file, its folder, or its id."""
    if isinstance(run, Run):
        return str(run.folder or run.id)
    return str(run.path if isinstance(run, LoadedScenario) else run)


def _compared(run: Comparable, cache: RunCache) -> ComparedRun:
    if isinstance(run, Run):
        return _of_run(run, cache)
    if isinstance(run, LoadedScenario):
        speak(run.policy.words)
        loaded = loaded_facts(run.facts)
        solved = cache.solve(loaded, run.policy)
        return compared_outcome(run.name, outcome_of_solved(solved, loaded.run_id(run.policy)), finished_of(solved))
    return compared_run(Path(run), cache, today=date.today())


def _of_run(run: Run, cache: RunCache) -> ComparedRun:
    if run.result is None:
        assert run.folder is not None
        return compared_run(run.folder, cache)
    run.speak()
    solution, setup = run.result.solution, run.finished.setup
    outcome = outcome_of(run.id, setup, solution.chosen, solution.stages, solution.unique, run.result.pots)
    return compared_outcome(run.name, outcome, run.finished)
