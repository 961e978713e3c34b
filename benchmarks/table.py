"""The trials as one table: a row for each instance, method and goal, and one for all of its goals together."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.methods import EXACT
from benchmarks.trial import Instance

COLUMNS = (
    *("instance", "size", "costs", "seed", "recipients", "leaders", "choices", "method", "goal"),
    *("value", "bound", "proved", "seconds", "cpu_seconds", "relative", "relative_cpu", "memory_mb", "said"),
)
PARTS = ("seeking", "start", "solve", "prove", "ended", "all")  # rows that are about no single goal

Row = dict[str, Any]


def rows_of(instance: Instance, method: str, lines: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The trial's lines with the instance and the method beside each. A trial that was stopped has no row `all`."""
    about: Row = {"instance": instance.name, "size": instance.size, "costs": instance.costs, "seed": instance.seed}
    about |= {key: line[key] for line in lines for key in ("recipients", "leaders", "choices") if key in line}
    rows = [about | {"method": method} | dict(line) for line in lines if line["goal"] != "instance"]
    goals = [row for row in rows if row["goal"] not in PARTS]
    for row in rows:
        if row["goal"] == "all":
            row["proved"] = bool(goals) and all(goal["proved"] for goal in goals)
    return rows


def add_relative_times(rows: Sequence[Row]) -> None:
    """Puts into each row its seconds over those of bare HiGHS for the same instance and goal."""
    bare = {(row["instance"], row["goal"]): row for row in rows if row["method"] == "highs"}
    for row in rows:
        other = bare.get((row["instance"], row["goal"]), {})
        for own, name in (("seconds", "relative"), ("cpu_seconds", "relative_cpu")):
            if row.get(own) and other.get(own):
                row[name] = row[own] / other[own]


def disagreements(rows: Iterable[Row]) -> list[str]:
    """Where two methods both call a goal's value best, all goals before it the same, and the values differ."""
    proved: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        if row["method"] in EXACT and row["goal"] not in PARTS:
            proved.setdefault(row["instance"], {}).setdefault(row["method"], []).append(row)
    return [
        f"{instance}: {first} and {second} both prove {one['goal']}, at {one['value']} and {other['value']}"
        for instance, methods in proved.items()
        for first, second in combinations(methods, 2)
        for one, other in both_proved(methods[first], methods[second])
        if one["value"] != other["value"]
    ]


def both_proved(first: Sequence[Row], second: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The goals in order as long as both methods prove theirs: after that their later goals are other questions."""
    found = []
    for one, other in zip(first, second, strict=False):
        if not (one["proved"] and other["proved"]):
            break
        found.append((one, other))
    return found


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: formatted(row.get(name)) for name in columns} for row in rows)


def formatted(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return value
