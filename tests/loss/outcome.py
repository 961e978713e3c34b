"""What became of a damaged table: read the same, refused, told of, or changed in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

from matcher.digest import facts_digest
from matcher.domain import Facts, ReadingNote
from matcher.errors import Fault, InputFaults
from matcher.policy import Policy
from matcher.read import facts as reading
from matcher.read.open_data.opendata import Paths, read_open_data
from matcher.runs.setup import build_run_setup
from tests.loss.tables import OPEN_DATA

Data = dict[str, Path | tuple[Path, ...]]
Flagged = frozenset[tuple[str, str, str]]

SAME, REFUSED, TOLD, SILENT = "same", "refused", "told", "silent"
TODAY = date(2026, 11, 29)  # the day on which the command is run


@dataclass(frozen=True)
class Mutant:
    """One damage done to one table. `write` puts the damaged files into a folder and says what `data` then names.

    `row` is the spreadsheet's, None where the damage is of a whole column or table. `words` are what a note, fault or
    flag may call the place by: the cell's value before and after, the ids of its row.
    """

    damage: str
    table: str
    column: str
    row: int | None
    write: Callable[[Path, Data], Data] = field(repr=False, compare=False)
    words: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def name(self) -> str:
        where = f":{self.row}" if self.row else ""
        return f"{self.table}{where}:{self.column}: {self.damage}"


@dataclass(frozen=True)
class Undamaged:
    """The tables before any damage, with what is read from them."""

    data: Data
    policy: Policy
    open_data: dict[object, Any] = field(default_factory=dict)

    @cached_property
    def facts(self) -> Facts:
        return self.read(self.data)

    @cached_property
    def digest(self) -> str:
        return facts_digest(self.facts)

    @cached_property
    def flagged(self) -> Flagged:
        return flagged(self.facts, self.policy)

    def read(self, data: Data) -> Facts:
        """The facts; open files that are not damaged are read once for all."""
        with patch.object(reading, "read_kept_open_data", self._read_open_data):
            return reading.load_facts(data, self.policy.as_at, today=TODAY)

    def _read_open_data(self, paths: Paths, as_at: date, faults: list[Fault], *_: object) -> Any:
        if any(paths.get(name) != self.data.get(name) for name in OPEN_DATA):
            return read_open_data(paths, as_at, faults)
        if "read" not in self.open_data:
            self.open_data["read"] = read_open_data(paths, as_at, faults)
        return self.open_data["read"]


def judge(mutant: Mutant, before: Undamaged, folder: Path) -> str:
    """One of SAME, REFUSED, TOLD and SILENT. Raises whatever the reader raises that is no report of faults."""
    try:
        after = before.read(mutant.write(folder, before.data))
    except InputFaults as refused:
        return REFUSED if any(_names(fault, mutant) for fault in refused.faults) else SILENT
    if facts_digest(after) == before.digest:
        return SAME
    new = Counter(map(_sentence, after.notes)) - Counter(map(_sentence, before.facts.notes))
    if any(_speaks_of(note, mutant) for note in new) or _flags(mutant, before, after):
        return TOLD
    return SILENT


def _names(fault: Fault, mutant: Mutant) -> bool:
    """In its own table by row or column; in another table by the value."""
    if fault.file.rpartition(".")[0] in (mutant.table, "registers"):
        return mutant.row is None or fault.row in (None, mutant.row) or fault.column == mutant.column
    text = f"{fault.value} {fault.message} {fault.suggestion}"
    return any(word in text for word in mutant.words if len(word) > 2)


def _sentence(note: ReadingNote) -> str:
    """A note without the ending of its file, which may have become a workbook."""
    return note.text.replace(".xlsx", ".csv")


def _speaks_of(note: str, mutant: Mutant) -> bool:
    if mutant.row is None:
        return mutant.table in note
    by_row = mutant.table in note and re.search(rf"\b{mutant.row}\b", note) is not None
    return by_row or any(place in note for place in (repr(mutant.column), *mutant.words) if len(place) > 2)


def _flags(mutant: Mutant, before: Undamaged, after: Facts) -> bool:
    new = flagged(after, before.policy) - before.flagged
    return any(mutant.row is None or not {recipient, leader}.isdisjoint(mutant.words) for _, recipient, leader in new)


def flagged(facts: Facts, policy: Policy) -> Flagged:
    """Each flag with the recipient and the provider whose pair has it."""
    setup = build_run_setup(facts, policy)
    choices, world = setup.candidates.choices, setup.world
    result = set()
    for name, mask in setup.candidates.flags.items():
        for k in mask.nonzero()[0]:
            provider = world.providers["leaders" if choices.kind[k] == 0 else "governance"][choices.provider[k]]
            result.add((name, world.recipients[choices.recipient[k]].id, provider.id))
    return frozenset(result)
