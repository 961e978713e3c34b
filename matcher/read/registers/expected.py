"""How many schools and trusts are expected by month and region, as somebody wrote it down."""

from __future__ import annotations

import re

from matcher.domain import ExpectedArrivals
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers import fields
from matcher.read.registers.recipients import KINDS
from matcher.read.registers.row_parsing import Column, records, without_duplicates
from matcher.read.table_files.tables import Table

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
