"""Reads a spreadsheet of scenarios: rows are settings, columns are scenarios."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matcher.errors import Fault, InputFaults, raise_faults
from matcher.read.scenarios.scenario import load_scenario
from matcher.read.scenarios.setting_cells import value_of_cell
from matcher.read.table_files.tables import Table, read_table

SETTING, EXTENDS = "setting", "extends"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SET = "--set"  # the file of a fault in a setting that a cell gave


@dataclass(frozen=True, slots=True)
class ScenarioColumn:
    """One scenario of the table: the file it starts from, and its settings in the form of `--set`."""

    name: str
    base: Path
    sets: tuple[str, ...]


def scenario_columns(
    path: Path, sets: Sequence[str] = (), blocks: Sequence[str] = (), project: Path | None = None
) -> tuple[ScenarioColumn, ...]:
    """A scenario per column. The row `extends` names its base file, relative to the table; an empty cell is ignored.

    Raises InputFaults with every fault of the table and of every scenario in it, each by its row and its scenario.
    """
    faults: list[Fault] = []
    table = read_table(path, None, "settings", faults, SETTING)
    raise_faults(faults)
    if table is None or SETTING not in table.columns:
        hint = "Head the first column `setting` and every other one with a scenario's name"
        raise_faults([Fault(path.name, 1, "", "", "there is no column `setting`", hint)])
        return ()
    rows = _rows(path, table, faults)
    cells_by_name = {name: cells for name, cells in table.columns.items() if name != SETTING}
    columns = []
    for name, cells in cells_by_name.items():
        column = _column(path, name, dict(zip(table.columns[SETTING], cells, strict=True)), rows, faults)
        if column:
            faults += _faults_of_scenario(path, column, rows, sets, blocks, project or path.absolute().parent)
            columns.append(replace(column, sets=(*column.sets, *sets)))
    raise_faults(faults)
    return tuple(columns)


def _rows(path: Path, table: Table, faults: list[Fault]) -> dict[str, int]:
    """The row of each setting, as a spreadsheet numbers it. A setting twice and a missing base are faults."""
    keys, rows = table.columns[SETTING], dict[str, int]()
    if EXTENDS not in keys:
        hint = "Name each scenario's base in it"
        faults.append(Fault(path.name, None, SETTING, "", "there is no row `extends`", hint))
    for key, row in zip(keys, table.row_numbers, strict=True):
        if key in rows:
            faults.append(Fault(path.name, row, SETTING, key, "this setting stands twice", "Keep one row"))
        rows.setdefault(key, row)
    return rows


def _column(
    path: Path, name: str, cells: dict[str, str], rows: Mapping[str, int], faults: list[Fault]
) -> ScenarioColumn | None:
    base, row = cells.pop(EXTENDS, ""), rows.get(EXTENDS)
    named = _NAME.fullmatch(name)
    if not named:
        faults.append(Fault(path.name, 1, name[:80], "", "is not a scenario's name", "Use letters, digits, - and _"))
    if not base:
        hint = "Name a scenario, such as base.yaml"
        faults.append(Fault(path.name, row, name, "", "its row `extends` is empty", hint))
        return None
    if not (path.parent / base).is_file():
        hint = "Write its path from the folder of the table, such as scenarios/budget.yaml"
        faults.append(Fault(path.name, row, name, base, "there is no such scenario", hint))
        return None
    sets = tuple(f"{key}={value_of_cell(key, cell)}" for key, cell in cells.items() if cell)
    return ScenarioColumn(name, path.parent / base, (f"name={name}", *sets) if named else sets)


def _faults_of_scenario(
    path: Path,
    column: ScenarioColumn,
    rows: Mapping[str, int],
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path,
) -> list[Fault]:
    """What is wrong with the scenario of a column: of a cell, at its row; of what the cells lead to, at the column."""
    try:
        load_scenario(column.base, (*column.sets, *sets), blocks, project)
    except InputFaults as error:
        return sorted((_in_table(path, column, fault, rows) for fault in error.faults), key=lambda f: f.row or 0)
    return []


def _in_table(path: Path, column: ScenarioColumn, fault: Fault, rows: Mapping[str, int]) -> Fault:
    if fault.file == _SET:
        row = _row_of(fault.column, rows)
        if row is None:  # of a `--set` of the command
            return fault
        return replace(fault, file=path.name, row=row, column=column.name, message=_told(fault.column, fault.message))
    place = str(Fault(fault.file, fault.row, fault.column, "", "")).removesuffix(": .")
    return replace(
        fault, file=path.name, row=rows.get(EXTENDS), column=column.name, message=_told(place, fault.message)
    )


def _told(place: str, message: str) -> str:
    return f"{place}: {message}" if place else message


def _row_of(path: str, rows: Mapping[str, int]) -> int | None:
    """The row of the setting at fault: the row of that key, or of one above or below it."""
    above = [key for key in rows if key != EXTENDS and f"{path}.".startswith(f"{key}.")]
    below = [key for key in rows if f"{key}.".startswith(f"{path}.")]
    return rows[max(above, key=len)] if above else rows[below[0]] if below and path else None
