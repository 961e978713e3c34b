"""The parts of a returned workbook that are no row of its proposal: copies of the sheet, hidden rows, totals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from matcher.errors import Fault
from matcher.read.table_files.tables import read_table, sheet_names
from matcher.read.table_files.xlsx_rows import WORKBOOKS


def decided_elsewhere(path: Path, sheet: str, header: Collection[str], open_columns: Collection[str]) -> list[Fault]:
    """A fault for each sheet but `sheet` that has its header and holds a decision, which would not be recorded."""
    if path.suffix.lower() not in WORKBOOKS:
        return []
    ignored: list[Fault] = []  # what is wrong with the workbook is said when its own sheet is read
    faults = []
    for name in sheet_names(path, ignored):
        if name.casefold() == sheet.casefold():
            continue
        table = read_table(path, name, "workbook", [], tuple(header))
        columns = table.columns if table is not None else {}
        if all(heading in columns for heading in header) and any(any(columns[name]) for name in open_columns):
            message = f"holds decisions beside the sheet {sheet!r}; only that one is recorded"
            todo = f"Write them into {sheet!r}, and delete this sheet"
            faults.append(Fault(f"{path.name}, sheet {name}", None, "", "", message, todo))
    return faults


def workbook_notes(path: Path, sheet: str, open_columns: Sequence[str]) -> tuple[str, ...]:
    """What was read although it is hidden, and left out because it is no record, of a workbook without faults."""
    table = read_table(path, sheet, "workbook", [], "recipient_id", checked=open_columns)
    return table.notes if table is not None else ()
