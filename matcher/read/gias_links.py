"""GIAS links between establishments: which URN followed which, and whether one to one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from matcher.domain import Succession
from matcher.errors import Fault
from matcher.read import cells
from matcher.read.bulk import read_columns
from matcher.read.columns import Columns, Complaints, find_names, known_day, named_columns, school_urn
from matcher.read.file_dates import day_of
from matcher.read.gathered import Reading, some
from matcher.read.unreadable import Unreadable

COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "link": ("LinkURN",),
    "name": ("LinkName",),
    "type": ("LinkType",),
    "on": ("LinkEstablishedDate",),
}
FORWARD = {
    "Successor": True,
    "Successor - merged": False,
    "Successor - amalgamated": False,
    "Successor - Split School": False,
}
BACKWARD = {
    "Predecessor": True,
    "Predecessor - merged": False,
    "Predecessor - amalgamated": False,
    "Predecessor - Split School": False,
}
NO_SUCCESSION = (
    "Sixth Form Centre School",
    "Sixth Form Centre Link",
    "Result of Amalgamation",
    "Other",
    "Expansion",
    "Closure",
    "Merged - expansion in school capacity and changer in age range",
    "Merged - expansion in school capacity and change in age range",
    "Merged - change in age range",
    "Merged - expansion of school capacity",
)

Step = tuple[bool, bool]  # forward, plain


def read_establishment_links(path: Path, as_at: date, faults: list[Fault]) -> Reading | None:
    """Each succession once, though the file tells it from both ends."""
    found = read_columns(
        path, "establishment_links", faults, "LinkURN", lambda header: find_names(header, COLUMNS).values()
    )
    if found is None:
        return None
    table, header = found
    complaints = Complaints(path.name, faults)
    columns = named_columns(table, header, COLUMNS, ("urn", "link", "type"), complaints)
    reading = Reading(table.input_file(), day_of(path.name))
    reading.notes.extend(f"{path.name}: {note}" for note in table.notes)
    if columns is not None:
        _read(columns, reading)
    complaints.close()
    return reading


def _read(columns: Columns, reading: Reading) -> None:
    told: dict[tuple[str, str], list[tuple[bool, date | None]]] = defaultdict(list)
    names: dict[str, str] = {}
    other = 0
    rows = zip(
        columns.parsed("urn", school_urn),
        columns.parsed("link", school_urn),
        columns.text("name"),
        columns.parsed("type", _step),
        map(known_day(), columns.parsed("on", cells.day)),
        strict=True,
    )
    for urn, link, name, step, on in rows:
        if urn is None or link is None or step is None or urn == link:
            other += 1
            continue
        forward, plain = step
        told[(urn, link) if forward else (link, urn)].append((plain, on))
        names[link] = max(name, names.get(link, ""))
    reading.successions = list(_successions(told))
    reading.former = {urn: {"name": name or None} for urn, name in names.items()}
    reading.note(other, "links that are no succession (sixth form centres, expansions, ...)")
    _note_shape(reading)


def _step(cell: str) -> Step | None:
    for kinds, forward in ((FORWARD, True), (BACKWARD, False)):
        for name, plain in kinds.items():
            if cell.casefold() == name.casefold():
                return forward, plain
    if cell.casefold() not in map(str.casefold, NO_SUCCESSION):
        known = [*FORWARD, *BACKWARD, *NO_SUCCESSION]
        raise Unreadable("is no type of link that is known here", cells.did_you_mean(cell, known))
    return None


def _successions(told: dict[tuple[str, str], list[tuple[bool, date | None]]]) -> Iterable[Succession]:
    """Plain where every row says so and nobody else shares either end; dated by the later day told, the opening."""
    after = Counter(old for old, _ in told)
    before = Counter(new for _, new in told)
    for (old, new), rows in sorted(told.items()):
        alone = after[old] == 1 and before[new] == 1 and (new, old) not in told
        on = max((day for _, day in rows if day is not None), default=None)
        yield Succession(old_urn=old, new_urn=new, plain=alone and all(plain for plain, _ in rows), on=on)


def _note_shape(reading: Reading) -> None:
    pairs = {(s.old_urn, s.new_urn) for s in reading.successions}
    both = [old for old, new in pairs if (new, old) in pairs]
    reading.note(len(both) // 2, f"pairs of schools are each said to follow the other (URNs {some(both)})")
    several = sum(1 for s in reading.successions if not s.plain)
    reading.note(several, "successions are not one to one (mergers, splits, several of either)")
    reading.note(sum(1 for s in reading.successions if s.on is None), "successions have no date")
