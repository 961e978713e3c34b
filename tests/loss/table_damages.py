"""More of what tools and people do to a row or a whole table: ragged rows, twins, files of other kinds."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from matcher.read.parsing.values import SPREADSHEET_DAY_0
from tests.loss.columns import COLUMNS
from tests.loss.row_damages import Change, RowDamage, inserted, total
from tests.loss.sheet_damages import (
    REGISTERS,
    SMALL,
    SheetDamage,
    Worksheet,
    Write,
    as_csv,
    with_rows_above,
    workbook,
)
from tests.loss.tables import TABLES, Rows, write_rows

Cells = tuple[str, ...]


def rewritten(write: Callable[[Cells], Cells | None]) -> Change:
    """The cells of the row written otherwise."""

    def change(table: Rows, row: int) -> Rows | None:
        cells = write(table.rows[row])
        return None if cells is None else replace(table, rows=(*table.rows[:row], cells, *table.rows[row + 1 :]))

    return change


def broken_in_two(table: Rows, row: int) -> Rows:
    """A line break outside quotation marks."""
    cells, half = table.rows[row], len(table.header) // 2
    return replace(table, rows=(*table.rows[:row], cells[:half], cells[half:], *table.rows[row + 1 :]))


def in_another_trust(table: Rows, row: int) -> Cells | None:
    """The school's row again, in the trust of another row."""
    at, kind = table.place("Group UID"), table.place("Group Type")
    own = table.rows[row][at]
    academies = [cells for cells in table.rows if "academy" in cells[kind] and cells[at] != own]
    if "academy" not in table.rows[row][kind] or not academies:
        return None
    first = table.place("Group UID")
    return tuple(academies[0][i] if i == first else cell for i, cell in enumerate(table.rows[row]))


ROW_DAMAGES = (
    RowDamage("cells cut off at the end", TABLES, rewritten(lambda cells: cells[:-2])),
    RowDamage("a cell too many", TABLES, rewritten(lambda cells: (*cells[:2], "and more", *cells[2:]))),
    RowDamage("a row broken in two", TABLES, broken_in_two),
    RowDamage("the first two cells exchanged", TABLES, rewritten(lambda cells: (cells[1], cells[0], *cells[2:]))),
    RowDamage("a row of dashes", TABLES, inserted(lambda table, _: ("---",) * len(table.header)), below=1),
    RowDamage("a row commented out", TABLES, rewritten(lambda cells: (f"# {cells[0]}", *cells[1:]))),
    RowDamage("a row marked for deletion", TABLES, rewritten(lambda cells: (f"DELETE {cells[0]}", *cells[1:]))),
    RowDamage("a total within", TABLES, inserted(total), below=1),
    RowDamage("a school in two trusts", ("group_links",), inserted(in_another_trust), below=1),
)


def raw(change: Callable[[str], str | bytes], name: str = "") -> Write:
    """The file as text, written otherwise; `name` is its other ending."""

    def write(folder: Path, table: Rows, _column: str) -> Path:
        path = write_rows(folder, table)
        changed = change(path.read_text(encoding="utf-8"))
        path = path.with_suffix(name) if name else path
        path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
        return path

    return write


def between_marks(folder: Path, table: Rows, _column: str) -> Path:
    path = folder / f"{table.name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows((table.header, *table.rows))
    return path


def mojibake(text: str) -> str | bytes:
    """UTF-8 taken for cp1252 and saved again, as far as cp1252 has the characters."""
    return "".join(c if c.isascii() else c.encode().decode("cp1252", errors="ignore") for c in text)


def headings_exchanged(folder: Path, table: Rows, column: str) -> Path | None:
    """The heading of the next column of another kind here, and this one there."""
    kinds = COLUMNS[table.name]
    other = next((name for name in kinds if name > column and kinds[name] != kinds[column]), None)
    if other is None:
        return None
    swap = {column: other, other: column}
    return write_rows(folder, replace(table, header=tuple(swap.get(name, name) for name in table.header)))


def heading_left_out(folder: Path, table: Rows, column: str) -> Path:
    return write_rows(folder, replace(table, header=tuple("" if name == column else name for name in table.header)))


def column_again(named: Callable[[str], str], value: str | None) -> Write:
    """The column a second time, under a name like its own: with the same values, or one value throughout."""

    def write(folder: Path, table: Rows, column: str) -> Path:
        at = table.place(column)
        rows = tuple((*row, row[at] if value is None else value) for row in table.rows)
        return write_rows(folder, Rows(table.name, (*table.header, named(column)), rows))

    return write


def numbered(table: Rows) -> Rows:
    """With a first column of numbers and no heading, as a data tool saves its index."""
    rows = tuple((str(i), *row) for i, row in enumerate(table.rows))
    return Rows(table.name, ("", *table.header), rows)


def blank_between(table: Rows) -> Rows:
    return replace(table, rows=tuple(row for cells in table.rows for row in (cells, ("",) * len(cells))))


def days_as_days(sheet: Worksheet, table: Rows, column: str) -> bool:
    """The column's dates as the spreadsheet's own days."""
    at, done = table.place(column), False
    for i, cells in enumerate(table.rows):
        if len(cells[at]) == 10 and cells[at][4:5] == "-":
            sheet.cell(i + 2, at + 1).value = date.fromisoformat(cells[at])
            done = True
    return done


def days_as_numbers(sheet: Worksheet, table: Rows, column: str) -> bool:
    """The same in a column that is formatted as numbers."""
    at, done = table.place(column), False
    for i, cells in enumerate(table.rows):
        if len(cells[at]) == 10 and cells[at][4:5] == "-":
            sheet.cell(i + 2, at + 1).value = (date.fromisoformat(cells[at]) - SPREADSHEET_DAY_0) / timedelta(days=1)
            done = True
    return done


def moved_away(sheet: Worksheet, table: Rows, _column: str) -> None:
    sheet.insert_rows(1, 2)
    sheet.insert_cols(1, 2)


def another_table_below(sheet: Worksheet, table: Rows, _column: str) -> None:
    for cells in ((), ("Region", "Number"), ("North West", 3), ("London", 5)):
        sheet.append(cells)


def answers_as_truths(sheet: Worksheet, table: Rows, column: str) -> bool:
    at, done = table.place(column), False
    for i, cells in enumerate(table.rows):
        if cells[at] in ("yes", "no"):
            sheet.cell(i + 2, at + 1).value, done = cells[at] == "yes", True
    return done


SHEET_DAMAGES = (
    SheetDamage("lines ended in two ways", TABLES, raw(lambda text: text.replace("\n", "\r\n", 3))),
    SheetDamage("lines ended as on old machines", TABLES, raw(lambda text: text.replace("\n", "\r"))),
    SheetDamage("without its last line end", TABLES, raw(lambda text: text.rstrip("\n"))),
    SheetDamage("in UTF-16 without its mark", TABLES, raw(lambda text: text.encode("utf-16-le"))),
    SheetDamage("in UTF-16 the other way", TABLES, raw(lambda text: b"\xfe\xff" + text.encode("utf-16-be"))),
    SheetDamage("in UTF-32", TABLES, raw(lambda text: text.encode("utf-32"))),
    SheetDamage("in cp1252", TABLES, raw(lambda text: text.encode("cp1252", errors="ignore"))),
    SheetDamage("saved in a wrong encoding", TABLES, raw(mojibake)),
    SheetDamage("separated by bars", TABLES, as_csv(delimiter="|")),
    SheetDamage("with a line that names the separator", TABLES, raw(lambda text: f"sep=,\n{text}")),
    SheetDamage("all between quotation marks", TABLES, between_marks),
    SheetDamage("ending in .txt", TABLES, raw(lambda text: text, ".txt")),
    SheetDamage("a CSV that is called a workbook", TABLES, raw(lambda text: text, ".xlsx")),
    SheetDamage("the header twice", TABLES, as_csv(lambda table: replace(table, rows=(table.header, *table.rows)))),
    SheetDamage("groups of headings above", TABLES, with_rows_above(["Who", "", "Where", "", "When"])),
    SheetDamage("without its header", TABLES, raw(lambda text: text.split("\n", 1)[1])),
    SheetDamage("headings exchanged", TABLES, headings_exchanged, per_column=True),
    SheetDamage("a heading left out", TABLES, heading_left_out, per_column=True),
    SheetDamage("a column twice", TABLES, column_again(lambda name: name, None), per_column=True),
    SheetDamage("a column twice, numbered", REGISTERS, column_again(lambda name: f"{name}.1", "1"), per_column=True),
    SheetDamage("a column twice in capitals", REGISTERS, column_again(str.upper, "1"), per_column=True),
    SheetDamage("an index before", TABLES, as_csv(numbered)),
    SheetDamage("blank lines between", TABLES, as_csv(blank_between)),
    SheetDamage("a workbook of days", SMALL, workbook(days_as_days), per_column=True),
    SheetDamage("a workbook of days as numbers", SMALL, workbook(days_as_numbers), per_column=True),
    SheetDamage("a workbook of truths", SMALL, workbook(answers_as_truths), per_column=True),
    SheetDamage("a table in the middle of its sheet", SMALL, workbook(moved_away)),
    SheetDamage("another table below", SMALL, workbook(another_table_below)),
)
