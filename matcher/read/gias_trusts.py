"""Academy trusts in GIAS: the groups, who is linked to them since when, and the trust named beside a school."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from matcher.domain import Membership
from matcher.errors import Fault
from matcher.read import cells, places, school_types
from matcher.read.bulk import read_columns
from matcher.read.columns import Columns, Complaints, find_names, known_day, named_columns, school_urn
from matcher.read.file_dates import day_of
from matcher.read.gathered import Reading
from matcher.read.unreadable import Unreadable

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
    "closed": ("Closed Date",),
    "opened": ("Open date",),
    "incorporated": ("Incorporated on (open date)",),
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


def read_groups(path: Path, as_at: date, faults: list[Fault]) -> Reading | None:
    """Trusts, open and closed."""
    return _read(path, "groups", GROUP, ("uid", "name", "type", "status"), faults)


def read_group_links(path: Path, as_at: date, faults: list[Fault]) -> Reading | None:
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
) -> Reading | None:
    found = read_columns(path, role, faults, "Group UID", lambda header: find_names(header, aliases).values())
    if found is None:
        return None
    table, header = found
    complaints = Complaints(path.name, faults)
    columns = named_columns(table, header, aliases, needed, complaints)
    reading = Reading(table.input_file(), day_of(path.name))
    reading.notes.extend(f"{path.name}: {note}" for note in table.notes)
    if columns is not None:
        multi = columns.parsed("type", _is_multi)
        _trusts(columns, multi, reading)
        if as_at is not None:
            _links(columns, multi, reading, as_at)
    complaints.close()
    return reading


def _is_multi(cell: str) -> bool | None:
    """None for a group that is no academy trust: sponsors, federations, foundation trusts, umbrellas."""
    for name, multi in TRUST_TYPES.items():
        if cell.casefold() == name.casefold():
            return multi
    if cell.casefold() not in map(str.casefold, OTHER_GROUPS):
        raise Unreadable(
            "is no type of group that is known here", cells.did_you_mean(cell, [*TRUST_TYPES, *OTHER_GROUPS])
        )
    return None


def _trusts(columns: Columns, multi: list[bool | None], reading: Reading) -> None:
    opened = columns.parsed("incorporated", cells.day)
    rows = zip(
        columns.text("uid"),
        columns.parsed("name", cells.text),
        multi,
        [known_day()(a or b) for a, b in zip(columns.parsed("opened", cells.day), opened, strict=True)],
        map(known_day(), columns.parsed("closed", cells.day)),
        columns.text("status"),
        strict=True,
    )
    undated: set[str] = set()
    for uid, name, is_multi, began, ended, status in rows:
        if not uid or is_multi is None:
            continue
        if status.casefold() == "closed" and ended is None:
            ended = reading.day
            undated.add(uid)
        facts: dict[str, Any] = {"name": name, "multi": is_multi, "opened": began, "closed": ended}
        known = reading.trusts.get(uid)
        if known is None or repr(facts) > repr(known):
            reading.trusts[uid] = facts
    reading.note(len(undated), "trusts are closed without a date; taken as closed on the day of the file")
    others = Counter(
        kind for kind, is_multi in zip(columns.text("type"), multi, strict=True) if is_multi is None and kind
    )
    said = ", ".join(f"{number:,} {kind}" for kind, number in sorted(others.items()))
    reading.note(others.total(), f"rows of groups that are no academy trusts were left out ({said})")


def _links(columns: Columns, multi: list[bool | None], reading: Reading, as_at: date) -> None:
    urns = columns.parsed("urn", school_urn)
    kinds = columns.parsed("school type", school_types.by_code)
    joined = list(map(known_day(), columns.parsed("joined", cells.day)))
    phases = columns.parsed("phase", school_types.phase)
    areas = [places.authority_coded(code) for code in columns.text("authority code")]
    day = reading.date_by(max(filter(None, joined), default=None), as_at)
    sixteen_plus = 0
    stays = zip(joined, map(known_day(), columns.parsed("left", cells.day)), strict=True)
    rows = zip(urns, columns.text("uid"), multi, stays, columns.text("school"), kinds, phases, areas, strict=True)
    for urn, uid, is_multi, (since, until), name, kind, phase, area in rows:
        if urn is None or not uid or is_multi is None:
            continue
        reading.schools[urn] = {
            "name": name or None,
            "type_name": kind and kind.name,
            "sector": kind and kind.sector,
            "phases": school_types.phases_of(kind, phase, None, None),
            "region": area and area.region,
            "local_authority": area and area.name,
        }
        if kind is not None and not kind.offered:
            sixteen_plus += 1
            continue
        source = columns.table.file
        stay = Membership(urn=urn, trust_uid=uid, joined=since, left=until, seen_on=day, source=source)
        reading.memberships.append(stay)
    reading.note(sixteen_plus, "stays of 16 to 19 academies in a trust were left out: the offer is not for them")


def trusts_named(columns: Columns) -> list[tuple[str, str, bool] | None]:
    """Beside each school of the establishments file: its academy trust's UID, name, and whether it is a multi.

    The same columns name foundation trusts too, which only the flag tells apart. Where a trust stands with an
    umbrella trust, both are given, parted by `~`.
    """
    flags = columns.parsed("trust flag", _flags)
    rows = zip(flags, columns.text("trust uid"), columns.text("trust name"), strict=True)
    return [None if not flag or not uid else _academy_trust(flag, uid, name) for flag, uid, name in rows]


def _flags(cell: str) -> tuple[bool | None, ...] | None:
    if not cell:
        return None
    folded = {name.casefold(): multi for name, multi in FLAGS.items()}
    parts = [part.strip().casefold() for part in cell.split("~")]
    if any(part not in folded for part in parts):
        raise Unreadable("is no trust flag that is known here", cells.did_you_mean(cell, list(FLAGS)))
    return tuple(folded[part] for part in parts)


def _academy_trust(flags: tuple[bool | None, ...], uid: str, name: str) -> tuple[str, str, bool] | None:
    uids, names = uid.split("~"), name.split("~")
    for i, multi in enumerate(flags):
        if multi is not None and i < len(uids):
            return uids[i].strip().removesuffix(".0"), names[i].strip() if i < len(names) else "", multi
    return None
