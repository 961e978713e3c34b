"""The rows of one sheet of a workbook (.xlsx, .ods) as text; nothing in it is executed, nothing outside followed."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import local
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.ods_marks import check_ods
from matcher.read.table_files.sheet_marks import ERROR, UNSAVED, SheetMarks
from matcher.read.table_files.xlsx_guard import check_workbook

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORKBOOKS = (".xlsx", ".ods")  # by the ending of the file's name
MOST_KEPT = 4_000_000  # bytes, unpacked, of a workbook that stays open: a region's proposal has 500,000
_NEVER_CALCULATED = re.compile(rb'<calcPr\s[^<>]*fullCalcOnLoad="(?:1|true)"')


@dataclass(frozen=True)
class Workbook:
    """An opened workbook; `marks` is what each sheet's XML tells of its cells beyond their values."""

    book: CalamineWorkbook
    marks: Mapping[str, SheetMarks]
    opened: dict[str, CalamineSheet] = field(default_factory=dict, repr=False)

    @property
    def sheet_names(self) -> list[str]:
        """The sheets that hold cells; a sheet may be a chart."""
        return [sheet.name for sheet in self.book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]

    def is_hidden(self, name: str) -> bool:
        return any(s.name == name and s.visible != SheetVisibleEnum.Visible for s in self.book.sheets_metadata)

    def first_column(self, name: str) -> int:
        """The number of the column that the first cell of each of its rows stands in, from 1."""
        start = self.sheet(name).start
        return start[1] + 1 if start else 1

    def sheet(self, name: str) -> CalamineSheet:
        """The sheet's cells, parsed once. Raises Unreadable where it is damaged."""
        try:
            if name not in self.opened:
                self.opened[name] = self.book.get_sheet_by_name(name)
            return self.opened[name]
        except CalamineError:
            raise Unreadable(f"has a damaged sheet {name!r}", "Open it in Excel and save it again as .xlsx") from None


def open_workbook(path: Path) -> Workbook:
    """The workbook, .xlsx or .ods, once it is known to be of a size that can be read.

    Its sheets are asked for one by one: a small one is kept until this thread opens another, or its bytes change.
    """
    with path.open("rb") as file:
        key = str(path), hashlib.file_digest(file, "sha256").digest()
    if _latest.key != key:
        opened = _opened(path)
        if _unpacked(path) > MOST_KEPT:
            return opened
        _latest.key, _latest.workbook = key, opened
    return _latest.workbook


class _Latest(local):
    """The small workbook that a thread opened last."""

    key: tuple[str, bytes] | None = None
    workbook: Workbook


_latest = _Latest()


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as parts:
        return sum(part.file_size for part in parts.infolist())


def _opened(path: Path) -> Workbook:
    is_ods = path.suffix.lower() == ".ods"
    parts = check_ods(path) if is_ods else check_workbook(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        return Workbook(book, parts if is_ods else _by_name(path, parts))
    except (CalamineError, ElementTree.ParseError, LookupError, ValueError):
        raise Unreadable("is a damaged workbook", "Open it in Excel and save it again as .xlsx") from None


def _by_name(path: Path, marks: Mapping[str, SheetMarks]) -> dict[str, SheetMarks]:
    by_name = {name: marks.get(part, SheetMarks()) for name, part in _parts(path)}
    if _never_calculated(path):
        for sheet in by_name.values():
            sheet.unsaved |= sheet.zeros
    return by_name


def _never_calculated(path: Path) -> bool:
    """Whether the program that wrote it left every formula to be worked out by whoever opens it."""
    with zipfile.ZipFile(path) as parts:
        return _NEVER_CALCULATED.search(parts.read("xl/workbook.xml")) is not None


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
    marked = _marked(workbook.marks.get(name, SheetMarks()), workbook.first_column(name))
    for number, cells in enumerate(workbook.sheet(name).iter_rows(), 1):
        texts = [as_text(cell) for cell in cells]
        for place, mark in marked.get(number, ()):
            if 0 <= place < len(texts):
                texts[place] = mark
        yield number, texts


def _marked(marks: SheetMarks, left: int) -> dict[int, list[tuple[int, str]]]:
    """For each row, the places of its cells whose value cannot be seen, and what stands there instead."""
    result: dict[int, list[tuple[int, str]]] = {}
    for text, cells in ((ERROR, marks.errors), (UNSAVED, marks.unsaved)):
        for row, column in cells:
            result.setdefault(row, []).append((column - left, text))
    return result


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
