"""Tables of schools' figures: what is a number, what is withheld, and what is a fault with its place."""

from __future__ import annotations

from pathlib import Path

from matcher.errors import Fault
from matcher.read.open_data.school_figures import SchoolFigures, read_figures


def read(folder: Path, *tables: str, columns: tuple[str, ...] = ("phonics",)) -> tuple[SchoolFigures, list[str]]:
    faults: list[Fault] = []
    paths = []
    for number, text in enumerate(tables):
        paths.append(folder / f"t{number}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return read_figures(paths, columns, faults), [str(fault) for fault in faults]


def test_numbers_and_the_marks_for_none(tmp_path: Path) -> None:
    cells = ("78.5", "78.5%", "SUPP", "c", "z", "", "NULL", "..")
    rows = "".join(f"{100001 + i},{cell}\n" for i, cell in enumerate(cells))
    figures, faults = read(tmp_path, f"URN,Phonics\n{rows}")
    assert faults == []
    assert [(f.value, f.withheld) for f in figures.figures] == [
        ("78.5", ""),
        ("78.5", ""),
        (None, "SUPP"),
        (None, "c"),
        (None, "z"),
        (None, "empty"),
        (None, "empty"),
        (None, ".."),
    ]
    assert figures.figures[0].source == "t0.csv row 2"


def test_tables_are_joined_by_urn(tmp_path: Path) -> None:
    figures, faults = read(
        tmp_path, "URN,phonics\n100001,1\n", "URN,premium\n100001,2\n", columns=("phonics", "premium")
    )
    assert faults == []
    assert [(f.urn, f.column, f.value) for f in figures.figures] == [
        ("100001", "phonics", "1"),
        ("100001", "premium", "2"),
    ]


def test_what_is_no_number_and_what_contradicts_is_told_with_its_place(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "URN,phonics\n100001,low-ish\n12,50\n100003,50\n", "URN,phonics\n100003,51\n")
    assert "t0.csv:2:phonics" in faults[0]
    assert "is no number" in faults[0]
    assert "t0.csv:3:URN" in faults[1]
    assert "t1.csv:2:phonics" in faults[2]
    assert "URN 100003 is 51 here and 50 in t0.csv row 4" in faults[2]


def test_one_number_written_in_two_ways_is_no_contradiction(tmp_path: Path) -> None:
    figures, faults = read(tmp_path, "URN,phonics\n100001,78.5\n", "URN,phonics\n100001,78.50\n100002,080\n")
    assert faults == []
    assert figures.figures[0].value == "78.5"
    _, faults = read(tmp_path, "URN,phonics\n100001,78.5\n", "URN,phonics\n100001,78.51\n")
    assert "URN 100001 is 78.51 here and 78.5 in t0.csv row 2" in faults[0]


def test_a_column_that_no_table_has_is_a_fault_with_the_nearest(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "URN,phonic\n100001,1\n")
    assert "no table has this column, which the programme asks for" in faults[0]
    assert "phonic" in faults[0].split("Did you mean")[1]
