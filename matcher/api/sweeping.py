"""Every point of a sweep and every draw from Python, kept in a folder so that it resumes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.api.loading import LoadedScenario
from matcher.read.scenarios.scenario import load_scenario
from matcher.study.outcome import Outcome
from matcher.study.sweeps.points import Point, points_of, task_of
from matcher.study.sweeps.points_table import outcomes
from matcher.study.sweeps.sweep import SweepEnd
from matcher.study.sweeps.sweep import sweep as run_sweep
from matcher.study.sweeps.sweep_outputs import write_study
from matcher.study.tables.frames import points_frame

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False, repr=False)
class SweptScenario:
    """A sweep that has been run. `folder` holds its table, its results and, where all is done, its page.

    `end` counts what this call ran; `results` are the finished points, each with its outcome.
    """

    folder: Path
    end: SweepEnd
    results: tuple[tuple[Point, Outcome], ...]

    @property
    def points(self) -> DataFrame:
        """`points.csv`: a row a point and draw, with its settings, its status and its figures (pence and metres)."""
        return points_frame(self.folder / "points.csv")

    def __repr__(self) -> str:
        return f"SweptScenario({len(self.results)} of {self.end.total} points done, folder={str(self.folder)!r})"


def sweep(
    scenario: LoadedScenario | str | Path,
    settings: Mapping[str, Sequence[Any]] | None = None,
    *,
    draws: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    executor: str = "local:1",
) -> SweptScenario:
    """Runs every combination of `settings` (`{"pots.offer.amount": [400_000, 800_000]}`) and every draw.

    Without them the scenario's own `sweep` and `draws` are run. `out` is the folder, `studies/NAME` unless given; what
    is finished there is not run again. `executor` is `local:N` or `dask://HOST:PORT`; with more than one process a
    script needs `if __name__ == "__main__":`. Raises InputFaults where there is neither a sweep nor draws, or a value
    is wrong.
    """
    path, sets, blocks, project = _question(scenario)
    more = {"sweep": settings, "draws": draws}
    sets += tuple(f"{key}={json.dumps(dict(value), default=str)}" for key, value in more.items() if value is not None)
    read = load_scenario(path, sets, blocks, project)
    points = points_of(path, sets, blocks, project, read)
    folder = Path(out) if out is not None else Path("studies") / path.stem
    task = task_of(path, sets, blocks, project, folder, read, date.today())
    end = run_sweep(task, points, executor)
    if not end.waiting:
        write_study(task, points, read)
    return SweptScenario(folder, end, tuple(outcomes(task, points)))


def _question(scenario: LoadedScenario | str | Path) -> tuple[Path, tuple[str, ...], tuple[str, ...], Path | None]:
    if isinstance(scenario, LoadedScenario):
        return scenario.path, scenario.sets, scenario.blocks, scenario.project
    return Path(scenario), (), (), None
