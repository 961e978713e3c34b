"""Academy trusts in GIAS: the groups, who is linked to them since when, and the trust named beside a school."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from matcher.domain import Membership
from matcher.errors import Fault
from matcher.identity import is_filler
from matcher.identity.crosswalk import IdKind, Key
from matcher.read.gias import geography, school_types
from matcher.read.open_data import public_ids
from matcher.read.open_data.parsed_file import ParsedFile, first_few, one_of_two
from matcher.read.parsing import cells
from matcher.read.parsing.file_dates import day_of
from matcher.read.parsing.spelling import did_you_mean, misspelt_as
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.run_folders.fact_columns import facts_of_rows
from matcher.read.table_files.fast_csv import read_columns
from matcher.read.table_files.file_columns import (
    Columns,
    FaultCollector,
    drop_placeholder_dates,
    match_headings,
    named_columns,
)

TRUST_TYPES = {"Multi-academy trust": True, "Single-academy trust": False}
OTHER_GROUPS = (
    "School sponsor",
    "Federation",
    "Trust",
    "Umbrella trust",
    "Children's Centres Group",
    "Children's Centres Collaboration",
    "Secure single-academy trust",
)
MOST_ROWS = 10  # named in one note
FLAGS = {
    "Supported by a multi-academy trust": True,
    "Supported by a single-academy trust": False,
    "Supported by a trust": None,
    "Supported by an umbrella trust": None,
    "Not supported by a trust": None,
    "Not applicable": None,
}

GROUP: dict[str, tuple[str, ...]] = {
    "uid": ("Group UID",),
    "name": ("Group Name",),
    "type": ("Group Type",),
    "status": ("Group Status",),
    "closed": ("Closed Date", "Group Closed Date"),
    "opened": ("Open date", "Group Open Date"),
    "incorporated": ("Incorporated on (open date)",),
    "group id": ("Group ID",),
    "ukprn": ("UKPRN",),
    "company": ("Companies House Number",),
}
LINK: dict[str, tuple[str, ...]] = {
    **GROUP,
    "urn": ("URN",),
    "joined": ("Joined date", "Date Joined Group"),
    "left": ("Date Left Group",),  # only where the file tells of stays that have ended
    "school": ("EstablishmentName",),
    "school type": ("TypeOfEstablishment (code)",),
    "phase": ("PhaseOfEducation (name)",),
    "authority code": ("LA (code)",),
}


def read_groups(path: Path, as_at: date, faults: list[Fault]) -> ParsedFile | None:
    """Trusts, open and closed."""
    return _read(path, "groups", GROUP, ("uid", "name", "type", "status"), faults)


def read_group_links(path: Path, as_at: date, faults: list[Fault]) -> ParsedFile | None:
    """Who is in which trust, and since when."""
    needed = ("urn", "uid", "name", "type", "joined")
    return _read(path, "group_links", LINK, needed, faults, as_at)


def _read(
    path: Path,
    role: str,
    aliases: dict[str, tuple[str, ...]],
    needed: tuple[str, ...],
    faults: list[Fault],
    as_at: date | None = None,
) -> ParsedFile | None:
    result = read_columns(path, role, faults, "Group UID", lambda header: match_headings(header, aliases).values())
    if result is None:
        return None
    table, header = result
    fault_collector = FaultCollector(path.name, faults)
    columns = named_columns(table, header, aliases, needed, fault_collector)
    parsed_file = ParsedFile(table.input_file(), day_of(path.name))
    parsed_file.notes.extend(f"{path.name}: {note}" for note in table.notes)
    if columns is not None:
        multi = columns.parse("type", _is_multi)
        _note_new_kinds(columns, parsed_file)
        if role == "groups":
            columns.parse("uid", public_ids.own_uid)
        _trusts(columns, multi, parsed_file)
        parsed_file.ids += _other_ids(columns, multi)
        academy_trust = [is_multi is not None for is_multi in multi]
        public_ids.refuse_blanks(columns, "uid", academy_trust, "the trust")
        if as_at is not None:
            public_ids.refuse_blanks(columns, "urn", academy_trust, "the school in a trust")
            _links(columns, multi, parsed_file, as_at)
    fault_collector.close()
    return parsed_file


def _is_multi(cell: str) -> bool | None:
    """None for a group that is no academy trust: sponsors, federations, foundation trusts, umbrellas."""
    for name, multi in TRUST_TYPES.items():
        if cell.casefold() == name.casefold():
            return multi
    if cell.casefold() in map(str.casefold, OTHER_GROUPS):
        return None
    if is_filler(cell) or not cell or "academy" in cell.casefold() or misspelt_as(cell, [*TRUST_TYPES, *OTHER_GROUPS]):
        raise Unreadable("is no type of group that is known here", did_you_mean(cell, [*TRUST_TYPES, *OTHER_GROUPS]))
    return None  # a new kind, counted by its name among those left out


def _note_new_kinds(columns: Columns, parsed_file: ParsedFile) -> None:
    """Rows of a kind of group that is not known here, by row: a new kind of GIAS's, or a word that was damaged."""
    known = {name.casefold() for name in (*TRUST_TYPES, *OTHER_GROUPS)}
    cells_of_rows = zip(columns.table.row_numbers, columns.text("type"), strict=True)
    rows = [str(row) for row, cell in cells_of_rows if cell and cell.casefold() not in known]
    more = f" and {len(rows) - MOST_ROWS:,} more" if len(rows) > MOST_ROWS else ""
    message = "rows are of a kind of group that is not known here, and were left out"
    parsed_file.note(len(rows), f"{message} (row {', '.join(rows[:MOST_ROWS])}{more})")


def _other_ids(columns: Columns, multi: list[bool | None]) -> list[tuple[Key, str]]:
    """Group ID, UKPRN and company number of each academy trust."""
    uids = columns.parse("uid", public_ids.trust_uid)
    trusts = [uid if is_multi is not None else None for uid, is_multi in zip(uids, multi, strict=True)]
    kinds: tuple[tuple[str, IdKind], ...] = (("group id", "group"), ("ukprn", "ukprn"), ("company", "company"))
    return [pair for meaning, kind in kinds for pair in set(public_ids.other_ids(columns, meaning, kind, trusts))]


def _trusts(columns: Columns, multi: list[bool | None], parsed_file: ParsedFile) -> None:
    opened = columns.parse("incorporated", cells.day)
    rows = zip(
        columns.parse("uid", public_ids.trust_uid),
        columns.parse("name", cells.text),
        multi,
        [drop_placeholder_dates()(a or b) for a, b in zip(columns.parse("opened", cells.day), opened, strict=True)],
        map(drop_placeholder_dates(), columns.parse("closed", cells.day)),
        columns.text("status"),
        strict=True,
    )
    undated: set[str] = set()
    for uid, name, is_multi, began, ended, status in rows:
        if not uid or is_multi is None:
            continue
        if status.casefold() == "closed" and ended is None:
            ended = parsed_file.day
            undated.add(uid)
        facts: dict[str, Any] = {"name": name, "multi": is_multi, "opened": began, "closed": ended}
        parsed_file.trusts[uid] = one_of_two(facts, parsed_file.trusts.get(uid))
    parsed_file.note(len(undated), "trusts are closed without a date; taken as closed on the day of the file")
    others = Counter(
        kind for kind, is_multi in zip(columns.text("type"), multi, strict=True) if is_multi is None and kind
    )
    message = ", ".join(f"{number:,} {kind}" for kind, number in sorted(others.items()))
    parsed_file.note(others.total(), f"rows of groups that are no academy trusts were left out ({message})")


def _links(columns: Columns, multi: list[bool | None], parsed_file: ParsedFile, as_at: date) -> None:
    urns = columns.parse("urn", public_ids.urn)
    kinds = columns.parse("school type", school_types.by_code)
    joined = list(map(drop_placeholder_dates(), columns.parse("joined", cells.day)))
    phases = columns.parse("phase", school_types.phase)
    codes = columns.parse("authority code", public_ids.authority_code)
    areas = [geography.authority_by_code(code) if code else None for code in codes]
    day = parsed_file.date_by(max(filter(None, joined), default=None), as_at)
    sixteen_plus = 0
    told: list[tuple[str, str, date | None, date | None]] = []
    stays = zip(joined, map(drop_placeholder_dates(), columns.parse("left", cells.day)), strict=True)
    rows = zip(
        urns,
        columns.parse("uid", public_ids.trust_uid),
        multi,
        stays,
        columns.text("school"),
        kinds,
        phases,
        areas,
        strict=True,
    )
    for urn, uid, is_multi, (since, until), name, kind, phase, area in rows:
        if urn is None or not uid or is_multi is None:
            continue
        parsed_file.schools[urn] = _school(name, kind, phase, area)
        if kind is not None and not kind.offered:
            sixteen_plus += 1
            continue
        told.append((urn, uid, since, until))
    names = ("urn", "trust_uid", "joined", "left")
    parsed_file.memberships += facts_of_rows(Membership, names, told, seen_on=day, source=columns.table.file)
    odd = [stay.urn for stay in parsed_file.memberships if stay.joined and stay.left and stay.left < stay.joined]
    parsed_file.note(len(odd), f"stays in a trust ended before they began (URNs {first_few(odd)})")
    parsed_file.note(sixteen_plus, "stays of 16 to 19 academies in a trust were left out: the offer is not for them")


def _school(
    name: str, kind: school_types.SchoolType | None, phase: frozenset[str] | None, area: geography.Authority | None
) -> dict[str, Any]:
    """The facts of a school that stand in a row of the trusts' file."""
    return {
        "name": name or None,
        "type_name": kind and kind.name,
        "sector": kind and kind.sector,
        "phases": school_types.phases_of(kind, phase, None, None),
        "region": area and area.region,
        "local_authority": area and area.name,
    }


def trusts_named(columns: Columns) -> list[tuple[str, str, bool] | None]:
    """For each school of the establishments file: its academy trust's UID, name, and whether it is a multi.

    The same columns name foundation trusts too, which only the flag tells apart. Where a trust stands with an
    umbrella trust, both are given, parted by `~`.
    """
    flags = columns.parse("trust flag", _flags)
    rows = zip(flags, columns.parse("trust uid", _uids), columns.text("trust name"), strict=True)
    return [None if not flag or not uids else _academy_trust(flag, uids, name) for flag, uids, name in rows]


def _uids(cell: str) -> tuple[str, ...] | None:
    return tuple(public_ids.trust_uid(part.strip()) or "" for part in cell.split("~")) if cell else None


def _flags(cell: str) -> tuple[bool | None, ...] | None:
    if not cell:
        return None
    folded = {name.casefold(): multi for name, multi in FLAGS.items()}
    parts = [part.strip().casefold() for part in cell.split("~")]
    if any(part not in folded for part in parts):
        raise Unreadable("is no trust flag that is known here", did_you_mean(cell, list(FLAGS)))
    return tuple(folded[part] for part in parts)


def _academy_trust(flags: tuple[bool | None, ...], uids: tuple[str, ...], name: str) -> tuple[str, str, bool] | None:
    names = name.split("~")
    for i, multi in enumerate(flags):
        if multi is not None and i < len(uids) and uids[i]:
            return uids[i], names[i].strip() if i < len(names) else "", multi
    return None
