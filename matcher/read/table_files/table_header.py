"""The header of a table: the first row that has one of the names that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from matcher.read.parsing.spelling import misspelt_as
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.csv_rows import tidy

HEADER_WITHIN = 10  # rows; titles stand above the header
MOST_COLUMNS = 1_000

NumberedRow = tuple[int, list[str]]


def header_first(rows: Iterator[NumberedRow], header_names: tuple[str, ...]) -> Iterator[NumberedRow]:
    """The rows from the header on."""
    above = []
    for number, row in islice(rows, HEADER_WITHIN):
        if has_header(row, header_names):
            return chain([(number, row)], rows)
        above.append(row)
    raise _no_header(above, header_names)


def has_header(row: Sequence[str], header_names: tuple[str, ...]) -> bool:
    return not {heading(cell) for cell in row[:MOST_COLUMNS]}.isdisjoint(header_names)


def heading(cell: str) -> str:
    return " ".join(tidy(cell).split())


def _no_header(above: list[list[str]], header_names: tuple[str, ...]) -> Unreadable:
    lines = [",".join(row[:MOST_COLUMNS]) for row in above]
    for mark, what in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if any(line.count(mark) > line.count(",") for line in lines):
            message = f"separates its columns by {what}, and none of its first rows has the column {header_names[0]!r}"
            return Unreadable(message, f"Name the column {header_names[0]!r}, or save it as CSV separated by commas")
    seen = list(dict.fromkeys(heading(cell) for row in above for cell in row[:MOST_COLUMNS] if cell.strip()))
    message = f"has no header with the column {header_names[0]!r} in its first {HEADER_WITHIN} rows"
    if not seen:
        return Unreadable(message, f"Write the header; it needs {header_names[0]!r}")
    slip = misspelt_as(header_names[0], seen)
    return Unreadable(message, f"Name the column {header_names[0]!r}" + (f". Did you mean {slip!r}?" if slip else ""))
