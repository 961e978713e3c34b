"""The sheets of the users' own workbooks: one that its header shows to be a register is never left out unsaid."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from matcher.errors import Fault
from matcher.read.parsing.headings import folded
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers.row_parsing import RegisterColumn
from matcher.read.table_files.sheet_choice import quoted
from matcher.read.table_files.table_header import HEADER_WITHIN, heading
from matcher.read.table_files.xlsx_rows import Workbook, open_workbook, sheet_rows

Definitions = Mapping[str, Sequence[RegisterColumn]]
FEWEST = 3  # headings of a register, and half of the sheet's: fewer may be a summary


def register_like(headings: Iterable[str], registers: Definitions) -> str | None:
    """The register whose header this is, or nearly: all its required columns, or most of a sheet's are its own."""
    there = {folded(name) for name in headings if name} - {""}
    fits: list[tuple[int, int, str]] = []
    for name, columns in registers.items():
        own = {folded(column.name) for column in columns}
        required = {folded(column.name) for column in columns if column.required}
        known = len(own & there)
        if known > 1 and (required <= there or (known >= FEWEST and 2 * known >= len(there))):
            fits.append((known, -len(own), name))
    return max(fits)[2] if fits else None


def check_other_sheets(
    path: Path, read: Collection[str], registers: Definitions, faults: list[Fault], notes: list[str]
) -> None:
    """A fault for each sheet that was not read and has a register's header; the others that were not are noted."""
    try:
        workbook = open_workbook(path)
        others = [sheet for sheet in workbook.sheet_names if sheet not in read]
        likes = {sheet: _like(workbook, sheet, registers) for sheet in others}
    except Unreadable:
        return  # told where it was read
    told = {fault.column for fault in faults if fault.file == path.name}
    for sheet, like in likes.items():
        if like is not None and sheet not in told:
            message = f"the sheet has the header of the register {like!r} and was not read"
            faults.append(Fault(path.name, None, sheet, "", message, _todo(sheet, like, read)))
    unlike = [sheet for sheet, like in likes.items() if like is None and sheet not in told]
    if unlike:
        what = "the sheet" if len(unlike) == 1 else "the sheets"
        is_none = "is no register and was not read" if len(unlike) == 1 else "are no registers and were not read"
        notes.append(f"{path.name}: {what} {quoted(unlike)} {is_none}")


def _todo(sheet: str, like: str, read: Collection[str]) -> str:
    named_so = [sheet for sheet in read if register_name(sheet) == like]
    if named_so:
        return f"Put its rows into the sheet {named_so[0]!r}, or delete it"
    if register_name(sheet) == like:
        return f"Name the workbook under data.{like} too, or delete the sheet"
    return f"Call the sheet {like!r} and name the workbook under data.registers, or delete it"


def register_name(sheet: str) -> str:
    """The sheet's name as registers are called."""
    return sheet.strip().casefold().replace(" ", "_").replace("-", "_")


def _like(workbook: Workbook, sheet: str, registers: Definitions) -> str | None:
    for _, row in islice(sheet_rows(workbook, sheet), HEADER_WITHIN):
        like = register_like(map(heading, row), registers)
        if like is not None:
            return like
    return None
