"""Rejects a workbook that is too large or not an ordinary .xlsx, before its cells are read."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.sheet_marks import SheetMarks, column_number

MOST_UNPACKED = 150_000_000  # bytes over all parts; 22,000 schools with 76 columns are under 80 million
MOST_PARTS = 2_000
MOST_CELLS = 2_000_000  # of the rectangle that holds all cells of a sheet
CHUNK = 1 << 20

_COLUMN = re.compile(rb'<c r="([A-Z]{1,4})')
_CELL = re.compile(rb"<c[\s/>]")
_ROW = re.compile(rb'<c r="[A-Z]{1,4}([0-9]{1,9})"')
_PREFIXED = re.compile(rb"<\w+:c[\s/>]")
SAVE_AGAIN = "Open it in Excel and save it again as .xlsx"


BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)


def check_workbook(path: Path) -> dict[str, SheetMarks]:
    """Raise Unreadable unless this is an ordinary .xlsx of ordinary size.

    The answer is, for each sheet's part of the file, what it tells of its cells beyond their values.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("is an old .xls workbook, or one with a password", f"{SAVE_AGAIN}, without a password")
    try:
        with zipfile.ZipFile(path) as parts:
            return _check_parts(parts)
    except BROKEN:
        raise Unreadable("is not an .xlsx workbook, or a damaged one", SAVE_AGAIN) from None
    except RuntimeError:
        raise Unreadable("is an encrypted workbook", f"{SAVE_AGAIN}, without a password") from None


def _check_parts(parts: zipfile.ZipFile) -> dict[str, SheetMarks]:
    listed = parts.infolist()
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise Unreadable("unpacks to more than a table can be", "Keep only the sheets that are needed")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in listed):
        raise Unreadable("holds macros", f"{SAVE_AGAIN}, without macros")
    if not any(part.filename.lower() == "xl/workbook.xml" for part in listed):
        raise Unreadable("is not an .xlsx workbook", SAVE_AGAIN)
    return {part.filename: _check_part(parts, part) for part in listed}


def _check_part(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> SheetMarks:
    """Unpack it piece by piece: a size that lies in the directory fails here, not in memory."""
    name = part.filename.lower()
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    extent, marks = _Extent(), SheetMarks()
    with parts.open(part) as file:
        for piece in _pieces(file):
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise Unreadable("declares entities, as no workbook of Excel does", SAVE_AGAIN)
            if is_sheet and b"\0" in piece:
                raise Unreadable("has a sheet that is not in UTF-8", SAVE_AGAIN)
            if is_sheet:
                extent.widen(piece)
                marks.collect(piece)
    return marks


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Pieces that never cut a tag in two, nor a cell of a sheet."""
    rest = b""
    while piece := file.read(CHUNK):
        piece = rest + piece
        cut = piece.rfind(b"<c ")
        cut = cut if cut > 0 else max(piece.rfind(b"<"), 0)
        piece, rest = piece[:cut], piece[cut:]
        if len(rest) > CHUNK:
            raise Unreadable("has a cell of a million characters", SAVE_AGAIN)
        yield piece
    yield rest


class _Extent:
    """The rectangle that holds all cells of a sheet."""

    def __init__(self) -> None:
        self.cells = 0
        self.rows = 0
        self.columns = 0

    def widen(self, piece: bytes) -> None:
        """Raise Unreadable once the rectangle is too large for a table."""
        letters = _COLUMN.findall(piece)
        cells = piece.count(b"<c")
        if cells != len(letters):  # <cols> and its like are no cells
            cells = len(_CELL.findall(piece))
        if len(letters) != cells or (b":c" in piece and _PREFIXED.search(piece)):
            raise Unreadable("has cells that do not say where they stand", SAVE_AGAIN)
        self.cells += cells
        self.columns = max(self.columns, max(map(column_number, set(letters)), default=0))
        self.rows = max(self.rows, max(map(int, set(_ROW.findall(piece))), default=0))
        if max(self.cells, self.rows * self.columns) > MOST_CELLS:
            raise Unreadable(f"has a sheet of more than {MOST_CELLS:,} cells", "Delete what stands far from the table")
