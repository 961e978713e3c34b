"""Every mutant: each damage at each cell, row or table that it can befall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

from tests.loss import cell_damages, row_damages, sheet_damages
from tests.loss.columns import COLUMNS
from tests.loss.outcome import Data, Mutant
from tests.loss.tables import Rows, write_rows

Tables = dict[str, Rows]
Write = Callable[[Path, Data], Data]


def by_damage(tables: Tables) -> Iterator[list[Mutant]]:
    """The mutants of each damage to each column or table, apart from others."""
    yield from _cells(tables)
    yield from _columns(tables)
    yield from _rows(tables)
    yield from _sheets(tables)


def drawn(tables: Tables, each: int, seed: int) -> list[Mutant]:
    """At most `each` mutants of every damage to every column or table, drawn with the seed."""
    draw = Random(seed)
    return [mutant for group in by_damage(tables) for mutant in draw.sample(group, min(each, len(group)))]


def _cells(tables: Tables) -> Iterator[list[Mutant]]:
    for table, column, damage in _befallen(tables):
        name, at = table.name, table.place(column)
        group = []
        for i, row in enumerate(table.rows):
            value = damage.change(row[at]) if row[at] else None
            if value is not None:
                words = (value.strip(), row[at], *_ids(row))
                group.append(Mutant(damage.name, name, column, i + 2, _write(table, {i: value}, column), words))
        if group:
            yield group


def _columns(tables: Tables) -> Iterator[list[Mutant]]:
    for table, column, damage in _befallen(tables):
        name, at = table.name, table.place(column)
        values = {i: damage.change(row[at]) for i, row in enumerate(table.rows) if row[at]}
        cells = {i: value for i, value in values.items() if value is not None}
        if cells:
            write = _write(table, cells, column)
            yield [Mutant(f"{damage.name}, all the column", name, column, None, write)]


def _befallen(tables: Tables) -> Iterator[tuple[Rows, str, cell_damages.CellDamage]]:
    for name, kinds in COLUMNS.items():
        for column, kind in kinds.items():
            for damage in cell_damages.DAMAGES:
                if kind in damage.kinds and column in tables[name].header:
                    yield tables[name], column, damage


def _rows(tables: Tables) -> Iterator[list[Mutant]]:
    for damage in row_damages.DAMAGES:
        for name in damage.tables:
            table = tables[name]
            group = []
            for i, row in enumerate(table.rows):
                place = len(table.rows) if damage.at_end else i + damage.below
                group.append(Mutant(damage.name, name, "", place + 2, _damage_row(damage, table, i), _ids(row)))
            if group:
                yield group[:1] if damage.at_end else group


def _sheets(tables: Tables) -> Iterator[list[Mutant]]:
    for damage in sheet_damages.DAMAGES:
        for name in damage.tables:
            columns = list(COLUMNS[name]) if damage.per_column else [next(iter(COLUMNS[name]))]
            for column in columns:
                yield [_sheet(damage, tables[name], column)]


def _damage_row(damage: row_damages.RowDamage, table: Rows, row: int) -> Write:
    def write(folder: Path, data: Data) -> Data:
        changed = damage.change(table, row)
        return data if changed is None else {**data, table.name: write_rows(folder, changed)}

    return write


def _sheet(damage: sheet_damages.SheetDamage, table: Rows, column: str) -> Mutant:
    def write(folder: Path, data: Data) -> Data:
        path = damage.write(folder, table, column)
        if path is None:
            return data
        others = {name: paths for name, paths in data.items() if name != table.name}
        return {**others, damage.key or table.name: path}

    return Mutant(damage.name, table.name, column if damage.per_column else "", None, write)


def _write(table: Rows, cells: Mapping[int, str], column: str) -> Write:
    def write(folder: Path, data: Data) -> Data:
        return {**data, table.name: write_rows(folder, table.with_cells(cells, column))}

    return write


def _ids(row: tuple[str, ...]) -> tuple[str, ...]:
    """What a row may be called by: its cells that hold an id."""
    return tuple(cell for cell in row[:3] if any(c.isdigit() for c in cell) and len(cell) > 3)
