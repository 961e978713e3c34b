"""GIAS establishments: the full file of some 140 columns, or a cut with dates and postcodes only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from matcher.domain import Membership
from matcher.errors import Fault
from matcher.read import cells, places, school_types
from matcher.read.bulk import read_columns
from matcher.read.columns import Columns, Complaints, absent, find_names, known_day, named_columns, school_urn
from matcher.read.file_dates import day_of
from matcher.read.gathered import Reading, SchoolFacts
from matcher.read.gias_trusts import trusts_named
from matcher.read.gias_words import diocese, faith, place, rural, status

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
}
NEEDED = ("urn", "name", "opened", "closed")
NEEDED_IN_FULL = (*NEEDED, "authority code", "status", "phase", "postcode", "region", "easting", "northing")


def read_establishments(path: Path, as_at: date, faults: list[Fault]) -> Reading | None:
    """Every school, open or closed; other kinds of place are left out where the file tells the kind."""
    found = read_columns(
        path, "establishments", faults, ("URN", "urn"), lambda header: find_names(header, COLUMNS).values()
    )
    if found is None:
        return None
    table, header = found
    complaints = Complaints(path.name, faults)
    full = "type" in find_names(header, COLUMNS)
    columns = named_columns(table, header, COLUMNS, NEEDED_IN_FULL if full else NEEDED, complaints)
    reading = Reading(table.input_file(), day_of(path.name))
    reading.notes.extend(f"{path.name}: {note}" for note in table.notes)
    missing = absent(header, COLUMNS) if full else []
    if missing:
        reading.notes.append(f"{path.name}: has no column for {', '.join(missing)}; read as not known")
    if columns is not None:
        _read(columns, full, reading, as_at)
    complaints.close()
    return reading


def _read(columns: Columns, full: bool, reading: Reading, as_at: date) -> None:
    kinds = columns.parsed("type", school_types.by_code)
    fields = _fields(columns, kinds)
    states = columns.parsed("status", status)
    dropped = not_open = 0
    urns = columns.parsed("urn", school_urn)
    changed = max(filter(None, columns.parsed("changed", cells.day)), default=None)
    day = reading.date_by(changed, as_at) if full else as_at
    trusts = trusts_named(columns)
    for row, urn, kind, state, trust, *values in zip(
        columns.table.row_numbers, urns, kinds, states, trusts, *fields.values(), strict=True
    ):
        facts: SchoolFacts = dict(zip(fields, values, strict=True))
        if urn is None:
            columns.complaints.say(row, columns.names["urn"], "", "the row has no URN", "Write the school's URN")
        elif urn in reading.schools:
            columns.complaints.say(row, columns.names["urn"], urn, "the school stands twice", "Keep one row for each")
        elif full and kind is None:
            dropped += 1
        elif state == "Proposed to open" and facts["opened"] is None:
            not_open += 1
        else:
            _close(facts, state, day)
            reading.schools[urn] = facts
            still_open = facts["closed"] is None or facts["closed"] > day
            if still_open and (kind is None or kind.offered):
                _stays(urn, trust, day, reading)
    reading.note(dropped, "places that are no state-funded school of England (Welsh, independent, colleges, ...)")
    reading.note(not_open, "schools are only proposed, without an opening date")
    if full:
        _note_places(columns, reading)


def _fields(columns: Columns, kinds: Sequence[school_types.SchoolType | None]) -> dict[str, Sequence[Any]]:
    eastings, northings = columns.parsed("easting", cells.whole), columns.parsed("northing", cells.whole)
    spots = list(map(place, eastings, northings))
    authorities = list(map(_authority, columns.text("authority code"), columns.text("authority")))
    regions = columns.parsed("region", places.region_named)
    return {
        "name": columns.parsed("name", cells.text),
        "sector": [kind and kind.sector for kind in kinds],
        "type_name": [kind and kind.name for kind in kinds],
        "phases": list(
            map(
                school_types.phases_of,
                kinds,
                columns.parsed("phase", school_types.phase),
                columns.parsed("low age", cells.whole),
                columns.parsed("high age", cells.whole),
            )
        ),
        "region": [region or (a and a.region) for region, a in zip(regions, authorities, strict=True)],
        "local_authority": [a and a.name for a in authorities],
        "opened": list(map(known_day(), columns.parsed("opened", cells.day))),
        "closed": list(map(known_day(), columns.parsed("closed", cells.day))),
        "postcode": columns.parsed("postcode", cells.text),
        "easting": [spot and spot[0] for spot in spots],
        "northing": [spot and spot[1] for spot in spots],
        "diocese": columns.parsed("diocese", diocese),
        "faith": columns.parsed("character", faith),
        "pupils": columns.parsed("pupils", cells.whole),
        "rural": columns.parsed("rural", rural),
    }


def _authority(code: str, name: str) -> places.Authority | None:
    """By code, since the names differ between publishers; Wales and the forces overseas have no English one."""
    return places.authority_coded(code.zfill(3)) if code else (places.authority_named(name) if name else None)


def _close(facts: SchoolFacts, state: str | None, day: date) -> None:
    """A school that is closed on a day nobody wrote down is closed, at the latest, on the day of the file."""
    if state == "Closed" and facts["closed"] is None:
        facts["closed"] = day


def _stays(urn: str, trust: tuple[str, str, bool] | None, day: date, reading: Reading) -> None:
    if trust is not None:
        uid, name, multi = trust
        facts = reading.trusts.setdefault(uid, {"name": name or None, "multi": multi})
        facts["name"] = max(filter(None, (facts["name"], name)), default=None)
        stay = Membership(urn=urn, trust_uid=uid, joined=None, seen_on=day, source=reading.file.name)
        reading.memberships.append(stay)


def _note_places(columns: Columns, reading: Reading) -> None:
    nowhere = sum(1 for facts in reading.schools.values() if facts["easting"] is None and facts["closed"] is None)
    reading.note(nowhere, "open schools have no easting and northing in England (missing, 0 or off the grid)")
