"""Every mutant: each damage at each cell, row or table that it can befall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random

from tests.loss.cell_damages import DAMAGES as CELL_DAMAGES
from tests.loss.cell_damages import CellDamage
from tests.loss.columns import COLUMNS
from tests.loss.outcome import Data, Mutant
from tests.loss.row_damages import DAMAGES as ROW_DAMAGES
from tests.loss.row_damages import RowDamage
from tests.loss.sheet_damages import DAMAGES as SHEET_DAMAGES
from tests.loss.sheet_damages import SheetDamage
from tests.loss.table_damages import ROW_DAMAGES as MORE_ROW_DAMAGES
from tests.loss.table_damages import SHEET_DAMAGES as MORE_SHEET_DAMAGES
from tests.loss.tables import Rows, shipped, write_rows
from tests.loss.value_damages import DAMAGES as VALUE_DAMAGES

Tables = Mapping[str, Rows]
Damage = CellDamage | RowDamage | SheetDamage
Write = Callable[[Path, Data], Data]


@dataclass(frozen=True)
class Group:
    """The mutants of one damage to one column or table, each made when it is asked for."""

    rows: Sequence[int]
    at: Callable[[int], Mutant]

    def drawn(self, number: int, draw: Random) -> list[Mutant]:
        return [self.at(row) for row in draw.sample(self.rows, min(number, len(self.rows)))]


Groups = Iterator[Group]

DAMAGES: tuple[Damage, ...] = (
    *CELL_DAMAGES,
    *VALUE_DAMAGES,
    *ROW_DAMAGES,
    *MORE_ROW_DAMAGES,
    *SHEET_DAMAGES,
    *MORE_SHEET_DAMAGES,
)


def groups_of(damage: Damage, tables: Tables) -> Groups:
    if isinstance(damage, CellDamage):
        return _cells(damage, tables)
    return _rows(damage, tables) if isinstance(damage, RowDamage) else _sheets(damage, tables)


def a_few(damage: Damage, tables: Tables, number: int, seed: int) -> list[Mutant]:
    """As many mutants of one damage, each of another column or table while there are enough, drawn with the seed."""
    draw = Random(f"{damage.name} {seed}")
    groups = [group for group in groups_of(damage, tables) if group.rows]
    return [mutant for group in draw.sample(groups, min(number, len(groups))) for mutant in group.drawn(1, draw)]


def some_of_all(damages: Iterable[Damage], tables: Tables, each: int, seed: int) -> list[Mutant]:
    """At most `each` mutants of every damage to every column or table."""
    draw = Random(seed)
    groups = (group for damage in damages for group in groups_of(damage, tables))
    return [mutant for group in groups for mutant in group.drawn(each, draw)]


def _cells(damage: CellDamage, tables: Tables) -> Groups:
    for name, column in _befallen(damage, tables):
        table = tables[name]
        at = table.place(column)
        values = {
            i: value for i, row in enumerate(table.rows) if row[at] and (value := damage.change(row[at])) is not None
        }
        if values:
            yield Group(tuple(values), partial(_cell, damage, table, column, values))
            yield Group((0,), partial(_column, damage, table, column, values))


def _cell(damage: CellDamage, table: Rows, column: str, values: Mapping[int, str], row: int) -> Mutant:
    words = _words(table.rows[row], table.place(column), values[row])
    return Mutant(damage.name, table.name, column, row + 2, _write(table, {row: values[row]}, column), words)


def _column(damage: CellDamage, table: Rows, column: str, values: Mapping[int, str], _: int) -> Mutant:
    words = tuple(row[table.place(column)] for row in table.rows)
    return Mutant(f"{damage.name}, all the column", table.name, column, None, _write(table, values, column), words)


def _befallen(damage: CellDamage, tables: Tables) -> Iterator[tuple[str, str]]:
    for name, kinds in COLUMNS.items():
        for column, kind in kinds.items():
            if name in tables and kind in damage.kinds and column in tables[name].header:
                yield name, column


def _words(row: Sequence[str], at: int, value: str) -> tuple[str, ...]:
    return (value.strip(), row[at], *_ids(row))


def _rows(damage: RowDamage, tables: Tables) -> Groups:
    for name in damage.tables:
        if name in tables:
            last = len(tables[name].rows) - 1
            yield Group((last,) if damage.at_end else range(last + 1), partial(_row, damage, tables[name]))


def _row(damage: RowDamage, table: Rows, row: int) -> Mutant:
    place = row + 2 + (1 if damage.at_end else damage.below)
    return Mutant(damage.name, table.name, "", place, _write_row(damage, table, row), _ids(table.rows[row]))


def _sheets(damage: SheetDamage, tables: Tables) -> Groups:
    for name in damage.tables:
        columns = list(COLUMNS[name]) if damage.per_column else [next(iter(COLUMNS[name]))]
        for column in columns if name in tables else ():
            yield Group((0,), partial(_sheet, damage, tables[name], column))


def _sheet(damage: SheetDamage, table: Rows, column: str, _: int) -> Mutant:
    where = column if damage.per_column else ""
    words = tuple(row[table.place(column)] for row in table.rows)
    return Mutant(damage.name, table.name, where, None, _write_sheet(damage, table, column), words)


def _write(table: Rows, cells: Mapping[int, str], column: str) -> Write:
    def write(folder: Path, data: Data) -> Data:
        return {**data, table.name: write_rows(folder, table.with_cells(cells, column))}

    return write


def _write_row(damage: RowDamage, table: Rows, row: int) -> Write:
    def write(folder: Path, data: Data) -> Data:
        changed = damage.change(table, row)
        return data if changed is None else {**data, table.name: write_rows(folder, changed)}

    return write


def _write_sheet(damage: SheetDamage, table: Rows, column: str) -> Write:
    def write(folder: Path, data: Data) -> Data:
        path = damage.write(folder, table, column)
        others = {name: paths for name, paths in data.items() if name != table.name}
        return data if path is None else {**others, damage.key or table.name: path}

    return write


def _ids(row: Sequence[str]) -> tuple[str, ...]:
    """What a row may be called by: those of its first cells that hold an id, and the leaders of an organisation."""
    ids = tuple(cell for cell in row[:3] if any(c.isdigit() for c in cell) and len(cell) > 3)
    return (*ids, *(leader for id in ids for leader in _leaders_of().get(id, ())))


@cache
def _leaders_of() -> Mapping[str, Sequence[str]]:
    """The leaders of the shipped sample by their organisation."""
    leaders, found = shipped("leaders"), defaultdict[str, list[str]](list)
    for row in range(len(leaders.rows)):
        found[leaders.cell(row, "organisation_id")].append(leaders.cell(row, "id"))
    return found
