"""Sealed facts whose long tables are read when somebody first asks for them: most pages of a run never do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from matcher.domain import Facts
from matcher.errors import Fault, InputFaults
from matcher.read.run_folders.seal import HINT, file_digest
from matcher.read.run_folders.sealed import keyed, read_sealed_but, read_table_of

DEFERRED = ("judgements", "inspection_rows")
LONG = ("schools", "memberships", "successions", "trusts")  # these, too, are the same in many runs

# (name, digest, how to read it) -> the facts of a table: from memory where the same bytes were read before
Tables = Callable[[str, str, Callable[[], tuple[Any, ...]]], tuple[Any, ...]]


class DeferredFacts(Facts):
    """The facts of a run folder that was verified against its seal, equal to those `read_sealed` gives.

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


def read_sealed_later(inputs: Path, digests: Mapping[str, str], tables: Tables | None = None) -> Facts:
    """The sealed facts; `digests` are the seal's, by path inside the run folder. Raises InputFaults."""
    known = tables or (lambda _name, _digest, read: read())
    given = read_sealed_but(inputs, (*DEFERRED, *LONG))
    for name in LONG:
        digest = digests.get(f"inputs/{name}.csv", "")
        given[name] = keyed(name, known(name, digest, partial(_verified, inputs, name, digest)))
    facts = object.__new__(DeferredFacts)
    for name, value in (("_inputs", inputs), ("_digests", digests), ("_tables", known)):
        object.__setattr__(facts, name, value)
    for field in fields(Facts):
        if field.name not in DEFERRED:
            object.__setattr__(facts, field.name, given.get(field.name, field.default))
    return facts
