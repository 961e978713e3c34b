"""The contents of one open-data file, before the files are merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from matcher.domain import AreaGrade, InputFile, InspectionRow, Judgement, Membership, Succession
from matcher.identity.crosswalk import Key

Facts = TypeVar("Facts", bound=dict[str, Any])
SchoolFacts = dict[str, Any]  # some fields of domain.School; None, or absent, where this file does not say


@dataclass
class ParsedFile:
    """The facts of one file. `day` is the day that the file describes.

    `former` holds what is said in passing of schools under earlier URNs, `fallback` the least certain of it, and
    `place_of` the school that now stands where an earlier one stood.
    """

    file: InputFile
    day: date | None = None
    schools: dict[str, SchoolFacts] = field(default_factory=dict)
    former: dict[str, SchoolFacts] = field(default_factory=dict)
    fallback: dict[str, SchoolFacts] = field(default_factory=dict)
    place_of: dict[str, str] = field(default_factory=dict)
    trusts: dict[str, dict[str, Any]] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    successions: list[Succession] = field(default_factory=list)
    judgements: list[tuple[int, Judgement]] = field(default_factory=list)
    inspection_rows: list[InspectionRow] = field(default_factory=list)
    area_grades: list[AreaGrade] = field(default_factory=list)
    ids: list[tuple[Key, str]] = field(default_factory=list)  # a public id, and the URN or UID of its body
    notes: list[str] = field(default_factory=list)

    def note(self, number: int, what: str) -> None:
        """Add a note on what was dropped, clipped or cleaned, unless the number is 0."""
        if number:
            self.notes.append(f"{self.file.name}: {number:,} {what}")

    def date_by(self, latest: date | None, as_at: date) -> date:
        """The day of the file; where its name has none, the latest day in it, else `as_at`."""
        if self.day is None:
            self.day = latest or as_at
            why = "the latest day it speaks of" if latest else "the day that is asked about"
            message = f"no date in the file's name; taken as at {self.day.isoformat()}, {why}"
            self.notes.append(f"{self.file.name}: {message}")
        return self.day


def fill_missing(facts_by_id: dict[str, SchoolFacts], more: Mapping[str, Mapping[str, Any]]) -> None:
    """Fill values that are missing; values already there are kept."""
    for key, facts in more.items():
        have = facts_by_id.get(key)
        if have is None:
            facts_by_id[key] = {name: value for name, value in facts.items() if value is not None}
            continue
        for name, value in facts.items():
            if value is not None and name not in have:
                have[name] = value


def one_of_two(facts: Facts, others: Facts | None) -> Facts:
    """Where two rows say different things of one body: what is greatest as text, whatever the order of the rows."""
    if others is None or facts == others:
        return facts
    return max(facts, others, key=repr)


def first_few(values: Iterable[str], most: int = 5) -> str:
    """The first few in order, for a note."""
    ordered = sorted(set(values))
    return ", ".join(ordered[:most]) + (", ..." if len(ordered) > most else "")
