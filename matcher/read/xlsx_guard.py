"""Refuses a workbook that would cost too much to open, or is not a plain one, before anything reads its cells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from matcher.read.unreadable import Unreadable

MOST_UNPACKED = 150_000_000  # bytes over all parts; 22,000 schools with 76 columns are under 80 million
MOST_PARTS = 2_000
MOST_CELLS = 3_000_000  # of the rectangle that holds all cells of a sheet
CHUNK = 1 << 20

_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACED = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,4})')
_ROW = re.compile(rb'<(?:\w+:)?c r="[A-Z]{1,4}([0-9]{1,9})"')
SAVE_AGAIN = "Open it in Excel and save it again as .xlsx"


def check_workbook(path: Path) -> None:
    """Raise Unreadable unless this is an ordinary .xlsx of ordinary size."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("is an old .xls workbook, or one with a password", f"{SAVE_AGAIN}, without a password")
    try:
        with zipfile.ZipFile(path) as parts:
            _check_parts(parts)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise Unreadable("is not an .xlsx workbook, or a damaged one", SAVE_AGAIN) from None
    except RuntimeError:
        raise Unreadable("is an encrypted workbook", f"{SAVE_AGAIN}, without a password") from None


def _check_parts(parts: zipfile.ZipFile) -> None:
    listed = parts.infolist()
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise Unreadable("unpacks to more than a table can be", "Keep only the sheets that are needed")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in listed):
        raise Unreadable("holds macros", f"{SAVE_AGAIN}, without macros")
    if not any(part.filename.lower() == "xl/workbook.xml" for part in listed):
        raise Unreadable("is not an .xlsx workbook", SAVE_AGAIN)
    for part in listed:
        _check_part(parts, part)


def _check_part(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack it piece by piece: a size that lies in the directory fails here, not in memory."""
    name = part.filename.lower()
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    columns: set[bytes] = set()
    rows = 0
    rest = b""
    with parts.open(part) as file:
        while piece := file.read(CHUNK):
            piece = rest + piece
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise Unreadable("declares entities, as no workbook of Excel does", SAVE_AGAIN)
            if not is_sheet:
                rest = piece[-16:]
                continue
            cut = piece.rfind(b"<")
            piece, rest = piece[:cut], piece[cut:]
            rows = _measure(piece, columns, rows)
            if len(rest) > CHUNK:
                raise Unreadable("has a cell of a million characters", SAVE_AGAIN)
    if is_sheet:
        _measure(rest, columns, rows)


def _measure(piece: bytes, columns: set[bytes], rows: int) -> int:
    """Widen the rectangle that holds all cells; raise Unreadable once it is too large for a table."""
    letters = _PLACED.findall(piece)
    if len(letters) != len(_CELL.findall(piece)):
        raise Unreadable("has cells that do not say where they stand", SAVE_AGAIN)
    columns.update(letters)
    rows = max(rows, max(map(int, set(_ROW.findall(piece))), default=0))
    if rows * max(map(_column_number, columns), default=0) > MOST_CELLS:
        raise Unreadable(f"has a sheet of more than {MOST_CELLS:,} cells", "Delete what stands far from the table")
    return rows


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
