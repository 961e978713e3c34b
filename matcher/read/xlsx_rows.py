"""The rows of one sheet of a workbook, as text; nothing in it is executed and nothing outside it is followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from matcher.read.unreadable import Unreadable
from matcher.read.xlsx_guard import check_workbook


def open_workbook(path: Path) -> CalamineWorkbook:
    """The workbook, once it is known to be of a size that can be read."""
    check_workbook(path)
    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError:
        raise Unreadable("is a damaged workbook", "Open it in Excel and save it again as .xlsx") from None


def sheet_rows(workbook: CalamineWorkbook, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number as the spreadsheet shows it."""
    try:
        sheet: CalamineSheet = workbook.get_sheet_by_name(name)
        rows = sheet.iter_rows()
    except CalamineError:
        raise Unreadable(f"has a damaged sheet {name!r}", "Open it in Excel and save it again as .xlsx") from None
    for number, row in enumerate(rows, 1):
        yield number, [as_text(cell) for cell in row]


def as_text(cell: Any) -> str:
    """What a person would have typed into a CSV: whole floats without decimals, dates in ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
