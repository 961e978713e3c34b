"""A finished sweep as objects: its points and results, its settings, and the value of each in the scenario itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.read.scenarios.scenario import Scenario
from matcher.study.outcome import Outcome
from matcher.study.sweeps.points import Point, SweepTask
from matcher.study.sweeps.points_table import outcomes, settings_of


@dataclass(frozen=True, eq=False)
class FinishedSweep:
    """Finished points with their results, the sweep's settings, and the value of each in the scenario itself."""

    question: str
    task: SweepTask
    points: tuple[Point, ...]
    results: tuple[tuple[Point, Outcome], ...]
    scenario_values: Mapping[str, Any]

    def values(self, setting: str) -> list[Any]:
        return list({value_key(p.settings[setting]): p.settings[setting] for p in self.points}.values())

    @property
    def settings(self) -> tuple[str, ...]:
        return tuple(s for s in settings_of(self.points) if len(self.values(s)) > 1)

    def baseline_value(self, setting: str) -> Any:
        """The scenario's own value where the sweep tries it, else the first it tries."""
        values, own = self.values(setting), self.scenario_values.get(setting)
        return next((v for v in values if value_key(v) == value_key(own)), values[0])

    def slice_along(self, *free: str) -> list[tuple[Point, Outcome]]:
        """The results at which every setting but `free` has its baseline value."""
        fixed = {s: value_key(self.baseline_value(s)) for s in self.settings if s not in free}
        return [(p, o) for p, o in self.results if all(value_key(p.settings[s]) == v for s, v in fixed.items())]


def value_key(value: Any) -> str:
    """The text by which two values of a setting are compared: 45 and 45.0 are equal."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{int(value):,}" if value == int(value) else repr(value)
    return str(value)


def finished_sweep(question: str, task: SweepTask, points: Sequence[Point], read: Scenario) -> FinishedSweep:
    return FinishedSweep(question, task, tuple(points), tuple(outcomes(task, points)), _scenario_values(read, points))


def _scenario_values(read: Scenario, points: Sequence[Point]) -> dict[str, Any]:
    """Each swept setting's value in the scenario itself; pots are looked up by name."""
    values = {}
    for setting in settings_of(points):
        node: Any = read.resolved
        for part in setting.split("."):
            if isinstance(node, list):
                node = next((x for x in node if isinstance(x, Mapping) and x.get("name") == part), None)
            else:
                node = node.get(part) if isinstance(node, Mapping) else None
        values[setting] = node
    return values
