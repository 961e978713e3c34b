"""The sample's registers hold every role, state, relation and level."""

from __future__ import annotations

from collections import Counter

from matcher.domain import HISTORY_STATES, LEADER_ROLES, LEVELS, PARTY_KINDS, PEOPLE_ROLES, REGIONS, RELATIONS
from tests.sample.shipped import table


def test_leaders_are_of_every_role_and_every_readiness() -> None:
    rows = table("leaders")
    assert {row["role"] for row in rows} == set(LEADER_ROLES)
    assert {row["willing"] for row in rows} == {"yes", "no"}
    assert {int(row["days"]) for row in rows} == {10, 15, 20, 25, 30, 40}
    assert {row["region"] for row in rows} == set(REGIONS)
    assert max(Counter(row["name"] for row in rows).values()) == 2
    assert any(row["organisation_id"].startswith("00") for row in rows)
    assert any(not row["interests_checked_on"] for row in rows)
    assert any("" < row["interests_checked_on"] < "2021-08-31" for row in rows)
    assert any("" < row["designated_to"] < "2022-09-01" for row in rows)
    assert any(row["designated_from"] > "2023-01-01" for row in rows)
    for column in ("base_urn", "postcode", "easting", "max_matches", "max_travel_km", "regions_willing", "faith"):
        assert 0 < sum(row[column] != "" for row in rows) < len(rows)


def test_every_region_has_one_broker() -> None:
    brokered = [region for row in table("organisations") for region in row["broker_for"].split(";") if region]
    assert sorted(brokered) == sorted(REGIONS)
    assert sum(row["role"] == "broker" for row in table("people")) == 7


def test_every_relation_level_and_side_is_declared() -> None:
    rows = table("interests")
    assert {row["relation"] for row in rows} == set(RELATIONS)
    assert {row["level"] for row in rows} == {*LEVELS, ""}
    assert {row["party_kind"] for row in rows} == set(PARTY_KINDS)
    assert {row["declared_by"] for row in rows} == {"leader", "recipient", "broker"}
    assert any("" < row["expires_on"] < "2022-12-31" for row in rows)


def test_people_requests_and_history_hold_every_state() -> None:
    assert {row["role"] for row in table("people")} == set(PEOPLE_ROLES)
    assert {row["outcome"] for row in table("requests")} == {"approved", "refused", "pending"}
    assert {row["state"] for row in table("history")} == set(HISTORY_STATES)
    assert len({row["term"] for row in table("history")}) == 2
