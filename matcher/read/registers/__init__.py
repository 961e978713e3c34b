"""The user's own tables: recipients, leaders, interests, history and the rest, from CSV files or one workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matcher.domain import LEADER_ROLES, InputFile
from matcher.errors import Fault
from matcher.read.parsing.spelling import closest_spelling
from matcher.read.registers import deployments, interests, journeys, leaders, recipients, supporters
from matcher.read.registers.register_set import Registers
from matcher.read.registers.resolution.leader_places import Places
from matcher.read.registers.resolution.references import KnownData, link_registers
from matcher.read.registers.row_parsing import RegisterColumn
from matcher.read.registers.workbook_sheets import check_other_sheets, register_name
from matcher.read.table_files.tables import Table, read_table, sheet_names
from matcher.read.table_files.xlsx_rows import WORKBOOKS

__all__ = [
    "COLUMNS",
    "KnownData",
    "Places",
    "Registers",
    "Where",
    "link_registers",
    "read_registers",
    "tables_in_workbook",
]

COLUMNS: Mapping[str, Sequence[RegisterColumn]] = {
    "recipients": recipients.RECIPIENT_COLUMNS,
    "leaders": leaders.LEADER_COLUMNS,
    "organisations": supporters.ORGANISATION_COLUMNS,
    "governance_leaders": leaders.GOVERNANCE_COLUMNS,
    "advisers": supporters.ADVISER_COLUMNS,
    "interests": interests.INTEREST_COLUMNS,
    "people": interests.PERSON_COLUMNS,
    "pairs": deployments.PAIR_COLUMNS,
    "requests": recipients.REQUEST_COLUMNS,
    "history": deployments.HISTORY_COLUMNS,
    "journeys": journeys.JOURNEY_COLUMNS,
    "crossings": journeys.CROSSING_COLUMNS,
    "expected": recipients.EXPECTED_COLUMNS,
}

Where = Path | tuple[Path, str]  # a file, or a workbook and its sheet
Reader = Callable[[Table, list[Fault], list[str]], tuple[Any, ...]]


def read_registers(
    paths: Mapping[str, Where], places: Places, faults: list[Fault], roles: Sequence[str] = LEADER_ROLES
) -> Registers:
    """Every register that `paths` names, by table; one that is not named is empty. `roles` are the programme's."""
    result: dict[str, tuple[Any, ...]] = {}
    files: list[InputFile] = []
    notes: list[str] = []
    ids: dict[str, frozenset[str] | None] = {}
    sheets: dict[Path, list[str]] = {}
    for name, read in _readers(lambda: places.with_registered(result.get("recipients", ())), roles).items():
        if name not in paths:
            continue
        before = len(faults)
        table = _table(name, paths[name], faults, sheets)
        ids[name] = _ids(name, table) if table is not None and len(faults) == before else None
        if table is not None:
            files.append(table.input_file())
            notes.extend(f"{table.file}: {note}" for note in table.notes)
            result[name] = read(table, faults, notes)
    for path, those_read in sheets.items():
        check_other_sheets(path, those_read, COLUMNS, faults, notes)
    return Registers(**result, files=tuple(files), notes=tuple(notes), ids=ids)


def _readers(places: Callable[[], Places], roles: Sequence[str]) -> dict[str, Reader]:
    """In the order of reading: the schools of the register before the leaders who are based there."""
    return {
        "recipients": recipients.recipients,
        "leaders": lambda table, faults, notes: leaders.leaders(table, places(), faults, notes, roles),
        "organisations": lambda table, faults, notes: supporters.organisations(table, places(), faults, notes),
        "governance_leaders": leaders.governance_leaders,
        "advisers": lambda table, faults, notes: supporters.advisers(table, places(), faults, notes),
        "interests": interests.interests,
        "people": interests.people,
        "pairs": deployments.pairs,
        "requests": recipients.requests,
        "history": deployments.history,
        "journeys": journeys.journeys,
        "crossings": journeys.crossings,
        "expected": recipients.expected,
    }


def _table(name: str, where: Where, faults: list[Fault], sheets: dict[Path, list[str]]) -> Table | None:
    """The register's table; the sheet that it stands in is added to those read of its workbook."""
    path, sheet = where if isinstance(where, tuple) else (where, None)
    if sheet is None and path.suffix.lower() in WORKBOOKS:
        sheet = _sheet_of(name, sheet_names(path, faults))
        if sheet is None:
            return None
    if sheet is not None:
        sheets.setdefault(path, []).append(sheet)
    required = tuple(column.name for column in COLUMNS[name] if column.required)
    return read_table(path, sheet, name, faults, required, checked=[column.name for column in COLUMNS[name]])


def _sheet_of(name: str, sheets: Sequence[str]) -> str | None:
    """The sheet with the register's name, or the only one; where none is called so the name, to be asked for."""
    if len(sheets) <= 1:
        return sheets[0] if sheets else None
    return next((sheet for sheet in sheets if register_name(sheet) == name), name)


def _ids(name: str, table: Table) -> frozenset[str] | None:
    """The ids that a register gives; none for one that only refers to others, None where its column is missing."""
    key = {"organisations": "organisation_id"}.get(name, "id")
    if not any(column.name == key for column in COLUMNS[name]):
        return frozenset()
    return frozenset(table.columns[key]) if key in table.columns else None


def tables_in_workbook(path: Path, faults: list[Fault], notes: list[str]) -> dict[str, tuple[Path, str]]:
    """Which register each sheet of a workbook is; a sheet with nearly a register's name is a fault."""
    result: dict[str, tuple[Path, str]] = {}
    for sheet in sheet_names(path, faults):
        name = register_name(sheet)
        if name in result:
            message = f"is the register {name!r}, as is the sheet {result[name][1]!r}"
            faults.append(Fault(path.name, None, sheet, "", message, "Put the rows of both into one sheet"))
        elif name in COLUMNS:
            result[name] = (path, sheet)
        elif (suggestion := closest_spelling(name, COLUMNS, at_least=85)) is not None:
            message = f"Did you mean {suggestion!r}? A sheet of another name is not read"
            faults.append(Fault(path.name, None, sheet, "", "is the sheet of no register", message))
    if not result:
        check_other_sheets(path, (), COLUMNS, faults, notes)
    return result
