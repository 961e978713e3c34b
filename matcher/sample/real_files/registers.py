"""The user's own registers, as docs/registers.md lists them: table name, columns and rows."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.sample.people_and_places import supporters
from matcher.sample.people_and_places.declarations import (
    HISTORY_COLUMNS,
    INTEREST_COLUMNS,
    PAIR_COLUMNS,
    PEOPLE_COLUMNS,
    REQUEST_COLUMNS,
    history_rows,
    interest_rows,
    pair_rows,
    people_rows,
    request_rows,
)
from matcher.sample.people_and_places.leaders import (
    GOVERNANCE_COLUMNS,
    LEADER_COLUMNS,
    ORGANISATION_COLUMNS,
    Row,
    create_leaders,
    governance_rows,
    organisation_rows,
)
from matcher.sample.people_and_places.need import BodiesInNeed
from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.people_and_places.trusts import SampleTrust
from matcher.sample.size import Size

Table = tuple[Sequence[str], list[Row]]


def registers(
    size: Size, trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool], seed: int
) -> dict[str, Table]:
    leaders = create_leaders(size, trusts, schools, seed)
    governance = governance_rows(size, schools, seed)
    people = people_rows(trusts, size.regions, seed)
    in_need = BodiesInNeed(trusts, schools)
    history = history_rows(leaders, in_need, schools)
    supported = frozenset(row["recipient_id"] for row in history)
    return {
        "leaders": (LEADER_COLUMNS, [leader.row for leader in leaders]),
        "organisations": (ORGANISATION_COLUMNS, organisation_rows(leaders, trusts, seed)),
        "governance_leaders": (GOVERNANCE_COLUMNS, governance),
        "interests": (INTEREST_COLUMNS, interest_rows(leaders, governance, people, in_need, supported, seed)),
        "people": (PEOPLE_COLUMNS, people),
        "pairs": (PAIR_COLUMNS, pair_rows(leaders, in_need, seed)),
        "requests": (REQUEST_COLUMNS, request_rows(trusts, schools, people)),
        "history": (HISTORY_COLUMNS, history),
    }


def supporter_registers(
    size: Size, trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool], seed: int
) -> dict[str, Table]:
    """The registers of RISE: organisations, advisers, what they declared, who decides, and the department's cases."""
    organisations = supporters.create_supporters(trusts, schools, seed)
    advisers = supporters.adviser_rows(size, organisations, schools, seed)
    return {
        "organisations": (supporters.ORGANISATION_COLUMNS, [x.row for x in organisations]),
        "advisers": (supporters.ADVISER_COLUMNS, advisers),
        "interests": (supporters.INTEREST_COLUMNS, supporters.interest_rows(organisations, advisers, schools)),
        "people": (PEOPLE_COLUMNS, people_rows((), size.regions, seed)),
        "cases": (supporters.CASE_COLUMNS, supporters.case_rows(organisations, schools, seed)),
    }
