"""Parses the rows of a register by its column definitions; faults of headings, cells and repeated keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.errors import WITHHELD, Fault
from matcher.read.parsing import cells
from matcher.read.parsing.headings import folded
from matcher.read.parsing.personal_data import withhold_name
from matcher.read.parsing.row_places import source_of
from matcher.read.parsing.spelling import closest_spelling, misspelt_as
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers.other_headings import heading_for, meant_column
from matcher.read.table_files.sheet_marks import UNSEEN
from matcher.read.table_files.tables import Table


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """One column of a register. Values of a `personal` one are never shown in a fault."""

    name: str
    read: Callable[[str], Any] = cells.text
    required: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row, read: values by column name (None where not known or the column is absent)."""

    table: Table
    row: int
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def source(self) -> str:
        return source_of(self.table.file, self.row)

    def fault(self, column: str, value: str, message: str, suggestion: str = "") -> Fault:
        return Fault(self.table.file, self.row, column, value, message, suggestion)


def records(
    table: Table, columns: Sequence[RegisterColumn], faults: list[Fault], notes: list[str]
) -> list[RegisterRow]:
    """The rows without a fault, in the file's order; the others' faults are added."""
    if not _headers_right(table, columns, faults, notes):
        return []
    rows = (_record(table, i, columns, faults) for i in range(table.rows))
    return [record for record in rows if record is not None]


def _record(table: Table, i: int, columns: Sequence[RegisterColumn], faults: list[Fault]) -> RegisterRow | None:
    row = table.row_numbers[i]
    values: dict[str, Any] = {}
    before, unseen = len(faults), False
    for column in columns:
        cell = table.columns[column.name][i] if column.name in table.columns else ""
        if cell in UNSEEN:  # a fault of the sheet, told of already
            unseen = True
            continue
        try:
            values[column.name] = column.read(cell)
            if column.required and values[column.name] in (None, frozenset()):
                raise Unreadable("is empty, and this column is required", "Fill it in")
        except Unreadable as problem:
            value = WITHHELD if column.personal and cell else withhold_name(cell, problem.suggestion)
            faults.append(Fault(table.file, row, column.name, value, problem.message, problem.suggestion))
    return RegisterRow(table, row, values) if len(faults) == before and not unseen else None


def _headers_right(table: Table, columns: Sequence[RegisterColumn], faults: list[Fault], notes: list[str]) -> bool:
    expected = [column.name for column in columns]
    absent = [name for name in expected if name not in table.columns]
    unknown = [name for name in table.columns if name not in expected]
    header = table.header_row
    missing = [column.name for column in columns if column.required and column.name in absent]
    advised: set[str] = set()
    for name in missing:
        suggestion = misspelt_as(name, unknown) or heading_for(name, unknown)
        suggestion = suggestion or closest_spelling(name, _meaning_nothing(unknown, absent), at_least=75)
        advised.add(suggestion or "")
        message = f"Did you mean {suggestion!r}? Rename it {name!r}" if suggestion else f"Add a column {name!r}"
        faults.append(Fault(table.file, header, name, "", "the required column is missing", message))
    optional = [name for name in absent if name not in missing]
    for name in unknown:
        meant = misspelt_as(name, optional) or meant_column(name, optional)
        if name in advised:
            continue
        if twin := _same_again(name, expected, absent):
            todo = "Delete or rename one of them"
            faults.append(Fault(table.file, header, name, "", f"is the column {twin!r} a second time", todo))
        elif meant:
            message = f"Did you mean {meant!r}? A column of another name is not read"
            faults.append(Fault(table.file, header, name, "", "is no column of this table", message))
        else:
            notes.append(f"{table.file}: the column {name!r} is none of this table's and was not read")
    return not missing


def _same_again(heading: str, expected: Sequence[str], absent: Sequence[str]) -> str | None:
    """The column that is there already and that this heading repeats: `Days`, or `days.1` as some programs write."""
    bare = folded(heading).rstrip("0123456789")
    return next((name for name in expected if name not in absent and folded(name) == bare), None)


def _meaning_nothing(headings: Sequence[str], absent: Sequence[str]) -> list[str]:
    """The headings that are not known to mean any of the absent columns."""
    return [heading for heading in headings if meant_column(heading, absent) is None]


def without_duplicates(
    rows: Sequence[RegisterRow], key: Sequence[str], what: str, faults: list[Fault]
) -> list[RegisterRow]:
    """The records, with a fault for each that repeats an earlier one's key."""
    first: dict[tuple[Any, ...], int] = {}
    for record in rows:
        here = tuple(record[name] for name in key)
        if here in first:
            value = " ".join(str(part) for part in here)
            message = f"{what} stands here and in row {first[here]}"
            faults.append(record.fault(key[-1], value, message, "Keep one of the two rows"))
        first.setdefault(here, record.row)
    return [record for record in rows if first[tuple(record[name] for name in key)] == record.row]
