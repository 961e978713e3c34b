"""Ofsted's files on state-funded schools: each school as it now is, its trust, and the judgements on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from matcher.domain import Membership
from matcher.errors import Fault
from matcher.read import cells, places, school_types
from matcher.read.bulk import read_columns
from matcher.read.columns import Columns, Complaints, absent, find_names, known_day, named_columns, school_urn
from matcher.read.file_dates import day_of
from matcher.read.gathered import Reading, SchoolFacts
from matcher.read.ofsted_aliases import SCHOOL, blocks_of
from matcher.read.ofsted_judgements import note_wrong_dates, read_judgements
from matcher.read.tables import Table

HEADER = ("URN", "LAESTAB")


def read_ofsted(path: Path, as_at: date, faults: list[Fault]) -> Reading | None:
    """Official statistics, management information or one row per inspection, in the names of any year since 2019."""
    found = read_columns(path, "ofsted", faults, HEADER, _wanted, sheet="mostrecentinspections")
    if found is None:
        return None
    table, header = found
    complaints = Complaints(path.name, faults)
    if "urn" not in find_names(header, {"urn": SCHOOL["urn"]}):
        said = "the file has no URN for its schools, so it cannot be joined to any other"
        complaints.say(None, "URN", "", said, "Use Ofsted's own file, or put the URN back as a column")
        return None
    reading = Reading(table.input_file(), day_of(path.name))
    reading.notes.extend(f"{path.name}: {note}" for note in table.notes)
    _read(table, header, reading, complaints, as_at)
    complaints.close()
    return reading


def _wanted(header: Sequence[str]) -> set[str]:
    wanted = set(find_names(header, SCHOOL).values())
    for block in blocks_of(header):
        wanted |= set(find_names(header, block.aliases).values())
    return wanted


def _read(table: Table, header: Sequence[str], reading: Reading, complaints: Complaints, as_at: date) -> None:
    columns = named_columns(table, header, SCHOOL, ("urn", "name", "region", "authority"), complaints)
    blocks = blocks_of(header)
    missing = absent(header, SCHOOL) + [heading for block in blocks for heading in absent(header, block.aliases)]
    if missing:
        reading.notes.append(f"{table.file}: has no column for {', '.join(dict.fromkeys(missing))}; read as not known")
    parts = [named_columns(table, header, block.aliases, block.needed, complaints) for block in blocks]
    if columns is not None:
        _schools(columns, reading, one_row_each=not blocks[0].own_urn)
    current = table.columns[columns.names["urn"]] if columns else []
    dates = [
        read_judgements(block, part, current, reading)
        for block, part in zip(blocks, parts, strict=True)
        if part is not None
    ]
    if len(dates) == len(blocks) > 1:
        note_wrong_dates(dates[-2], dates[-1], reading)
    latest = max((day for rows in dates for day in rows.published if day is not None), default=None)
    reading.date_by(latest, as_at)
    if columns is not None:
        _memberships(columns, reading)


def _schools(columns: Columns, reading: Reading, one_row_each: bool) -> None:
    urns = columns.parsed("urn", school_urn)
    if one_row_each:
        _no_urn_twice(urns, columns)
    fields: dict[str, Sequence[object]] = {
        "name": columns.text("name"),
        "region": columns.parsed("region", places.region_named),
        "local_authority": [a and a.name for a in columns.parsed("authority", places.authority_named)],
        "postcode": columns.parsed("postcode", cells.text),
        "faith": columns.parsed("faith", faith),
        "pupils": columns.parsed("pupils", cells.whole),
        "deprivation_quintile": columns.parsed("deprivation", partial(cells.whole, at_least=1, at_most=5)),
        "opened": list(map(known_day(), columns.parsed("opened", cells.day))),
    }
    kinds = columns.parsed("type", school_types.by_name)
    fields["type_name"] = [kind and kind.name for kind in kinds]
    fields["sector"] = [kind and kind.sector for kind in kinds]
    said = columns.parsed("phase", school_types.phase)
    ages = (columns.parsed("low age", cells.whole), columns.parsed("high age", cells.whole))
    fields["phases"] = list(map(school_types.phases_of, kinds, said, *ages))
    _put(urns, fields, columns, reading)


def _put(urns: Sequence[str | None], fields: dict[str, Sequence[object]], columns: Columns, reading: Reading) -> None:
    """Where a school has several rows, one per inspection, the row that is greatest as text speaks for it."""
    for row, urn, *values in zip(columns.table.row_numbers, urns, *fields.values(), strict=True):
        if urn is None:
            columns.complaints.say(row, columns.names["urn"], "", "the row has no URN", "Write the school's URN")
            continue
        facts: SchoolFacts = dict(zip(fields, values, strict=True))
        known = reading.schools.get(urn)
        if known is None or repr(facts) > repr(known):
            reading.schools[urn] = facts


def _no_urn_twice(urns: Sequence[str | None], columns: Columns) -> None:
    seen: dict[str, int] = {}
    for row, urn in zip(columns.table.row_numbers, urns, strict=True):
        if urn is not None and seen.setdefault(urn, row) != row:
            said = f"the school stands twice, first in row {seen[urn]}"
            columns.complaints.say(row, columns.names["urn"], urn, said, "Keep one row for each school")


def faith(cell: str) -> str | None:
    """Ofsted's grouping, which is clean, where the designated character has 28 spellings."""
    return None if not cell or cell.casefold() in ("non-faith", "none", "not applicable") else cell


def _memberships(columns: Columns, reading: Reading) -> None:
    """Who is in which multi-academy trust on the day of the file; when they joined is not said."""
    stays: dict[tuple[str, str], None] = {}
    rows = zip(columns.text("urn"), columns.text("trust uid"), columns.text("trust name"), strict=True)
    for urn, uid, name in rows:
        if urn and uid:
            stays[urn, uid] = None
            facts = reading.trusts.setdefault(uid, {"name": name or None, "multi": True})
            facts["name"] = max(filter(None, (facts["name"], name)), default=None)
    reading.memberships = [
        Membership(urn=urn, trust_uid=uid, joined=None, seen_on=reading.day, source=columns.table.file)
        for urn, uid in stays
    ]
