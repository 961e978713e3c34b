"""References of the registers: found by any id of a body, told by column, set aside or refused; never lost unsaid."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.domain import Facts
from matcher.errors import InputFaults
from matcher.read import load_facts

from .register_files import a, messages, write_csv

AS_AT, TODAY = date(2022, 12, 31), date(2023, 1, 31)
GROUPS = """Group UID,Group ID,Group Name,Companies House Number,Group Type,Closed Date,Open date,Group Status,UKPRN
2044,TR00261,OAK TRUST,07654321,Multi-academy trust,,2012-09-01,Open,10058308
2045,TR00262,ELM TRUST,07654322,Multi-academy trust,,2012-09-01,Open,10058309
"""
LINKS = """URN,Group UID,Group ID,Group Name,Group Type,Closed Date,Open date,Group Status,Joined date,EstablishmentName
140003,2044,TR00261,OAK TRUST,Multi-academy trust,,2012-09-01,Open,2015-09-01,Oak Primary
"""


def load(folder: Path, open_data: bool = False, **tables: Any) -> Facts:
    options = {key: tables.pop(key) for key in ("today", "regions", "strict") if key in tables}
    data: dict[str, Path] = {name: write_csv(folder / f"{name}.csv", rows) for name, rows in tables.items()}
    if open_data:
        (folder / "allgroupsdata20221201.csv").write_text(GROUPS)
        (folder / "alllinksdata20221201.csv").write_text(LINKS)
        data |= {"groups": folder / "allgroupsdata20221201.csv", "group_links": folder / "alllinksdata20221201.csv"}
    return load_facts(data, AS_AT, **options)


def refused(folder: Path, **tables: Any) -> str:
    with pytest.raises(InputFaults) as caught:
        load(folder, **tables)
    return messages(list(caught.value.faults))


def told(facts: Facts) -> list[str]:
    return [note.text for note in facts.notes if note.kind == "references"]


@pytest.mark.parametrize(
    "written", ["2044", "2044.0", "02044", "TR00261", "tr261", "10058308", "1.0058308E+07", "ukprn:10058308", "7654321"]
)
def test_an_organisation_is_its_trust_under_any_of_its_ids(tmp_path: Path, written: str) -> None:
    facts = load(tmp_path, open_data=True, leaders=[a("leaders", organisation_id=written)])
    assert facts.leaders[0].organisation_id == "2044"
    assert told(facts) == []


@pytest.mark.parametrize("table", ["leaders", "governance_leaders", "people"])
def test_every_column_of_organisations_is_read_in_the_same_way(tmp_path: Path, table: str) -> None:
    facts = load(tmp_path, open_data=True, **{table: [a(table, organisation_id="TR00261")]})
    assert getattr(facts, table)[0].organisation_id == "2044"


def test_an_organisation_of_the_register_is_the_trust_that_it_is(tmp_path: Path) -> None:
    rows = {"organisations": [a("organisations", organisation_id="TR00261", team_days="5")]}
    facts = load(tmp_path, open_data=True, leaders=[a("leaders", organisation_id="10058308")], **rows)
    assert (facts.organisations[0].id, facts.leaders[0].organisation_id) == ("2044", "2044")


def test_somebody_whose_organisation_is_a_school_in_a_trust_belongs_to_the_trust(tmp_path: Path) -> None:
    rows = {"organisations": [a("organisations", organisation_id="TR00261", team_days="5", broker_for="North West")]}
    facts = load(tmp_path, open_data=True, leaders=[a("leaders", organisation_id="140003.0")], **rows)
    leader = facts.leaders[0]
    assert (leader.organisation_id, leader.base_urn) == ("2044", "140003")
    assert leader.organisation_id in {organisation.id for organisation in facts.organisations}
    assert any(note.text.startswith("people whose organisation is a school in a trust") for note in facts.notes)


def test_a_school_with_a_row_of_its_own_stays_an_organisation(tmp_path: Path) -> None:
    rows = {"organisations": [a("organisations", organisation_id="140003", team_days="5")]}
    facts = load(tmp_path, open_data=True, leaders=[a("leaders", organisation_id="140003")], **rows)
    assert (facts.leaders[0].organisation_id, facts.leaders[0].base_urn) == ("140003", None)


def test_an_own_id_of_the_register_stays_as_it_is_written(tmp_path: Path) -> None:
    rows = {"organisations": [a("organisations", organisation_id="004000")]}
    facts = load(tmp_path, leaders=[a("leaders", organisation_id="004000")], **rows)
    assert (facts.organisations[0].id, facts.leaders[0].organisation_id) == ("004000", "004000")
    lost = load(tmp_path, leaders=[a("leaders", organisation_id="4000")], **rows)
    assert told(lost) == [
        "References: leaders, column organisation_id: 1 of 1 find nothing in the data (row 2: '4000')"
    ]


@pytest.mark.parametrize("filler", ["NA", "-", "nan", "None", "tbc", "#N/A", "0"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("leaders", "organisation_id"),
        ("leaders", "base_urn"),
        ("leaders", "id"),
        ("governance_leaders", "organisation_id"),
        ("people", "organisation_id"),
        ("recipients", "trust_id"),
        ("recipients", "id"),
        ("organisations", "organisation_id"),
        ("interests", "party_id"),
    ],
)
def test_a_filler_is_a_fault_in_every_column_of_ids(tmp_path: Path, table: str, column: str, filler: str) -> None:
    rows = {"leaders": [a("leaders")]} | {table: [a(table, **{column: filler})]}
    assert f"{table}.csv:2:{column}: " in refused(tmp_path, **rows)


PARTIES = [("140003.0", "school"), ("0140003", "school"), ("TR00261", "trust"), ("ukprn:10058308", "organisation")]


@pytest.mark.parametrize(("party", "kind"), PARTIES)
def test_a_declared_party_is_found_by_any_of_its_ids(tmp_path: Path, party: str, kind: str) -> None:
    rows = {"leaders": [a("leaders")], "interests": [a("interests", party_id=party, party_kind=kind)]}
    facts = load(tmp_path, open_data=True, **rows)
    assert facts.interests[0].party_id in ("140003", "2044")
    assert told(facts) == []


@pytest.mark.parametrize("written", ["Devon County Council", "DEVON", "878", "878.0", "devon  council"])
def test_an_authority_is_found_by_any_name_or_code(tmp_path: Path, written: str) -> None:
    facts = load(
        tmp_path,
        recipients=[a("recipients", local_authority="Devon")],
        leaders=[a("leaders")],
        interests=[a("interests", party_id=written, party_kind="authority")],
    )
    assert facts.interests[0].party_id == "Devon"
    assert told(facts) == []


def test_a_registers_own_spelling_of_an_authority_is_the_same_authority(tmp_path: Path) -> None:
    facts = load(tmp_path, recipients=[a("recipients", local_authority="Devon County Council")])
    assert facts.recipients[0].local_authority == "Devon"


@pytest.mark.parametrize("written", ["Exeter", "Diocese  of Exeter", "CofE Diocese of Exeter", "EXETER"])
def test_a_diocese_is_found_by_any_name(tmp_path: Path, written: str) -> None:
    facts = load(
        tmp_path,
        recipients=[a("recipients", diocese="Diocese of Exeter")],
        leaders=[a("leaders")],
        interests=[a("interests", party_id=written, party_kind="diocese")],
    )
    assert facts.interests[0].party_id == "Diocese of Exeter"


def test_a_diocese_that_may_be_either_of_two_is_neither(tmp_path: Path) -> None:
    two = [a("recipients", diocese="Archdiocese of Birmingham"), a("recipients", id="100002", diocese="Birmingham")]
    facts = load(
        tmp_path,
        recipients=two,
        leaders=[a("leaders")],
        interests=[a("interests", party_id="RC Birmingham", party_kind="diocese")],
    )
    assert told(facts) == ["References: interests, column party_id: 1 of 1 find nothing in the data (row 2: a diocese)"]


def test_an_authority_of_england_without_a_school_here_lies_outside(tmp_path: Path) -> None:
    rows = {"leaders": [a("leaders")], "interests": [a("interests", party_id="Cornwall", party_kind="authority")]}
    assert load(tmp_path, **rows).interests[0].outside is True


def test_a_party_that_is_nowhere_is_told_without_saying_which(tmp_path: Path) -> None:
    rows = {"leaders": [a("leaders")], "interests": [a("interests", party_id="Mary Jones School")]}
    assert told(load(tmp_path, **rows)) == [
        "References: interests, column party_id: 1 of 1 find nothing in the data (row 2: a school)"
    ]


def test_a_party_that_is_known_to_lie_outside_is_not_told(tmp_path: Path) -> None:
    rows = {"leaders": [a("leaders")], "interests": [a("interests", party_id="Welsh School", outside="yes")]}
    assert told(load(tmp_path, **rows)) == []


def test_with_strict_every_id_that_is_nowhere_is_a_fault(tmp_path: Path) -> None:
    rows = {"leaders": [a("leaders", organisation_id="9999")], "interests": [a("interests", party_id="Nowhere")]}
    words = refused(tmp_path, strict=True, **rows)
    assert "leaders.csv:2:organisation_id: is the id of nothing in the data (found '9999')" in words
    assert "interests.csv:2:party_id: is the id of nothing in the data" in words
    assert "Nowhere" not in words


def test_a_column_of_organisations_that_mostly_finds_nothing_is_damaged(tmp_path: Path) -> None:
    rows = [a("leaders", id=f"A{i}", organisation_id=f"82{i}4") for i in range(3)]
    words = refused(tmp_path, open_data=True, leaders=[*rows, a("leaders", organisation_id="2044")])
    assert "3 of 4 ids of organisations find nothing in the data: the column is damaged" in words
    assert told(load(tmp_path, leaders=rows)) != []  # without the trusts nobody can tell


def test_the_nearest_known_id_is_told_with_its_name(tmp_path: Path) -> None:
    rows = [a("leaders", organisation_id="2046"), a("leaders", id="L2", organisation_id="2044")]
    (note,) = told(load(tmp_path, open_data=True, leaders=rows))
    assert "row 2: '2046', did you mean '2044' (OAK TRUST)?" in note


def test_a_base_is_found_by_any_id_and_places_its_leader_where_only_a_register_has_the_school(tmp_path: Path) -> None:
    school = a("recipients", id="100001", easting="292000", northing="92000")
    facts = load(tmp_path, recipients=[school], leaders=[a("leaders", base_urn="100,001.0", easting="", northing="")])
    leader = facts.leaders[0]
    assert (leader.base_urn, leader.easting, leader.northing) == ("100001", 292_000, 92_000)


def test_history_with_one_unknown_end_is_listed_and_kept(tmp_path: Path) -> None:
    rows = [a("history"), a("history", leader_id="gone"), a("history", recipient_id="999999", term="spring-2022")]
    facts = load(tmp_path, recipients=[a("recipients")], leaders=[a("leaders")], history=rows)
    assert len(facts.history) == 3
    assert ["(row 3)" in note or "(row 4)" in note for note in told(facts)] == [True, True]


def test_history_with_no_known_end_is_a_fault(tmp_path: Path) -> None:
    rows = [a("history", leader_id="gone", recipient_id="999999")]
    words = refused(tmp_path, recipients=[a("recipients")], leaders=[a("leaders")], history=rows)
    assert "history.csv:2:leader_id: is the id of no leader in the data" in words


def test_a_pair_of_another_region_is_told_and_stops_no_run(tmp_path: Path) -> None:
    tables = {
        "recipients": [a("recipients")],
        "leaders": [a("leaders"), a("leaders", id="L2", region="South West")],
        "pairs": [a("pairs", leader_id="L2", recipient_id="999999")],
    }
    (note,) = told(load(tmp_path, regions={"London"}, **tables))
    assert "those of other regions" in note
    assert "pairs.csv:2:recipient_id" in refused(tmp_path, **tables)


def test_two_ids_that_look_the_same_are_a_fault_that_names_both_rows(tmp_path: Path) -> None:
    words = refused(tmp_path, leaders=[a("leaders", id="Lé"), a("leaders", id="Le\u0301")])
    assert "leaders.csv:3:id: looks the same as the id in row 2" in words
    words = refused(tmp_path, leaders=[a("leaders", id="L1")], people=[a("people", id="l1")])
    assert "people.csv:2:id: looks the same as the id in leaders.csv row 2" in words


def test_one_body_under_two_ids_of_the_register_is_a_fault(tmp_path: Path) -> None:
    rows = [a("recipients", id="140003"), a("recipients", id="140003.0")]
    assert "recipients.csv:3:id" in refused(tmp_path, recipients=rows)
    rows = [a("organisations", organisation_id="2044"), a("organisations", organisation_id="TR00261")]
    assert "under another id" in refused(tmp_path, open_data=True, organisations=rows)


DONE = [
    ("leaders", {"interests_checked_on": "2033-01-01"}, "interests_checked_on"),
    ("governance_leaders", {"interests_checked_on": "2033-01-01"}, "interests_checked_on"),
    ("interests", {"declared_on": "2033-01-01"}, "declared_on"),
    ("requests", {"received_on": "2033-01-01"}, "received_on"),
    ("history", {"state": "finished", "starts_on": "2022-01-01", "ends_on": "2033-01-01"}, "ends_on"),
]


@pytest.mark.parametrize(("table", "cells", "column"), DONE)
def test_what_was_done_on_a_day_that_has_not_come_is_a_fault(
    tmp_path: Path, table: str, cells: dict[str, str], column: str
) -> None:
    rows = {"recipients": [a("recipients")], "leaders": [a("leaders")]} | {table: [a(table, **cells)]}
    assert f"{table}.csv:2:{column}: is after today, 2023-01-31" in refused(tmp_path, today=TODAY, **rows)
    assert load(tmp_path, **rows)  # without the day of the command nobody can tell


def test_a_check_between_the_runs_day_and_today_is_no_fault(tmp_path: Path) -> None:
    rows = {"leaders": [a("leaders", interests_checked_on="2023-01-15")]}
    assert load(tmp_path, today=TODAY, **rows).leaders[0].interests_checked_on == date(2023, 1, 15)


def test_two_ids_of_one_person_are_read_as_one(tmp_path: Path) -> None:
    facts = load(
        tmp_path,
        recipients=[a("recipients")],
        leaders=[a("leaders", id="L1"), a("leaders", id="L2", same_as="L1", organisation_id="100001", days="9")],
        interests=[a("interests", person_id="L2")],
        history=[a("history", leader_id="L2")],
    )
    assert [(x.id, x.also) for x in facts.leaders] == [("L1", ("L2",))]
    assert {i.person_id for i in facts.interests} == {"L1"}
    assert any(i.relation == "employed_by" and i.level == "block" for i in facts.interests)
    assert facts.history[0].leader_id == "L1"
    assert any("L2 is L1 under another id" in note for note in told(facts))


def test_same_as_names_a_leader_whose_row_stands(tmp_path: Path) -> None:
    assert "leaders.csv:2:same_as" in refused(tmp_path, leaders=[a("leaders", same_as="L9")])
    assert "leaders.csv:2:same_as" in refused(tmp_path, leaders=[a("leaders", same_as="L1")])


def test_an_authority_of_a_recipient_that_is_none_is_told_with_the_nearest(tmp_path: Path) -> None:
    (note,) = told(load(tmp_path, recipients=[a("recipients", local_authority="Devn")]))
    assert note == (
        "References: recipients, column local_authority: 1 of 1 find nothing in the data"
        " (row 2: 'Devn', did you mean 'Devon'?)"
    )


def test_a_trust_of_a_recipient_that_open_data_do_not_have_is_told(tmp_path: Path) -> None:
    (note,) = told(load(tmp_path, open_data=True, recipients=[a("recipients", trust_id="2046")]))
    assert "recipients, column trust_id: 1 of 1 find nothing in the data (row 2: '2046'" in note
    assert told(load(tmp_path, open_data=True, recipients=[a("recipients", trust_id="TR00262")])) == []
