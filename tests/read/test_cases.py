"""The department's case list, as its service exports it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from matcher.domain import Case
from matcher.errors import Fault
from matcher.read.open_data.cases import CaseList, read_cases

ROW = {
    "SchoolUrn": "100001",
    "SchoolName": "Beck Primary School",
    "Region": "Yorkshire and the Humber",
    "Cohort": "Spring 25",
    "ProjectStatus": "0",
    "SupportProjectEligibilityStatus": "0",
    "CurrentDeliveryMilestone": "3",
    "AdviserFullName": "Ann Lee",
    "InitialDiagnosisMatchingDecision": "Match with a supporting organisation",
    "SupportingOrganisationType": "Trust",
    "SupportOrganisationName": "Wide Trust",
    "SupportOrganisationIdNumber": "10058308.0",
    "RegionalDirectorAppointmentDate": "2025-06-12T00:00:00.0000000",
    "FundingBand": "Up to £80,000",
    "DeletedAt": "NULL",
}


def reading(folder: Path, *rows: dict[str, str]) -> tuple[CaseList | None, list[Fault]]:
    path = folder / "cases.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ROW)
        writer.writeheader()
        writer.writerows(rows)
    faults: list[Fault] = []
    return read_cases(path, faults), faults


def only(folder: Path, **cells: str) -> Case:
    found, faults = reading(folder, ROW | cells)
    assert found is not None
    assert not faults
    (case,) = found.cases
    return case


def test_reads_a_case_and_no_name_of_an_adviser(tmp_path: Path) -> None:
    case = only(tmp_path)
    assert (case.urn, case.status, case.eligibility, case.milestone) == ("100001", "in progress", "eligible", 3)
    assert (case.organisation_type, case.number) == ("trust", "10058308.0")
    assert case.appointed_on == date(2025, 6, 12)
    assert "Ann Lee" not in repr(case)


@pytest.mark.parametrize(
    ("cell", "status"), [("1", "paused"), ("2.0", "stopped"), ("In progress", "in progress"), ("NULL", None)]
)
def test_a_status_is_a_number_or_the_word_that_the_service_shows(tmp_path: Path, cell: str, status: str | None) -> None:
    assert only(tmp_path, ProjectStatus=cell).status == status


def test_a_deleted_case_is_left_out_and_said(tmp_path: Path) -> None:
    found, faults = reading(tmp_path, ROW | {"DeletedAt": "2025-07-01T09:30:00.1234567"}, ROW | {"SchoolUrn": "100002"})
    assert found is not None
    assert not faults
    assert [case.urn for case in found.cases] == ["100002"]
    assert found.notes == ("cases.csv: 1 cases were deleted and are left out",)


def test_two_open_cases_of_one_school_are_a_fault(tmp_path: Path) -> None:
    _, faults = reading(tmp_path, ROW, ROW | {"ProjectStatus": "1"})
    assert [str(f) for f in faults] == [
        "cases.csv:3:SchoolUrn: has a second case that is not stopped, first in row 2 (found '100001'). "
        "Stop or delete one of the two"
    ]


def test_a_school_that_returned_has_a_stopped_case_and_a_new_one(tmp_path: Path) -> None:
    found, faults = reading(tmp_path, ROW | {"ProjectStatus": "2"}, ROW)
    assert not faults
    assert found is not None
    assert [case.status for case in found.cases] == ["stopped", "in progress"]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("SchoolUrn", "abc", "is not a URN"),
        ("ProjectStatus", "7", "Write one of 0 (in progress), 1 (paused), 2 (stopped)"),
        ("SupportingOrganisationType", "Charity", "is no type of supporting organisation"),
        ("Region", "Wessex", "is not one of the names allowed here"),
        ("CurrentDeliveryMilestone", "8", "is too large"),
        ("RegionalDirectorAppointmentDate", "soon", "is not a date"),
    ],
)
def test_each_wrong_cell_is_its_own_clear_line(tmp_path: Path, column: str, cell: str, said: str) -> None:
    _, faults = reading(tmp_path, ROW | {column: cell})
    assert len(faults) == 1
    assert f"cases.csv:2:{column}" in str(faults[0])
    assert said in str(faults[0])


def test_a_file_without_the_numbers_of_schools_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("SchoolUrn,SchoolName\n100001,Beck\n", encoding="utf-8")
    faults: list[Fault] = []
    read_cases(path, faults)
    assert "ProjectStatus: the column is missing" in str(faults[0])
