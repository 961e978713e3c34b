"""The registers of organisations, some of which support schools themselves, and of advisers."""

from __future__ import annotations

from functools import partial

from matcher.domain import CHECK_STATES, SUPPORTER_TYPES, Adviser, Organisation
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.registers import fields, id_columns
from matcher.read.registers.resolution.leader_places import Places
from matcher.read.registers.row_parsing import Column, Record, records, without_duplicates
from matcher.read.table_files.tables import Table

ORGANISATION_COLUMNS = (
    Column("organisation_id", id_columns.own, required=True),
    Column("name"),
    Column("team_days", fields.days),
    Column("broker_for", fields.regions),
    Column("outside", cells.yes_no),
    Column("type", partial(cells.one_of, allowed=SUPPORTER_TYPES)),
    Column("number", id_columns.reference),
    Column("region", fields.region),
    Column("regions_willing", fields.regions),
    Column("phases", fields.phases),
    Column("capacity", fields.count),
    Column("running", fields.count),
    Column("willing", cells.yes_no),
    Column("due_diligence", partial(cells.one_of, allowed=CHECK_STATES)),
    Column("finance_check", partial(cells.one_of, allowed=CHECK_STATES)),
    Column("vendor_account_on", cells.day),
    Column("easting", fields.easting),
    Column("northing", fields.northing),
    Column("postcode", fields.postcode),
    Column("interests_checked_on", cells.day),
)
NEEDED_OF_A_SUPPORTER = ("region", "capacity")

ADVISER_COLUMNS = (
    Column("id", id_columns.own, required=True),
    Column("name", required=True, personal=True),
    Column("region", fields.region, required=True),
    Column("caseload", fields.count, required=True),
    Column("running", fields.count),
    Column("employer_id", id_columns.reference),
    Column("former_employer_ids", id_columns.several_references),
    Column("easting", fields.easting, personal=True),
    Column("northing", fields.northing, personal=True),
    Column("postcode", fields.postcode, personal=True),
    Column("interests_checked_on", cells.day),
)


def organisations(table: Table, places: Places, faults: list[Fault], notes: list[str]) -> tuple[Organisation, ...]:
    read = records(table, ORGANISATION_COLUMNS, faults, notes)
    rows = without_duplicates(read, ("organisation_id",), "the same id", faults)
    return tuple(sorted((_organisation(record, places, faults) for record in rows), key=lambda o: o.id))


def _organisation(record: Record, places: Places, faults: list[Fault]) -> Organisation:
    """One that supports schools has a type; then its region and capacity must be there too."""
    fields.whole_place(record, faults)
    if record["type"] is not None:
        for column in NEEDED_OF_A_SUPPORTER:
            if record[column] is None:
                message = "is empty, and an organisation of a type, which may support schools, needs it"
                faults.append(record.fault(column, "", message, "Fill it in, or leave type empty too"))
    values = dict(record.values)
    home = (record["region"],) if record["region"] else ()
    values["regions"] = values.pop("regions_willing") or frozenset(home)
    values["easting"], values["northing"] = places.of_body(record, record["number"]) or (None, None)
    return Organisation(id=values.pop("organisation_id"), **values, source=record.source)


def advisers(table: Table, places: Places, faults: list[Fault], notes: list[str]) -> tuple[Adviser, ...]:
    rows = without_duplicates(records(table, ADVISER_COLUMNS, faults, notes), ("id",), "the same id", faults)
    return tuple(sorted((_adviser(record, places, faults) for record in rows), key=lambda x: x.id))


def _adviser(record: Record, places: Places, faults: list[Fault]) -> Adviser:
    fields.whole_place(record, faults)
    values = dict(record.values)
    values["organisation_id"] = values.pop("employer_id")
    values["former_organisation_ids"] = values.pop("former_employer_ids")
    values["easting"], values["northing"] = places.of_body(record) or (None, None)
    return Adviser(**values, source=record.source)
