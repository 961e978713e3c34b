"""What tools and people do to a row, or to the rows of a table as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.loss.cell_damages import FULL_WIDTH, LOOK_ALIKE
from tests.loss.tables import TABLES, Rows

Change = Callable[[Rows, int], Rows | None]  # the table damaged at a row; None where it cannot be damaged so

OWN_ID = {"leaders": "id", "governance_leaders": "id", "people": "id", "organisations": "organisation_id"}
ORDERED = {
    "leaders": ("designated_from", "designated_to"),
    "interests": ("declared_on", "expires_on"),
    "history": ("starts_on", "ends_on"),
    "requests": ("received_on", "approved_on"),
}


@dataclass(frozen=True)
class RowDamage:
    name: str
    tables: tuple[str, ...]
    change: Change
    below: int = 0  # how far below the row given stands the row that is wrong
    at_end: bool = False


def inserted(make: Callable[[Rows, int], tuple[str, ...] | None], at_end: bool = False) -> Change:
    """A row put below the one given, or below the table."""

    def change(table: Rows, row: int) -> Rows | None:
        new, place = make(table, row), len(table.rows) if at_end else row + 1
        return None if new is None else replace(table, rows=(*table.rows[:place], new, *table.rows[place:]))

    return change


def padded(*cells: str) -> Callable[[Rows, int], tuple[str, ...]]:
    return lambda table, _row: (*cells, *[""] * (len(table.header) - len(cells)))


def total(table: Rows, row: int) -> tuple[str, ...]:
    """Words in the first column, and the sums below the columns of numbers."""
    numbers = [
        str(sum(map(int, filled))) if filled and all(cell.isdigit() for cell in filled) else ""
        for filled in ([cell for cell in column if cell] for column in zip(*table.rows, strict=True))
    ]
    return ("Total", *numbers[1:])


def twin(write: Callable[[str], str]) -> Callable[[Rows, int], tuple[str, ...] | None]:
    """The row again, under an id that a person cannot tell from its own."""

    def make(table: Rows, row: int) -> tuple[str, ...] | None:
        at = table.place(OWN_ID[table.name])
        cells = table.rows[row]
        other = write(cells[at])
        return None if other == cells[at] else (*cells[:at], other, *cells[at + 1 :])

    return make


def repeated_with_another(table: Rows, row: int) -> tuple[str, ...] | None:
    """The row again, with its last filled number or word changed: two rows that contradict each other."""
    cells = list(table.rows[row])
    at = max(i for i, cell in enumerate(cells) if cell)
    cells[at] = str(int(cells[at]) + 1) if cells[at].isdigit() else cells[at] + "x"
    return tuple(cells)


def ended_before_begun(table: Rows, row: int) -> Rows | None:
    first, last = ORDERED[table.name]
    begun = table.cell(row, first)
    if not begun:
        return None
    return table.with_cell(row, last, f"{int(begun[:4]) - 3}{begun[4:]}")


def shifted(by: int) -> Change:
    """The cells of the row one column to the right or left, as after a cell deleted in a spreadsheet."""

    def change(table: Rows, row: int) -> Rows | None:
        cells = table.rows[row]
        moved = ("", *cells[:-1]) if by > 0 else (*cells[1:], "")
        return replace(table, rows=(*table.rows[:row], moved, *table.rows[row + 1 :]))

    return change


DAMAGES = (
    RowDamage("a blank row", TABLES, inserted(padded()), below=1),
    RowDamage("a row of spaces", TABLES, inserted(lambda table, _row: (" ",) * len(table.header)), below=1),
    RowDamage("the header again", TABLES, inserted(lambda table, _row: table.header), below=1),
    RowDamage("a total below", TABLES, inserted(total, at_end=True), at_end=True),
    RowDamage("a note below", TABLES, inserted(padded("Source: our own records, 2022"), at_end=True), at_end=True),
    RowDamage("a note beside", TABLES, inserted(padded("", "Checked by AB"), at_end=True), at_end=True),
    RowDamage("the row again", TABLES, inserted(lambda table, row: table.rows[row]), below=1),
    RowDamage("the row again, otherwise", tuple(OWN_ID), inserted(repeated_with_another), below=1),
    RowDamage("a twin by capitals", tuple(OWN_ID), inserted(twin(str.swapcase)), below=1),
    RowDamage("a twin by width", tuple(OWN_ID), inserted(twin(lambda id: id.translate(FULL_WIDTH))), below=1),
    RowDamage(
        "a twin by look-alike letters", tuple(OWN_ID), inserted(twin(lambda id: id.translate(LOOK_ALIKE))), below=1
    ),
    RowDamage("ended before begun", tuple(ORDERED), ended_before_begun),
    RowDamage("cells moved to the right", TABLES, shifted(1)),
    RowDamage("cells moved to the left", TABLES, shifted(-1)),
)
