"""Sealed facts whose long tables are read when somebody first asks for them: most pages of a run never do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from matcher.domain import Facts
from matcher.errors import Fault, InputFaults
from matcher.read.run_folders.seal import HINT, file_digest
from matcher.read.run_folders.sealed import read_sealed_but, read_table_of

DEFERRED = ("judgements", "inspection_rows")


class DeferredFacts(Facts):
    """The facts of a run folder that was verified against its seal, equal to those `read_sealed` gives.

    A deferred table is held against the seal again when it is read: the folder may have been changed since.
    """

    __slots__ = ("_digests", "_inputs")

    def __getattr__(self, name: str) -> Any:
        """A deferred table, read now and kept. Raises InputFaults where its file is not as it was sealed."""
        if name not in DEFERRED:
            raise AttributeError(name)
        path = self._inputs / f"{name}.csv"
        if path.exists() and file_digest(path) != self._digests.get(f"inputs/{path.name}"):
            raise InputFaults([Fault(str(path), None, "", "", "was changed after the run was opened", HINT)])
        value = read_table_of(self._inputs, name)
        object.__setattr__(self, name, value)
        return value


def read_sealed_later(inputs: Path, digests: Mapping[str, str]) -> Facts:
    """The sealed facts; `digests` are the seal's, by path inside the run folder. Raises InputFaults."""
    given = read_sealed_but(inputs, DEFERRED)
    facts = object.__new__(DeferredFacts)
    for name, value in (("_inputs", inputs), ("_digests", digests)):
        object.__setattr__(facts, name, value)
    for field in fields(Facts):
        if field.name not in DEFERRED:
            object.__setattr__(facts, field.name, given.get(field.name, field.default))
    return facts
