"""Registers: what an empty cell means, where a leader stands, and how each value is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.domain import REGIONS, Deployment, Interest, Leader, Recipient
from matcher.read.registers import Places
from matcher.read.registers.resolution.postcodes import Postcodes, middles

from .register_files import a, read_tables


def leader(folder: Path, places: Places | None = None, **cells: str) -> Leader:
    registers, faults = read_tables(folder, places, leaders=[a("leaders", **cells)])
    assert faults == []
    return registers.leaders[0]


def recipient(folder: Path, **cells: str) -> Recipient:
    registers, faults = read_tables(folder, recipients=[a("recipients", **cells)])
    assert faults == []
    return registers.recipients[0]


def deployment(folder: Path, **cells: str) -> Deployment:
    registers, faults = read_tables(folder, history=[a("history", **cells)])
    assert faults == []
    return registers.history[0]


PLACES = Places({"100001": (530_000, 180_000)}, Postcodes({"SW1A1AA": (529_000, 179_000)}))


@pytest.mark.parametrize(
    ("cell", "faith"),
    [("Roman Catholic", "Christian"), ("Islam", "Muslim"), ("Bahai", "Bahai"), ("None", None), ("", None)],
)
def test_a_faith_is_read_as_the_grouping_that_the_open_files_use(tmp_path: Path, cell: str, faith: str | None) -> None:
    assert leader(tmp_path, faith=cell).faith == faith


def test_a_leader_serves_their_own_region_where_nothing_else_is_said(tmp_path: Path) -> None:
    assert leader(tmp_path).regions == {"London"}


def test_a_leader_serves_the_regions_they_list(tmp_path: Path) -> None:
    assert leader(tmp_path, regions_willing="south west; London").regions == {"South West", "London"}


def test_a_leader_may_serve_all_regions(tmp_path: Path) -> None:
    assert leader(tmp_path, regions_willing="all").regions == frozenset(REGIONS)


def test_a_leader_who_leaves_out_their_own_region_is_noted(tmp_path: Path) -> None:
    registers, _ = read_tables(tmp_path, leaders=[a("leaders", regions_willing="South West")])
    assert any("not willing to serve their own region: L1" in note for note in registers.notes)


def test_what_is_empty_for_a_leader_is_not_known(tmp_path: Path) -> None:
    x = leader(tmp_path)
    assert (x.max_matches, x.max_travel_metres, x.designated_to, x.faith, x.interests_checked_on) == (None,) * 5


def test_a_leader_of_no_days_is_kept_with_nought(tmp_path: Path) -> None:
    x = leader(tmp_path, days="0", max_matches="0", max_travel_km="0")
    assert (x.days, x.max_matches, x.max_travel_metres) == (0, 0, 0)


def test_a_leader_stands_at_their_own_place_first(tmp_path: Path) -> None:
    x = leader(tmp_path, PLACES, easting="400000", northing="300000", base_urn="100001", postcode="SW1A 1AA")
    assert (x.easting, x.northing) == (400_000, 300_000)


def test_a_leader_stands_at_their_base_school_next(tmp_path: Path) -> None:
    x = leader(tmp_path, PLACES, base_urn="100001", postcode="SW1A 1AA")
    assert (x.easting, x.northing) == (530_000, 180_000)


def test_a_leader_stands_at_their_postcode_last(tmp_path: Path) -> None:
    x = leader(tmp_path, PLACES, base_urn="999999", postcode="sw1a1aa")
    assert (x.easting, x.northing) == (529_000, 179_000)


def test_a_leader_placed_only_roughly_is_noted_by_id(tmp_path: Path) -> None:
    near = Places({}, Postcodes(middles([("SW1A 1AA", (529_000, 179_000))])))
    rows = [a("leaders", postcode="SW1A 1ZZ"), a("leaders", id="L2", postcode="SW1A 9ZZ")]
    registers, _ = read_tables(tmp_path, near, leaders=rows)
    assert [(x.easting, x.northing) for x in registers.leaders] == [(529_000, 179_000)] * 2
    assert registers.notes == (
        "leaders.csv: placed only by the schools of the postcode's sector (some 2 km): L1",
        "leaders.csv: placed only by the schools of the postcode's district (some 5 km): L2",
    )


def test_a_leader_without_a_place_is_noted_by_id(tmp_path: Path) -> None:
    registers, faults = read_tables(tmp_path, PLACES, leaders=[a("leaders", postcode="AB1 2CD")])
    assert faults == []
    assert (registers.leaders[0].easting, registers.leaders[0].northing) == (None, None)
    assert registers.notes == ("leaders.csv: no place is known, so no distance is, for L1",)


def test_a_leader_knows_the_row_they_came_from(tmp_path: Path) -> None:
    assert leader(tmp_path).source == "leaders.csv row 2"


def test_a_recipient_keeps_what_the_register_says(tmp_path: Path) -> None:
    r = recipient(
        tmp_path,
        id="000123",
        priority="3",
        governance_need="0",
        eligible_since="01/09/2022",
        areas_of_need="leadership;send",
        days="15",
        pupils="1,024",
    )
    assert (r.id, r.priority, r.governance_need, r.days, r.pupils) == ("000123", 3, 0, 15, 1024)
    assert r.eligible_since == date(2022, 9, 1)
    assert r.areas_of_need == {"leadership", "send"}


def test_what_is_empty_for_a_recipient_is_not_known(tmp_path: Path) -> None:
    r = recipient(tmp_path)
    assert (r.priority, r.governance_need, r.days, r.pupils, r.eligible_since, r.easting) == (None,) * 6


def test_a_school_is_its_own_school_and_a_trust_does_not_say(tmp_path: Path) -> None:
    assert recipient(tmp_path).schools == ("100001",)
    assert recipient(tmp_path, kind="trust").schools == ()


def test_a_nil_return_names_no_party(tmp_path: Path) -> None:
    row = a("interests", relation="none", party_id="", party_kind="", declared_on="2022-09-01", source="form 7")
    registers, faults = read_tables(tmp_path, interests=[row])
    assert faults == []
    assert registers.interests == (
        Interest(
            person_id="L1",
            party_id="",
            party_kind="",
            relation="none",
            declared_on=date(2022, 9, 1),
            declared_in="form 7",
        ),
    )


def test_an_interest_declared_twice_alike_is_read_once_and_noted(tmp_path: Path) -> None:
    registers, faults = read_tables(
        tmp_path, interests=[a("interests"), a("interests"), a("interests", relation="family")]
    )
    assert faults == []
    assert [i.relation for i in registers.interests] == ["family", "governs"]
    assert any("1 rows repeat another" in note for note in registers.notes)
    assert registers.interests[1].source == "interests.csv row 2"


def test_an_organisation_without_team_days_has_none_known(tmp_path: Path) -> None:
    registers, _ = read_tables(tmp_path, organisations=[a("organisations", broker_for="London;South East")])
    assert registers.organisations[0].team_days is None
    assert registers.organisations[0].broker_for == {"London", "South East"}


def test_the_cost_of_a_deployment_is_pence_or_not_known(tmp_path: Path) -> None:
    assert deployment(tmp_path, cost="6000.50").cost_pence == 600_050
    assert deployment(tmp_path).cost_pence is None


def test_more_days_claimed_than_agreed_is_noted(tmp_path: Path) -> None:
    registers, faults = read_tables(tmp_path, history=[a("history", days_agreed="10", days_claimed="12")])
    assert faults == []
    assert registers.notes == ("history.csv row 2: 12 days were claimed of 10 agreed",)


def test_history_stands_in_order_of_term(tmp_path: Path) -> None:
    rows = [a("history", term=t) for t in ("summer-2022", "autumn-2021", "Spring 2022")]
    registers, _ = read_tables(tmp_path, history=rows)
    assert [d.term for d in registers.history] == ["autumn-2021", "spring-2022", "summer-2022"]


def test_one_pair_may_have_been_declined_and_then_agreed_in_one_term(tmp_path: Path) -> None:
    registers, faults = read_tables(tmp_path, history=[a("history", state="declined"), a("history", state="agreed")])
    assert faults == []
    assert len(registers.history) == 2


def test_an_approval_without_an_approver_is_noted(tmp_path: Path) -> None:
    registers, _ = read_tables(tmp_path, requests=[a("requests", outcome="approved")])
    assert registers.notes == ("requests.csv row 2: approved, but no approver is named",)
