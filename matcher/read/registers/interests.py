"""The registers of declared interests and of people who broker, approve or decide."""

from __future__ import annotations

from dataclasses import fields as fields_of
from functools import partial

from matcher.domain import LEVELS, PARTY_KINDS, PEOPLE_ROLES, RELATIONS, Interest, Person
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers import fields, id_columns
from matcher.read.registers.row_parsing import RegisterColumn, RegisterRow, records, without_duplicates
from matcher.read.table_files.tables import Table

DECLARED_BY = ("leader", "recipient", "broker")


def relation(cell: str) -> str | None:
    """`None`, which data tools write for an empty cell, is no nil return: a declared interest would vanish."""
    if cell == "None":
        raise Unreadable("is what data tools write for an empty cell", "Write none for a nil return, or the relation")
    return cells.one_of(cell, allowed=RELATIONS)


INTEREST_COLUMNS = (
    RegisterColumn("person_id", id_columns.own, required=True),
    RegisterColumn("party_id", id_columns.reference, personal=True),
    RegisterColumn("party_kind", partial(cells.one_of, allowed=PARTY_KINDS)),
    RegisterColumn("relation", relation, required=True),
    RegisterColumn("level", partial(cells.one_of, allowed=LEVELS)),
    RegisterColumn("declared_by", partial(cells.one_of, allowed=DECLARED_BY)),
    RegisterColumn("declared_on", cells.day),
    RegisterColumn("expires_on", cells.day),
    RegisterColumn("source", personal=True),
    RegisterColumn("outside", cells.yes_no),
)

PERSON_COLUMNS = (
    RegisterColumn("id", id_columns.own, required=True),
    RegisterColumn("name", required=True, personal=True),
    RegisterColumn("role", partial(cells.one_of, allowed=PEOPLE_ROLES), required=True),
    RegisterColumn("organisation_id", id_columns.reference),
    RegisterColumn("regions", fields.regions),
)


def interests(table: Table, faults: list[Fault], notes: list[str]) -> tuple[Interest, ...]:
    rows = [_interest(record, faults) for record in records(table, INTEREST_COLUMNS, faults, notes)]
    unique = {_order(interest): interest for interest in reversed(rows)}
    if len(unique) < len(rows):
        notes.append(f"{table.file}: {len(rows) - len(unique)} rows repeat another and were read once")
    return tuple(unique[key] for key in sorted(unique))


def _interest(record: RegisterRow, faults: list[Fault]) -> Interest:
    fields.in_order(record, "declared_on", "expires_on", faults)
    values = dict(record.values)
    nil_return = values["relation"] == "none"
    for name in ("party_id", "party_kind"):
        if values[name] is None and not nil_return:
            message = "Fill it in, or write the relation none for a nil return"
            faults.append(record.fault(name, "", "is empty, and this column is required", message))
        values[name] = values[name] or ""
    return Interest(declared_in=values.pop("source"), **values, source=record.source)


def _order(interest: Interest) -> tuple[str, ...]:
    return tuple(str(getattr(interest, f.name) or "") for f in fields_of(interest) if f.compare)


def people(table: Table, faults: list[Fault], notes: list[str]) -> tuple[Person, ...]:
    rows = without_duplicates(records(table, PERSON_COLUMNS, faults, notes), ("id",), "the same id", faults)
    ready = (Person(**record.values, source=record.source) for record in rows)
    return tuple(sorted(ready, key=lambda person: person.id))
