"""The registers of earlier deployments and of scored pairs."""

from __future__ import annotations

from functools import partial

from matcher.domain import HISTORY_STATES, Deployment, JudgedPair
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers import fields, id_columns
from matcher.read.registers.row_parsing import RegisterColumn, RegisterRow, records, without_duplicates
from matcher.read.table_files.tables import Table
from matcher.world import term_day


def term(cell: str) -> str | None:
    if cell in cells.NOT_KNOWN:
        return None
    name = "-".join(cell.casefold().split())
    try:
        term_day(name)
    except ValueError:
        raise Unreadable("is not a term", "Write it as autumn-2022, spring-2023 or summer-2023") from None
    return name


PAIR_COLUMNS = (
    RegisterColumn("recipient_id", id_columns.body, required=True),
    RegisterColumn("leader_id", id_columns.own, required=True),
    RegisterColumn("score", partial(cells.whole, at_most=1000)),
    RegisterColumn("days", fields.some_days),
    RegisterColumn("minutes", fields.count),
    RegisterColumn("note", personal=True),
)

HISTORY_COLUMNS = (
    RegisterColumn("term", term, required=True),
    RegisterColumn("recipient_id", id_columns.body, required=True),
    RegisterColumn("leader_id", id_columns.own, required=True),
    RegisterColumn("state", partial(cells.one_of, allowed=HISTORY_STATES), required=True),
    RegisterColumn("days_agreed", fields.days),
    RegisterColumn("days_claimed", fields.days),
    RegisterColumn("team_days", fields.days),
    RegisterColumn("pot"),
    RegisterColumn("cost", cells.pence),
    RegisterColumn("starts_on", cells.day),
    RegisterColumn("ends_on", cells.day),
)


def pairs(table: Table, faults: list[Fault], notes: list[str]) -> tuple[JudgedPair, ...]:
    key = ("recipient_id", "leader_id")
    rows = without_duplicates(records(table, PAIR_COLUMNS, faults, notes), key, "the same pair", faults)
    ready = (JudgedPair(**record.values, source=record.source) for record in rows)
    return tuple(sorted(ready, key=lambda pair: (pair.recipient_id, pair.leader_id)))


def history(table: Table, faults: list[Fault], notes: list[str]) -> tuple[Deployment, ...]:
    key = ("term", "state", "recipient_id", "leader_id")
    rows = without_duplicates(records(table, HISTORY_COLUMNS, faults, notes), key, "the same deployment", faults)
    ready = (_deployment(record, faults, notes) for record in rows)
    return tuple(sorted(ready, key=lambda d: (term_day(d.term), d.recipient_id, d.leader_id, d.state)))


def _deployment(record: RegisterRow, faults: list[Fault], notes: list[str]) -> Deployment:
    fields.in_order(record, "starts_on", "ends_on", faults)
    agreed, claimed = record["days_agreed"], record["days_claimed"]
    if agreed is not None and claimed is not None and claimed > agreed:
        notes.append(f"{record.source}: {claimed} days were claimed of {agreed} agreed")
    values = dict(record.values)
    return Deployment(cost_pence=values.pop("cost"), **values, source=record.source)
