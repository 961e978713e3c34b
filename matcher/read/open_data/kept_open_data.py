"""What the open files said, kept from one run to the next: by the files' bytes and names, the day and this program.

A kept answer is plain JSON, column by column. It can be deleted at any time: then the files are read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic_core import from_json, to_json

from matcher.domain import (
    AreaGrade,
    InputFile,
    InspectionRow,
    Judgement,
    Membership,
    School,
    Succession,
    Trust,
    TrustNumber,
)
from matcher.domain.columns import FactColumns, table_columns
from matcher.errors import Fault
from matcher.garbage import nothing_collected
from matcher.identity.crosswalk import Crosswalk
from matcher.read.open_data.kept_tables import OpenDataStore as OpenDataStore
from matcher.read.open_data.kept_tables import as_read, sources_digest
from matcher.read.open_data.opendata import OpenData, Paths, read_open_data
from matcher.read.run_folders.fact_columns import facts_of
from matcher.read.run_folders.sealed_codecs import CODECS, field_codecs, written_column

KINDS: Mapping[str, type] = {
    "schools": School,
    "trusts": Trust,
    "memberships": Membership,
    "successions": Succession,
    "judgements": Judgement,
    "inspection_rows": InspectionRow,
    "area_grades": AreaGrade,
    "trust_numbers": TrustNumber,
    "files": InputFile,
}
KEYED = {"schools": "urn", "trusts": "uid"}
OWN_SOURCES = ("read", "domain", "identity")  # the packages of this program that decide what is read out of a file
AS_IT_IS = {str, int, bool}  # types that JSON gives back unchanged


def read_kept_open_data(paths: Paths, as_at: date, faults: list[Fault], store: OpenDataStore | None) -> OpenData:
    """As `read_open_data`, from the store where these very files were read before.

    Only what is without fault is kept.
    """
    key = None if store is None else key_of(paths, as_at)
    if store is None or key is None:
        return read_open_data(paths, as_at, faults)
    kept = store.get(key)
    if kept is not None:
        with nothing_collected():
            return _marked(decoded(kept), key)
    before = len(faults)
    result = read_open_data(paths, as_at, faults)
    if len(faults) > before:
        return result
    marked = _marked(result, key)
    store.put(key, encoded(marked))
    return marked


def _marked(data: OpenData, key: str) -> OpenData:
    """The data with the key on each table, so that what follows from the table alone is kept beside it."""
    return replace(data, **{name: as_read(getattr(data, name), f"{name}|{key}") for name in KINDS if name != "files"})


def key_of(paths: Paths, as_at: date) -> str | None:
    """A hash of the program, the day, and every file's role, name and bytes; None where a file cannot be read."""
    found = []
    for role, given in sorted(paths.items()):
        for path in [given] if isinstance(given, Path) else given:
            try:
                found.append((role, path.name, sha256(path.read_bytes()).hexdigest()))
            except OSError:
                return None
    return sha256(json.dumps([program_digest(), as_at.isoformat(), found]).encode()).hexdigest()


def program_digest() -> str:
    """A hash of this program's version and of its own files that read: a kept answer is never that of other code."""
    return sources_digest(OWN_SOURCES)


def encoded(data: OpenData) -> bytes:
    tables = {name: fact_columns(kind, table_columns(getattr(data, name))) for name, kind in KINDS.items()}
    ids = [list(column) for column in zip(*((*key, body) for key, body in data.ids.bodies.items()), strict=True)]
    whole = {**tables, "ids": ids, "own": dict(data.ids.own), "notes": data.notes}
    return to_json(whole)


def decoded(content: bytes) -> OpenData:
    """The data as it was read. Raises ValueError or KeyError for what `encoded` never wrote."""
    whole = from_json(content)
    facts: dict[str, Any] = {name: facts_of_columns(kind, whole[name]) for name, kind in KINDS.items()}
    for name, key in KEYED.items():
        facts[name] = {getattr(fact, key): fact for fact in facts[name]}
    kinds, values, bodies = whole["ids"] or ([], [], [])
    ids = Crosswalk(dict(zip(zip(kinds, values, strict=True), bodies, strict=True)), whole["own"])
    return OpenData(**facts, ids=ids, notes=tuple(whole["notes"]))


def fact_columns(kind: type, columns: FactColumns) -> list[list[Any]]:
    cells = {codec.name: codec for codec in field_codecs(kind)}
    return [
        columns[name].values if read is None else written_column(cells[name], columns) for name, read in _codecs(kind)
    ]


def facts_of_columns(kind: type, columns: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    codecs = _codecs(kind)
    if len(columns) != len(codecs):
        raise ValueError(f"{kind.__name__} has {len(codecs)} fields, not {len(columns)}")
    decoded_columns = {
        name: column if read is None else map(read, column)
        for column, (name, read) in zip(columns, codecs, strict=True)
    }
    return facts_of(kind, decoded_columns, len(columns[0]) if columns else 0)


@cache
def _codecs(kind: type) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """Per field its name and how it is read back (None: kept as it is); equal cells are read once."""
    hints, cells = get_type_hints(kind), {codec.name: codec for codec in field_codecs(kind)}
    result: list[tuple[str, Callable[[Any], Any] | None]] = []
    for field in fields(kind):
        hint = hints[field.name]
        bases = {arg for arg in get_args(hint) if arg is not type(None)} if type(None) in get_args(hint) else {hint}
        special = bool(bases & (set(CODECS) - AS_IT_IS))
        result.append((field.name, cache(cells[field.name].read) if special else None))
    return tuple(result)
