"""The registers of organisations, some of which support schools themselves, and of advisers."""

from __future__ import annotations

from functools import partial

from matcher.domain import CHECK_STATES, SUPPORTER_TYPES, Adviser, Organisation
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.registers import fields, id_columns
from matcher.read.registers.resolution.leader_places import Places
from matcher.read.registers.row_parsing import RegisterColumn, RegisterRow, records, without_duplicates
from matcher.read.table_files.tables import Table

ORGANISATION_COLUMNS = (
    RegisterColumn("organisation_id", id_columns.own, required=True),
    RegisterColumn("name"),
    RegisterColumn("team_days", fields.days),
    RegisterColumn("broker_for", fields.regions),
    RegisterColumn("outside", cells.yes_no),
    RegisterColumn("type", partial(cells.one_of, allowed=SUPPORTER_TYPES)),
    RegisterColumn("number", id_columns.reference),
    RegisterColumn("region", fields.region),
    RegisterColumn("regions_willing", fields.regions),
    RegisterColumn("phases", fields.phases),
    RegisterColumn("capacity", fields.count),
    RegisterColumn("running", fields.count),
    RegisterColumn("willing", cells.yes_no),
    RegisterColumn("due_diligence", partial(cells.one_of, allowed=CHECK_STATES)),
    RegisterColumn("finance_check", partial(cells.one_of, allowed=CHECK_STATES)),
    RegisterColumn("vendor_account_on", cells.day),
    RegisterColumn("easting", fields.easting),
    RegisterColumn("northing", fields.northing),
    RegisterColumn("postcode", fields.postcode),
    RegisterColumn("interests_checked_on", cells.day),
)
NEEDED_OF_A_SUPPORTER = ("region", "capacity")

ADVISER_COLUMNS = (
    RegisterColumn("id", id_columns.own, required=True),
    RegisterColumn("name", required=True, personal=True),
    RegisterColumn("region", fields.region, required=True),
    RegisterColumn("caseload", fields.count, required=True),
    RegisterColumn("running", fields.count),
    RegisterColumn("employer_id", id_columns.reference),
    RegisterColumn("former_employer_ids", id_columns.several_references),
    RegisterColumn("easting", fields.easting, personal=True),
    RegisterColumn("northing", fields.northing, personal=True),
    RegisterColumn("postcode", fields.postcode, personal=True),
    RegisterColumn("interests_checked_on", cells.day),
)


def organisations(table: Table, places: Places, faults: list[Fault], notes: list[str]) -> tuple[Organisation, ...]:
    read = records(table, ORGANISATION_COLUMNS, faults, notes)
    rows = without_duplicates(read, ("organisation_id",), "the same id", faults)
    return tuple(sorted((_organisation(record, places, faults) for record in rows), key=lambda o: o.id))


def _organisation(record: RegisterRow, places: Places, faults: list[Fault]) -> Organisation:
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


def _adviser(record: RegisterRow, places: Places, faults: list[Fault]) -> Adviser:
    fields.whole_place(record, faults)
    values = dict(record.values)
    values["organisation_id"] = values.pop("employer_id")
    values["former_organisation_ids"] = values.pop("former_employer_ids")
    values["easting"], values["northing"] = places.of_body(record) or (None, None)
    return Adviser(**values, source=record.source)
