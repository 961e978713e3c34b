"""How long do people travel from place to place, and which water do they cross? As somebody measured or judged it."""

from __future__ import annotations

import re

from matcher.domain import Crossing, Journey
from matcher.errors import Fault
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers import fields
from matcher.read.registers.row_parsing import RegisterColumn, RegisterRow, records, without_duplicates
from matcher.read.table_files.tables import Table

FASTEST = 130  # km/h: nobody travels faster by road, so the minutes are wrong
_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}")
_MEASURE = re.compile(r"(road|register)(?: *: *(.+))?", re.IGNORECASE)


def end(cell: str) -> str | None:
    """A URN, a trust's UID or a leader's id as written; a postcode in capitals with one space."""
    if _POSTCODE.fullmatch(cell):
        return fields.postcode(cell)
    return cells.ident(cell)


def measure(cell: str) -> tuple[str, str | None] | None:
    """`road` or `register`, and after a colon with what, or by whom."""
    if cell in cells.NOT_KNOWN:
        return None
    found = _MEASURE.fullmatch(cell)
    if found is None:
        hint = "Write road for a routing engine, register for somebody's word, and more after a colon: road: OSRM 26.10"
        raise Unreadable("does not say how the journey was measured", hint)
    return found[1].lower(), found[2]


JOURNEY_COLUMNS = (
    RegisterColumn("from", end, required=True, personal=True),
    RegisterColumn("to", end, required=True, personal=True),
    RegisterColumn("minutes", fields.minutes, required=True),
    RegisterColumn("km", fields.kilometres),
    RegisterColumn("measured_by", measure, required=True),
    RegisterColumn("on", cells.day),
)

CROSSING_COLUMNS = (
    RegisterColumn("a", end, required=True, personal=True),
    RegisterColumn("b", end, required=True, personal=True),
    RegisterColumn("ok", cells.yes_no, required=True),
    RegisterColumn("by", personal=True),
    RegisterColumn("on", cells.day),
)


def journeys(table: Table, faults: list[Fault], notes: list[str]) -> tuple[Journey, ...]:
    rows = records(table, JOURNEY_COLUMNS, faults, notes)
    found = without_duplicates(rows, ("from", "to"), "the same journey", faults)
    ready = [_journey(record, faults) for record in found]
    ways = {(way.start, way.end) for way in ready}
    alone = sum((way.end, way.start) not in ways for way in ready)
    if 0 < alone < len(ready):
        notes.append(f"{table.file}: {alone:,} of {len(ready):,} journeys are given one way only; it stands for both")
    return tuple(sorted(ready, key=lambda way: (way.start, way.end)))


def _journey(record: RegisterRow, faults: list[Fault]) -> Journey:
    by, engine = record["measured_by"]
    minutes, metres = record["minutes"], record["km"]
    if metres is not None and metres * 60 > FASTEST * 1000 * minutes:
        said = f"is faster than {FASTEST} km/h over the {metres / 1000:g} km of this row"
        faults.append(record.fault("minutes", str(minutes), said, "Write minutes, not hours or seconds"))
    return Journey(
        start=record["from"],
        end=record["to"],
        minutes=minutes,
        metres=metres,
        measured_by=by,
        engine=engine,
        on=record["on"],
        source=record.source,
    )


def crossings(table: Table, faults: list[Fault], notes: list[str]) -> tuple[Crossing, ...]:
    found = without_duplicates(records(table, CROSSING_COLUMNS, faults, notes), ("a", "b"), "the same crossing", faults)
    ready = (Crossing(**record.values, source=record.source) for record in found)
    return tuple(sorted(ready, key=lambda judged: (judged.a, judged.b)))
