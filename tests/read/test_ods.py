"""OpenDocument tables are read as workbooks are, and what does not read as it looks is told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from matcher.errors import Fault
from matcher.read.registers import Places, read_registers, tables_in_workbook
from matcher.read.table_files.tables import Table, read_table

from .register_files import a, grid, messages

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' office:version="1.3"><office:body><office:spreadsheet>'
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def text(value: str, attributes: str = "") -> str:
    if not value:
        return f"<table:table-cell {attributes}/>"
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{value}</text:p></table:table-cell>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def write_ods(path: Path, sheets: dict[str, str], before: str = "") -> Path:
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        parts.writestr("content.xml", HEAD.replace("<office:document", before + "<office:document", 1) + tables + TAIL)
        manifest = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
        space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        parts.writestr("META-INF/manifest.xml", f"<manifest:manifest {space}>{manifest}</manifest:manifest>")
    return path


def header(*names: str) -> str:
    return row(*map(text, names))


def read_ods(path: Path) -> tuple[Table | None, list[Fault]]:
    faults: list[Fault] = []
    return read_table(path, None, "leaders", faults, "id"), faults


END = (  # the empty rest of the sheet, as LibreOffice writes it
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def test_registers_in_an_ods_give_what_they_give_in_csv(tmp_path: Path) -> None:
    names = ("leaders", "interests")
    sheets = {name: "".join(header(*cells) for cells in grid([a(name)], ())) + END for name in names}
    faults: list[Fault] = []
    paths = tables_in_workbook(write_ods(tmp_path / "registers.ods", sheets), faults, [])
    registers = read_registers(paths, Places(), faults)
    assert faults == []
    assert (len(registers.leaders), len(registers.interests)) == (1, 1)


def test_numbers_and_days_are_read_as_they_are(tmp_path: Path) -> None:
    number = '<table:table-cell office:value-type="float" office:value="10"><text:p>10</text:p></table:table-cell>'
    day = '<table:table-cell office:value-type="date" office:date-value="2022-12-31"/>'
    table, faults = read_ods(
        write_ods(tmp_path / "r.ods", {"s": header("id", "days", "on") + row(text("L1"), number, day) + END})
    )
    assert faults == []
    assert table is not None
    assert [column[0] for column in table.columns.values()] == ["L1", "10", "2022-12-31"]


def test_a_merge_is_a_fault_by_its_range(tmp_path: Path) -> None:
    merged = text("1", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    rows = header("id", "limit") + row(text("L1"), merged) + row(text("L2"), "<table:covered-table-cell/>")
    _, faults = read_ods(write_ods(tmp_path / "r.ods", {"s": rows}))
    assert "r.ods:2:limit: the cells B2:B3 are merged" in messages(faults)


def test_a_formula_without_a_value_and_an_error_are_faults_and_one_with_a_value_is_not(tmp_path: Path) -> None:
    unsaved = '<table:table-cell table:formula="of:=1+1"/>'
    saved = '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    error = (
        '<table:table-cell table:formula="of:=[.#REF!]" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    )
    rows = header("id", "a", "b", "c") + row(text("L1"), unsaved, saved, error)
    _, faults = read_ods(write_ods(tmp_path / "r.ods", {"s": rows}))
    assert {(fault.column, fault.message) for fault in faults} == {
        ("a", "holds a formula without a saved value"),
        ("c", "is an error of the spreadsheet"),
    }


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = columns + header("id", "limit") + row(text("L1"), text("1"), attributes='table:visibility="filter"')
    table, faults = read_ods(write_ods(tmp_path / "r.ods", {"s": rows}))
    assert faults == []
    assert table is not None
    assert table.notes == ("the hidden row 2 was read", "the hidden column limit was read")


@pytest.mark.parametrize(
    "rows",
    [
        row(text("x", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048576"'),
        row(text(""), attributes='table:number-rows-repeated="90000000"') + row(text("x")),
        row(text("x", 'table:number-columns-repeated="99999999999"')),
    ],
)
def test_a_sheet_that_unfolds_to_more_than_a_table_can_be_is_refused(tmp_path: Path, rows: str) -> None:
    table, faults = read_ods(write_ods(tmp_path / "r.ods", {"s": header("id", "b") + rows}))
    assert table is None
    assert len(faults) == 1


def test_a_table_with_entities_or_none_at_all_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    _, faults = read_ods(write_ods(tmp_path / "r.ods", {"s": header("id")}, bomb))
    assert "declares entities" in messages(faults)
    (tmp_path / "t.ods").write_text("id\n1\n")
    _, faults = read_ods(tmp_path / "t.ods")
    assert "is not an .ods table, or a damaged one" in messages(faults)
