"""Totals and notes under a table, which are no records of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

_TOTAL = re.compile(r"(?:grand |sub-?)?totals?|sum|average|mean|count", re.IGNORECASE)
_LINE = re.compile(
    r"(?:(?:grand |sub-?)?totals?|sum|average|mean|count|notes?|sources?|end of|last updated|updated|prepared by"
    r"|generated|crown copyright|contains public sector)\b|[*†©]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[£-]?[0-9][0-9,.]*%?|#[A-Z]+")
SENTENCE = 4  # words in one cell, alone in its row: no id and hardly a name


def rows_under(columns: Mapping[str, Sequence[str]], key: Collection[str]) -> int:
    """How many of the last rows are totals or notes. A record fills in every column of `key`; a row that does is no
    note, unless its first cell says that it is a total and nothing else.
    """
    keys = [columns[name] for name in key if name in columns]
    number = 0
    for i in range(max(map(len, columns.values()), default=0) - 1, -1, -1):
        filled = [column[i] for column in columns.values() if column[i]]
        is_record = bool(keys) and all(column[i] for column in keys)
        if not filled:
            break
        begins_row = filled[0] == next(iter(columns.values()))[i]
        if not (_TOTAL.fullmatch(filled[0].rstrip(": ")) if is_record else _is_line(filled, begins_row)):
            break
        number += 1
    return number


def _is_line(filled: Sequence[str], begins_row: bool) -> bool:
    """A total is a word beside numbers; a note stands alone in its row, and a mere sentence in its first cell."""
    first, *others = filled
    if others:
        return bool(_LINE.match(first)) and all(_NUMBER.fullmatch(cell) for cell in others)
    return bool(_LINE.match(first)) or (begins_row and len(first.split()) >= SENTENCE)


def under_table_note(rows: Sequence[int]) -> str:
    """The note on the rows that were left out, by number alone: a note may name people."""
    if len(rows) == 1:
        return f"row {rows[0]} under the table is a total or a note, no record of it, and was left out"
    return f"rows {rows[0]} to {rows[-1]} under the table are totals or notes, no records of it, and were left out"
