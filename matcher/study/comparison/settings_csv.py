"""Reads a spreadsheet of scenarios: rows are settings, columns are scenarios."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import Fault, raise_faults
from matcher.read.table_files.tables import read_table

SETTING, EXTENDS = "setting", "extends"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class ScenarioColumn:
    """One scenario of the table: the file it starts from, and its settings in the form of `--set`."""

    name: str
    base: Path
    sets: tuple[str, ...]


def scenario_columns(path: Path) -> tuple[ScenarioColumn, ...]:
    """A scenario per column. The row `extends` names its base file, relative to the table; an empty cell is ignored.

    Raises InputFaults with every fault of the table; those of the scenarios come when they are loaded.
    """
    faults: list[Fault] = []
    table = read_table(path, None, "settings", faults, SETTING)
    raise_faults(faults)
    if table is None or SETTING not in table.columns:
        hint = "Head the first column `setting` and every other one with a scenario's name"
        raise_faults([Fault(path.name, 1, "", "", "there is no column `setting`", hint)])
        return ()
    keys = table.columns[SETTING]
    if EXTENDS not in keys:
        faults.append(
            Fault(path.name, None, SETTING, "", "there is no row `extends`", "Name each scenario's base in it")
        )
    faults += [
        Fault(path.name, table.row_numbers[k], SETTING, key, "this setting stands twice", "Keep one row")
        for k, key in enumerate(keys)
        if key in keys[:k]
    ]
    scenarios = [(name, cells) for name, cells in table.columns.items() if name != SETTING]
    columns = [_column(path, name, dict(zip(keys, cells, strict=True)), faults) for name, cells in scenarios]
    raise_faults(faults)
    return tuple(column for column in columns if column)


def _column(path: Path, name: str, cells: dict[str, str], faults: list[Fault]) -> ScenarioColumn | None:
    base = cells.pop(EXTENDS, "")
    if not _NAME.fullmatch(name):
        faults.append(Fault(path.name, 1, name[:80], "", "is not a scenario's name", "Use letters, digits, - and _"))
    if not base:
        faults.append(
            Fault(path.name, None, name, "", "its row `extends` is empty", "Name a scenario, such as base.yaml")
        )
        return None
    if not (path.parent / base).is_file():
        hint = "Write its path from the folder of the table, such as scenarios/budget.yaml"
        faults.append(Fault(path.name, None, name, base, "there is no such scenario", hint))
        return None
    sets = tuple(f"{key}={value}" for key, value in cells.items() if value)
    return ScenarioColumn(name, path.parent / base, (f"name={name}", *sets))
