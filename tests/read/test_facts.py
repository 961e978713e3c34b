"""All facts of a scenario: every file's faults at once, registers placed by open data, an earlier run's pairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matcher.digest import facts_digest
from matcher.domain import Facts, School
from matcher.errors import InputFaults
from matcher.read import load_facts
from matcher.read.facts import places_of
from matcher.read.open_data.opendata import OpenData

from .register_files import a, grid, messages, write_csv, write_xlsx

AS_AT = date(2022, 12, 31)
Data = dict[str, Path | tuple[Path, ...]]

PLACED = [
    {"URN": "100001", "postcode": "SW1A 1AA", "easting": "530000", "northing": "180000", "source": "gias"},
    {"URN": "100002", "postcode": "SW1A 1AA", "easting": "530001", "northing": "180003", "source": "gias"},
]


def registers(folder: Path, **tables: list[dict[str, str]]) -> Data:
    return {name: write_csv(folder / f"{name}.csv", rows) for name, rows in tables.items()}


def told(data: Data) -> str:
    with pytest.raises(InputFaults) as refused:
        load_facts(data, AS_AT)
    return messages(refused.value.faults)


def test_nothing_given_is_nothing_known() -> None:
    assert load_facts({}, AS_AT) == Facts()


def test_a_leader_is_placed_by_the_open_data(tmp_path: Path) -> None:
    data = registers(tmp_path, leaders=[a("leaders", base_urn="100001"), a("leaders", id="L2", postcode="sw1a1aa")])
    data["coordinates"] = write_csv(tmp_path / "school_coordinates.csv", PLACED)
    first, second = load_facts(data, AS_AT).leaders
    assert (first.easting, first.northing) == (530_000, 180_000)
    assert (second.easting, second.northing) == (530_000, 180_001)


def test_a_school_without_a_place_places_nobody() -> None:
    places = places_of(OpenData({"1": School(urn="1", name="", postcode="SW1A 1AA", easting=5)}))
    assert (places.by_urn, places.by_postcode.middles) == ({}, {})


def test_one_workbook_for_all_registers_gives_the_same_facts(tmp_path: Path) -> None:
    tables = {name: [a(name)] for name in ("leaders", "recipients", "interests", "people", "history", "pairs")}
    apart = load_facts(registers(tmp_path, **tables), AS_AT)
    sheets = {name: [list[object](row) for row in grid(rows, ())] for name, rows in tables.items()}
    together = load_facts({"registers": write_xlsx(tmp_path / "registers.xlsx", sheets)}, AS_AT)
    assert replace(together, files=(), notes=()) == replace(apart, files=(), notes=())
    assert facts_digest(together) == facts_digest(apart)
    assert {f.name for f in together.files} == {"registers.xlsx"}
    assert len({f.role for f in together.files}) == len(tables)


def test_a_register_given_twice_is_a_fault(tmp_path: Path) -> None:
    data = registers(tmp_path, leaders=[a("leaders")])
    data["registers"] = write_xlsx(tmp_path / "r.xlsx", {"leaders": [["id"]]})
    assert "leaders.csv: the register leaders is given twice" in told(data)


def test_faults_of_all_files_are_told_together_in_order(tmp_path: Path) -> None:
    data = registers(tmp_path, leaders=[a("leaders", days="x")], people=[a("people", role="y")])
    data |= {"ofsted": tmp_path / "none.csv", "history": tmp_path / "gone.csv", "previous": tmp_path / "no_run"}
    files = [line.split(":")[0] for line in told(data).splitlines()]
    assert files == ["gone.csv", "leaders.csv", "no_run", "none.csv", "people.csv"]


def test_an_id_that_is_nowhere_in_the_data_is_told(tmp_path: Path) -> None:
    data = registers(tmp_path, leaders=[a("leaders")], requests=[a("requests", id="100003")])
    data["coordinates"] = write_csv(tmp_path / "school_coordinates.csv", PLACED)
    assert "requests.csv:2:id: is the id of no school or trust in the data (found '100003')" in told(data)


def test_the_pairs_of_an_earlier_run_are_read_from_its_folder(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    rows = [{"recipient_id": "9", "recipient": "=Oak", "leader_id": "007"}, {"recipient_id": "01", "leader_id": "L1"}]
    write_csv(run / "matches.csv", rows)
    assert load_facts({"previous": run}, AS_AT).previous == (("01", "L1"), ("9", "007"))


def test_an_earlier_run_that_matched_nobody_has_no_pairs_and_is_still_an_earlier_run(tmp_path: Path) -> None:
    write_csv(tmp_path / "matches.csv", [], ["recipient_id", "leader_id"])
    assert load_facts({"previous": tmp_path}, AS_AT).previous == ()


def test_a_folder_without_matches_is_no_run(tmp_path: Path) -> None:
    assert "matches.csv: the file is missing" in told({"previous": tmp_path})


def test_matches_without_leaders_are_no_run(tmp_path: Path) -> None:
    write_csv(tmp_path / "matches.csv", [], ["recipient_id"])
    assert "matches.csv:1:leader_id: the required column is missing" in told({"previous": tmp_path})
