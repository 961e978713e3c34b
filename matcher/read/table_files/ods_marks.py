"""Checks an OpenDocument table before its cells are read, and tells of its cells what their values do not."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.sheet_marks import WIDEST, Merge, SheetMarks
from matcher.read.table_files.xlsx_guard import BROKEN, CHUNK, MOST_CELLS, MOST_PARTS, MOST_UNPACKED

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_VALUES = (f"{_OFFICE}value", f"{_OFFICE}date-value", f"{_OFFICE}boolean-value", f"{_OFFICE}string-value")
SAVE_AGAIN = "Save it as .xlsx or .csv (UTF-8)"
FARTHEST = 100_000_000


def check_ods(path: Path) -> dict[str, SheetMarks]:
    """What each sheet tells of its cells. Raises Unreadable unless this is an ordinary .ods of ordinary size."""
    try:
        with zipfile.ZipFile(path) as parts:
            listed = parts.infolist()
            if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
                raise Unreadable("unpacks to more than a table can be", "Keep only the sheets that are needed")
            with parts.open("content.xml") as file:
                _no_entities(file)
            with parts.open("content.xml") as file:
                return dict(_sheets(file))
    except (*BROKEN, KeyError, ElementTree.ParseError):
        raise Unreadable("is not an .ods table, or a damaged one", SAVE_AGAIN) from None
    except RuntimeError:
        raise Unreadable("is an encrypted table", f"{SAVE_AGAIN}, without a password") from None


def _no_entities(file: IO[bytes]) -> None:
    before = b""
    while piece := file.read(CHUNK):
        if b"<!DOCTYPE" in before + piece or b"<!ENTITY" in before + piece:
            raise Unreadable("declares entities, as no spreadsheet does", SAVE_AGAIN)
        if b"\0" in piece:
            raise Unreadable("is not in UTF-8", SAVE_AGAIN)
        before = piece[-16:]


def _sheets(file: IO[bytes]) -> Iterator[tuple[str, SheetMarks]]:
    """Element by element, each forgotten once it is read: a hostile file has millions."""
    sheet, table, row = _Sheet(), ElementTree.Element(""), ElementTree.Element("")
    for event, element in ElementTree.iterparse(file, events=("start", "end")):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                sheet, table = _Sheet(element.get(f"{_TABLE}name", "")), element
            elif element.tag == f"{_TABLE}table-row":
                sheet.begin_row(element)
                row = element
        elif element.tag in _CELLS:
            sheet.add_cell(element)
            row.clear()
        elif element.tag == f"{_TABLE}table-column":
            sheet.define_column(element)
        elif element.tag == f"{_TABLE}table-row":
            sheet.end_row()
            table.clear()
        elif element.tag == f"{_TABLE}table":
            yield sheet.name, sheet.marks


@dataclass(slots=True)
class _Sheet:
    """The marks of one sheet, and how far its rows and columns have come."""

    name: str = ""
    marks: SheetMarks = field(default_factory=SheetMarks)
    defined: int = 1
    row: int = 1
    rows: int = 1
    column: int = 1
    widest: int = 0
    hidden: bool = False
    used: bool = False

    def define_column(self, element: ElementTree.Element) -> None:
        number = _repeated(element, "columns")
        if _is_hidden(element):
            self.marks.hidden_columns.update(range(self.defined, self.defined + min(number, WIDEST)))
        self.defined += number

    def begin_row(self, element: ElementTree.Element) -> None:
        self.rows, self.hidden = _repeated(element, "rows"), _is_hidden(element)
        self.column, self.used = 1, False

    def add_cell(self, cell: ElementTree.Element) -> None:
        number = _repeated(cell, "columns")
        if _is_used(cell):
            self.used = True
            self.widest = max(self.widest, self.column + number - 1)
            self._mark(cell, self.column)
        self.column += number

    def end_row(self) -> None:
        if self.used and (self.row + self.rows) * self.widest > MOST_CELLS:
            raise Unreadable(f"has a sheet of more than {MOST_CELLS:,} cells", "Delete what stands far from the table")
        if self.used and self.hidden:
            self.marks.hidden_rows.update(range(self.row, self.row + self.rows))
        self.row += self.rows

    def _mark(self, cell: ElementTree.Element, column: int) -> None:
        here = self.row, column
        right = column + _number(cell, "number-columns-spanned") - 1
        bottom = self.row + _number(cell, "number-rows-spanned") - 1
        if (bottom, right) != here:
            self.marks.merges.append(Merge(self.row, column, bottom, right))
        if cell.get(f"{_CALC}value-type") == "error":
            self.marks.errors.add(here)
        elif cell.get(f"{_TABLE}formula") is not None and not _has_value(cell):
            self.marks.unsaved.add(here)


def _is_hidden(element: ElementTree.Element) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _repeated(element: ElementTree.Element, what: str) -> int:
    return _number(element, f"number-{what}-repeated")


def _number(element: ElementTree.Element, name: str) -> int:
    number = int(element.get(f"{_TABLE}{name}", "1"))
    if not 1 <= number <= FARTHEST:
        raise ValueError(name)
    return number


def _is_used(cell: ElementTree.Element) -> bool:
    return _has_value(cell) or cell.get(f"{_TABLE}formula") is not None or cell.find(_TEXT) is not None


def _has_value(cell: ElementTree.Element) -> bool:
    """Whether a value was saved; a formula that gives empty text has one."""
    return any(cell.get(name) is not None for name in _VALUES) or cell.find(_TEXT) is not None
