"""Whole columns of one file, parsed at once, with faults per row up to a maximum for each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, overload

import numpy as np

from matcher.errors import Fault
from matcher.read.parsing.cells import day
from matcher.read.parsing.headings import folded as folded
from matcher.read.parsing.spelling import misspelt_as
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.sheet_marks import UNSEEN
from matcher.read.table_files.tables import Table

MOST_OF_A_KIND = 20
_NOT_A_VALUE = frozenset(("NULL", *UNSEEN))

T = TypeVar("T")


class RepeatedTexts(Sequence[str]):
    """A column of texts that repeat: each different one once, and which of them stands in each row."""

    def __init__(self, different: Sequence[str], rows: np.ndarray[Any, Any]) -> None:
        self.different, self.rows = different, rows

    def in_rows(self, values: Sequence[T]) -> list[T]:
        """One value for each different text, as they stand in the rows."""
        found: list[T] = np.fromiter(values, dtype=object, count=len(values))[self.rows].tolist()
        return found

    def at(self, places: np.ndarray[Any, Any] | slice) -> RepeatedTexts:
        return RepeatedTexts(self.different, self.rows[places])

    def __eq__(self, other: object) -> bool:
        """As any column of these texts is."""
        return isinstance(other, RepeatedTexts | list) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self.in_rows(self.different))

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> RepeatedTexts: ...
    def __getitem__(self, place: int | slice) -> str | RepeatedTexts:
        return self.at(place) if isinstance(place, slice) else self.different[self.rows[place]]


@dataclass
class FaultCollector:
    """Collects the faults of one file: the first of each kind in full, the others of that kind as a count."""

    file: str
    faults: list[Fault]
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, row: int | None, column: str, value: str, message: str, suggestion: str = "") -> None:
        kind = (column, message)
        self.kinds[kind] += 1
        if self.kinds[kind] <= MOST_OF_A_KIND:
            self.faults.append(Fault(self.file, row, column, value, message, suggestion))

    def close(self) -> None:
        for (column, message), number in self.kinds.items():
            more = number - MOST_OF_A_KIND
            if more > 0:
                self.faults.append(Fault(self.file, None, column, "", f"{message}: {more:,} more rows like these"))


@dataclass(frozen=True)
class Columns:
    """A table whose columns go by this program's names; a column that the file lacks reads as empty."""

    table: Table
    names: dict[str, str]  # what it means -> the file's own heading
    fault_collector: FaultCollector
    texts: dict[str, Sequence[str]] = field(default_factory=dict, repr=False, compare=False)  # once asked for

    def __len__(self) -> int:
        return self.table.rows

    def has(self, meaning: str) -> bool:
        return meaning in self.names

    def text(self, meaning: str) -> Sequence[str]:
        """The column as text; `NULL`, and what a sheet does not show (a fault told of already), read as empty."""
        if meaning not in self.names:
            return [""] * len(self)
        if meaning not in self.texts:
            found = self.table.columns[self.names[meaning]]
            self.texts[meaning] = (
                RepeatedTexts(_values(found.different), found.rows)
                if isinstance(found, RepeatedTexts)
                else _values(found)
            )
        return self.texts[meaning]

    def parse(self, meaning: str, parse: Callable[[str], T | None]) -> list[T | None]:
        """Each different cell is parsed once; a cell that cannot be read is a fault and reads as None."""
        if meaning not in self.names:
            return [None] * len(self)
        cells = self.text(meaning)
        answers: dict[str, T | None] = {}
        wrong: dict[str, Unreadable] = {}
        for cell in cells.different if isinstance(cells, RepeatedTexts) else set(cells):
            try:
                answers[cell] = parse(cell)
            except Unreadable as problem:
                answers[cell] = None
                wrong[cell] = problem
        if wrong:
            self._complain(meaning, cells, wrong)
        if isinstance(cells, RepeatedTexts):
            return cells.in_rows([answers[cell] for cell in cells.different])
        return list(map(answers.__getitem__, cells))

    def _complain(self, meaning: str, cells: Sequence[str], wrong: dict[str, Unreadable]) -> None:
        for row, cell in zip(self.table.row_numbers, cells, strict=True):
            if cell in wrong:
                problem = wrong[cell]
                self.fault_collector.add(row, self.names[meaning], cell, problem.message, problem.suggestion)


def _values(cells: Sequence[str]) -> list[str]:
    return ["" if cell in _NOT_A_VALUE else cell for cell in cells]


def drop_placeholder_dates(earliest: date = date(1900, 1, 2)) -> Callable[[date | None], date | None]:
    """A function that replaces placeholder dates (before `earliest`, used for unknown days) with None."""
    return lambda day: None if day is None or day < earliest else day


_without_placeholders = drop_placeholder_dates()


def real_day(cell: str) -> date | None:
    """The day in a cell; None for a placeholder too."""
    return _without_placeholders(day(cell))


def named_columns(
    table: Table,
    header: Sequence[str],
    aliases: dict[str, tuple[str, ...]],
    needed: Sequence[str],
    fault_collector: FaultCollector,
) -> Columns | None:
    """The file's headings found under the meanings of `aliases`; None, and a fault for each needed one that lacks."""
    names = match_headings(header, aliases)
    missing = [meaning for meaning in needed if meaning not in names]
    for meaning in missing:
        spare = [heading for heading in header if heading not in names.values()]
        first = aliases[meaning][0]
        slip = misspelt_as(first, spare)  # a column that is only a little like it holds something else
        hint = f"Did you mean {slip!r}? Rename it {first!r}" if slip else f"Use a file that has the column {first!r}"
        fault_collector.add(None, first, "", "the column is missing", hint)
    return None if missing else Columns(table, names, fault_collector)


def match_headings(header: Sequence[str], aliases: dict[str, tuple[str, ...]]) -> dict[str, str]:
    own = {folded(heading): heading for heading in reversed(header)}
    matches: dict[str, str] = {}
    for meaning, spellings in aliases.items():
        for spelling in spellings:
            if folded(spelling) in own:
                matches[meaning] = own[folded(spelling)]
                break
    return matches


def missing_headings(header: Sequence[str], aliases: dict[str, tuple[str, ...]]) -> list[str]:
    """The headings that the file has under none of their spellings."""
    matches = match_headings(header, aliases)
    return [spellings[0] for meaning, spellings in aliases.items() if meaning not in matches]
