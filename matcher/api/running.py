"""A run from Python: proposed now, or opened from its folder; its tables are DataFrames."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.api.loading import LoadedScenario, loaded_scenario
from matcher.commands.cache_folder import kept_files
from matcher.errors import Fault, InputFaults
from matcher.plan import Stage
from matcher.report.run_folder.folder import publish
from matcher.report.run_folder.frames import file_frame, goals_frame, goals_of, run_frame
from matcher.report.summary import finding_lines
from matcher.report.tables.plan_view import PlanView
from matcher.result import Result
from matcher.run import propose as run_proposal
from matcher.runs.clock import Clock
from matcher.runs.finished import FinishedRun
from matcher.runs.opened import OpenedRun
from matcher.runs.opened import open_run as open_folder
from matcher.runs.year_ahead.finished import finished_of_result
from matcher.wording.terms import speak

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """A finished run. Its tables are those of the run folder, as DataFrames: pounds, kilometres, ids as text.

    `result` is what was proposed (None for a run opened from its folder), `folder` where it lies (None where it is in
    memory), `finished` the run to be explained or compared.
    """

    id: str
    name: str
    finished: FinishedRun
    result: Result | None = None
    folder: Path | None = None
    _frames: dict[str, DataFrame] = field(default_factory=dict)

    @property
    def matches(self) -> DataFrame:
        """Who is proposed to support whom: a row a match, with days, cost, distance, fit, flags and reserves."""
        return self.table("matches.csv")

    @property
    def unmatched(self) -> DataFrame:
        """The schools and trusts without a match, each with its reason and the nearest change that would help."""
        return self.table("unmatched.csv")

    @property
    def candidates(self) -> DataFrame:
        """Every pair that may be chosen, with what it would cost."""
        return self.table("candidates.csv")

    @property
    def goals(self) -> DataFrame:
        """The goals in order: value, bound, unit, whether it is proved best and how."""
        return self._frame("goals.json", self._goals)

    @property
    def eligibility(self) -> DataFrame:
        """The verdict on every school and trust, with its reason."""
        return self.table("eligibility.csv")

    @property
    def barred(self) -> DataFrame:
        """Pairs that a rule bars although they pass region, phase, role and travel."""
        return self.table("barred.csv")

    @property
    def governance(self) -> DataFrame:
        """The governance days that are proposed beside the matches."""
        return self.table("governance.csv")

    @property
    def pots(self) -> DataFrame:
        """Each pot of money: its amount, what was committed before, what is committed now and what is left."""
        return self.table("pots.csv")

    @property
    def findings(self) -> tuple[str, ...]:
        """What the command prints of a proposal. Raises InputFaults for a run that was opened from its folder."""
        result = self._proposed()
        self.speak()
        return tuple(finding_lines(PlanView(result)))

    def table(self, name: str) -> DataFrame:
        """Any CSV table of the run folder by its file's name, such as `readings.csv`.

        Raises InputFaults where there is none of this name.
        """
        return self._frame(name, lambda: self._table(name))

    def save(self, folder: str | Path, *, replace: bool = False) -> Path:
        """Publishes the run folder, as `matcher propose --out` does: whole or not at all.

        Raises InputFaults where the folder exists (unless `replace`), or the run was opened from a folder.
        """
        result = self._proposed()
        self.speak()
        return publish(result, Path(folder), replace)

    def speak(self) -> None:
        """From here on what is worded is in the words of this run's programme, whatever was loaded since."""
        speak(self.finished.policy.words)

    def _frame(self, name: str, make: Callable[[], DataFrame]) -> DataFrame:
        """A copy, so that what is done to it changes no other."""
        if name not in self._frames:
            self.speak()
            self._frames[name] = make()
        return self._frames[name].copy()

    def _table(self, name: str) -> DataFrame:
        try:
            if self.result is not None:
                return run_frame(self.result, PlanView(self.result), name)
            assert self.folder is not None
            return file_frame(self.folder, name)
        except KeyError:
            raise InputFaults([Fault(name[:80], None, "", "", "this run has no such table")]) from None

    def _goals(self) -> DataFrame:
        if self.result is not None:
            return goals_of(self.result)
        assert self.folder is not None
        return goals_frame(json.loads((self.folder / "goals.json").read_text(encoding="utf-8")))

    def _proposed(self) -> Result:
        if self.result is None:
            raise InputFaults(
                [Fault(self.name, None, "", "", "this run was opened from its folder", "Propose it again")]
            )
        return self.result

    @property
    def stages(self) -> Sequence[Stage]:
        """How each goal ended, of a run proposed now."""
        return self._proposed().solution.stages

    def __repr__(self) -> str:
        world = self.finished.world
        return f"Run({self.name!r}, {len(self.finished.match_of)} of {len(world.recipients)} matched, id={self.id!r})"


def propose(scenario: LoadedScenario | str | Path, *, engine: str = "auto") -> Run:
    """Proposes in memory, as `matcher propose` does: solved, proved, audited and explained; nothing is written.

    `scenario` is a loaded scenario or its path; `engine` is `auto` or a solving path by name. Raises InputFaults as
    `load` does, and PinsContradict where the pins cannot hold together.
    """
    loaded = loaded_scenario(scenario)
    read = loaded.scenario
    speak(read.policy.words)  # another scenario may have been loaded since
    result = run_proposal(loaded.facts, read.policy, read.resolved, read.origins, Clock(), engine, kept_files())
    return Run(result.run_id, read.name, finished_of_result(result), result=result)


def open_run(folder: str | Path) -> Run:
    """Opens a run folder and checks its seal; its tables are read from its files.

    Raises InputFaults where it is no run folder, or not as it was sealed.
    """
    path = Path(folder)
    opened: OpenedRun = open_folder(path, store=kept_files())
    return Run(opened.id, opened.policy.name, opened.finished, folder=path)
