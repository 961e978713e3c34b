"""The DfE and Ofsted files put together: schools, trusts, who was where when, and the judgements."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from matcher.domain import InputFile, Judgement, Membership, School, Succession, Trust
from matcher.errors import Fault
from matcher.read.coordinates import read_coordinates
from matcher.read.gathered import Reading, fill
from matcher.read.gias import read_establishments
from matcher.read.gias_links import read_establishment_links
from matcher.read.gias_trusts import read_group_links, read_groups
from matcher.read.lineage import open_after_all, places_of_old, with_closing_dates
from matcher.read.ofsted import read_ofsted
from matcher.read.same_inspection import one_of_each

Reader = Callable[[Path, date, list[Fault]], Reading | None]
Paths = Mapping[str, Path | Sequence[Path]]

# Also the order in which they are believed about a school, the surest first.
READERS: Mapping[str, Reader] = {
    "establishments": read_establishments,
    "ofsted": read_ofsted,
    "group_links": read_group_links,
    "coordinates": read_coordinates,
    "groups": read_groups,
    "establishment_links": read_establishment_links,
}


@dataclass(frozen=True)
class OpenData:
    """What the open files say, the same whatever the order of their rows. Schools and trusts stand in order of id."""

    schools: Mapping[str, School] = field(default_factory=dict)
    trusts: Mapping[str, Trust] = field(default_factory=dict)
    memberships: tuple[Membership, ...] = ()
    successions: tuple[Succession, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    files: tuple[InputFile, ...] = ()
    notes: tuple[str, ...] = ()


def read_open_data(paths: Paths, as_at: date, faults: list[Fault]) -> OpenData:
    """Read every file given, any of them absent, and add what is wrong to `faults`.

    Nothing is dropped for being later than `as_at`: memberships say on which day they were seen, judgements when
    they were published. `as_at` only stands in where a file's name does not tell its day.
    """
    with _nothing_collected():
        return _put_together(list(_readings(paths, as_at, faults)), as_at)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Hundreds of thousands of small facts are made here and all are kept: looking for rubbish costs a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _put_together(readings: Sequence[Reading], as_at: date) -> OpenData:
    notes = [note for reading in readings for note in reading.notes]
    successions = _successions(readings)
    judgements = one_of_each([(r.day or as_at, *found) for r in readings for found in r.judgements], notes)
    schools = _schools(readings, successions, judgements, notes)
    return OpenData(
        schools=schools,
        trusts=_trusts(readings),
        memberships=_memberships(readings),
        successions=successions,
        judgements=judgements,
        files=tuple(reading.file for reading in readings),
        notes=tuple(dict.fromkeys(notes)),
    )


def _readings(paths: Paths, as_at: date, faults: list[Fault]) -> Iterable[Reading]:
    """In the order in which they are believed: by kind, then the later file first."""
    for kind, read in READERS.items():
        given = paths.get(kind, ())
        files = [given] if isinstance(given, Path) else list(given)
        found = [reading for path in files if (reading := read(path, as_at, faults)) is not None]
        yield from sorted(found, key=lambda r: (-(r.day or as_at).toordinal(), r.file.name, r.file.sha256))


def _successions(readings: Iterable[Reading]) -> tuple[Succession, ...]:
    found: dict[tuple[str, str], Succession] = {}
    for reading in readings:
        for succession in reading.successions:
            found.setdefault((succession.old_urn, succession.new_urn), succession)
    return tuple(found[key] for key in sorted(found))


def _schools(
    readings: Sequence[Reading],
    successions: Sequence[Succession],
    judgements: Sequence[Judgement],
    notes: list[str],
) -> dict[str, School]:
    known: dict[str, dict[str, Any]] = {}
    for reading in readings:
        fill(known, reading.schools)
    for reading in readings:
        fill(known, reading.former)
    open_after_all(readings, known, notes)
    known.update({urn: {} for s in successions for urn in (s.old_urn, s.new_urn) if urn not in known})
    links = [(old, new) for r in readings for old, new in sorted(r.place_of.items())]
    with_closing_dates(known, successions, links, judgements, notes)
    places_of_old(known, successions, links)
    for reading in readings:
        fill(known, reading.fallback)
    return {urn: _school(urn, known[urn]) for urn in sorted(known)}


def _school(urn: str, facts: dict[str, Any]) -> School:
    facts.setdefault("name", f"URN {urn}")
    return School(urn=urn, **facts)


def _trusts(readings: Iterable[Reading]) -> dict[str, Trust]:
    """The groups file first; the trust's own row is surer than the copy of it beside each school."""
    known: dict[str, dict[str, Any]] = {}
    for reading in sorted(readings, key=lambda r: r.file.role != "groups"):
        fill(known, reading.trusts)
    return {uid: _trust(uid, known[uid]) for uid in sorted(known)}


def _trust(uid: str, facts: Mapping[str, Any]) -> Trust:
    return Trust(
        uid=uid,
        name=facts.get("name") or f"Trust {uid}",
        multi=facts["multi"],
        opened=facts.get("opened"),
        closed=facts.get("closed"),
    )


def _memberships(readings: Iterable[Reading]) -> tuple[Membership, ...]:
    found = {stay for reading in readings for stay in reading.memberships}
    return tuple(
        sorted(
            found, key=lambda m: (m.urn, m.trust_uid, m.joined or date.min, m.left or date.max, m.seen_on or date.min)
        )
    )
