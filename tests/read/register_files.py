"""Registers as people write them: each row says only what matters, the rest is filled in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from matcher.errors import Fault
from matcher.read.registers import Places, Registers, read_registers

Row = Mapping[str, str]

USUAL: Mapping[str, Row] = {
    "recipients": {"id": "100001", "name": "Oak", "kind": "school", "region": "London", "phases": "primary"},
    "leaders": {
        "id": "L1",
        "name": "Ann Lee",
        "role": "nle",
        "region": "London",
        "days": "20",
        "willing": "yes",
        "phases": "primary",
    },
    "organisations": {"organisation_id": "2001", "name": "Wide Trust"},
    "governance_leaders": {"id": "G1", "name": "Gil", "region": "London", "days": "10"},
    "advisers": {"id": "A1", "name": "Ada", "region": "London", "caseload": "6"},
    "interests": {"person_id": "L1", "party_id": "100001", "party_kind": "school", "relation": "governs"},
    "people": {"id": "P1", "name": "Pat", "role": "broker"},
    "pairs": {"recipient_id": "100001", "leader_id": "L1"},
    "requests": {"id": "100001", "kind": "school", "reason": "asked"},
    "journeys": {"from": "L1", "to": "100001", "minutes": "30", "measured_by": "road"},
    "expected": {"month": "2023-02", "region": "London", "kind": "school", "number": "12"},
    "crossings": {"a": "L1", "b": "100001", "ok": "yes"},
    "history": {"term": "autumn-2022", "recipient_id": "100001", "leader_id": "L1", "state": "running"},
}


def a(table: str, **cells: str) -> dict[str, str]:
    """A row of a register, as usual but for the cells that are given."""
    return {**USUAL[table], **cells}


def grid(rows: Sequence[Row], header: Iterable[str]) -> list[list[str]]:
    names = list(dict.fromkeys([*header, *(name for row in rows for name in row)]))
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def write_csv(path: Path, rows: Sequence[Row], header: Iterable[str] = ()) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(grid(rows, header))
    return path


def write_xlsx(path: Path, sheets: Mapping[str, list[list[object]]]) -> Path:
    """Text goes in as text, numbers and dates as Excel's own."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    sheet.write(r, c, cell)
    return path


def read_tables(folder: Path, places: Places | None = None, **tables: Sequence[Row]) -> tuple[Registers, list[Fault]]:
    """What is read from registers with these rows, each in a CSV file of its own."""
    faults: list[Fault] = []
    paths = {name: write_csv(folder / f"{name}.csv", rows, USUAL[name]) for name, rows in tables.items()}
    return read_registers(paths, places or Places(), faults), faults


def messages(faults: Iterable[Fault]) -> str:
    return "\n".join(map(str, faults))
