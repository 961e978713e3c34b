"""A finished sweep as objects: its points and results, its settings, and the value of each in the scenario itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.read.scenario import Scenario
from matcher.study.outcome import Outcome
from matcher.study.points import Point, Task
from matcher.study.table import outcomes, settings_of


@dataclass(frozen=True, eq=False)
class Swept:
    """Finished points with their results, the sweep's settings, and the value of each in the scenario itself."""

    question: str
    task: Task
    points: tuple[Point, ...]
    found: tuple[tuple[Point, Outcome], ...]
    own: Mapping[str, Any]

    def values(self, setting: str) -> list[Any]:
        return list({key_of(p.settings[setting]): p.settings[setting] for p in self.points}.values())

    @property
    def settings(self) -> tuple[str, ...]:
        return tuple(s for s in settings_of(self.points) if len(self.values(s)) > 1)

    def held_at(self, setting: str) -> Any:
        """The scenario's own value where the sweep tries it, else the first it tries."""
        values, own = self.values(setting), self.own.get(setting)
        return next((v for v in values if key_of(v) == key_of(own)), values[0])

    def along(self, *free: str) -> list[tuple[Point, Outcome]]:
        """Points at which every other setting has its held value."""
        fixed = {s: key_of(self.held_at(s)) for s in self.settings if s not in free}
        return [(p, o) for p, o in self.found if all(key_of(p.settings[s]) == v for s, v in fixed.items())]


def key_of(value: Any) -> str:
    """45 and 45.0 are one value; every other difference counts."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{int(value):,}" if value == int(value) else repr(value)
    return str(value)


def swept_of(question: str, task: Task, points: Sequence[Point], read: Scenario) -> Swept:
    return Swept(question, task, tuple(points), tuple(outcomes(task, points)), _own(read, points))


def _own(read: Scenario, points: Sequence[Point]) -> dict[str, Any]:
    """Each swept setting's value without the sweep; pots are looked up by name."""
    found = {}
    for setting in settings_of(points):
        node: Any = read.resolved
        for part in setting.split("."):
            if isinstance(node, list):
                node = next((x for x in node if isinstance(x, Mapping) and x.get("name") == part), None)
            else:
                node = node.get(part) if isinstance(node, Mapping) else None
        found[setting] = node
    return found
