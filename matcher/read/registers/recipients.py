"""The registers of recipients known to qualify, of requests by exception, and of how many are expected."""

from __future__ import annotations

import re
from functools import partial

from matcher.domain import COHORTS, MATCHING_DECISIONS, ExpectedArrivals, Recipient, Request
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers import fields, id_columns
from matcher.read.registers.row_parsing import RegisterColumn, RegisterRow, records, without_duplicates
from matcher.read.table_files.tables import Table

KINDS = ("school", "trust")
OUTCOMES = ("approved", "refused", "pending")

RECIPIENT_COLUMNS = (
    RegisterColumn("id", id_columns.body, required=True),
    RegisterColumn("name", required=True),
    RegisterColumn("kind", partial(cells.one_of, allowed=KINDS), required=True),
    RegisterColumn("region", fields.region, required=True),
    RegisterColumn("phases", fields.phases, required=True),
    RegisterColumn("local_authority"),
    RegisterColumn("easting", fields.easting),
    RegisterColumn("northing", fields.northing),
    RegisterColumn("postcode", fields.postcode),
    RegisterColumn("trust_id", id_columns.body),
    RegisterColumn("trust_name"),
    RegisterColumn("diocese"),
    RegisterColumn("faith", fields.faith),
    RegisterColumn("pupils", fields.count),
    RegisterColumn("priority", fields.count),
    RegisterColumn("governance_need", partial(cells.whole, at_most=3)),
    RegisterColumn("eligible_since", cells.day),
    RegisterColumn("route"),
    RegisterColumn("areas_of_need", fields.areas),
    RegisterColumn("days", fields.some_days),
    RegisterColumn("cohort", partial(cells.one_of, allowed=COHORTS)),
    RegisterColumn("decision", partial(cells.one_of, allowed=MATCHING_DECISIONS)),
)

REQUEST_COLUMNS = (
    RegisterColumn("id", id_columns.body, required=True),
    RegisterColumn("kind", partial(cells.one_of, allowed=KINDS), required=True),
    RegisterColumn("reason", required=True, personal=True),
    RegisterColumn("requested_by", personal=True),
    RegisterColumn("received_on", cells.day),
    RegisterColumn("approver", personal=True),
    RegisterColumn("approved_on", cells.day),
    RegisterColumn("outcome", partial(cells.one_of, allowed=OUTCOMES)),
)


def recipients(table: Table, faults: list[Fault], notes: list[str]) -> tuple[Recipient, ...]:
    rows = without_duplicates(records(table, RECIPIENT_COLUMNS, faults, notes), ("id",), "the same id", faults)
    return tuple(sorted((_recipient(record, faults) for record in rows), key=lambda r: r.id))


def _recipient(record: RegisterRow, faults: list[Fault]) -> Recipient:
    fields.whole_place(record, faults)
    values = {column.name: record[column.name] for column in RECIPIENT_COLUMNS}
    values["route"] = values["route"] or ""
    schools = (record["id"],) if record["kind"] == "school" else ()
    return Recipient(**values, schools=schools, source=record.source)


def requests(table: Table, faults: list[Fault], notes: list[str]) -> tuple[Request, ...]:
    rows = without_duplicates(records(table, REQUEST_COLUMNS, faults, notes), ("id",), "the same id", faults)
    return tuple(sorted((_request(record, faults, notes) for record in rows), key=lambda r: r.id))


def _request(record: RegisterRow, faults: list[Fault], notes: list[str]) -> Request:
    fields.in_order(record, "received_on", "approved_on", faults)
    if record["outcome"] == "approved" and record["approver"] is None:
        notes.append(f"{record.source}: approved, but no approver is named")
    return Request(**record.values, source=record.source)


_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def month(cell: str) -> str | None:
    """A month as 2023-01; a day of it will do."""
    if cell in cells.NOT_KNOWN:
        return None
    found = _MONTH.fullmatch(cell[:7])
    if found is None or len(cell) not in (7, 10):
        raise Unreadable("is no month", "Write it as 2023-01")
    return found[0]


def kind(cell: str) -> str | None:
    return cells.one_of(cell, KINDS)


EXPECTED_COLUMNS = (
    RegisterColumn("month", month, required=True),
    RegisterColumn("region", fields.region, required=True),
    RegisterColumn("kind", kind, required=True),
    RegisterColumn("number", fields.count, required=True),
)


def expected(table: Table, faults: list[Fault], notes: list[str]) -> tuple[ExpectedArrivals, ...]:
    rows = records(table, EXPECTED_COLUMNS, faults, notes)
    found = without_duplicates(rows, ("month", "region", "kind"), "the same month, region and kind", faults)
    ready = (ExpectedArrivals(**record.values, source=record.source) for record in found)
    return tuple(sorted(ready, key=lambda x: (x.month, x.region, x.kind)))
