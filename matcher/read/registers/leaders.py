"""The registers of system leaders and governance leaders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from matcher.domain import LEADER_ROLES, GovernanceLeader, Leader
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.registers import fields, id_columns
from matcher.read.registers.resolution.leader_places import Places
from matcher.read.registers.resolution.postcodes import PRECISION
from matcher.read.registers.row_parsing import RegisterColumn, RegisterRow, records, without_duplicates
from matcher.read.table_files.tables import Table

LEADER_COLUMNS = (
    RegisterColumn("id", id_columns.own, required=True),
    RegisterColumn("name", required=True, personal=True),
    RegisterColumn("role", partial(cells.one_of, allowed=LEADER_ROLES), required=True),
    RegisterColumn("region", fields.region, required=True),
    RegisterColumn("days", fields.days, required=True),
    RegisterColumn("willing", cells.yes_no, required=True),
    RegisterColumn("phases", fields.phases, required=True),
    RegisterColumn("organisation_id", id_columns.reference),
    RegisterColumn("organisation"),
    RegisterColumn("regions_willing", fields.regions),
    RegisterColumn("base_urn", id_columns.reference),
    RegisterColumn("postcode", fields.postcode, personal=True),
    RegisterColumn("easting", fields.easting, personal=True),
    RegisterColumn("northing", fields.northing, personal=True),
    RegisterColumn("max_matches", fields.count),
    RegisterColumn("max_travel_km", fields.kilometres),
    RegisterColumn("max_travel_minutes", fields.minutes),
    RegisterColumn("faith", fields.faith, personal=True),
    RegisterColumn("specialisms", fields.areas),
    RegisterColumn("designated_from", cells.day),
    RegisterColumn("designated_to", cells.day),
    RegisterColumn("interests_checked_on", cells.day),
    RegisterColumn("same_as", id_columns.own),
    RegisterColumn("not_same_as", id_columns.several_own),
)

GOVERNANCE_COLUMNS = (
    RegisterColumn("id", id_columns.own, required=True),
    RegisterColumn("name", required=True, personal=True),
    RegisterColumn("region", fields.region, required=True),
    RegisterColumn("days", fields.days, required=True),
    RegisterColumn("organisation_id", id_columns.reference),
    RegisterColumn("regions_willing", fields.regions),
    RegisterColumn("easting", fields.easting, personal=True),
    RegisterColumn("northing", fields.northing, personal=True),
    RegisterColumn("max_matches", fields.count),
    RegisterColumn("interests_checked_on", cells.day),
)


def leaders(
    table: Table, places: Places, faults: list[Fault], notes: list[str], roles: Sequence[str] = LEADER_ROLES
) -> tuple[Leader, ...]:
    """`roles` are those that the programme knows."""
    role = RegisterColumn("role", partial(cells.one_of, allowed=roles), required=True)
    columns = [role if column.name == "role" else column for column in LEADER_COLUMNS]
    rows = without_duplicates(records(table, columns, faults, notes), ("id",), "the same id", faults)
    ready = tuple(sorted((_leader(record, places, faults) for record in rows), key=lambda x: x.id))
    notes.extend(_roughly_placed(table.file, rows, places))
    nowhere = [leader.id for leader in ready if leader.easting is None]
    if nowhere:
        notes.append(_listed(f"{table.file}: no place is known, so no distance is, for", nowhere))
    elsewhere = [leader.id for leader in ready if leader.region not in leader.regions]
    if elsewhere:
        notes.append(_listed(f"{table.file}: not willing to serve their own region:", elsewhere))
    return ready


def _roughly_placed(file: str, rows: list[RegisterRow], places: Places) -> Iterator[str]:
    """Those whose postcode no school and no postcode file has: placed among the schools around it."""
    for how in ("sector", "district"):
        ids = [record["id"] for record in rows if (spot := places.of_leader(record)) and spot[1] == how]
        if ids:
            yield _listed(f"{file}: placed {PRECISION[how]}:", ids)


def _leader(record: RegisterRow, places: Places, faults: list[Fault]) -> Leader:
    fields.whole_place(record, faults)
    fields.in_order(record, "designated_from", "designated_to", faults)
    values = dict(record.values)
    spot = places.of_leader(record)
    values["easting"], values["northing"] = spot[0] if spot else (None, None)
    values["max_travel_metres"] = values.pop("max_travel_km")
    values["regions"] = values.pop("regions_willing") or frozenset((record["region"],))
    return Leader(**values, source=record.source)


def governance_leaders(table: Table, faults: list[Fault], notes: list[str]) -> tuple[GovernanceLeader, ...]:
    rows = without_duplicates(records(table, GOVERNANCE_COLUMNS, faults, notes), ("id",), "the same id", faults)
    return tuple(sorted((_governance_leader(record, faults) for record in rows), key=lambda x: x.id))


def _governance_leader(record: RegisterRow, faults: list[Fault]) -> GovernanceLeader:
    fields.whole_place(record, faults)
    values = dict(record.values)
    values["regions"] = values.pop("regions_willing") or frozenset((record["region"],))
    return GovernanceLeader(**values, source=record.source)


def _listed(message: str, ids: list[str]) -> str:
    more = f" and {len(ids) - 10} more" if len(ids) > 10 else ""
    return f"{message} {', '.join(ids[:10])}{more}"
