"""Figures of schools from published tables, one row a school: the columns that a programme's own gates ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from matcher.domain import InputFile, SchoolFigure
from matcher.errors import Fault
from matcher.read.open_data.public_ids import urn
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.file_columns import FaultCollector, folded
from matcher.read.table_files.tables import Table, read_table

# What the department's tables write where a figure is withheld, does not apply or was never there.
WITHHELD = (
    "supp",
    "suppressed",
    "c",
    "x",
    "z",
    "u",
    "low",
    "lowcov",
    "ne",
    "na",
    "n/a",
    "np",
    "new",
    ":",
    "..",
    "-",
    "*",
)
_NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?%?")
URN = ("URN", "urn", "school_urn", "SchoolUrn")


@dataclass(frozen=True)
class SchoolFigures:
    """The figures, by URN and column; and the files and what was noticed."""

    figures: tuple[SchoolFigure, ...] = ()
    files: tuple[InputFile, ...] = ()
    notes: tuple[str, ...] = ()


def read_figures(paths: Sequence[Path], columns: Sequence[str], faults: list[Fault]) -> SchoolFigures:
    """These columns of all the tables. A column that no table has, or two tables have differently, is a fault."""
    tables = [table for path in paths if (table := read_table(path, None, "signs", faults, URN)) is not None]
    found: dict[tuple[str, str], SchoolFigure] = {}
    for table in tables:
        for row, figure in _figures(table, columns, faults):
            first = found.setdefault((figure.urn, figure.column), figure)
            if _meaning(first) != _meaning(figure):
                said = f"is {_shown(figure)} here and {_shown(first)} in {first.source}"
                todo = "Keep the table that is right"
                faults.append(Fault(table.file, row, figure.column, _shown(figure), f"URN {figure.urn} {said}", todo))
    if len(tables) == len(paths):
        faults += _missing(tables, columns)
    notes = tuple(f"{table.file}: {note}" for table in tables for note in table.notes)
    return SchoolFigures(tuple(found[key] for key in sorted(found)), tuple(t.input_file() for t in tables), notes)


def _meaning(figure: SchoolFigure) -> tuple[Decimal | None, str]:
    """What two tables must agree on: the number, however many zeros it is written with, or that there is none."""
    return None if figure.value is None else Decimal(figure.value), figure.withheld


def figure_of(cell: str) -> tuple[str | None, str]:
    """The number as text, and how the table says that there is none. Raises Unreadable for anything else."""
    if cell in ("", "NULL"):
        return None, "empty"
    if cell.casefold() in WITHHELD:
        return None, cell
    number = _NUMBER.fullmatch(cell)
    if number is None:
        raise Unreadable("is no number", "Write a number such as 78.5, or SUPP where it is withheld")
    return number[1], ""


def _figures(table: Table, columns: Sequence[str], faults: list[Fault]) -> Iterator[tuple[int, SchoolFigure]]:
    headings = {folded(heading): heading for heading in reversed(tuple(table.columns))}
    key = next(headings[folded(name)] for name in URN if folded(name) in headings)
    fault_collector = FaultCollector(table.file, faults)
    for column in columns:
        heading = headings.get(folded(column))
        if heading is None:
            continue
        for row, school, cell in zip(table.row_numbers, table.columns[key], table.columns[heading], strict=True):
            wrong = (key, school)
            try:
                where = urn(school)
                wrong = (heading, cell)
                value, withheld = figure_of(cell)
            except Unreadable as problem:
                fault_collector.add(row, *wrong, problem.message, problem.suggestion)
                continue
            if where is not None:
                source = f"{table.file} row {row}"
                yield row, SchoolFigure(urn=where, column=column, value=value, withheld=withheld, source=source)
    fault_collector.close()


def _missing(tables: Sequence[Table], columns: Sequence[str]) -> Iterator[Fault]:
    there = {folded(heading): heading for table in tables for heading in table.columns}
    for column in columns:
        if folded(column) not in there:
            hint = did_you_mean(column, there.values()) or "Name a table that has it under data.signs"
            files = ", ".join(table.file for table in tables) or "data.signs"
            yield Fault(files, None, column, "", "no table has this column, which the programme asks for", hint)


def _shown(figure: SchoolFigure) -> str:
    return figure.value if figure.value is not None else figure.withheld
