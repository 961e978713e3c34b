"""What may be written into a column of a register, for people: the names to choose from, or the form of a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from matcher.domain import AREAS, PHASES, REGIONS, RELATIONS
from matcher.read.parsing import cells
from matcher.read.registers import deployments, fields, id_columns, interests, journeys, recipients
from matcher.read.registers.row_parsing import RegisterColumn

YES_NO = ("yes", "no")
_A_DATE = "A date: 2022-12-31 or 31/12/2022."
_A_COUNT = "A whole number, 0 or more."
_SEVERAL = "One or more, separated by ; from: "

_NAMES: Mapping[Callable[[str], Any], tuple[str, ...]] = {
    fields.region: tuple(REGIONS),
    cells.yes_no: YES_NO,
    interests.relation: tuple(RELATIONS),
    recipients.kind: recipients.KINDS,
}
_FORMS: Mapping[Callable[[str], Any], str] = {
    cells.text: "Text.",
    cells.day: _A_DATE,
    cells.pence: "Pounds, for example 6000 or £6,000.00.",
    cells.whole: _A_COUNT,
    fields.regions: f"all, or one or more, separated by ; from: {'; '.join(REGIONS)}.",
    fields.phases: f"{_SEVERAL}{'; '.join(PHASES)}.",
    fields.areas: f"{_SEVERAL}{'; '.join(AREAS)}.",
    fields.days: "Whole days, 0 or more.",
    fields.some_days: "Whole days, 1 or more.",
    fields.count: _A_COUNT,
    fields.minutes: "Minutes of one way, a whole number.",
    fields.kilometres: "Kilometres, for example 40 or 37.5.",
    fields.easting: "Metres on the national grid, six digits.",
    fields.northing: "Metres on the national grid, six digits.",
    fields.faith: "A faith, as Christian, Jewish, Muslim or Other faith; a denomination is read as its faith.",
    fields.postcode: "A postcode, as SW1A 1AA.",
    id_columns.own: "The id that you gave, always written the same way.",
    id_columns.several_own: "Ids that you gave, separated by ;.",
    id_columns.body: "A school's URN or a trust's UID; any other public id is understood.",
    id_columns.reference: "A public id (UID, Group ID, UKPRN, URN), an authority by name or code, or an id of yours.",
    id_columns.several_references: "Public ids or ids of yours, separated by ;.",
    recipients.month: "A month: 2023-01.",
    deployments.term: "A term and its year: autumn-2022.",
    journeys.end: "A URN, a trust's UID, a leader's id or a postcode.",
    journeys.measure: "road or register; more may follow a colon: road: OSRM 26.10.",
}


def names_of(column: RegisterColumn) -> tuple[str, ...]:
    """The names of which a cell holds one, in their order; () where it is free."""
    if isinstance(column.read, partial) and "allowed" in column.read.keywords:
        return tuple(column.read.keywords["allowed"])
    return _NAMES.get(column.read, ())


def form_of(column: RegisterColumn) -> str:
    """What to write into a cell, as one sentence. Raises KeyError for a reader that is not described above."""
    names = names_of(column)
    if names:
        return f"One of: {', '.join(names)}."
    most = column.read.keywords.get("at_most") if isinstance(column.read, partial) else None
    if most is not None:
        return f"A whole number, 0 to {most}."
    reader = column.read.func if isinstance(column.read, partial) else column.read
    if reader not in _FORMS:
        raise KeyError(f"describe the reader of {column.name} in _FORMS of matcher/read/registers/cell_kinds.py")
    return _FORMS[reader]
