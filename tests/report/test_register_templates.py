"""The workbook of empty registers: every column of every register, readable as it is and once it is filled in."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from matcher.cli import app
from matcher.errors import Fault, InputFaults
from matcher.read.registers import COLUMNS, read_registers, tables_in_workbook
from matcher.read.registers.cell_kinds import form_of, names_of
from matcher.read.registers.resolution.leader_places import Places
from matcher.read.registers.row_parsing import RegisterColumn
from matcher.read.table_files.tables import read_table
from matcher.report.workbooks.register_templates import FILE, write_register_templates

EVERY = [(name, column) for name, columns in COLUMNS.items() for column in columns]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_register_templates(tmp_path_factory.mktemp("template"))


def test_it_is_read_as_registers_without_rows(workbook: Path) -> None:
    faults: list[Fault] = []
    notes: list[str] = []
    tables = tables_in_workbook(workbook, faults, notes)
    assert set(tables) == set(COLUMNS)
    read = read_registers(tables, Places(), faults)
    assert not faults
    assert all(not getattr(read, name) for name in COLUMNS)


def test_every_heading_stands_in_its_sheet(workbook: Path) -> None:
    for name, columns in COLUMNS.items():
        table = read_table(workbook, name, name, [], tuple(c.name for c in columns if c.required))
        assert table is not None
        assert set(table.columns) == {column.name for column in columns}


@pytest.mark.parametrize(("register", "column"), EVERY, ids=[f"{name}-{column.name}" for name, column in EVERY])
def test_every_name_to_choose_is_one_that_the_column_takes(register: str, column: RegisterColumn) -> None:
    assert form_of(column)
    for name in names_of(column):
        assert column.read(name) is not None


def test_a_column_with_a_few_names_has_a_drop_down(workbook: Path) -> None:
    """As many drop-downs in the file as columns with names, each with as many names as the column takes."""
    with ZipFile(workbook) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    drop_down = r'<dataValidation type="list".*?<formula1>.Choices.!\$[A-Z]+\$1:\$[A-Z]+\$(\d+)'
    lists = re.findall(drop_down, "".join(sheets))
    assert sorted(map(int, lists)) == sorted(len(names_of(column)) for _, column in EVERY if names_of(column))


def test_the_command_writes_it_and_refuses_to_write_over_it(tmp_path: Path) -> None:
    runner = CliRunner()
    done = runner.invoke(app, ["template", str(tmp_path / "mine")])
    assert done.exit_code == 0
    before = (tmp_path / "mine" / FILE).read_bytes()
    again = runner.invoke(app, ["template", str(tmp_path / "mine")])
    assert isinstance(again.exception, InputFaults)
    assert (tmp_path / "mine" / FILE).read_bytes() == before
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [FILE]
