"""The registers of recipients known to qualify, of requests by exception, and of how many are expected."""

from __future__ import annotations

import re
from functools import partial

from matcher.domain import COHORTS, MATCHING_DECISIONS, ExpectedArrivals, Recipient, Request
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers import fields, id_columns
from matcher.read.registers.row_parsing import Column, Record, records, without_duplicates
from matcher.read.table_files.tables import Table

KINDS = ("school", "trust")
OUTCOMES = ("approved", "refused", "pending")

RECIPIENT_COLUMNS = (
    Column("id", id_columns.body, required=True),
    Column("name", required=True),
    Column("kind", partial(cells.one_of, allowed=KINDS), required=True),
    Column("region", fields.region, required=True),
    Column("phases", fields.phases, required=True),
    Column("local_authority"),
    Column("easting", fields.easting),
    Column("northing", fields.northing),
    Column("postcode", fields.postcode),
    Column("trust_id", id_columns.body),
    Column("trust_name"),
    Column("diocese"),
    Column("faith"),
    Column("pupils", fields.count),
    Column("priority", fields.count),
    Column("governance_need", partial(cells.whole, at_most=3)),
    Column("eligible_since", cells.day),
    Column("route"),
    Column("areas_of_need", fields.areas),
    Column("days", fields.some_days),
    Column("cohort", partial(cells.one_of, allowed=COHORTS)),
    Column("decision", partial(cells.one_of, allowed=MATCHING_DECISIONS)),
)

REQUEST_COLUMNS = (
    Column("id", id_columns.body, required=True),
    Column("kind", partial(cells.one_of, allowed=KINDS), required=True),
    Column("reason", required=True, personal=True),
    Column("requested_by", personal=True),
    Column("received_on", cells.day),
    Column("approver", personal=True),
    Column("approved_on", cells.day),
    Column("outcome", partial(cells.one_of, allowed=OUTCOMES)),
)


def recipients(table: Table, faults: list[Fault], notes: list[str]) -> tuple[Recipient, ...]:
    rows = without_duplicates(records(table, RECIPIENT_COLUMNS, faults, notes), ("id",), "the same id", faults)
    return tuple(sorted((_recipient(record, faults) for record in rows), key=lambda r: r.id))


def _recipient(record: Record, faults: list[Fault]) -> Recipient:
    fields.whole_place(record, faults)
    values = {column.name: record[column.name] for column in RECIPIENT_COLUMNS}
    values["route"] = values["route"] or ""
    schools = (record["id"],) if record["kind"] == "school" else ()
    return Recipient(**values, schools=schools, source=record.source)


def requests(table: Table, faults: list[Fault], notes: list[str]) -> tuple[Request, ...]:
    rows = without_duplicates(records(table, REQUEST_COLUMNS, faults, notes), ("id",), "the same id", faults)
    return tuple(sorted((_request(record, faults, notes) for record in rows), key=lambda r: r.id))


def _request(record: Record, faults: list[Fault], notes: list[str]) -> Request:
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
    Column("month", month, required=True),
    Column("region", fields.region, required=True),
    Column("kind", kind, required=True),
    Column("number", fields.count, required=True),
)


def expected(table: Table, faults: list[Fault], notes: list[str]) -> tuple[ExpectedArrivals, ...]:
    rows = records(table, EXPECTED_COLUMNS, faults, notes)
    found = without_duplicates(rows, ("month", "region", "kind"), "the same month, region and kind", faults)
    ready = (ExpectedArrivals(**record.values, source=record.source) for record in found)
    return tuple(sorted(ready, key=lambda x: (x.month, x.region, x.kind)))
