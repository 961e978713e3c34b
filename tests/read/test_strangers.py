"""A slip of an id makes a row that is tied to nothing: each such row of interests and organisations is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.read.facts import load_facts
from matcher.read.scenarios.scenario import load_scenario
from tests.loss.tables import shipped, write_rows
from tests.sample.shipped import SCENARIOS

SCENARIO = load_scenario(SCENARIOS / "base.yaml")


def notes(folder: Path, table: str, row: int, column: str, value: str) -> list[str]:
    """The notes on references, with one cell of the sample changed; `row` is the spreadsheet's."""
    damaged = write_rows(folder, shipped(table).with_cell(row - 2, column, value))
    facts = load_facts({**SCENARIO.data, table: damaged}, SCENARIO.policy.as_at, today=date(2026, 11, 29))
    return [note.text for note in facts.notes if note.kind == "references"]


def test_a_school_s_declaration_of_somebody_in_no_register_is_told_by_row(tmp_path: Path) -> None:
    kept = notes(tmp_path, "interests", 36, "person_id", "L0001")
    assert any("in no register: 2 (row 48, 49)" in note for note in kept)
    slipped = notes(tmp_path, "interests", 36, "person_id", "l0001")
    assert any("in no register: 3 (row 36, 48, 49)" in note for note in slipped)


def test_an_organisation_that_is_nothing_and_nobody_s_is_told_by_row(tmp_path: Path) -> None:
    kept = notes(tmp_path, "organisations", 30, "organisation_id", "90025")
    assert not any("nobody belongs to" in note for note in kept)
    slipped = notes(tmp_path, "organisations", 30, "organisation_id", "9.0E+04")
    assert any("nobody belongs to: 1 (row 30)" in note for note in slipped)


def test_a_data_tool_s_word_for_an_empty_cell_is_no_nil_return(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as refused:
        notes(tmp_path, "interests", 7, "relation", "None")
    assert [(f.row, f.column) for f in refused.value.faults] == [(7, "relation")]
    assert notes(tmp_path, "interests", 50, "relation", "none")  # a nil return as it is to be written
