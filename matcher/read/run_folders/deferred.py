"""Sealed facts whose long tables are read when somebody first asks for them: most pages of a run never do."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import fields
from functools import cache, partial
from operator import itemgetter
from pathlib import Path
from typing import Any

from matcher.domain import Facts
from matcher.errors import Fault, InputFaults
from matcher.read.run_folders.fact_columns import facts_of
from matcher.read.run_folders.seal import HINT, file_digest
from matcher.read.run_folders.sealed import keyed, read_rows_of, read_sealed_but, read_table_of, reads_of
from matcher.read.run_folders.sealed_codecs import FILES, KEYED, read_text

DEFERRED = ("judgements", "inspection_rows")
ROW_BY_ROW = ("schools",)
SHARED = ("memberships", "successions", "trusts")  # read at once, and the same in many runs

# (name, digest, how to read it) -> a table: from memory where the same bytes were read before
Tables = Callable[[str, str, Callable[[], Any]], Any]


class DeferredFacts(Facts):
    """The facts of a run folder that was just verified against its seal, equal to those `read_sealed` gives.

    A deferred table is held against the seal again when it is read: the folder may have been changed since.
    """

    __slots__ = ("_digests", "_inputs", "_tables")

    def __getattr__(self, name: str) -> Any:
        """A deferred table, read now and kept. Raises InputFaults where its file is not as it was sealed."""
        if name not in DEFERRED:
            raise AttributeError(name)
        digest = self._digests.get(f"inputs/{name}.csv", "")
        value = self._tables(name, digest, lambda: _verified(self._inputs, name, digest))
        object.__setattr__(self, name, value)
        return value


def _verified(inputs: Path, name: str, digest: str) -> tuple[Any, ...]:
    path = inputs / f"{name}.csv"
    if path.exists() and file_digest(path) != digest:
        raise InputFaults([Fault(str(path), None, "", "", "was changed after the run was opened", HINT)])
    return read_table_of(inputs, name)


class FactsByKey(Mapping[str, Any]):
    """The facts of a verified table by their id, each made when it is asked for, and all together for `values`."""

    def __init__(self, kind: type, key: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._kind, self._header, self._reads = kind, header, reads_of(kind, header)
        place = header.index(key) if rows else 0
        self._rows = {read_text(row[place]): row for row in rows}
        self._made: dict[str, Any] = {}

    def __getitem__(self, id_: str) -> Any:
        if id_ not in self._made:
            self._made[id_] = self._facts([self._rows[id_]])[0]
        return self._made[id_]

    def _facts(self, rows: Sequence[Sequence[str]]) -> tuple[Any, ...]:
        cells = zip(self._header, self._reads, zip(*rows, strict=True), strict=True)
        return facts_of(self._kind, {name: map(cache(read), column) for name, read, column in cells}, len(rows))

    def rows_of(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """These fields of every fact, in order, without making the facts. Raises ValueError for an unknown field."""
        places = [self._header.index(name) for name in names]
        columns = [map(cache(self._reads[k]), map(itemgetter(k), self._rows.values())) for k in places]
        return zip(*columns, strict=True)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._rows

    def values(self) -> ValuesView[Any]:
        return self._all().values()

    def items(self) -> ItemsView[str, Any]:
        return self._all().items()

    def _all(self) -> dict[str, Any]:
        if len(self._made) < len(self._rows):
            made = dict(zip(self._rows, self._facts(list(self._rows.values())), strict=True))
            self._made = made | self._made
        return self._made


def read_sealed_later(inputs: Path, digests: Mapping[str, str], tables: Tables | None = None) -> Facts:
    """The sealed facts; `digests` are the seal's, by path inside the run folder. Raises InputFaults."""
    known = tables or (lambda _name, _digest, read: read())
    given = read_sealed_but(inputs, (*DEFERRED, *ROW_BY_ROW, *SHARED))

    def shared(name: str, read: Callable[[], Any]) -> Any:
        return known(name, digests.get(f"inputs/{name}.csv", ""), read)

    for name in SHARED:
        given[name] = shared(name, partial(_whole, inputs, name))
    for name in ROW_BY_ROW:
        given[name] = shared(name, partial(_row_by_row, inputs, name))
    return _deferred(given, _digests=digests, _inputs=inputs, _tables=known)


def _whole(inputs: Path, name: str) -> Any:
    return keyed(name, read_table_of(inputs, name))


def _row_by_row(inputs: Path, name: str) -> FactsByKey:
    return FactsByKey(FILES[name], KEYED[name], *read_rows_of(inputs, name))


def _deferred(given: Mapping[str, Any], **own: Any) -> DeferredFacts:
    facts = object.__new__(DeferredFacts)
    for name, value in own.items():
        object.__setattr__(facts, name, value)
    for field in fields(Facts):
        if field.name not in DEFERRED:
            object.__setattr__(facts, field.name, given.get(field.name, field.default))
    return facts
