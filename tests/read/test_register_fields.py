"""Every column of a register has a field to go to: without one every command that reads the register would fail."""

from __future__ import annotations

from dataclasses import fields

import pytest

from matcher import domain
from matcher.read.registers import COLUMNS

FACT_OF = {
    "recipients": domain.Recipient,
    "leaders": domain.Leader,
    "organisations": domain.Organisation,
    "governance_leaders": domain.GovernanceLeader,
    "advisers": domain.Adviser,
    "interests": domain.Interest,
    "people": domain.Person,
    "pairs": domain.JudgedPair,
    "requests": domain.Request,
    "history": domain.Deployment,
    "journeys": domain.Journey,
    "crossings": domain.Crossing,
    "expected": domain.ExpectedArrivals,
}
# Columns whose field has another name.
FIELD_OF = {
    "max_travel_km": "max_travel_metres",
    "regions_willing": "regions",
    "organisation_id": "id",
    "employer_id": "organisation_id",
    "former_employer_ids": "former_organisation_ids",
    "cost": "cost_pence",
    "from": "start",
    "to": "end",
    "km": "metres",
}


def without_field(table: str, columns: list[str]) -> list[str]:
    own = {f.name for f in fields(FACT_OF[table])}
    return [name for name in columns if name not in own and FIELD_OF.get(name) not in own]


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_has_a_field(table: str) -> None:
    missing = without_field(table, [column.name for column in COLUMNS[table]])
    kind = FACT_OF[table].__name__
    assert not missing, f'give {kind} in matcher/domain the field, `... = added("YYYY-MM-DD")`: {", ".join(missing)}'


def test_a_column_without_a_field_is_seen() -> None:
    assert without_field("leaders", ["max_travel_km", "name", "shoe_size"]) == ["shoe_size"]
