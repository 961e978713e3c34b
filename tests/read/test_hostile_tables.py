"""Hostile tables: each is refused with a plain line within two seconds and 200 MB, and nothing is executed."""

from __future__ import annotations

import json
import os
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.errors import Fault
from matcher.read.registers import COLUMNS, Places, read_registers
from matcher.read.table_files.tables import read_table
from tests.machine_speed import pace

from .register_files import a, messages, write_csv, write_xlsx

READ = """
import json, resource, sys, time
from pathlib import Path
from matcher.read.table_files.tables import read_table
def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
faults, before, began = [], most(), time.process_time()
table = read_table(Path(sys.argv[1]), None, "leaders", faults, "id")
print(json.dumps([time.process_time() - began, (most() - before) // 1024, table is None, [str(f) for f in faults]]))
"""

SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
SMALL = SHEET + '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row></sheetData></worksheet>'


def rebuilt(path: Path, sheet: bytes, extra: dict[str, bytes] | None = None) -> Path:
    """A workbook whose first sheet holds these bytes."""
    plain = write_xlsx(path.with_name("plain.xlsx"), {"leaders": [["id"], ["1"]]})
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return path


def million_columns(folder: Path) -> Path:
    path = folder / "wide.csv"
    path.write_text("id" + ",x" * 1_000_000 + "\n1\n")
    return path


def hundred_thousand_columns(folder: Path) -> Path:
    path = folder / "wide.csv"
    path.write_text("id," + ",".join(f"c{i}" for i in range(100_000)) + "\n1\n")
    return path


def one_endless_line(folder: Path) -> Path:
    path = folder / "line.csv"
    path.write_bytes(b"id" + b"x" * 50_000_000)
    return path


def unclosed_quote(folder: Path) -> Path:
    path = folder / "quote.csv"
    path.write_text('id,name\n1,"' + "Ann Lee,\n" * 4_000_000)
    return path


def endless_commas(folder: Path) -> Path:
    path = folder / "commas.csv"
    path.write_text("id,name\n" + (("," * 900_000) + "1\n") * 40)
    return path


def too_many_rows(folder: Path) -> Path:
    path = folder / "rows.csv"
    path.write_text("id,name\n" + "1,x\n" * 10_000_000)
    return path


def nul_bytes(folder: Path) -> Path:
    path = folder / "nul.csv"
    path.write_bytes(b"id\n" + bytes(40_000_000))
    return path


def too_large(folder: Path) -> Path:
    path = folder / "sparse.csv"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)
    return path


def zip_bomb(folder: Path) -> Path:
    return rebuilt(folder / "bomb.xlsx", SMALL.encode(), {"xl/media/image1.bin": bytes(400_000_000)})


def bomb_that_lies_about_its_size(folder: Path) -> Path:
    path = rebuilt(folder / "liar.xlsx", SMALL.encode(), {"xl/z.xml": bytes(120_000_000)})
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<L", 120_000_000), struct.pack("<L", 1_000)))
    return path


def two_cells_far_apart(folder: Path) -> Path:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return rebuilt(folder / "far.xlsx", SMALL.replace("</sheetData>", far).encode())


def cells_that_do_not_say_where(folder: Path) -> Path:
    rows = "<row>" + "<c><v>1</v></c>" * 100_000 + "</row>" + "<row><c><v>1</v></c></row>" * 100_000
    return rebuilt(folder / "nowhere.xlsx", SMALL.replace("</sheetData>", rows + "</sheetData>").encode())


def too_many_cells(folder: Path) -> Path:
    row = "".join(f'<c r="{chr(65 + i)}{{0}}"><v>1</v></c>' for i in range(26))
    rows = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(2, 77_000))
    return rebuilt(folder / "full.xlsx", SMALL.replace("</sheetData>", rows + "</sheetData>").encode())


def entities(folder: Path) -> Path:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    return rebuilt(folder / "entity.xlsx", SMALL.replace("<worksheet", laughs + "<worksheet", 1).encode())


def entity_that_reads_a_file(folder: Path) -> Path:
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return rebuilt(folder / "outside.xlsx", SMALL.replace("<worksheet", outside + "<worksheet", 1).encode())


def macros(folder: Path) -> Path:
    return rebuilt(folder / "macro.xlsx", SMALL.encode(), {"xl/vbaProject.bin": b"Sub Auto_Open()"})


def sheet_in_another_encoding(folder: Path) -> Path:
    return rebuilt(folder / "wide.xlsx", SMALL.encode("utf-16"))


def many_parts(folder: Path) -> Path:
    return rebuilt(folder / "parts.xlsx", SMALL.encode(), {f"xl/p{i}.xml": b"<a/>" for i in range(5_000)})


def broken_xml(folder: Path) -> Path:
    return rebuilt(folder / "broken.xlsx", (SHEET + '<sheetData><row r="1"><c r="A1"').encode())


def cut_short(folder: Path) -> Path:
    path = rebuilt(folder / "cut.xlsx", SMALL.encode())
    path.write_bytes(path.read_bytes()[:-200])
    return path


HOSTILE: list[tuple[Callable[[Path], Path], str]] = [
    (million_columns, "a line of a million characters"),
    (hundred_thousand_columns, "more than 1,000 columns"),
    (one_endless_line, "a line of a million characters"),
    (unclosed_quote, "quote.csv:2: opens a quotation mark that is never closed"),
    (endless_commas, "cells where the header has 2 columns"),
    (too_many_rows, "more than 250,000 rows"),
    (nul_bytes, "NUL bytes"),
    (too_large, "is larger than 150 MB"),
    (zip_bomb, "unpacks to more than a table can be"),
    (bomb_that_lies_about_its_size, "a damaged one"),
    (two_cells_far_apart, "a sheet of more than 2,000,000 cells"),
    (cells_that_do_not_say_where, "cells that do not say where they stand"),
    (too_many_cells, "a sheet of more than 2,000,000 cells"),
    (entities, "declares entities"),
    (entity_that_reads_a_file, "declares entities"),
    (macros, "holds macros"),
    (sheet_in_another_encoding, "a sheet that is not in UTF-8"),
    (many_parts, "unpacks to more than a table can be"),
    (cut_short, "a damaged one"),
]


@pytest.mark.parametrize(("make", "words"), HOSTILE, ids=[make.__name__ for make, _ in HOSTILE])
def test_is_refused_quickly_and_in_little_memory(tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    path = make(tmp_path)
    child = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=60)
    assert child.stderr == ""
    seconds, megabytes, refused, faults = json.loads(child.stdout)
    assert refused
    assert words in "\n".join(faults)
    assert seconds < 2 * pace()
    assert megabytes < 200


def test_a_sheet_of_broken_xml_is_no_traceback(tmp_path: Path) -> None:
    faults: list[Fault] = []
    table = read_table(broken_xml(tmp_path), None, "leaders", faults, "id")
    assert table is None
    assert len(faults) == 1


def test_a_workbook_with_any_bytes_changed_never_ends_in_a_traceback(tmp_path: Path) -> None:
    chance = random.Random(3)
    whole = write_xlsx(tmp_path / "r.xlsx", {"leaders": [["id", "name"], ["1", "Ann"], ["2", "Bob"]]}).read_bytes()
    tried = 0
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path = tmp_path / "d.xlsx"
        path.write_bytes(damaged)
        faults: list[Fault] = []
        table = read_table(path, None, "leaders", faults, "id")
        assert table is not None or faults
        tried += table is None
    assert tried > 50


def test_a_workbook_with_broken_parts_inside_never_ends_in_a_traceback(tmp_path: Path) -> None:
    chance = random.Random(2)
    plain = write_xlsx(tmp_path / "p.xlsx", {"leaders": [["id", "on"], ["1", 3.5]], "people": [["id"]]})
    with zipfile.ZipFile(plain) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    odd = [b"<c ", b"</c>", b'r="', b'"', b"<", b"9999999999", b't="s"', b't="d"', b"&#0;", b"\xff", b"NaN", b""]
    refused = 0
    for _ in range(400):
        which = chance.choice(list(parts))
        damaged = bytearray(parts[which])
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randint(0, 6)] = chance.choice(odd)
        with zipfile.ZipFile(tmp_path / "d.xlsx", "w") as target:
            for name, content in parts.items():
                target.writestr(name, bytes(damaged) if name == which else content)
        faults: list[Fault] = []
        table = read_table(tmp_path / "d.xlsx", chance.choice([None, "leaders"]), "leaders", faults, "id")
        assert table is not None or faults
        refused += table is None
    assert 50 < refused < 400


def test_random_bytes_never_end_in_a_traceback(tmp_path: Path) -> None:
    chance = random.Random(5)
    marks = b'id,name\n\r",;\t1 -\x00\xff\x92\xe2'
    for _ in range(500):
        path = tmp_path / "d.csv"
        path.write_bytes(b"id,name\n" + bytes(chance.choices(marks, k=chance.randint(0, 60))))
        faults: list[Fault] = []
        table = read_table(path, None, "leaders", faults, "id")
        assert table is not None or faults


@pytest.mark.parametrize("table", COLUMNS)
def test_random_cells_in_any_register_never_end_in_a_traceback(tmp_path: Path, table: str) -> None:
    chance = random.Random(11)
    odd = ["", "NULL", "-1", "1e9", "9" * 40, "#N/A", "=1+1", "all", ";;", "\u202e", "31/02/2022", "none", "yes", "a;b"]
    for _ in range(100):
        rows = [a(table, **{c.name: chance.choice(odd) for c in COLUMNS[table] if chance.random() < 0.4})] * 2
        faults: list[Fault] = []
        read_registers({table: write_csv(tmp_path / "t.csv", rows)}, Places(), faults)
        assert all(fault.message for fault in faults)


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "<script>alert(1)</script>", "a\nb", "\u202eeeL", "O'Brien, Ann"]
)
def test_an_odd_name_is_kept_as_it_is(tmp_path: Path, name: str) -> None:
    faults: list[Fault] = []
    path = write_csv(tmp_path / "leaders.csv", [a("leaders", name=name)])
    registers = read_registers({"leaders": path}, Places(), faults)
    assert messages(faults) == ""
    assert registers.leaders[0].name == name


def test_a_formula_in_a_workbook_is_read_as_its_last_value_and_never_worked_out(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2"><f>1+1</f><v>7</v></c></row></sheetData>'
    path = rebuilt(tmp_path / "f.xlsx", SMALL.replace("</sheetData>", rows).encode())
    faults: list[Fault] = []
    table = read_table(path, None, "leaders", faults, "id")
    assert table is not None
    assert table.columns == {"id": ["7"]}


def test_a_file_that_shrinks_to_nothing_is_still_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "leaders.csv"
    path.write_text("id\n1\n")
    os.truncate(path, 0)
    faults: list[Fault] = []
    assert read_table(path, None, "leaders", faults, "id") is None
    assert "the file is empty" in messages(faults)
