"""Faults and notes of cells of a sheet that do not read as they look: merged, unsaved, in error, hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.errors import Fault
from matcher.read.table_files.sheet_marks import ERROR, UNSAVED, Cell, Merge, SheetMarks, column_letters

MOST_OF_A_KIND = 20
MOST_NAMED = 10
_SAVE = "Open the workbook in Excel and save it, or write the value itself"
_MEND = "Mend the formula, or write the value itself"


@dataclass(frozen=True, slots=True)
class TableInSheet:
    """Where a table stands in its sheet.

    `columns`: the names of the columns that are read, by the number of the sheet's column. `cells`: the text of those
    columns, in the order of `rows`, the numbers of the table's rows. `left_out`: the rows that are no records.
    """

    file: str
    header_row: int
    columns: Mapping[int, str]
    cells: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    left_out: Collection[int]

    def holds(self, cell: Cell) -> bool:
        row, column = cell
        return row >= self.header_row and row not in self.left_out and column in self.columns


def check_sheet(table: TableInSheet, marks: SheetMarks) -> Iterator[Fault]:
    """What must be mended before the table says what its author meant."""
    yield from _unseen(table, marks.unsaved, UNSAVED, "holds a formula without a saved value", _SAVE)
    yield from _unseen(table, marks.errors, ERROR, "is an error of the spreadsheet", _MEND)
    for merge in sorted(marks.merges, key=lambda merge: (merge.top, merge.left)):
        names = _names_hidden_by(merge, table)
        if names:
            message = f"the cells {merge} are merged, so only the first of them holds the value"
            yield Fault(table.file, merge.top, ", ".join(names), "", message, "Unmerge them and fill in each cell")


def _unseen(table: TableInSheet, cells: Collection[Cell], mark: str, message: str, todo: str) -> Iterator[Fault]:
    held = sorted(cell for cell in cells if table.holds(cell))
    for row, column in held[:MOST_OF_A_KIND]:
        name = table.columns[column] if row > table.header_row else column_letters(column)
        yield Fault(table.file, row, name, mark if mark == ERROR else "", message, todo)
    more = len(held) - MOST_OF_A_KIND
    if more > 0:
        yield Fault(table.file, None, "", "", f"{message}: {more:,} more cells like these", todo)


def _names_hidden_by(merge: Merge, table: TableInSheet) -> list[str]:
    """The columns in which the merge may leave a record's cell empty that looks filled in; none where it is blank."""
    names = [table.columns[c] for c in range(merge.left, merge.right + 1) if c in table.columns]
    indices = [i for i, row in enumerate(table.rows) if merge.top <= row <= merge.bottom]
    begins_in_table = merge.left in table.columns and merge.top in table.rows
    if len(names) * len(indices) <= begins_in_table:  # nothing of the table but, perhaps, the cell with the value
        return []
    filled = any(table.cells[name][i] for name in names for i in indices)
    return names if filled or not begins_in_table else []


def hidden_notes(table: TableInSheet, marks: SheetMarks) -> Iterator[str]:
    """That what cannot be seen in the sheet was read all the same."""
    rows = [str(row) for row in table.rows if row in marks.hidden_rows]
    names = [name for column, name in table.columns.items() if column in marks.hidden_columns]
    for kind, hidden in (("row", rows), ("column", names)):
        if len(hidden) == 1:
            yield f"the hidden {kind} {hidden[0]} was read"
        elif hidden:
            more = f" and {len(hidden) - MOST_NAMED} more" if len(hidden) > MOST_NAMED else ""
            yield f"the hidden {kind}s {', '.join(hidden[:MOST_NAMED])}{more} were read"
