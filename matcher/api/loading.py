"""A scenario loaded with its facts, and changes to it written as Python values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from matcher.commands.cache_folder import kept_files
from matcher.domain import Facts
from matcher.errors import InputFaults
from matcher.policy import Policy
from matcher.read.inputs import read_inputs
from matcher.read.scenarios.scenario import Scenario

SET, OVERRIDES = "--set", "overrides"


@dataclass(frozen=True, eq=False, repr=False)
class LoadedScenario:
    """A scenario with every file it names read and checked; nothing is solved.

    `sets` are the overrides as `--set` would have them; `facts` is what the files say.
    """

    path: Path
    sets: tuple[str, ...]
    blocks: tuple[str, ...]
    project: Path | None
    scenario: Scenario
    facts: Facts

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name

    @property
    def policy(self) -> Policy:
        """What a run of it obeys: money in pence, distances in metres."""
        return self.scenario.policy

    @property
    def settings(self) -> Mapping[str, Any]:
        """The resolved scenario as plain values, as one could write it in YAML."""
        return self.scenario.resolved

    def __repr__(self) -> str:
        return f"LoadedScenario({self.name!r}, programme={self.policy.programme!r}, as_at={self.policy.as_at})"


def load(
    path: str | Path,
    overrides: Mapping[str, Any] | None = None,
    *,
    blocks: Sequence[str] = (),
    project: str | Path | None = None,
) -> LoadedScenario:
    """Reads a scenario and all its files.

    `overrides` changes settings by dotted key, in the units of a scenario: `{"rules.max_travel_km": 90}`; they win over
    everything in the file. `blocks` names blocks of the scenario; `project` is the folder that files may be read from,
    the scenario's own unless given. Raises InputFaults with every fault of the scenario, or else of its files.
    """
    sets = tuple(f"{key}={_as_yaml(value)}" for key, value in (overrides or {}).items())
    folder = Path(project) if project is not None else None
    try:
        scenario, facts = read_inputs(Path(path), sets, blocks, folder, kept_files(), today=date.today())
    except InputFaults as error:
        raise InputFaults(replace(f, file=OVERRIDES) if f.file == SET else f for f in error.faults) from None
    return LoadedScenario(Path(path), sets, tuple(blocks), folder, scenario, facts)


def loaded_scenario(scenario: LoadedScenario | str | Path) -> LoadedScenario:
    """The scenario, loaded where a path is given."""
    return scenario if isinstance(scenario, LoadedScenario) else load(scenario)


def _as_yaml(value: Any) -> str:
    """The value on one line of YAML: JSON is YAML, and a day is written in quotes."""
    return json.dumps(value, ensure_ascii=False, default=str)
