"""Postcodes stand at the schools of the same postcode, sector or district, or where the user's own file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import Fault
from matcher.read.gias.postcode_file import read_postcodes
from matcher.read.registers.resolution.postcodes import PostcodeFile, Postcodes, middles

SCHOOLS = [("PO30 1UD", (450_000, 89_000)), ("PO30 1UE", (450_200, 89_100)), ("PO30 5XX", (451_000, 88_000))]


@pytest.mark.parametrize(
    ("postcode", "place", "how"),
    [
        ("PO30 1UD", (450_000, 89_000), "postcode"),
        ("po301ud", (450_000, 89_000), "postcode"),
        ("PO30 1ZZ", (450_100, 89_050), "sector"),
        ("PO30 2AA", (450_400, 88_700), "district"),
    ],
)
def test_the_nearest_kind_of_place_that_is_known(postcode: str, place: tuple[int, int], how: str) -> None:
    assert Postcodes(middles(SCHOOLS)).find(postcode) == (place, how)


def test_another_district_is_not_known_and_a_sector_is_not_taken_for_a_district() -> None:
    known = Postcodes(middles([("B1 1AA", (400_000, 300_000))]))
    assert known.find("B11 1AA") is None
    assert known.find("B11 2AA") is None


def a_file(folder: Path, text: str) -> PostcodeFile:
    faults: list[Fault] = []
    notes: list[str] = []
    path = folder / "onspd.csv"
    path.write_text(text, encoding="utf-8")
    found, files = read_postcodes((path,), faults, notes)
    assert faults == []
    assert [f.role for f in files] == ["postcodes"]
    return found


@pytest.mark.parametrize(
    "header", ["pcd,pcds,oseast1m,osnrth1m,ctry", "x,pcds,east1m,north1m,y", "x,postcode,easting,northing,y"]
)
def test_a_postcode_file_in_any_of_its_layouts_goes_before_the_schools(tmp_path: Path, header: str) -> None:
    found = a_file(tmp_path, f"{header}\na,PO30 1UD,450900,89900,E\nb,BT1 1AA,,,N\n")
    assert found.find("PO301UD") == (450_900, 89_900)
    assert found.find("BT11AA") is None
    assert Postcodes(middles(SCHOOLS), found).find("PO30 1UD") == ((450_900, 89_900), "postcode")


def test_a_file_without_the_columns_is_a_fault(tmp_path: Path) -> None:
    faults: list[Fault] = []
    path = tmp_path / "onspd.csv"
    path.write_text("pcds,lat,long\nPO30 1UD,50.7,-1.3\n", encoding="utf-8")
    read_postcodes((path,), faults, [])
    assert {f.column for f in faults} >= {"easting"} or any("oseast1m" in f.suggestion for f in faults)
