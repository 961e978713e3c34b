"""Reads the sealed facts of a finished run, so that it can be audited after the registers have changed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

from matcher.domain import Facts, ReadingNote
from matcher.errors import Fault, raise_faults
from matcher.garbage import nothing_collected
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.run_folders.fact_columns import facts_of
from matcher.read.run_folders.sealed_codecs import FILES, KEYED, NOTES, PREVIOUS, field_codecs, read_text
from matcher.read.table_files.tables import check_file


def read_sealed(folder: Path) -> Facts:
    """The facts in a run's `inputs` folder, equal to those that were sealed. Raises InputFaults where it is damaged."""
    return Facts(**_tables(folder, FILES))


def read_table_of(folder: Path, name: str) -> tuple[Any, ...]:
    """The facts of one table of an `inputs` folder. Raises InputFaults where it is damaged."""
    faults: list[Fault] = []
    with nothing_collected():
        facts = tuple(_facts(folder, name, faults))
    raise_faults(faults)
    return facts


def read_sealed_but(folder: Path, left_out: Collection[str]) -> dict[str, Any]:
    """The fields of `Facts` that the folder holds, without the tables left out. Raises InputFaults."""
    return _tables(folder, [name for name in FILES if name not in left_out])


def _tables(folder: Path, names: Iterable[str]) -> dict[str, Any]:
    faults: list[Fault] = []
    with nothing_collected():
        facts: dict[str, Any] = {name: tuple(_facts(folder, name, faults)) for name in names}
    for name in KEYED.keys() & facts.keys():
        facts[name] = keyed(name, facts[name])
    if (folder / "previous.csv").exists():
        facts["previous"] = tuple(tuple(map(read_text, row)) for row in _rows(folder, "previous", PREVIOUS, faults))
    notes = tuple(_notes(folder, faults))
    raise_faults(faults)
    return facts | {"notes": notes}


def _notes(folder: Path, faults: list[Fault]) -> Iterator[ReadingNote]:
    """Folders of before November 2026 say of no note what it is about."""
    header, rows = _table(folder, "notes", faults)
    if header not in (list(NOTES), list(NOTES[1:]), []):
        faults.append(_damaged("notes.csv", 1, "has other columns than this version seals"))
        return
    for row in rows:
        *kind, text = map(read_text, row)
        yield ReadingNote(kind[0] if kind else "files", text)


def keyed(name: str, facts: tuple[Any, ...]) -> Any:
    """The facts of a table as they stand in `Facts`: some by their id."""
    key = KEYED.get(name)
    return {getattr(fact, key): fact for fact in facts} if key else facts


ADDED_TABLES = frozenset(f.name for f in fields(Facts) if "added" in f.metadata)


def _facts(folder: Path, name: str, faults: list[Fault]) -> Iterator[Any]:
    """A table that joined after the run was sealed is empty."""
    if name in ADDED_TABLES and not (folder / f"{name}.csv").exists():
        return
    kind = FILES[name]
    header, rows = _table(folder, name, faults)
    if not _known_columns(header, kind):
        faults.append(_damaged(f"{name}.csv", 1, "has other columns than this version seals"))
        return
    if not rows:
        return
    reads = reads_of(kind, header)
    try:
        columns = [list(map(cache(read), cells)) for read, cells in zip(reads, zip(*rows, strict=True), strict=True)]
    except (ValueError, KeyError):
        faults += _damaged_rows(name, reads, rows)
        return
    yield from facts_of(kind, dict(zip(header, columns, strict=True)), len(rows))


def reads_of(kind: type, header: Sequence[str]) -> list[Callable[[str], Any]]:
    """How the cells of each column are read."""
    codecs = {form.name: form for form in field_codecs(kind)}
    return [codecs[column].read for column in header]


def read_rows_of(folder: Path, name: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of one table, cells not read yet. Raises InputFaults where they are none of its kind."""
    faults: list[Fault] = []
    header, rows = _table(folder, name, faults)
    if not _known_columns(header, FILES[name]) or any(len(row) != len(header) for row in rows):
        faults.append(_damaged(f"{name}.csv", 1, "has other columns than this version seals"))
    raise_faults(faults)
    return header, rows


def _damaged_rows(name: str, reads: Sequence[Callable[[str], Any]], rows: Sequence[Sequence[str]]) -> Iterator[Fault]:
    for number, row in enumerate(rows, 2):
        try:
            _ = [read(cell) for read, cell in zip(reads, row, strict=True)]
        except (ValueError, KeyError):
            yield _damaged(f"{name}.csv", number, "is no longer what was sealed")


def _known_columns(header: Sequence[str], kind: type) -> bool:
    """Whether each column is a field of the kind, once, and only fields that came later, with a default, are absent."""
    needed = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}
    names = {f.name for f in fields(kind)}
    return not header or (len(set(header)) == len(header) and needed <= set(header) <= names)


def _rows(folder: Path, name: str, header: Sequence[str], faults: list[Fault]) -> list[list[str]]:
    first, rows = _table(folder, name, faults)
    if first and list(first) != list(header):
        faults.append(_damaged(f"{name}.csv", 1, "has other columns than this version seals"))
        return []
    return rows


def _table(folder: Path, name: str, faults: list[Fault]) -> tuple[list[str], list[list[str]]]:
    """The header and rows of a sealed table; both empty, with a fault, where it cannot be read."""
    path = folder / f"{name}.csv"
    try:
        check_file(path)
        with path.open(encoding="utf-8", newline="") as file:
            first, *rows = csv.reader(file, strict=True)
    except (Unreadable, OSError, UnicodeDecodeError, csv.Error, ValueError) as problem:
        message = problem.message if isinstance(problem, Unreadable) else "cannot be read as it was sealed"
        faults.append(_damaged(path.name, None, message))
        return [], []
    return first, rows


def _damaged(file: str, row: int | None, message: str) -> Fault:
    return Fault(f"inputs/{file}", row, "", "", message, "Take the run folder from its archive, or run again")
