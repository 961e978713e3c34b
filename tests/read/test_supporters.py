"""The registers of a programme of supporting organisations and advisers: read, tied to one another, and refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.domain import Facts
from matcher.errors import InputFaults
from matcher.read.facts import load_facts

DAY = date(2026, 11, 29)
HEADER = "organisation_id,name,type,number,region,regions_willing,phases,capacity,running,willing,due_diligence"
ORGANISATIONS = f"""{HEADER},vendor_account_on
O1,Elm Trust,trust,10058308,London,London;South East,primary,4,1,yes,pending,2026-12-10
O2,Ash Council,authority,301,London,,,2,,,,
"""
ADVISERS = """id,name,region,caseload,running,employer_id,former_employer_ids
A1,Kim Lee,London,6,2,O1,O2;O3
A2,Sam Roe,London,5,,,
"""
RECIPIENTS = """id,name,kind,region,phases,cohort,decision
100001,Oak School,school,London,primary,Autumn 25,review-progress
"""
HISTORY = "term,recipient_id,leader_id,state\nautumn-2025,100001,O1,running\n"


def read(folder: Path, **tables: str) -> Facts:
    paths = {}
    for name, text in {"recipients": RECIPIENTS, **tables}.items():
        paths[name] = folder / f"{name}.csv"
        paths[name].write_text(text, encoding="utf-8")
    return load_facts(paths, DAY)


def faults(folder: Path, **tables: str) -> list[str]:
    with pytest.raises(InputFaults) as raised:
        read(folder, **tables)
    return [f"{f.file} row {f.row} {f.column}: {f.message}" for f in raised.value.faults]


def test_a_supporting_organisation_has_its_capacity_and_the_regions_that_it_serves(tmp_path: Path) -> None:
    elm, ash = read(tmp_path, organisations=ORGANISATIONS).organisations
    assert (elm.type, elm.number, elm.capacity, elm.running) == ("trust", "10058308", 4, 1)
    assert elm.regions == {"London", "South East"}
    assert elm.vendor_account_on == date(2026, 12, 10)
    assert (ash.regions, ash.phases, ash.willing) == ({"London"}, frozenset(), None)


def test_an_adviser_has_an_employer_and_earlier_ones(tmp_path: Path) -> None:
    first, second = read(tmp_path, organisations=ORGANISATIONS, advisers=ADVISERS.replace(";O3", "")).advisers
    assert (first.caseload, first.running, first.organisation_id) == (6, 2, "O1")
    assert first.former_organisation_ids == ("O2",)
    assert (second.organisation_id, second.running) == (None, None)


def test_an_earlier_employer_that_is_nowhere_is_told(tmp_path: Path) -> None:
    notes = read(tmp_path, organisations=ORGANISATIONS, advisers=ADVISERS).notes
    assert any("advisers, column former_employer_ids: 1 of 2 find nothing" in str(note) for note in notes)


def test_a_recipient_has_its_cohort_and_what_was_decided(tmp_path: Path) -> None:
    (school,) = read(tmp_path).recipients
    assert (school.cohort, school.decision) == ("Autumn 25", "review-progress")


def test_history_may_name_an_organisation_or_an_adviser(tmp_path: Path) -> None:
    history = HISTORY + "autumn-2025,100001,A1,running\n"
    facts = read(tmp_path, organisations=ORGANISATIONS, advisers=ADVISERS, history=history)
    assert [d.leader_id for d in facts.history] == ["A1", "O1"]
    assert not any("history" in str(note) for note in facts.notes)


def test_an_organisation_of_a_type_needs_its_region_and_its_capacity(tmp_path: Path) -> None:
    text = ORGANISATIONS.replace("London,London;South East,primary,4", ",London,primary,")
    assert [f.split(":")[0] for f in faults(tmp_path, organisations=text)] == [
        "organisations.csv row 2 capacity",
        "organisations.csv row 2 region",
    ]


def test_an_interest_may_be_an_organisations_or_an_advisers(tmp_path: Path) -> None:
    interests = "person_id,party_id,party_kind,relation\n" + "".join(
        f"{who},100001,school,other\n" for who in ("O1", "A2", "O9")
    )
    assert faults(tmp_path, organisations=ORGANISATIONS, advisers=ADVISERS, interests=interests) == [
        "interests.csv row 4 person_id: is the id of no person in the data"
    ]


@pytest.mark.parametrize(
    ("kind", "number", "message"),
    [
        ("trust", "100001", "is no number of a trust, and the type is 'trust'"),
        ("school", "10058308x", "is no number of a school, and the type is 'school'"),
        ("school", "10058308", "is no number of a school, and the type is 'school'"),  # a trust's
        ("authority", "999", "is no code of an authority, and the type is 'authority'"),
        ("authority", "10058308", "is no code of an authority, and the type is 'authority'"),
        ("traded-service", "ELM", "is no company number, and the type is 'traded-service'"),
    ],
)
def test_a_number_of_the_wrong_type_is_a_fault(kind: str, number: str, message: str, tmp_path: Path) -> None:
    text = ORGANISATIONS.replace("trust,10058308", f"{kind},{number}")
    opened = tmp_path / "establishments.csv"
    opened.write_text("URN,EstablishmentName,OpenDate,CloseDate\n100001,Oak,01-09-2001,\n", encoding="utf-8")
    groups = tmp_path / "groups.csv"
    trust = "Group UID,Group ID,Group Name,Group Type,Group Status,Open date,Closed Date,UKPRN\n"
    trust += "5001,TR05001,ELM TRUST,Multi-academy trust,Open,01/09/2011,,10058308\n"
    groups.write_text(trust, encoding="utf-8")
    tables = {"recipients": RECIPIENTS, "organisations": text}
    paths = {"establishments": opened, "groups": groups}
    for name, content in tables.items():
        paths[name] = tmp_path / f"{name}.csv"
        paths[name].write_text(content, encoding="utf-8")
    with pytest.raises(InputFaults) as raised:
        load_facts(paths, DAY)
    assert [f"{f.file}:{f.row}:{f.column}: {f.message}" for f in raised.value.faults] == [
        f"organisations.csv:2:number: {message}"
    ]


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("trust", "10058308.0"),
        ("school", "100001"),
        ("authority", "301"),
        ("traded-service", "7654321"),
        ("federation", "x"),
    ],
)
def test_a_number_of_the_right_type_is_read(kind: str, number: str, tmp_path: Path) -> None:
    assert read(tmp_path, organisations=ORGANISATIONS.replace("trust,10058308", f"{kind},{number}")).organisations


def test_an_adviser_without_an_employer_is_told(tmp_path: Path) -> None:
    notes = read(tmp_path, organisations=ORGANISATIONS, advisers=ADVISERS.replace(";O3", "")).notes
    (told,) = [str(note) for note in notes if "no employer is given" in str(note)]
    assert ": 1 (row 3)" in told


def test_two_organisations_for_one_school_at_once_are_a_fault(tmp_path: Path) -> None:
    history = HISTORY + "autumn-2025,100001,O2,agreed\n"
    assert faults(tmp_path, organisations=ORGANISATIONS, history=history) == [
        "history.csv row 3 leader_id: is a second organisation of 100001 that is agreed or running, beside row 2"
    ]
    over = HISTORY.replace("running", "finished") + "spring-2026,100001,O2,agreed\n"
    assert len(read(tmp_path, organisations=ORGANISATIONS, history=over).history) == 2


def test_a_cohort_without_bands_is_a_fault_of_the_register_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as raised:
        read(tmp_path, recipients=RECIPIENTS.replace("Autumn 25", "Autum 25"))
    (fault,) = raised.value.faults
    assert (fault.file, fault.row, fault.column) == ("recipients.csv", 2, "cohort")
    assert "Autumn 25" in fault.suggestion


CASES = (
    "SchoolUrn,SchoolName,ProjectStatus,Cohort,SupportingOrganisationType,SupportOrganisationIdNumber,"
    """RegionalDirectorAppointmentDate
100001,Oak,0,Spring 25,Trust,10058308.0,2025-12-01
100002,Elm,0,Winter 27,Trust,19999999,2025-12-01
100003,Ash,2,Flow,Trust,18888888,2025-12-01
"""
)


def test_of_the_departments_list_what_nothing_has_is_told_with_its_row(tmp_path: Path) -> None:
    notes = [str(note) for note in read(tmp_path, organisations=ORGANISATIONS, cases=CASES).notes]
    (number,) = [note for note in notes if "SupportOrganisationIdNumber" in note]
    assert "1 (row 3: trust 19999999)" in number
    (cohort,) = [note for note in notes if "column Cohort" in note]
    assert "1 (row 3: Winter 27)" in cohort
