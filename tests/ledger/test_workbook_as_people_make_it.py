"""The workbook that comes back as people leave it: merged, with totals, copies and formulas; no decision is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from matcher.errors import InputFaults
from matcher.ledger import Ledger, record_workbook
from matcher.ledger.returned_workbook.workbook import OPEN, SHEET
from matcher.ledger.returned_workbook.workbook_parts import workbook_notes
from matcher.runs.opened import OpenedRun
from tests.ledger.term import decided, fill


@pytest.fixture
def edited(run: OpenedRun, tmp_path: Path) -> Callable[[Callable[[Any, Any], None]], Path]:
    """The workbook with a decision in row 2, then changed: the book and its sheet of proposals are given."""

    def edit(change: Callable[[Any, Any], None]) -> Path:
        path = fill(run.folder / "proposal.xlsx", tmp_path / "filled.xlsx", {2: decided("school agrees")})
        book = openpyxl.load_workbook(path)
        change(book, book[SHEET])
        book.save(path)
        return path

    return edit


Edit = Callable[[Callable[[Any, Any], None]], Path]


def column(sheet: Any, heading: str) -> int:
    return next(int(cell.column) for cell in sheet[1] if cell.value == heading)


def faults(run: OpenedRun, ledger: Ledger, workbook: Path) -> str:
    with pytest.raises(InputFaults) as error:
        record_workbook(workbook, run, ledger, really=True)
    assert ledger.lines() == ()
    return "\n".join(map(str, error.value.faults))


def test_a_decision_merged_over_several_rows_is_refused_by_its_range(
    run: OpenedRun, ledger: Ledger, edited: Edit
) -> None:
    def merge(book: Any, sheet: Any) -> None:
        place = column(sheet, "Decision")
        sheet.merge_cells(start_row=2, end_row=4, start_column=place, end_column=place)

    said = faults(run, ledger, edited(merge))
    assert ":2:Decision: the cells F2:F4 are merged, so only the first of them holds the value" in said


def test_a_total_under_the_table_is_left_out_and_told(run: OpenedRun, ledger: Ledger, edited: Edit) -> None:
    path = edited(lambda _, sheet: sheet.append(["Total", None, 37]))
    assert [row for row, _ in record_workbook(path, run, ledger, really=True)] == [2]
    last = len(run.published.matches) + 2
    assert workbook_notes(path, SHEET, OPEN) == (
        f"row {last} under the table is a total or a note, no record of it, and was left out",
    )


@pytest.mark.parametrize("written", [("Decision", "school and leader agree"), ("Decided by", "P003")])
def test_a_decision_in_a_row_without_ids_is_refused_by_what_it_lacks(
    run: OpenedRun, ledger: Ledger, edited: Edit, written: tuple[str, str]
) -> None:
    def append(book: Any, sheet: Any) -> None:
        row = sheet.max_row + 1
        sheet.cell(row, column(sheet, written[0])).value = written[1]

    said = faults(run, ledger, edited(append))
    assert "has none of its ids, so it is no row of the proposal. Delete it if it is a total or a note" in said
    assert "another run" not in said


def test_a_row_that_lost_its_run_alone_is_told_so(run: OpenedRun, ledger: Ledger, edited: Edit) -> None:
    def clear(book: Any, sheet: Any) -> None:
        sheet.cell(3, column(sheet, "run_id")).value = None

    assert ":3:run_id: is empty. Take the row as the program wrote it" in faults(run, ledger, edited(clear))


def test_a_decision_that_is_a_formula_without_a_value_is_refused(run: OpenedRun, ledger: Ledger, edited: Edit) -> None:
    def formula(book: Any, sheet: Any) -> None:
        sheet.cell(3, column(sheet, "Decision")).value = "=O2"

    assert ":3:Decision: holds a formula without a saved value" in faults(run, ledger, edited(formula))


def test_decisions_in_a_copy_of_the_sheet_are_refused_and_a_copy_without_any_is_not(
    run: OpenedRun, ledger: Ledger, edited: Edit
) -> None:
    def copy(book: Any, sheet: Any) -> None:
        book.copy_worksheet(sheet).title = "Proposals (2)"

    said = faults(run, ledger, edited(copy))
    assert "sheet Proposals (2): holds decisions beside the sheet 'Proposals'; only that one is recorded" in said

    def undecided_copy(book: Any, sheet: Any) -> None:
        twin = book.copy_worksheet(sheet)
        for name in OPEN:
            twin.cell(2, column(sheet, name)).value = None

    assert len(record_workbook(edited(undecided_copy), run, ledger, really=True)) == 1


def test_a_decision_in_a_hidden_row_is_recorded_and_told(run: OpenedRun, ledger: Ledger, edited: Edit) -> None:
    def hide(book: Any, sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True

    path = edited(hide)
    assert len(record_workbook(path, run, ledger, really=True)) == 1
    assert workbook_notes(path, SHEET, OPEN) == ("the hidden row 2 was read",)
