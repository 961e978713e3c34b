"""A table as text, from a CSV file or a sheet of a workbook, with what is wrong with its shape."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from matcher.domain import InputFile
from matcher.errors import Fault
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.csv_rows import csv_rows, separator_of, tidy
from matcher.read.table_files.sheet_checks import TableInSheet, check_sheet, hidden_notes
from matcher.read.table_files.sheet_choice import choose_sheet
from matcher.read.table_files.sheet_marks import SheetMarks, column_letters
from matcher.read.table_files.table_header import (
    HEADER_WITHIN,
    MOST_COLUMNS,
    NumberedRow,
    has_header,
    header_first,
    heading,
)
from matcher.read.table_files.under_table import rows_under, under_table_note
from matcher.read.table_files.xlsx_rows import WORKBOOKS, open_workbook, sheet_rows

MOST_BYTES = 150_000_000
MOST_ROWS = 250_000
MOST_SHAPE_FAULTS = 20
MOST_NAMED = 10  # in one note


@dataclass(frozen=True)
class Table:
    """A file's columns by name, all stripped text, '' where empty; blank rows are left out.

    `row_numbers[i]` is the row that a spreadsheet shows for the i-th value of each column.
    """

    file: str
    role: str
    columns: Mapping[str, Sequence[str]]
    row_numbers: tuple[int, ...]
    sha256: str
    notes: tuple[str, ...] = ()
    header_row: int = 1

    @property
    def rows(self) -> int:
        return len(self.row_numbers)

    def input_file(self) -> InputFile:
        return InputFile(role=self.role, name=self.file, sha256=self.sha256, rows=self.rows)


def read_table(
    path: Path,
    sheet: str | None,
    role: str,
    faults: list[Fault],
    header_must_have: str | tuple[str, ...],
    only: Collection[str] | None = None,
    checked: Collection[str] | Callable[[Sequence[str]], Collection[str]] | None = None,
    prefer: Collection[str] = (),
) -> Table | None:
    """The table, or None and a fault. The header is the first row, of ten, that has `header_must_have` (or, of several
    names, any one); rows at the end that lack one of them and are totals or notes are left out. `only` names the
    columns to keep, where a wide file is read for a few; `checked` (names, or a choice from the header) those whose
    merged, unsaved and wrong cells matter.
    With `sheet` None the one sheet of a workbook that has the header is read; of several, the one that `prefer` names.
    """
    header_names = (header_must_have,) if isinstance(header_must_have, str) else header_must_have
    notes: list[str] = []
    try:
        check_file(path)
        source = _source(path, sheet, header_names, notes, prefer)
        rows = header_first(source.rows, header_names)
        header_row, names, columns, numbers = _columns(rows, only, source.first_column, path.name, faults, notes)
        columns, numbers, left_out = without_rows_under(columns, numbers, header_names, notes)
        own = checked([name for _, name in names]) if callable(checked) else checked
        places = {place: name for place, name in names if own is None or name in own}
        in_sheet = TableInSheet(path.name, header_row, places, columns, numbers, left_out)
        faults.extend(check_sheet(in_sheet, source.marks))
        notes.extend(hidden_notes(in_sheet, source.marks))
        if not numbers:
            notes.append("has a header and no rows, so nothing was read from it")
        return Table(path.name, role, columns, numbers, _sha256(path), tuple(notes), header_row)
    except Unreadable as problem:
        faults.append(Fault(path.name, problem.row, "", "", problem.message, problem.suggestion))
    except OSError as problem:
        faults.append(Fault(path.name, None, "", "", f"cannot be read: {problem.strerror}", "Check the file"))
    return None


def without_rows_under(
    columns: dict[str, Sequence[str]], numbers: tuple[int, ...], key: Collection[str], notes: list[str]
) -> tuple[dict[str, Sequence[str]], tuple[int, ...], tuple[int, ...]]:
    """The columns and row numbers without the totals and notes under the table, and the numbers of those."""
    end = len(numbers) - rows_under(columns, key)
    if end == len(numbers):
        return columns, numbers, ()
    notes.append(under_table_note(numbers[end:]))
    return {name: cells[:end] for name, cells in columns.items()}, numbers[:end], numbers[end:]


def check_file(path: Path) -> None:
    """Raise Unreadable unless this is an ordinary file, not empty and not huge."""
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise Unreadable("the file is missing", "Check the path under data in the scenario") from None
    if stat.S_ISDIR(about.st_mode):
        raise Unreadable("is a folder, not a file", "Name the file itself")
    if not stat.S_ISREG(about.st_mode):
        raise Unreadable("is not an ordinary file", "Name a CSV or .xlsx file")
    if about.st_size == 0:
        raise Unreadable("the file is empty", "Write at least the header row")
    if about.st_size > MOST_BYTES:
        raise Unreadable(f"is larger than {MOST_BYTES // 1_000_000} MB", "Keep only the rows that are needed")


def sheet_names(path: Path, faults: list[Fault]) -> tuple[str, ...]:
    """The sheets of a workbook, none (and a fault) where it cannot be read."""
    try:
        check_file(path)
        _check_suffix(path)
        return tuple(open_workbook(path).sheet_names)
    except Unreadable as problem:
        faults.append(Fault(path.name, None, "", "", problem.message, problem.suggestion))
    except OSError as problem:
        faults.append(Fault(path.name, None, "", "", f"cannot be read: {problem.strerror}", "Check the file"))
    return ()


def _check_suffix(path: Path) -> None:
    problems = {
        ".csv": "",
        ".txt": "",
        ".tsv": "",
        ".xlsx": "",
        ".ods": "",
        ".xls": "an old workbook",
        ".xlsm": "a workbook with macros",
    }
    problems |= {
        ".xlsb": "a binary workbook",
        ".gz": "compressed",
        ".zip": "compressed",
    }
    what = problems.get(path.suffix.lower(), "no kind of table that is read here")
    if what:
        raise Unreadable(f"is {what} ({path.suffix or 'no ending'})", "Save it as .csv (UTF-8), .xlsx or .ods")


@dataclass(frozen=True, slots=True)
class _Source:
    """The rows of a CSV file or of a sheet, and what the sheet's XML tells of their cells."""

    rows: Iterator[NumberedRow]
    marks: SheetMarks
    first_column: int


def _source(
    path: Path, sheet: str | None, header_names: tuple[str, ...], notes: list[str], prefer: Collection[str]
) -> _Source:
    _check_suffix(path)
    if path.suffix.lower() not in WORKBOOKS:
        separator = separator_of(path, lambda row: has_header(row, header_names), HEADER_WITHIN, notes)
        return _Source(csv_rows(path, notes, separator), SheetMarks(), 1)
    workbook = open_workbook(path)
    name = choose_sheet(workbook, sheet, header_names, notes, prefer)
    if workbook.is_hidden(name):
        notes.append(f"the sheet {name!r} is hidden and was read")
    marks = workbook.marks.get(name, SheetMarks())
    return _Source(sheet_rows(workbook, name), marks, workbook.first_column(name))


def _columns(
    rows: Iterator[NumberedRow],
    only: Collection[str] | None,
    first_column: int,
    file: str,
    faults: list[Fault],
    notes: list[str],
) -> tuple[int, list[tuple[int, str]], dict[str, Sequence[str]], tuple[int, ...]]:
    """The header's row, the number and the name of each column that is kept, their cells, and the rows' numbers."""
    header_row, cells = next(rows)
    header = [heading(cell) for cell in _without_tail(cells)]
    if len(header) > MOST_COLUMNS:
        raise Unreadable(f"has more than {MOST_COLUMNS:,} columns", "Keep only the columns that are needed", header_row)
    selected = [i for i, name in enumerate(header) if name and (only is None or name in only)]
    _check_names(header, selected, header_row)
    _note_unnamed(header, first_column, notes)
    numbers, values = _values(_whole_rows(rows, len(header), file, faults), selected)
    columns: dict[str, Sequence[str]] = {header[i]: values[k] for k, i in enumerate(selected)}
    return header_row, [(first_column + i, header[i]) for i in selected], columns, numbers


def _check_names(header: list[str], selected: list[int], row: int) -> None:
    names = [header[i] for i in selected]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Unreadable(f"has the column {twice[0]!r} twice", "Delete or rename one of them", row)


def _note_unnamed(header: list[str], first_column: int, notes: list[str]) -> None:
    unnamed = [column_letters(first_column + i) for i, name in enumerate(header) if not name]
    if unnamed:
        more = f" and {len(unnamed) - MOST_NAMED} more" if len(unnamed) > MOST_NAMED else ""
        notes.append(f"columns without a name were not read: {', '.join(unnamed[:MOST_NAMED])}{more}")


def _without_tail(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _whole_rows(rows: Iterator[NumberedRow], width: int, file: str, faults: list[Fault]) -> Iterator[NumberedRow]:
    """The rows that are not blank and have as many cells as the header; the others are faults."""
    wrong = 0
    for count, (number, row) in enumerate(rows):
        if count >= MOST_ROWS:
            raise Unreadable(f"has more than {MOST_ROWS:,} rows", "Keep only the rows that are needed", number)
        if len(row) != width:
            row = _of_width(row, width)
        if len(row) == width:
            if "".join(row).strip():
                yield number, row
            continue
        wrong += 1
        message = f"has {len(row)} cells where the header has {width} columns"
        todo = 'Put text that holds a comma between quotation marks "..."' if len(row) > width else "Fill the row up"
        faults.append(Fault(file, number, "", "", message, todo))
        if wrong == MOST_SHAPE_FAULTS:
            raise Unreadable("has more rows of a wrong length; the rest was not read", "Mend these first", number)


def _of_width(row: list[str], width: int) -> list[str]:
    """Without empty cells past the header, and blank rows filled up: neither holds data."""
    bare = _without_tail(row)
    if not bare:
        return [""] * width
    return row[:width] if len(row) > width >= len(bare) else row


def _values(rows: Iterable[NumberedRow], selected: list[int]) -> tuple[tuple[int, ...], list[list[str]]]:
    same: dict[str, str] = {}  # equal cells share one string: a national file repeats its regions 50,000 times
    numbers: list[int] = []
    values: list[list[str]] = [[] for _ in selected]
    appends = [column.append for column in values]
    pick = itemgetter(*selected) if len(selected) > 1 else lambda row: tuple(row[i] for i in selected)
    for number, row in rows:
        numbers.append(number)
        for append, cell in zip(appends, pick(row), strict=True):
            clean = tidy(cell)
            append(same.setdefault(clean, clean))
    return tuple(numbers), values


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
