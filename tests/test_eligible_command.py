"""`matcher eligible` month by month: a table, two days compared, the department's cases beside the verdicts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from matcher.cli import main
from tests.read.open_data_files import a_csv, a_school, an_ofsted_file, inspected, inspected_before
from tests.read.test_cases import ROW

GROUPS = ("Group UID", "Group ID", "Group Name", "Group Type", "Group Status", "Closed Date", "Open date", "UKPRN")
MARCH = "05/03/2024"


def a_stuck_school(urn: str, published: str, name: str) -> dict[str, object]:
    before = inspected_before("3", urn=urn)
    return a_school(urn, **{"School name": name}) | inspected("3", started=MARCH, published=published, urn=urn) | before


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Ash is stuck since April and Oak since July 2024; Elm is good; of Fir a file has forgotten what came before.

    Ivy was stuck until July 2024, as the number of its re-inspection proves.
    """
    latest = inspected("2", started="01/10/2024", published="01/11/2024", urn="100004")
    fir = a_school("100004", **{"School name": "Fir"}) | latest
    good = inspected("2", started=MARCH, published="12/07/2024", urn="100005")
    second = {"School name": "Ivy", "Inspection type": "Requires Improvement S5 Reinspection Visit 2"}
    an_ofsted_file(
        tmp_path,
        a_school("100005", **second) | good | inspected_before("3", urn="100005"),
        a_stuck_school("100001", "10/04/2024", "Ash"),
        a_stuck_school("100002", "12/07/2024", "Oak"),
        a_school("100003", **{"School name": "Elm"}) | inspected("2", urn="100003") | inspected_before("3"),
        fir | inspected_before("3", started="06/02/2024", published="06/03/2024", urn="100004"),
    )
    path = tmp_path / "rise.yaml"
    ofsted = next(tmp_path.glob("State*.csv")).name
    path.write_text(
        f"schema: matcher/1\nprogramme: rise-2025-26\nas_at: 2024-08-31\ndata: {{ofsted: {ofsted}}}\n", encoding="utf-8"
    )
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["eligible", *arguments])
    assert (ended.value.code or 0) == status
    out, complaint = capsys.readouterr()
    return complaint if status else out


def test_who_qualifies_needs_neither_leaders_nor_money(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    totals = [line for line in said(capsys, str(scenario)).splitlines() if line.startswith("all")]
    assert [line.split() for line in totals] == [["all", "2", "1", "2"]]


def test_what_was_noticed_in_the_files_is_told_beside_the_counts(
    scenario: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An older file gives Ash another grade for the same inspection."""
    other = a_school("100001") | inspected("2", started=MARCH, published="10/04/2024", urn="100001")
    an_ofsted_file(tmp_path, other, name="latest_inspections_as_at_30_Apr_2024.csv")
    files = f"[{next(tmp_path.glob('State*.csv')).name}, latest_inspections_as_at_30_Apr_2024.csv]"
    out = said(capsys, str(scenario), "--set", f"data.ofsted={files}")
    assert "Note: 1 inspections are told with different grades; the later file was believed" in out


def test_every_verdict_goes_into_a_table(scenario: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "verdicts.csv"
    said(capsys, str(scenario), "--csv", str(table))
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "id",
        "name",
        "kind",
        "region",
        "verdict",
        "route",
        "reason",
        "evidence",
        "rests_on_forgotten",
    ]
    assert [(row["id"], row["verdict"]) for row in rows] == [
        ("100001", "eligible"),
        ("100002", "eligible"),
        ("100003", "not eligible"),
        ("100004", "cannot tell"),
        ("100005", "not eligible"),
    ]
    again = said(capsys, str(scenario), "--csv", str(table), status=2)
    assert "the file exists already, and nothing is written over" in again


def test_two_days_compared_with_reasons_by_region(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, str(scenario), "--since", "2024-05-31")
    assert "Since 2024-05-31:" in out
    joined = out.partition("Joined (1)\n")[2]
    assert joined.startswith("  Yorkshire and the Humber: 100002 Oak: It required improvement")
    assert "100001" not in joined


def test_of_one_that_left_it_is_said_that_support_is_not_ended(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, str(scenario), "--since", "2024-05-31")
    assert "Left (1)\n  Yorkshire and the Humber: 100005 Ivy: The files no longer show that it qualifies; " in out
    assert "support underway is not ended." in out


def test_another_scenario_may_be_the_earlier_day(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = scenario.with_name("may.yaml")
    other.write_text(scenario.read_text(encoding="utf-8").replace("2024-08-31", "2024-05-31"), encoding="utf-8")
    out = said(capsys, str(scenario), "--since", str(other))
    assert "Since 2024-05-31 (may.yaml):" in out
    assert "Joined (1)" in out


def test_what_is_neither_a_day_nor_a_scenario_is_refused(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is neither a date nor a scenario" in said(capsys, str(scenario), "--since", "spring", status=2)


def the_cases(folder: Path, *rows: dict[str, str]) -> Path:
    return a_csv(folder / "cases.csv", list(ROW), rows, encoding="utf-8")


def test_the_departments_cases_beside_the_verdicts(
    scenario: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Elm has a case and is not eligible; Oak is eligible and has none; a stopped case of Ash is none."""
    elm = ROW | {"SchoolUrn": "100003", "SchoolName": "Elm"}
    ash = ROW | {"SchoolUrn": "100001", "SchoolName": "Ash"}
    out = said(capsys, str(scenario), "--cases", str(the_cases(tmp_path, elm, ash)))
    assert "The department's list has 2 cases; 2 are open and called eligible there." in out
    assert "Open there and not eligible by the files (1)\n  100003 Elm: It did not require improvement" in out
    missing = out.partition("Eligible by the files and without a case there (1)\n")[2]
    assert missing.startswith("  Yorkshire and the Humber: 100002 Oak: ")
    stopped = said(capsys, str(scenario), "--cases", str(the_cases(tmp_path, ash | {"ProjectStatus": "2"})))
    assert "without a case there (2)" in stopped


def test_the_cases_may_stand_in_the_scenario(
    scenario: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    the_cases(tmp_path, ROW)
    assert "The department's list has 1 cases" in said(capsys, str(scenario), "--set", "data.cases=cases.csv")


@pytest.mark.parametrize(
    ("kind", "number", "why"),
    [
        ("Trust", "10058308.0", ""),
        ("Trust", "10058309", "no trust in GIAS's groups has this UKPRN"),
        ("Trust", "TR00261", "is a Group ID: this trust's UKPRN is 10058308"),
        ("Trust", "1234", "is not a UKPRN of eight digits"),
        ("School", "100001", ""),
        ("School", "100009", "no school in the files has this URN"),
        ("Local authority", "380", ""),
        ("Local authority", "999", "no authority of today has this code of three digits"),
        ("Local authority traded service", "SC123456", ""),
        ("Local authority traded service", "council", "is no company number of eight characters"),
        ("Federation or education partnership", "anything", ""),
        ("", "10058308", "the type of organisation is missing, so its number cannot be read"),
    ],
)
def test_numbers_of_organisations_that_lead_nowhere(
    scenario: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, number: str, why: str
) -> None:
    numbers = ("5001", "TR00261", "Wide Trust", "Multi-academy trust", "Open", "", "", "10058308.0")
    group = dict(zip(GROUPS, numbers, strict=True))
    a_csv(tmp_path / "groups.csv", GROUPS, [group])
    row = ROW | {"SupportingOrganisationType": kind, "SupportOrganisationIdNumber": number}
    out = said(capsys, str(scenario), "--set", "data.groups=groups.csv", "--cases", str(the_cases(tmp_path, row)))
    listed = out.partition("Organisations whose number leads nowhere")[2]
    assert listed.startswith(" (1)\n" if why else " (0)")
    assert why in listed


def test_a_fault_in_the_cases_is_told_before_anything_is_said(
    scenario: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = the_cases(tmp_path, ROW | {"ProjectStatus": "9"})
    assert "cases.csv:2:ProjectStatus: is no status of the service" in said(
        capsys, str(scenario), "--cases", str(path), status=2
    )
