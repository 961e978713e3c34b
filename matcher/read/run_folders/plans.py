"""Reads a plan from its tables: `matches.csv`, `governance.csv` and `adviser_matches.csv`, as a run wrote them or as a
person edited them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from matcher.errors import Fault, raise_faults
from matcher.plan import Plan, PlannedAdviser, PlannedGovernance, PlannedMatch
from matcher.read.parsing.cells import whole
from matcher.read.parsing.personal_data import withhold_name
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.tables import Table, read_table

Line = TypeVar("Line")

MATCHES = ("recipient_id", "leader_id", "days", "team_days")
GOVERNANCE = ("recipient_id", "governance_leader_id", "days")
ADVISERS = ("recipient_id", "adviser_id")


def read_plan(matches: Path, governance: Path | None, advisers: Path | None = None) -> Plan:
    """The plan of these tables, sorted; only ids and days are read. Raises InputFaults with every fault."""
    faults: list[Fault] = []
    match_lines = _lines(matches, MATCHES, _match, faults)
    governance_lines = _lines(governance, GOVERNANCE, _governance, faults) if governance else []
    adviser_lines = _lines(advisers, ADVISERS, PlannedAdviser, faults) if advisers else []
    raise_faults(faults)
    return Plan(tuple(sorted(match_lines)), tuple(sorted(governance_lines)), tuple(sorted(adviser_lines)))


def rows_as_written(matches: Path) -> list[tuple[int, dict[str, str]]]:
    """Each row of the matches as text: its number in a spreadsheet and its cells by column."""
    table = read_table(matches, None, "plan", [], MATCHES[0])
    if table is None:
        return []
    return [(number, {c: cells[i] for c, cells in table.columns.items()}) for i, number in enumerate(table.row_numbers)]


def _lines(path: Path, columns: tuple[str, ...], make: Callable[..., Line], faults: list[Fault]) -> list[Line]:
    table = read_table(path, None, "plan", faults, columns[0])
    if table is None:
        return []
    missing = [name for name in columns if name not in table.columns]
    faults += [Fault(table.file, table.header_row, name, "", "the column is missing") for name in missing]
    if missing:
        return []
    rows = zip(table.row_numbers, *(table.columns[name] for name in columns), strict=True)
    lines = [_made(table, number, cells, columns, make, faults) for number, *cells in rows]
    return [line for line in lines if line is not None]


def _made(
    table: Table,
    number: int,
    cells: list[str],
    columns: tuple[str, ...],
    make: Callable[..., Line],
    faults: list[Fault],
) -> Line | None:
    values: list[str | int] = []
    for name, cell in zip(columns, cells, strict=True):
        try:
            values.append(_cell(name, cell))
        except (Unreadable, ValueError) as why:
            faults.append(Fault(table.file, number, name, withhold_name(cell), str(why)))
    return make(*values) if len(values) == len(columns) else None


def _cell(name: str, cell: str) -> str | int:
    if not name.endswith("days"):
        if not cell:
            raise ValueError("an id is missing")
        return cell
    days = whole(cell)
    if days is None:
        if name == "team_days":
            return 0
        raise ValueError("the days are missing")
    return days


def _match(recipient: str, leader: str, days: int, team_days: int) -> PlannedMatch:
    return PlannedMatch(recipient, leader, days, team_days)


def _governance(recipient: str, leader: str, days: int) -> PlannedGovernance:
    return PlannedGovernance(recipient, leader, days)
