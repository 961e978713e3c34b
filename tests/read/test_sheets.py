"""Workbooks as people make them: what does not read as it looks is a fault or a note that names the place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from matcher.errors import Fault
from matcher.read.registers import Places, read_registers
from matcher.read.table_files.sheet_marks import SheetMarks, column_letters, column_number
from matcher.read.table_files.tables import Table, read_table

from .open_data_files import a_school, faults_of, inspected, inspected_before, read
from .register_files import a, grid, messages, read_tables, write_xlsx

ROWS: list[list[object]] = [["id", "name", "limit"], ["L1", "Ann", 1], ["L2", "Bob", 2], ["L3", "Cy", 3]]


def a_book(path: Path, change: Callable[[Any], None], rows: Sequence[Sequence[object]] = ROWS) -> Path:
    """A workbook with these rows in its sheet, then changed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    book.save(path)
    return path


def read_book(path: Path, **how: Any) -> tuple[Table | None, list[Fault]]:
    faults: list[Fault] = []
    return read_table(path, None, "leaders", faults, "id", **how), faults


def merge(range_: str) -> Callable[[Any], None]:
    return lambda sheet: sheet.merge_cells(range_)


# merged cells


@pytest.mark.parametrize(
    ("range_", "columns"),
    [("C2:C3", "limit"), ("B2:C2", "name, limit"), ("A3:C4", "id, name, limit"), ("C1:C2", "limit")],
)
def test_a_merge_that_hides_a_cell_of_a_record_is_a_fault_by_its_range(
    tmp_path: Path, range_: str, columns: str
) -> None:
    _, faults = read_book(a_book(tmp_path / "r.xlsx", merge(range_)))
    (fault,) = faults
    assert (fault.column, fault.row) == (columns, int(range_[1]))
    assert f"the cells {range_} are merged, so only the first of them holds the value" in str(fault)


def test_titles_empty_cells_and_columns_that_are_not_read_may_be_merged(tmp_path: Path) -> None:
    rows = [
        ["Leaders of 2022", "", "", ""],
        ["id", "name", "limit", "remark"],
        ["L1", "Ann", "", "x"],
        ["L2", "Bob", ""],
    ]

    def change(sheet: Any) -> None:
        for range_ in ("A1:D1", "C3:C4", "D3:D4", "F3:F9"):
            sheet.merge_cells(range_)

    table, faults = read_book(a_book(tmp_path / "r.xlsx", change, rows), checked=("id", "name", "limit"))
    assert faults == []
    assert table is not None
    assert table.columns["limit"] == ["", ""]


def test_a_merge_stands_where_it_stands_in_a_sheet_that_starts_further_right(tmp_path: Path) -> None:
    rows: list[list[object]] = [[], *(["", "", *row] for row in ROWS)]
    book = a_book(tmp_path / "r.xlsx", merge("E3:E4"), rows)
    _, faults = read_book(book)
    assert [(fault.row, fault.column) for fault in faults] == [(3, "limit")]


# formulas and errors


@pytest.mark.parametrize("formula", ["=1", "=IF(A2=1,2,3)", "=DATE(2022,8,31)", "=Other!A1"])
def test_a_formula_without_a_saved_value_is_a_fault(tmp_path: Path, formula: str) -> None:
    def change(sheet: Any) -> None:
        sheet["C2"] = formula

    _, faults = read_book(a_book(tmp_path / "r.xlsx", change))
    assert messages(faults) == (
        "r.xlsx:2:limit: holds a formula without a saved value. "
        "Open the workbook in Excel and save it, or write the value itself"
    )


def test_rows_made_of_such_formulas_alone_are_not_lost(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for cell, formula in (("A5", "=Old!A5"), ("B5", "=Old!B5"), ("C5", "=Old!C5")):
            sheet[cell] = formula

    _, faults = read_book(a_book(tmp_path / "r.xlsx", change))
    assert [(fault.row, fault.column) for fault in faults] == [(5, "id"), (5, "name"), (5, "limit")]


def write_formula(path: Path, value: object) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "limit"])
        sheet.write_row(1, 0, ["L1"])
        sheet.write_formula(1, 1, "=A1+1", None, value)
    return path


@pytest.mark.parametrize("value", [0, ""])
def test_what_a_program_writes_for_a_value_it_cannot_work_out_is_no_value(tmp_path: Path, value: object) -> None:
    _, faults = read_book(write_formula(tmp_path / "r.xlsx", value))
    assert "r.xlsx:2:limit: holds a formula without a saved value" in messages(faults)


@pytest.mark.parametrize(("value", "text"), [(7, "7"), ("none", "none")])
def test_a_formula_with_a_saved_value_is_its_value(tmp_path: Path, value: object, text: str) -> None:
    table, faults = read_book(write_formula(tmp_path / "r.xlsx", value))
    assert faults == []
    assert table is not None
    assert table.columns["limit"] == [text]


def test_a_formula_is_told_once_in_a_register(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "leaders.xlsx", {"leaders": [list[object](r) for r in grid([a("leaders")], ())]})
    book = openpyxl.load_workbook(path)
    sheet = book["leaders"]
    days = next(cell.column_letter for cell in sheet[1] if cell.value == "days")
    sheet[f"{days}2"] = "=10*2"
    book.save(path)
    faults: list[Fault] = []
    read_registers({"leaders": path}, Places(), faults)
    assert [(fault.row, fault.column) for fault in faults] == [(2, "days")]


def test_a_formula_in_a_column_that_is_not_read_is_nobodys_fault(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["C2"] = "=1"

    _, faults = read_book(a_book(tmp_path / "r.xlsx", change), checked=("id", "name"))
    assert faults == []


# hidden rows, columns and sheets


def test_what_is_hidden_is_read_and_told(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.parent.create_sheet("Front")
        sheet.sheet_state = "hidden"

    table, faults = read_book(a_book(tmp_path / "r.xlsx", change))
    assert faults == []
    assert table is not None
    assert table.columns["limit"] == ["1", "2", "3"]
    assert table.notes == (
        "the sheet 'Sheet' was read; not read: 'Front'",
        "the sheet 'Sheet' is hidden and was read",
        "the hidden rows 2, 4 were read",
        "the hidden column limit was read",
    )


# several sheets


def test_two_sheets_that_fit_are_a_fault_that_names_them(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "r.xlsx", {"2021": [["id"], ["1"]], "2022": [["id"], ["2"]], "About": [["x"]]})
    table, faults = read_book(path)
    assert table is None
    assert messages(faults) == (
        "r.xlsx: has 2 sheets that fit: '2021', '2022'. Keep the one that is meant, or save it as a file of its own"
    )


def ofsted_sheets(path: Path, *names: str) -> Path:
    """Each sheet with the schools that came before it and one more."""
    schools = [a_school(f"10000{i}") | inspected(urn=f"10000{i}") | inspected_before("2") for i in range(len(names))]
    header = [str(name) for name in schools[0]]
    return write_xlsx(
        path,
        {
            name: [list[object](header), *([row[h] for h in header] for row in schools[: i + 1])]
            for i, name in enumerate(names)
        },
    )


@pytest.mark.parametrize("name", ["Most recent inspections", "Latest inspections"])
def test_of_ofsteds_sheets_the_latest_inspections_are_read_and_the_others_told(tmp_path: Path, name: str) -> None:
    found = read(ofsted=ofsted_sheets(tmp_path / "ofsted_as_at_31_Aug_2023.xlsx", "In year inspections", name))
    assert set(found.schools) == {"100000", "100001"}
    said = f"the sheet {name!r} was read; not read: 'In year inspections' (which has the header too)"
    assert any(said in note for note in found.notes)


def test_two_sheets_of_ofsteds_that_may_be_meant_are_a_fault(tmp_path: Path) -> None:
    path = ofsted_sheets(tmp_path / "ofsted_as_at_31_Aug_2023.xlsx", "Data", "Data (2)")
    assert "has 2 sheets that fit: 'Data', 'Data (2)'" in messages(faults_of(ofsted=path))


# totals and notes under the table


@pytest.mark.parametrize(
    "last",
    [
        {"id": "Total", "days": "40"},
        {"name": "Grand total", "days": "£1,200"},
        {"id": "Note: days are those of the autumn"},
        {"name": "* the days were told on the telephone"},
        {"id": "Prepared by the regional office in March"},
    ],
)
def test_a_total_or_a_note_under_a_register_is_left_out_and_told_by_its_row(
    tmp_path: Path, last: dict[str, str]
) -> None:
    registers, faults = read_tables(tmp_path, leaders=[a("leaders"), a("leaders", id="L2"), {}, last])
    assert faults == []
    assert [leader.id for leader in registers.leaders] == ["L1", "L2"]
    assert any("row 5 under the table is a total or a note, no record of it" in note for note in registers.notes)


@pytest.mark.parametrize(
    "last",
    [
        {"name": "Total Learning", "role": "nle", "region": "London", "days": "9", "willing": "yes"},
        {"name": "Sum Ting", "region": "London"},
        {"id": "L9"},
        {"name": "Ann Lee"},
        {"days": "40"},
    ],
)
def test_a_record_that_lost_its_id_is_no_note(tmp_path: Path, last: dict[str, str]) -> None:
    _, faults = read_tables(tmp_path, leaders=[a("leaders"), last])
    assert faults
    assert {fault.row for fault in faults} == {3}


def test_a_total_in_a_register_with_one_required_column_is_no_body(tmp_path: Path) -> None:
    rows = [a("organisations", team_days="5"), {"organisation_id": "Total", "team_days": "5"}]
    registers, faults = read_tables(tmp_path, organisations=rows)
    assert faults == []
    assert [organisation.id for organisation in registers.organisations] == ["2001"]


def test_a_total_amid_the_rows_is_a_fault(tmp_path: Path) -> None:
    _, faults = read_tables(tmp_path, leaders=[{"id": "Total", "days": "20"}, a("leaders")])
    assert {fault.row for fault in faults} == {2}


# the XML


def test_columns_are_counted_as_a_spreadsheet_letters_them() -> None:
    for number in (1, 26, 27, 702, 703, 16_384):
        assert column_number(column_letters(number).encode()) == number


def test_marks_are_found_in_the_xml_that_other_programs_write() -> None:
    marks = SheetMarks()
    marks.collect(b'<cols><col min="2" max="3" width="9" hidden="true"/></cols><row r="4" spans="1:2" hidden="1">')
    marks.collect(
        b'<c r="A4" s="1"/><c r="B4" t="str"><f>IF(1,"","")</f><v></v></c><c r="C4"><f t="shared" si="0"/></c>'
    )
    marks.collect(
        b'<c r="D4"><f>1</f><v>0</v></c><c r="E4"><f>1</f><v>5</v></c><c r="F4" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    )
    marks.collect(b'<mergeCells count="1"><mergeCell ref="A4:B5"/></mergeCells>')
    assert (marks.hidden_columns, marks.hidden_rows) == ({2, 3}, {4})
    assert (marks.unsaved, marks.zeros, marks.errors) == ({(4, 3)}, {(4, 4)}, {(4, 6)})
    assert [str(one) for one in marks.merges] == ["A4:B5"]


def test_dates_in_a_workbook_are_days_however_they_are_shown(tmp_path: Path) -> None:
    table, faults = read_book(write_xlsx(tmp_path / "r.xlsx", {"s": [["id", "on"], ["1", date(2022, 12, 31)]]}))
    assert faults == []
    assert table is not None
    assert table.columns["on"] == ["2022-12-31"]


def test_a_sheet_that_is_a_chart_is_no_table_and_stops_nothing(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "r.xlsx") as book:
        sheet = book.add_worksheet("leaders")
        sheet.write_row(0, 0, ["id", "days"])
        sheet.write_row(1, 0, ["L1", 5])
        chart = book.add_chart({"type": "column"})
        assert chart is not None
        chart.add_series({"values": "=leaders!$B$2:$B$2"})
        book.add_chartsheet("Chart").set_chart(chart)
    table, faults = read_book(tmp_path / "r.xlsx")
    assert faults == []
    assert table is not None
    assert table.columns["days"] == ["5"]


def test_an_error_in_a_column_of_ofsteds_that_is_not_read_stops_nothing(tmp_path: Path) -> None:
    path = ofsted_sheets(tmp_path / "ofsted_as_at_31_Aug_2023.xlsx", "Data")
    book = openpyxl.load_workbook(path)
    sheet = book["Data"]
    sheet.cell(1, sheet.max_column + 1).value = "Remark"
    sheet.cell(2, sheet.max_column).value = "#N/A"
    book.save(path)
    assert "100000" in read(ofsted=path).schools
    sheet.cell(2, 3).value = "#N/A"
    book.save(path)
    assert [(fault.row, fault.column) for fault in faults_of(ofsted=path)] == [(2, "School name")]
