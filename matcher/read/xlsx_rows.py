"""The rows of one sheet of a workbook, as text; nothing in it is executed and nothing outside it is followed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from matcher.read.unreadable import Unreadable
from matcher.read.xlsx_guard import Cells, check_workbook

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ERROR = "#ERROR"  # stands where Excel shows #N/A, #REF! and the like


@dataclass(frozen=True)
class Workbook:
    """An opened workbook; `errors` are the cells, by sheet, where Excel shows an error."""

    book: CalamineWorkbook
    errors: Mapping[str, Cells]

    @property
    def sheet_names(self) -> list[str]:
        return self.book.sheet_names


def open_workbook(path: Path) -> Workbook:
    """The workbook, once it is known to be of a size that can be read."""
    errors = {part: cells for part, cells in check_workbook(path).items() if cells}
    try:
        book = CalamineWorkbook.from_path(str(path))
        return Workbook(book, {name: errors.get(part, frozenset()) for name, part in _parts(path) if errors})
    except (CalamineError, ElementTree.ParseError, LookupError, ValueError):
        raise Unreadable("is a damaged workbook", "Open it in Excel and save it again as .xlsx") from None


def _parts(path: Path) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part of the file that holds its cells."""
    with zipfile.ZipFile(path) as parts:
        links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
    target = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in book.iter(f"{_MAIN}sheet"):
        where = target.get(sheet.get(f"{_LINK}id"), "")
        yield sheet.get("name", ""), where.removeprefix("/") if where.startswith("/") else f"xl/{where}"


def sheet_rows(workbook: Workbook, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number as the spreadsheet shows it."""
    try:
        sheet: CalamineSheet = workbook.book.get_sheet_by_name(name)
        rows = sheet.iter_rows()
    except CalamineError:
        raise Unreadable(f"has a damaged sheet {name!r}", "Open it in Excel and save it again as .xlsx") from None
    left = sheet.start[1] + 1 if sheet.start else 1
    errors: dict[int, list[int]] = {}
    for row, column in workbook.errors.get(name, frozenset()):
        errors.setdefault(row, []).append(column - left)
    for number, cells in enumerate(rows, 1):
        texts = [as_text(cell) for cell in cells]
        for column in errors.get(number, ()):
            texts[column] = ERROR
        yield number, texts


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
