"""Headings under other names: the advice goes by what a column means, and never to one that means something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import Fault
from matcher.read.registers import COLUMNS, Places, read_registers
from matcher.read.registers.other_headings import OTHER_HEADINGS
from tests.read.open_data_files import a_csv, a_school, faults_of, inspected
from tests.read.register_files import a, messages, read_tables, write_csv


def renamed(row: dict[str, str], old: str, new: str) -> dict[str, str]:
    return {new if name == old else name: value for name, value in row.items()}


@pytest.mark.parametrize(
    ("table", "column", "heading"),
    [
        ("leaders", "max_matches", "Maximum matches"),
        ("leaders", "designated_to", "Designation ends"),
        ("leaders", "max_travel_km", "Travel limit"),
        ("leaders", "organisation_id", "MAT UID"),
        ("leaders", "base_urn", "URN"),
        ("interests", "level", "Severity"),
        ("interests", "expires_on", "Expiry date"),
        ("recipients", "trust_id", "Group UID"),
    ],
)
def test_a_limit_or_a_tie_under_another_heading_is_a_fault_not_a_note(
    tmp_path: Path, table: str, column: str, heading: str
) -> None:
    _, faults = read_tables(tmp_path, **{table: [a(table, **{heading: "1"})]})
    assert [fault.column for fault in faults] == [heading]
    assert f"Did you mean {column!r}? A column of another name is not read" in messages(faults)


def test_a_heading_that_means_nothing_here_is_only_noted(tmp_path: Path) -> None:
    registers, faults = read_tables(tmp_path, leaders=[a("leaders", Telephone="x")])
    assert faults == []
    assert any("'Telephone' is none of this table's" in note for note in registers.notes)


def test_advice_for_a_required_column_goes_by_meaning_before_spelling(tmp_path: Path) -> None:

    row = renamed(renamed(a("leaders"), "days", "Days available"), "willing", "Available")
    faults: list[Fault] = []
    read_registers({"leaders": write_csv(tmp_path / "leaders.csv", [row])}, Places(), faults)
    assert {fault.column: fault.suggestion for fault in faults} == {
        "days": "Did you mean 'Days available'? Rename it 'days'",
        "willing": "Did you mean 'Available'? Rename it 'willing'",
    }


def test_every_other_heading_is_for_a_column_that_exists() -> None:
    columns = {column.name for register in COLUMNS.values() for column in register}
    assert set(OTHER_HEADINGS) <= columns


def test_a_missing_column_of_ofsteds_is_never_advised_by_a_resemblance(tmp_path: Path) -> None:
    row = a_school() | inspected("3")
    del row["Overall effectiveness"]
    row["Previous overall effectiveness"] = "2"
    file = a_csv(tmp_path / "ofsted_as_at_31_Aug_2023.csv", list(row), [row])
    said = messages(faults_of(ofsted=file))
    assert "Overall effectiveness: the column is missing. Use a file that has the column" in said
    assert "Did you mean" not in said


def test_a_slip_in_a_column_of_ofsteds_is_advised(tmp_path: Path) -> None:
    row = a_school() | inspected("3")
    row["Overall efectiveness"] = row.pop("Overall effectiveness")
    file = a_csv(tmp_path / "ofsted_as_at_31_Aug_2023.csv", list(row), [row])
    assert "Did you mean 'Overall efectiveness'? Rename it 'Overall effectiveness'" in messages(faults_of(ofsted=file))


@pytest.mark.parametrize("heading", ["Days", "days.1", "DAYS 2"])
def test_a_column_that_stands_twice_under_nearly_one_name_is_a_fault(tmp_path: Path, heading: str) -> None:
    _, faults = read_tables(tmp_path, leaders=[a("leaders", **{heading: "5"})])
    assert messages(faults) == (
        f"leaders.csv:1:{heading}: is the column 'days' a second time. Delete or rename one of them"
    )


def test_a_spreadsheets_number_for_a_day_is_told_as_the_day(tmp_path: Path) -> None:
    _, faults = read_tables(tmp_path, leaders=[a("leaders", designated_to="44804")])
    assert "is not a date (found '44804'). It may be a spreadsheet's number for 2022-08-31" in messages(faults)
