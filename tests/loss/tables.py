"""The sample's tables as plain rows, to be damaged and written again."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.sample.shipped import CP1252, SHIPPED

TABLES = (
    "establishments", "ofsted", "group_links", "groups", "establishment_links", "leaders", "organisations",
    "governance_leaders", "interests", "people", "pairs", "requests", "history",
)  # fmt: skip
OPEN_DATA = TABLES[:5]


@dataclass(frozen=True)
class Rows:
    """One table: its name, header and cells. Row `i` is row `i + 2` of the spreadsheet."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def place(self, column: str) -> int:
        return self.header.index(column)

    def cell(self, row: int, column: str) -> str:
        return self.rows[row][self.place(column)]

    def with_cell(self, row: int, column: str, value: str) -> Rows:
        return self.with_cells({row: value}, column)

    def with_cells(self, cells: Mapping[int, str], column: str) -> Rows:
        at, rows = self.place(column), list(self.rows)
        for row, value in cells.items():
            rows[row] = (*rows[row][:at], value, *rows[row][at + 1 :])
        return replace(self, rows=tuple(rows))

    def sorted_by(self, column: str) -> Rows:
        at = self.place(column)
        return replace(self, rows=tuple(sorted(self.rows, key=lambda row: (row[at], row))))


@cache
def shipped(name: str) -> Rows:
    """A table of the shipped sample without its blank rows."""
    return read_rows(SHIPPED / f"{name}.csv", "cp1252" if name in CP1252 else "utf-8")


def read_rows(path: Path, encoding: str = "utf-8") -> Rows:
    with path.open(encoding=encoding, newline="") as file:
        header, *rows = csv.reader(file)
    return Rows(path.stem, tuple(header), tuple(tuple(row) for row in rows if any(row)))


def write_rows(folder: Path, table: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    return write_lines(folder / f"{table.name}.csv", (table.header, *table.rows), encoding, delimiter)


def write_lines(
    path: Path, lines: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",", newline: str = "\n"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=newline).writerows(lines)
    return path
