"""GIAS establishments: the full file of some 140 columns, or a cut with dates and postcodes only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from matcher.domain import Membership
from matcher.errors import Fault
from matcher.identity.crosswalk import Key
from matcher.read.gias import geography, school_types
from matcher.read.gias.gias_codes import diocese, faith, is_unknown_faith, place, rural, status
from matcher.read.gias.gias_trusts import trusts_named
from matcher.read.open_data import public_ids
from matcher.read.open_data.parsed_file import ParsedFile, SchoolFacts
from matcher.read.parsing import cells
from matcher.read.parsing.file_dates import day_of
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.fast_csv import read_columns
from matcher.read.table_files.file_columns import (
    Columns,
    FaultCollector,
    drop_placeholder_dates,
    match_headings,
    missing_headings,
    named_columns,
)

# Only what is named here is ever kept: the names of head teachers are not read.
COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "name": ("EstablishmentName", "name"),
    "authority code": ("LA (code)",),
    "authority": ("LA (name)",),
    "type": ("TypeOfEstablishment (code)",),
    "status": ("EstablishmentStatus (name)",),
    "opened": ("OpenDate", "open_date"),
    "closed": ("CloseDate", "close_date"),
    "phase": ("PhaseOfEducation (name)",),
    "low age": ("StatutoryLowAge",),
    "high age": ("StatutoryHighAge",),
    "character": ("ReligiousCharacter (name)",),
    "diocese": ("Diocese (name)",),
    "pupils": ("NumberOfPupils",),
    "trust flag": ("TrustSchoolFlag (name)",),
    "trust uid": ("Trusts (code)",),
    "trust name": ("Trusts (name)",),
    "postcode": ("Postcode",),
    "region": ("GOR (name)",),
    "rural": ("UrbanRural (name)",),
    "easting": ("Easting",),
    "northing": ("Northing",),
    "changed": ("LastChangedDate",),
    "establishment number": ("EstablishmentNumber",),
    "ukprn": ("UKPRN",),
}
SAID = {what: names for what, names in COLUMNS.items() if what not in ("establishment number", "ukprn")}
NEEDED = ("urn", "name", "opened", "closed")
NEEDED_IN_FULL = (*NEEDED, "authority code", "status", "phase", "postcode", "region", "easting", "northing")


def read_establishments(path: Path, as_at: date, faults: list[Fault]) -> ParsedFile | None:
    """Every school, open or closed; other kinds of place are left out where the file tells the kind."""
    result = read_columns(
        path, "establishments", faults, ("URN", "urn"), lambda header: match_headings(header, COLUMNS).values()
    )
    if result is None:
        return None
    table, header = result
    fault_collector = FaultCollector(path.name, faults)
    full = "type" in match_headings(header, COLUMNS)
    columns = named_columns(table, header, COLUMNS, NEEDED_IN_FULL if full else NEEDED, fault_collector)
    parsed_file = ParsedFile(table.input_file(), day_of(path.name))
    parsed_file.notes.extend(f"{path.name}: {note}" for note in table.notes)
    missing = missing_headings(header, SAID) if full else []
    if missing:
        parsed_file.notes.append(f"{path.name}: has no column for {', '.join(missing)}; read as not known")
    if columns is not None:
        _read(columns, full, parsed_file, as_at)
    fault_collector.close()
    return parsed_file


def _read(columns: Columns, full: bool, parsed_file: ParsedFile, as_at: date) -> None:
    kinds = columns.parse("type", school_types.by_code)
    fields = _told(_fields(columns, kinds))
    states = columns.parse("status", status)
    dropped = not_open = 0
    urns = columns.parse("urn", public_ids.urn)
    changed = max(filter(None, columns.parse("changed", cells.day)), default=None)
    day = parsed_file.date_by(changed, as_at) if full else as_at
    trusts = trusts_named(columns)
    for row, urn, kind, state, trust, *values in zip(
        columns.table.row_numbers, urns, kinds, states, trusts, *fields.values(), strict=True
    ):
        facts: SchoolFacts = dict(zip(fields, values, strict=True))
        if urn is None:
            columns.fault_collector.add(row, columns.names["urn"], "", "the row has no URN", "Write the school's URN")
        elif urn in parsed_file.schools:
            columns.fault_collector.add(
                row, columns.names["urn"], urn, "the school stands twice", "Keep one row for each"
            )
        elif full and kind is None:
            dropped += 1
        elif state == "Proposed to open" and facts["opened"] is None:
            not_open += 1
        else:
            _close(facts, state, day)
            parsed_file.schools[urn] = facts
            still_open = facts["closed"] is None or facts["closed"] > day
            if still_open and (kind is None or kind.offered):
                _stays(urn, trust, day, parsed_file)
    parsed_file.ids += _other_ids(columns, [urn if urn in parsed_file.schools else None for urn in urns])
    parsed_file.note(dropped, "places that are no state-funded school of England (Welsh, independent, colleges, ...)")
    parsed_file.note(not_open, "schools are only proposed, without an opening date")
    if full:
        _note_places(columns, parsed_file)
        _note_unknown_faiths(columns, parsed_file)


def _fields(columns: Columns, kinds: Sequence[school_types.SchoolType | None]) -> dict[str, Sequence[Any]]:
    eastings, northings = columns.parse("easting", cells.whole), columns.parse("northing", cells.whole)
    spots = list(map(place, eastings, northings))
    authorities = _authorities(columns)
    regions = columns.parse("region", geography.region_by_name)
    return {
        "name": columns.parse("name", cells.text),
        "sector": [kind and kind.sector for kind in kinds],
        "type_name": [kind and kind.name for kind in kinds],
        "phases": list(
            map(
                school_types.phases_of,
                kinds,
                columns.parse("phase", school_types.phase),
                columns.parse("low age", cells.whole),
                columns.parse("high age", cells.whole),
            )
        ),
        "region": [region or (a and a.region) for region, a in zip(regions, authorities, strict=True)],
        "local_authority": [a and a.name for a in authorities],
        "opened": list(map(drop_placeholder_dates(), columns.parse("opened", cells.day))),
        "closed": list(map(drop_placeholder_dates(), columns.parse("closed", cells.day))),
        "postcode": columns.parse("postcode", cells.text),
        "easting": [spot and spot[0] for spot in spots],
        "northing": [spot and spot[1] for spot in spots],
        "diocese": columns.parse("diocese", diocese),
        "faith": columns.parse("character", faith),
        "pupils": columns.parse("pupils", cells.whole),
        "rural": columns.parse("rural", rural),
    }


def _told(fields: dict[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """The columns in which some row says something, and the two days; a cut of the file has few of the others."""
    days = ("opened", "closed")
    return {name: told for name, told in fields.items() if name in days or any(cell is not None for cell in told)}


def _authorities(columns: Columns) -> list[geography.Authority | None]:
    """By code, since the names differ between publishers, and by name where there is no code; Wales and the forces
    overseas have no English one.
    """
    codes = columns.parse("authority code", public_ids.authority_code)
    rows = zip(columns.table.row_numbers, codes, columns.text("authority code"), columns.text("authority"), strict=True)
    return [
        geography.authority_by_code(code) if code else None if cell else _authority_named(columns, row, name)
        for row, code, cell, name in rows
    ]


def _authority_named(columns: Columns, row: int, name: str) -> geography.Authority | None:
    try:
        return geography.authority_by_name(name)
    except Unreadable as problem:
        heading = columns.names["authority"]
        columns.fault_collector.add(row, heading, name, problem.message, problem.suggestion)
        return None


def _other_ids(columns: Columns, urns: Sequence[str | None]) -> list[tuple[Key, str]]:
    """LAESTAB and UKPRN of each school that was read."""
    found = public_ids.other_ids(columns, "ukprn", "ukprn", urns)
    codes, numbers = columns.text("authority code"), columns.text("establishment number")
    for code, number, urn in zip(codes, numbers, urns, strict=True):
        if urn and code and number and (laestab := public_ids.joined_laestab(code, number)):
            found.append((("laestab", laestab), urn))
    return found


def _close(facts: SchoolFacts, state: str | None, day: date) -> None:
    """A closed school without a closing date is given the day of the file."""
    if state == "Closed" and facts["closed"] is None:
        facts["closed"] = day


def _stays(urn: str, trust: tuple[str, str, bool] | None, day: date, parsed_file: ParsedFile) -> None:
    if trust is not None:
        uid, name, multi = trust
        facts = parsed_file.trusts.setdefault(uid, {"name": name or None, "multi": multi})
        facts["name"] = max(filter(None, (facts["name"], name)), default=None)
        stay = Membership(urn=urn, trust_uid=uid, joined=None, seen_on=day, source=parsed_file.file.name)
        parsed_file.memberships.append(stay)


def _note_places(columns: Columns, parsed_file: ParsedFile) -> None:
    nowhere = sum(
        1 for facts in parsed_file.schools.values() if facts.get("easting") is None and facts["closed"] is None
    )
    parsed_file.note(nowhere, "open schools have no easting and northing in England (missing, 0 or off the grid)")


def _note_unknown_faiths(columns: Columns, parsed_file: ParsedFile) -> None:
    words = Counter(cell for cell in columns.text("character") if is_unknown_faith(cell))
    shown = ", ".join(sorted(words)[:3]) + (", ..." if len(words) > 3 else "")
    message = f"schools have a religious character of no known grouping ({shown}); it stands as it is written"
    parsed_file.note(words.total(), message)
