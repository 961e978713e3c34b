"""Which sheet of a workbook is read, so that none which fits is left out unsaid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice

from matcher.read.parsing.headings import folded
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.table_header import HEADER_WITHIN, has_header
from matcher.read.table_files.xlsx_rows import Workbook, sheet_rows


def choose_sheet(
    workbook: Workbook, sheet: str | None, header_names: tuple[str, ...], notes: list[str], prefer: Collection[str] = ()
) -> str:
    """The sheet of this name whatever its capitals, or with None the only one that has the header.

    Where several have it, the only one whose name holds one of `prefer` (small letters and digits). A note says which
    sheet was read and which were not. Raises Unreadable where none has the name, or several may be meant.
    """
    names = workbook.sheet_names
    if sheet is not None:
        same = [name for name in names if name.casefold() == sheet.casefold()]
        if not same:
            raise Unreadable(f"has no sheet {sheet!r}", did_you_mean(sheet, names))
        return same[0]
    fitting = [name for name in names if sheet_has_header(workbook, name, header_names)]
    preferred = [name for name in fitting if any(part in folded(name) for part in prefer)]
    if len(fitting) > 1 and len(preferred) != 1:
        message = f"has {len(fitting)} sheets that fit: {quoted(fitting)}"
        raise Unreadable(message, "Keep the one that is meant, or save it as a file of its own")
    chosen = (preferred if len(fitting) > 1 else fitting or names)[0]
    if len(names) > 1 and fitting:
        notes.append(f"the sheet {chosen!r} was read; not read: {_others(names, chosen, fitting)}")
    return chosen


def _others(names: Sequence[str], chosen: str, fitting: Collection[str]) -> str:
    return ", ".join(
        f"{name!r} (which has the header too)" if name in fitting else repr(name) for name in names if name != chosen
    )


def sheet_has_header(workbook: Workbook, name: str, header_names: tuple[str, ...]) -> bool:
    return any(has_header(row, header_names) for _, row in islice(sheet_rows(workbook, name), HEADER_WITHIN))


def quoted(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)
