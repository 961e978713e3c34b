"""What tools and people do to a whole table: other encodings and separators, workbooks, headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from tests.loss.tables import OPEN_DATA, TABLES, Rows, write_lines, write_rows

REGISTERS = tuple(name for name in TABLES if name not in OPEN_DATA)
SMALL = tuple(name for name in TABLES if name not in ("ofsted", "establishments"))

Worksheet = Any  # openpyxl ships no types

# Writes the damaged table and returns the file; `column` is one that the damage may befall.
Write = Callable[[Path, Rows, str], Path | None]


@dataclass(frozen=True)
class SheetDamage:
    """`key`: what `data` calls the file, the table's own name by default. `per_column`: done to a column."""

    name: str
    tables: tuple[str, ...]
    write: Write
    per_column: bool = False
    key: str = ""


def as_csv(
    change: Callable[[Rows], Rows] = lambda table: table, encoding: str = "utf-8", delimiter: str = ","
) -> Write:
    return lambda folder, table, _column: write_rows(folder, change(table), encoding, delimiter)


def headings(change: Callable[[str], str]) -> Write:
    return as_csv(lambda table: replace(table, header=tuple(change(name) for name in table.header)))


def with_rows_above(*above: Sequence[str]) -> Write:
    return lambda folder, table, _column: write_lines(folder / f"{table.name}.csv", [*above, table.header, *table.rows])


def renamed(write: Callable[[str], str]) -> Write:
    """One column under another name."""

    def change(folder: Path, table: Rows, column: str) -> Path:
        header = tuple(write(name) if name == column else name for name in table.header)
        return write_rows(folder, replace(table, header=header))

    return change


def guide_below_header(table: Rows) -> Rows:
    return replace(table, rows=(("(see guide)",) * len(table.header), *table.rows))


def wider(table: Rows) -> Rows:
    return replace(table, header=(*table.header, "", ""), rows=tuple((*row, "", "") for row in table.rows))


def column_order(table: Rows) -> Rows:
    order = list(range(len(table.header)))
    Random(table.name).shuffle(order)
    return Rows(
        table.name, tuple(table.header[i] for i in order), tuple(tuple(r[i] for i in order) for r in table.rows)
    )


def header_twice(folder: Path, table: Rows, column: str) -> Path:
    """A second column of the same name, with other values."""
    header = (*table.header, column)
    return write_rows(folder, Rows(table.name, header, tuple((*row, "X") for row in table.rows)))


def cut_short(folder: Path, table: Rows, column: str) -> Path:
    """A download that broke off in the middle of a row."""
    path = write_rows(folder, table)
    text = path.read_bytes()
    path.write_bytes(text[: text[:-1].rindex(b"\n") + 8])
    return path


def workbook(*changes: Callable[[Worksheet, Rows, str], bool | None], name: str = "", ordered: bool = False) -> Write:
    """The table as the one sheet of a workbook, with what each change does to the sheet; False: it cannot be done."""

    def write(folder: Path, table: Rows, column: str) -> Path | None:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = table.name
        table = table.sorted_by(column) if ordered else table
        for cells in (table.header, *table.rows):
            sheet.append([cell or None for cell in cells])
        if any(change(sheet, table, column) is False for change in changes):
            return None
        path = folder / f"{name or table.name}.xlsx"
        book.save(path)
        return path

    return write


def in_registers(*changes: Callable[[Worksheet, Rows, str], bool | None]) -> Write:
    """The table in a workbook that is named as the workbook of all registers."""
    return workbook(*changes, name="registers")


def merge(sheet: Worksheet, table: Rows, column: str) -> bool:
    """The first run of equal cells in the column merged into one."""
    at, cells = table.place(column), [row[table.place(column)] for row in table.rows]
    start = next((i for i in range(len(cells) - 1) if cells[i] and cells[i] == cells[i + 1]), None)
    if start is None:
        return False
    end = max(i for i in range(start, len(cells)) if cells[start : i + 1] == [cells[start]] * (i + 1 - start))
    sheet.merge_cells(start_row=start + 2, end_row=end + 2, start_column=at + 1, end_column=at + 1)
    return True


def write_in_cell(value: str | None) -> Callable[[Worksheet, Rows, str], bool]:
    """Instead of the first cell of the column that is filled in; a formula is saved without its value."""

    def change(sheet: Worksheet, table: Rows, column: str) -> bool:
        at = table.place(column)
        row = next((i for i, cells in enumerate(table.rows) if cells[at]), None)
        if row is not None:
            sheet.cell(row + 2, at + 1).value = value
        return row is not None

    return change


def as_numbers(sheet: Worksheet, table: Rows, column: str) -> None:
    at = table.place(column)
    for i, cells in enumerate(table.rows):
        if cells[at].isdigit():
            sheet.cell(i + 2, at + 1).value = float(cells[at])


def hide_rows(sheet: Worksheet, table: Rows, column: str) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Worksheet, table: Rows, column: str) -> None:
    sheet.column_dimensions[get_column_letter(table.place(column) + 1)].hidden = True


def title(write: Callable[[str], str]) -> Callable[[Worksheet, Rows, str], None]:
    def change(sheet: Worksheet, table: Rows, column: str) -> None:
        sheet.title = write(table.name)

    return change


def second_sheet(name: str, first: bool = False, half: bool = False, hidden: bool = False) -> Callable[..., None]:
    """Another sheet that has the header of the table: the same rows, or half of the rows moved there."""

    def change(sheet: Worksheet, table: Rows, column: str) -> None:
        book = sheet.parent
        other = book.create_sheet(name, 0 if first else None)
        rows = table.rows[: len(table.rows) // 2] if half else table.rows
        for cells in (table.header, *rows):
            other.append([cell or None for cell in cells])
        if half:
            sheet.delete_rows(2, len(rows))
        if hidden:
            other.sheet_state = "hidden"

    return change


def notes_first(sheet: Worksheet, table: Rows, column: str) -> None:
    book = sheet.parent
    book.create_sheet("Read me", 0).append(["How to fill this in"])


def rows_at_the_right(sheet: Worksheet, table: Rows, column: str) -> None:
    """A second little table beside the first one."""
    for i, text in enumerate(("By region", "North", "South"), 1):
        sheet.cell(i, len(table.header) + 2).value = text


DAMAGES = (
    SheetDamage("with a byte-order mark", TABLES, as_csv(encoding="utf-8-sig")),
    SheetDamage("in UTF-16", TABLES, as_csv(encoding="utf-16")),
    SheetDamage("separated by semicolons", TABLES, as_csv(delimiter=";")),
    SheetDamage("separated by tabs", TABLES, as_csv(delimiter="\t")),
    SheetDamage("with empty columns behind", TABLES, as_csv(wider)),
    SheetDamage("columns in another order", TABLES, as_csv(column_order)),
    SheetDamage("headings in capitals", TABLES, headings(str.upper)),
    SheetDamage("headings with spaces", TABLES, headings(lambda name: f" {name}\u00a0")),
    SheetDamage("headings over two lines", TABLES, headings(lambda name: name.replace(" ", "\n"))),
    SheetDamage("a title above", TABLES, with_rows_above(["Our register"], [])),
    SheetDamage("many lines above", TABLES, with_rows_above(*[[f"Note {i}"] for i in range(12)])),
    SheetDamage("a second line of headings", TABLES, as_csv(guide_below_header)),
    SheetDamage("a heading twice", TABLES, header_twice, per_column=True),
    SheetDamage("a heading misspelt", REGISTERS, renamed(lambda name: f"{name}s"), per_column=True),
    SheetDamage("a heading of another name", REGISTERS, renamed(lambda _name: "Field 7"), per_column=True),
    SheetDamage("cut short", TABLES, cut_short),
    SheetDamage("without rows", TABLES, as_csv(lambda table: replace(table, rows=()))),
    SheetDamage("a workbook", SMALL, workbook()),
    SheetDamage("a workbook of floats", SMALL, workbook(as_numbers), per_column=True),
    SheetDamage("merged cells", SMALL, workbook(merge, ordered=True), per_column=True),
    SheetDamage("a formula without a value", SMALL, workbook(write_in_cell("=1+1")), per_column=True),
    SheetDamage("an error cell", SMALL, workbook(write_in_cell("#REF!")), per_column=True),
    SheetDamage("a hidden row", SMALL, workbook(hide_rows)),
    SheetDamage("a hidden column", SMALL, workbook(hide_column), per_column=True),
    SheetDamage("another sheet before", SMALL, workbook(notes_first)),
    SheetDamage("two sheets that fit", SMALL, workbook(second_sheet("Sheet2", half=True))),
    SheetDamage("two sheets that fit, the other first", SMALL, workbook(second_sheet("Sheet2", first=True, half=True))),
    SheetDamage("two sheets that fit, one hidden", SMALL, workbook(second_sheet("old", half=True, hidden=True))),
    SheetDamage("a little table beside", SMALL, workbook(rows_at_the_right)),
    SheetDamage("a sheet of another name", REGISTERS, in_registers(title(lambda _name: "Sheet1")), key="registers"),
    SheetDamage(
        "a sheet with a year in its name", REGISTERS, in_registers(title(lambda name: f"{name} 2022")), key="registers"
    ),
    SheetDamage(
        "two sheets of one register", REGISTERS, in_registers(second_sheet("Sheet2", half=True)), key="registers"
    ),
)
