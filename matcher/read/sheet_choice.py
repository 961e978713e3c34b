"""Which sheet of a workbook is read, so that none which fits is left out unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from matcher.read.spelling import did_you_mean
from matcher.read.table_header import HEADER_WITHIN, has_header
from matcher.read.unreadable import Unreadable
from matcher.read.xlsx_rows import Workbook, sheet_rows


def choose_sheet(workbook: Workbook, sheet: str | None, header_names: tuple[str, ...], notes: list[str]) -> str:
    """The sheet of this name whatever its capitals, or with None the only one that has the header.

    Of several sheets, a note says which was read. Raises Unreadable where none has the name, or several the header.
    """
    names = workbook.sheet_names
    if sheet is not None:
        same = [name for name in names if name.casefold() == sheet.casefold()]
        if not same:
            raise Unreadable(f"has no sheet {sheet!r}", did_you_mean(sheet, names))
        return same[0]
    fitting = [name for name in names if sheet_has_header(workbook, name, header_names)]
    if len(fitting) > 1:
        message = f"has {len(fitting)} sheets that fit: {quoted(fitting)}"
        raise Unreadable(message, "Keep the one that is meant, or save it as a file of its own")
    if fitting and len(names) > 1:
        notes.append(f"the sheet {fitting[0]!r} was read; not read: {quoted([n for n in names if n != fitting[0]])}")
    return fitting[0] if fitting else names[0]


def sheet_has_header(workbook: Workbook, name: str, header_names: tuple[str, ...]) -> bool:
    return any(has_header(row, header_names) for _, row in islice(sheet_rows(workbook, name), HEADER_WITHIN))


def quoted(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)
