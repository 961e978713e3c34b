"""Authorities and regions of England, the partner that serves each, and the bounds of England on the national grid."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import matcher
from matcher.domain import REGIONS
from matcher.errors import Fault
from matcher.identity import NotAnId, plain_number
from matcher.identity.place_names import authority_key
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.file_columns import FaultCollector, folded, named_columns
from matcher.read.table_files.tables import read_table

PROGRAMMES = Path(matcher.__file__).parent / "programmes"
PARTNERS = PROGRAMMES / "partners-2022-23.csv"
PARTNERS_LITERALLY = PROGRAMMES / "partners-2022-23-literal.csv"

# The national grid around England: Scilly to Lowestoft, Lizard to Berwick.
EASTINGS = range(80_000, 656_001)
NORTHINGS = range(5_000, 658_001)

_ELSEWHERE = ("notapplicable", "walespseudo", "wales", "scotland", "northernireland", "notrecorded")


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority under its three-digit DfE code; `current` is False for one that has been replaced."""

    code: str
    name: str
    region: str
    current: bool
    basis: str
    confidence: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partner:
    """The broker of an area: its short name, and the trust that it is (`organisation_id` is the GIAS group UID)."""

    name: str
    organisation: str
    organisation_id: str
    basis: str
    confidence: str


@cache
def authorities() -> tuple[Authority, ...]:
    """Every authority, by code; the replaced ones that still stand in DfE files included."""
    with (PROGRAMMES / "authorities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Authority(
                row["la_code"],
                row["name"],
                row["region"],
                row["current"] == "yes",
                row["basis"],
                row["confidence"],
                tuple(name for name in row["aliases"].split(";") if name),
            )
            for row in csv.DictReader(file)
        )


@cache
def _by_code() -> Mapping[str, Authority]:
    return {a.code: a for a in authorities()}


@cache
def _by_name() -> Mapping[str, Authority]:
    return {folded(name): a for a in authorities() for name in (a.name, *a.aliases)}


def authority_by_code(code: str) -> Authority | None:
    """By DfE code, or the code that a LAESTAB starts with; None for a code outside England."""
    return _by_code().get(code[:3])


def authority_by_name(cell: str) -> Authority | None:
    """By any of its names; an unknown one is refused with the nearest."""
    if not cell:
        return None
    match = _by_name().get(folded(cell))
    if match is None:
        raise Unreadable("is no local authority of England", did_you_mean(cell, [a.name for a in authorities()]))
    return match


@cache
def _by_key() -> Mapping[str, Authority]:
    found: dict[str, set[Authority]] = {}
    for a in authorities():
        for name in (a.name, *a.aliases):
            found.setdefault(authority_key(name), set()).add(a)
    return {key: next(iter(those)) for key, those in found.items() if len(those) == 1}


def known_authority(text: str) -> Authority | None:
    """By its three-digit code or any way of writing its name (`Devon County Council`); None for no authority."""
    try:
        code = plain_number(text)
    except NotAnId:  # a number with lost digits is no code
        return None
    if code is not None:
        return _by_code().get(code.lstrip("0"))
    return _by_name().get(folded(text)) or _by_key().get(authority_key(text))


def region_by_name(cell: str) -> str | None:
    """One of the nine regions; None where the file says that none applies, or that it is not in England."""
    if not cell or folded(cell) in _ELSEWHERE:
        return None
    match = {folded(region): region for region in REGIONS}.get(folded(cell))
    if match is None:
        raise Unreadable("is none of the nine regions", did_you_mean(cell, REGIONS))
    return match


def in_england(easting: int | None, northing: int | None) -> bool:
    """False for a place outside the grid around England, and for the 0 that stands where it was not known."""
    return easting in EASTINGS and northing in NORTHINGS


def partners(path: Path = PARTNERS, faults: list[Fault] | None = None) -> Mapping[str, tuple[Partner, ...]]:
    """The partners that serve each authority, by the authority's name: exactly one where the table is right.

    Each row of the file gives a partner a region or an authority. Authorities without a partner are there too.
    """
    collected: list[Fault] = [] if faults is None else faults
    serving: dict[str, set[Partner]] = {a.name: set() for a in authorities()}
    table = read_table(path, None, "partners", collected, "area")
    names = ("partner", "organisation", "organisation_id", "area_kind", "area", "basis", "confidence")
    columns = table and named_columns(
        table, tuple(table.columns), {name: (name,) for name in names}, names, FaultCollector(path.name, collected)
    )
    if not table or not columns:
        return {}
    for row, cells in zip(table.row_numbers, zip(*map(columns.text, names), strict=True), strict=True):
        name, organisation, uid, kind, area, basis, confidence = cells
        places = _area(kind, area)
        if not places:
            hint = did_you_mean(area, [*REGIONS, *(a.name for a in authorities())])
            collected.append(Fault(path.name, row, "area", area, "is no region or authority", hint))
        for place in places:
            serving[place].add(Partner(name, organisation, uid, basis, confidence))
    return {place: tuple(sorted(who, key=lambda p: p.name)) for place, who in serving.items()}


def _area(kind: str, area: str) -> list[str]:
    if kind == "region":
        return [a.name for a in authorities() if a.region == area]
    return [a.name for a in authorities() if folded(area) in map(folded, (a.name, *a.aliases))]


def partners_by_reading(reading: Literal["as-understood", "as-worded"]) -> Mapping[str, tuple[Partner, ...]]:
    """Authority to its partners, by the reading that a scenario names."""
    return partners(PARTNERS if reading == "as-understood" else PARTNERS_LITERALLY)


def not_served_once(serving: Mapping[str, tuple[Partner, ...]]) -> tuple[str, ...]:
    """A sentence for the reader on the authorities of today with no partner, and on those with several."""
    today = [a.name for a in authorities() if a.current]
    none = [name for name in today if not serving.get(name)]
    several = [name for name in today if len({p.name for p in serving.get(name, ())}) > 1]
    message = []
    if none:
        message.append(f"No partner serves {_listed(none)}")
    if several:
        who = [f"{name} ({' and '.join(sorted({p.name for p in serving[name]}))})" for name in several]
        message.append(f"More than one partner serves {_listed(who)}")
    return tuple(message)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
