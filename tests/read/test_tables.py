"""Tables: what is read from CSV files and workbooks, and what is said of a shape that is none."""

from __future__ import annotations

import os
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from matcher.errors import Fault
from matcher.read.table_files.tables import Table, read_table, sheet_names

from .register_files import messages, write_xlsx


def read(
    path: Path, sheet: str | None = None, header: str | tuple[str, ...] = "id"
) -> tuple[Table | None, list[Fault]]:
    faults: list[Fault] = []
    return read_table(path, sheet, "leaders", faults, header), faults


def table_of(path: Path, content: bytes | str) -> Table:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table, faults = read(path)
    assert faults == []
    assert table is not None
    return table


def fault_of(path: Path, content: bytes | str) -> Fault:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table, faults = read(path)
    assert table is None
    assert len(faults) == 1
    return faults[0]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "leaders.csv"


def test_reads_stripped_text_by_column(here: Path) -> None:
    table = table_of(here, "id, name\r\n007 , Ann\r\n")
    assert table.columns == {"id": ["007"], "name": ["Ann"]}


def test_knows_its_file_by_name_hash_and_rows(here: Path) -> None:
    table = table_of(here, "id\n1\n2\n")
    about = table.input_file()
    assert (about.role, about.name, about.rows) == ("leaders", "leaders.csv", 2)
    assert about.sha256 == sha256(b"id\n1\n2\n").hexdigest()


def test_a_header_without_rows_is_a_table(here: Path) -> None:
    assert table_of(here, "id,name\n").rows == 0


def test_finds_the_header_under_title_rows_and_keeps_the_row_numbers(here: Path) -> None:
    table = table_of(here, "Register of leaders\n\nid,name\n1,Ann\n\n,\n2,Bob\n,,,,\n")
    assert table.columns["name"] == ["Ann", "Bob"]
    assert table.row_numbers == (4, 7)
    assert table.header_row == 3


def test_counts_rows_as_a_spreadsheet_does_where_a_cell_holds_a_line_break(here: Path) -> None:
    table = table_of(here, 'id,name\n1,"Ann\nLee"\n2,Bob\n')
    assert table.row_numbers == (2, 3)
    assert table.columns["name"][0] == "Ann\nLee"


def test_ignores_a_byte_order_mark(here: Path) -> None:
    assert table_of(here, b"\xef\xbb\xbfid\n1\n").columns == {"id": ["1"]}


def test_reads_cp1252_and_says_so(here: Path) -> None:
    table = table_of(here, b"id,name\n1,St Thomas\x92\n")
    assert table.columns["name"] == ["St Thomas’"]
    assert "cp1252" in table.notes[0]


def test_reads_a_file_that_mixes_encodings_line_by_line(here: Path) -> None:
    table = table_of(here, "id,name\n1,Zoë\n".encode() + "2,Chloë\n".encode("cp1252"))
    assert table.columns["name"] == ["Zoë", "Chloë"]


def test_mends_what_a_lost_encoding_left_behind(here: Path) -> None:
    table = table_of(here, "id,name\n1,St Thomas\u0092\n2,King\ufffds\n3,\ufffd200\n4,Old\u00a0Hall\n")
    assert table.columns["name"] == ["St Thomas’", "King’s", "200", "Old Hall"]


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"id;name\n1;Ann\n2;Bob, C\n", "its columns are separated by semicolons, and were read so"),
        (b"id\tname\n1\tAnn\n2\tBob, C\n", "its columns are separated by tabs, and were read so"),
        (b'sep=;\nid;name\n1;Ann\n2;"Bob, C"\n', None),
        ('id,name\r\n1,Ann\r\n2,"Bob, C"\r\n'.encode("utf-16"), "it is in UTF-16, and was read so"),
    ],
)
def test_reads_what_spreadsheets_write_where_it_is_plain_what_is_meant(
    here: Path, content: bytes, note: str | None
) -> None:
    table = table_of(here, content)
    assert table.columns == {"id": ["1", "2"], "name": ["Ann", "Bob, C"]}
    assert table.notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty. Write at least the header row"),
        (b"\n\n", "has no header with the column 'id' in its first 10 rows"),
        (b"Id,name\n1,Ann\n", "Did you mean 'Id'?"),
        (b"no;name\n1;Ann\n", "separates its columns by semicolons, and none of its first rows has the column 'id'"),
        (b"id;days\n1;1.000\n", "leaders.csv:2: has the number '1.000', whose point may part thousands or decimals"),
        (b"id,name,id\n1,Ann,2\n", "leaders.csv:1: has the column 'id' twice"),
        (b'id,name\n1,"Ann\n2,Bob\n', "leaders.csv:2: opens a quotation mark that is never closed"),
        (b'id,name\n1,"Ann" Lee\n', "leaders.csv:2: has text after a closing quotation mark"),
        (b"id,name\n1,A\0nn\n", "leaders.csv:2: holds NUL bytes"),
        ("id,name\n1,Ann\n".encode("utf-16-le"), "holds NUL bytes"),
        ("id,name\n1,Ann\n".encode("utf-16") + b"x", "leaders.csv:3: is cut short, or is no UTF-16"),
        (b"id,name\n1,\x81\xff\n", "leaders.csv:2: is neither UTF-8 nor cp1252"),
    ],
)
def test_says_why_a_file_is_no_table(here: Path, content: bytes, words: str) -> None:
    assert words in str(fault_of(here, content))


def test_says_which_rows_have_too_many_or_too_few_cells(here: Path) -> None:
    here.write_text("id,name\n1,Ann,Lee\n2\n3,Cy\n4,Di,,\n")
    table, faults = read(here)
    assert [fault.row for fault in faults] == [2, 3]
    assert "has 3 cells where the header has 2 columns" in messages(faults)
    assert table is not None
    assert table.columns["id"] == ["3", "4"]


def test_stops_counting_rows_of_a_wrong_length(here: Path) -> None:
    here.write_text("id,name\n" + "1\n" * 1000)
    _, faults = read(here)
    assert len(faults) == 21
    assert "the rest was not read" in str(faults[-1])


def test_keeps_only_the_columns_that_are_wanted(here: Path) -> None:
    here.write_text("id,name,junk,junk\n1,Ann,x,y\n")
    faults: list[Fault] = []
    table = read_table(here, None, "ofsted", faults, "id", only=("id", "absent"))
    assert faults == []
    assert table is not None
    assert table.columns == {"id": ["1"]}


def test_a_column_without_a_name_is_noted(here: Path) -> None:
    table = table_of(here, ",id\n0,1\n")
    assert table.columns == {"id": ["1"]}
    assert "without a name" in table.notes[0]


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    _, faults = read(tmp_path / "nowhere.csv")
    assert messages(faults) == "nowhere.csv: the file is missing. Check the path under data in the scenario"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    _, faults = read(tmp_path)
    assert "is a folder, not a file" in messages(faults)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    _, faults = read(tmp_path / "pipe.csv")
    assert "is not an ordinary file" in messages(faults)


def test_a_file_that_may_not_be_read_is_a_fault(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    here.write_text("id\n")
    monkeypatch.setattr(Path, "open", refuse)
    _, faults = read(here)
    assert "cannot be read: Permission denied" in messages(faults)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("leaders.xls", "an old workbook"),
        ("leaders.xlsm", "a workbook with macros"),
        ("leaders.xlsb", "a binary workbook"),
        ("leaders.csv.gz", "compressed"),
        ("leaders", "no kind of table"),
    ],
)
def test_other_kinds_of_file_are_told_how_to_be_saved(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).write_text("id\n1\n")
    _, faults = read(tmp_path / name)
    assert words in messages(faults)
    assert "Save it as .csv (UTF-8), .xlsx or .ods" in messages(faults)


def test_reads_a_sheet_as_a_person_would_have_typed_it(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Leaders of 2022"],
        [],
        ["id", "days", "checked", "seen", "cost", "willing"],
        ["007", 10.0, date(2022, 12, 31), datetime(2022, 12, 31, 9, 30), 600.5, True],
    ]
    path = write_xlsx(tmp_path / "registers.xlsx", {"Notes": [["hello"]], "leaders": rows})
    for sheet in ("leaders", "LEADERS", None):
        table, faults = read(path, sheet)
        assert faults == []
        assert table is not None
        assert table.row_numbers == (4,)
        read_row = [column[0] for column in table.columns.values()]
        assert read_row == ["007", "10", "2022-12-31", "2022-12-31 09:30:00", "600.5", "TRUE"]


def test_keeps_the_row_numbers_of_a_sheet_that_starts_lower_and_further_right(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "r.xlsx", {"leaders": [[], ["", "", "id"], ["", "", "1"], [], ["", "", "2"]]})
    table, faults = read(path)
    assert faults == []
    assert table is not None
    assert table.row_numbers == (3, 5)


def test_an_error_cell_is_seen_although_it_reads_as_empty(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "leaders"
    for row in (["", "id", "days"], ["", "L1", "#N/A"], ["", "L2", 5]):
        sheet.append(row)
    book.save(tmp_path / "r.xlsx")
    table, faults = read(tmp_path / "r.xlsx", "leaders")
    assert messages(faults) == (
        "r.xlsx:2:days: is an error of the spreadsheet (found '#ERROR'). Mend the formula, or write the value itself"
    )
    assert table is not None
    assert table.columns["days"] == ["#ERROR", "5"]


def test_a_missing_sheet_is_answered_with_the_nearest(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "registers.xlsx", {"leader": [["id"]], "people": [["id"]]})
    _, faults = read(path, "leaders")
    assert messages(faults) == "registers.xlsx: has no sheet 'leaders'. Did you mean 'leader'?"


def test_names_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    faults: list[Fault] = []
    assert sheet_names(write_xlsx(tmp_path / "r.xlsx", {"a": [], "b": []}), faults) == ("a", "b")
    assert sheet_names(tmp_path / "none.xlsx", faults) == ()
    assert "the file is missing" in messages(faults)


def test_a_text_file_with_a_workbooks_name_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_text("id\n1\n")
    _, faults = read(tmp_path / "r.xlsx")
    assert "is not an .xlsx workbook" in messages(faults)


def test_an_old_or_locked_workbook_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    _, faults = read(tmp_path / "r.xlsx")
    assert "an old .xls workbook, or one with a password" in messages(faults)
