"""The open files put together are the same whatever the order of their rows, and every fault is told at once."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from matcher.errors import Fault
from matcher.read.open_data.opendata import OpenData, read_open_data
from matcher.read.parsing.file_dates import day_of
from matcher.read.table_files import fast_csv
from matcher.read.table_files.fast_csv import LARGE, read_columns
from matcher.read.table_files.tables import read_table
from matcher.sample.real_files import columns
from matcher.sample.write import write_sample
from tests.read.open_data_files import (
    AS_AT,
    a_csv,
    a_gias_file,
    a_group,
    a_link,
    a_link_to_a_group,
    a_school,
    an_academy,
    an_establishment,
    an_ofsted_file,
    faults_of,
    group_links,
    groups,
    inspected,
    inspected_before,
    links,
    read,
)

NAMES = ("ofsted", "establishments", "group_links", "groups", "establishment_links")
EXTRACTS = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("State-funded_schools_inspections_and_outcomes_as_at_31_August_2025.csv", date(2025, 8, 31)),
        ("MI_-_state-funded_schools_-_latest_inspections_as_at_31_Aug_2025.csv", date(2025, 8, 31)),
        ("latest_inspections_-_as_at_31_Mar_2025.csv", date(2025, 3, 31)),
        ("all_inspections_-_year_to_date_published_by_31_Aug_2023.csv", date(2023, 8, 31)),
        ("at_30_Sept_2022.csv", date(2022, 9, 30)),
        ("alllinksdata20220718.csv", date(2022, 7, 18)),
        ("ofsted_management_information_2022-02-28.xlsx", date(2022, 2, 28)),
        ("ofsted.csv", None),
        ("at_31_Sept_2022.csv", None),
        ("report_12345678.csv", None),
    ],
)
def test_tells_the_day_of_a_file_from_its_name(name: str, day: date | None) -> None:
    assert day_of(name) == day


def test_no_files_are_no_facts() -> None:
    assert read() == OpenData()


def test_the_order_of_rows_and_files_changes_nothing(tmp_path: Path) -> None:
    there, shuffled = tmp_path / "there", tmp_path / "shuffled"
    write_sample(there)
    write_sample(shuffled)
    dice = Random(7)
    for name in NAMES:
        shuffle_rows(shuffled / f"{name}.csv", dice)
    first = read(**{name: there / f"{name}.csv" for name in NAMES})
    again = read(**{name: shuffled / f"{name}.csv" for name in reversed(NAMES)})
    assert len(first.judgements) > 50
    assert list(again.schools.items()) == list(first.schools.items())
    assert list(again.trusts.items()) == list(first.trusts.items())
    assert again.memberships == first.memberships
    assert again.successions == first.successions
    assert again.judgements == first.judgements
    assert [j.source for j in again.judgements] == [j.source for j in first.judgements]


def shuffle_rows(path: Path, dice: Random) -> None:
    with path.open(encoding="cp1252", newline="") as file:
        header, *rows = csv.reader(file)
    dice.shuffle(rows)
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows([header, *rows])


def test_every_school_that_is_mentioned_is_there(tmp_path: Path) -> None:
    found = read(
        ofsted=an_ofsted_file(
            tmp_path, a_school("150001") | inspected("3", urn="100001") | inspected_before("2", urn="100002")
        ),
        establishments=a_gias_file(tmp_path, an_establishment("100003")),
        group_links=group_links(tmp_path, a_link_to_a_group("140004")),
        establishment_links=links(tmp_path, a_link("100005", "140006")),
    )
    assert set(found.schools) == {"150001", "100001", "100002", "100003", "140004", "100005", "140006"}
    assert {j.urn for j in found.judgements} <= set(found.schools)


def test_an_old_school_known_from_ofsted_alone_stands_where_todays_school_stands(tmp_path: Path) -> None:
    row = a_school("150001", **{"Region": "North East", "Local authority": "Gateshead"}) | inspected("3", urn="100001")
    old = read(ofsted=an_ofsted_file(tmp_path, row)).schools["100001"]
    assert (old.region, old.local_authority, old.phases) == ("North East", "Gateshead", {"primary"})
    assert old.deprivation_quintile == 5


def test_gias_is_believed_before_ofsted_about_a_school(tmp_path: Path) -> None:
    found = read(
        ofsted=an_ofsted_file(tmp_path, a_school(**{"School name": "As Ofsted has it"})),
        establishments=a_gias_file(tmp_path, an_establishment(EstablishmentName="As GIAS has it")),
    )
    assert found.schools["100001"].name == "As GIAS has it"
    assert found.schools["100001"].deprivation_quintile == 5


@pytest.mark.parametrize(("as_seen", "closed"), [("31_Aug_2025", None), ("31_Aug_2022", date(2023, 8, 31))])
def test_a_planned_closure_is_dropped_where_a_later_file_still_lists_the_school(
    tmp_path: Path, as_seen: str, closed: date | None
) -> None:
    planned = a_gias_file(tmp_path, an_establishment(CloseDate="31-08-2023"))
    ofsted = an_ofsted_file(tmp_path, a_school())
    found = read(
        establishments=planned.rename(tmp_path / "edubasealldata20220918.csv"),
        ofsted=ofsted.rename(tmp_path / f"as_at_{as_seen}.csv"),
    )
    assert found.schools["100001"].closed == closed


def test_memberships_seen_on_different_days_are_all_kept(tmp_path: Path) -> None:
    trust = {"Multi-academy trust UID": "3099", "Multi-academy trust name": "Dale Trust"}
    found = read(
        ofsted=an_ofsted_file(tmp_path, a_school("140001", **trust)),
        group_links=group_links(tmp_path, a_link_to_a_group()),
    )
    assert [(m.trust_uid, m.joined, m.seen_on) for m in found.memberships] == [
        ("2044", date(2018, 9, 1), date(2022, 7, 18)),
        ("3099", None, date(2025, 8, 31)),
    ]


def test_the_groups_file_knows_a_trust_best(tmp_path: Path) -> None:
    trust = {"Multi-academy trust UID": "2044", "Multi-academy trust name": "BECK TRUST LTD"}
    found = read(
        ofsted=an_ofsted_file(tmp_path, a_school("140001", **trust)),
        groups=groups(tmp_path, a_group(**{"Closed Date": "31/08/2024", "Group Status": "Closed"})),
    )
    trust_found = found.trusts["2044"]
    assert (trust_found.name, trust_found.opened, trust_found.closed) == (
        "Beck Trust",
        date(2012, 5, 12),
        date(2024, 8, 31),
    )


def test_nothing_is_dropped_for_being_later_than_the_day_asked_about(tmp_path: Path) -> None:
    later = inspected("3", started="04/06/2024", published="10/07/2024")
    found = read(ofsted=an_ofsted_file(tmp_path, a_school() | later))
    assert found.judgements[0].published == date(2024, 7, 10) > AS_AT


def test_all_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    faults = faults_of(
        ofsted=an_ofsted_file(tmp_path, a_school() | inspected("5")),
        establishments=a_gias_file(tmp_path, an_establishment(OpenDate="soon")),
        group_links=group_links(tmp_path, a_link_to_a_group(**{"Joined date": "01/13/2018"})),
        groups=tmp_path / "not_there.csv",
        establishment_links=links(tmp_path, a_link("100001", "140001", "Succesor")),
    )
    assert [(f.value or f.message) for f in faults] == ["soon", "5", "01/13/2018", "the file is missing", "Succesor"]
    assert all(f.suggestion for f in faults)


def test_each_file_is_recorded_with_its_hash_and_rows(tmp_path: Path) -> None:
    (file,) = read(establishments=a_gias_file(tmp_path, an_academy(), blank_rows=3)).files
    assert (file.role, file.name, file.rows) == ("establishments", "edubasealldata20230918.csv", 1)
    assert len(file.sha256) == 64


# the quick way of reading large files


def a_large_file(folder: Path, *extra: dict[str, object], blank_rows: int = 0) -> Path:
    odd = an_establishment("100000", EstablishmentName="St Thomas’ – “Beck”, Leeds", Street="1 High St,\nBeck")
    many = [an_establishment(str(100001 + i), OpenDate="01-09-2004") for i in range(2_500)]
    file = a_gias_file(folder, odd, *many, *extra, blank_rows=blank_rows)
    assert file.stat().st_size > LARGE
    return file


def test_the_quick_way_reads_what_the_careful_way_reads(tmp_path: Path) -> None:
    file = a_large_file(tmp_path, blank_rows=15)
    faults: list[Fault] = []
    quick = read_columns(file, "establishments", faults, "URN", lambda header: header)
    careful = read_table(file, None, "establishments", faults, "URN")
    assert faults == []
    assert quick is not None
    assert quick[0] == careful
    assert quick[1] == columns.ESTABLISHMENTS


def test_blocks_of_a_large_file_are_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block has a dictionary of its own; a line of commas within a cell is no blank row."""
    monkeypatch.setattr(fast_csv, "BLOCK_BYTES", 60_000)
    file = a_large_file(tmp_path, an_establishment("199999", Street="1 High St,\n,,,\nBeck"))
    quick = fast_csv._fast(file, "establishments", ("URN",), lambda header: header)
    assert quick is not None
    assert quick[0] == read_table(file, None, "establishments", [], "URN")


def test_a_ragged_large_file_is_left_to_the_careful_way(tmp_path: Path) -> None:
    file = a_large_file(tmp_path)
    with file.open("a", encoding="cp1252") as end:
        end.write("100099,380\r\n")
    assert [f.row for f in faults_of(establishments=file)] == [2_503]


def test_faults_of_a_large_file_name_the_right_row(tmp_path: Path) -> None:
    file = a_large_file(tmp_path, an_establishment("199999", OpenDate="soon"))
    assert [(f.row, f.value) for f in faults_of(establishments=file)] == [(2_503, "soon")]


def test_a_row_with_something_but_no_urn_is_a_fault_in_a_large_file_too(tmp_path: Path) -> None:
    file = a_large_file(tmp_path, {"Street": "High Street"})
    assert [(f.row, f.column) for f in faults_of(establishments=file)] == [(2_503, "URN")]


@pytest.mark.parametrize("cells", [{"Street": "Source: GIAS"}, {"URN": "Total", "NumberOfPupils": "525,000"}])
def test_a_note_or_total_under_a_large_file_is_left_out_and_told(tmp_path: Path, cells: dict[str, object]) -> None:
    found = read(establishments=a_large_file(tmp_path, cells))
    assert len(found.schools) == 2_501
    assert any("row 2503 under the table is a total or a note" in note for note in found.notes)


# the real extracts


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path | list[Path]]:
    if not EXTRACTS.is_dir():
        pytest.skip("the real extracts are not here: they belong in ../shared/data and are never part of the project")
    import gzip

    folder = tmp_path_factory.mktemp("extracts")
    names = {
        "ofsted": "State-funded_schools_inspections_and_outcomes_as_at_31_August_2025.csv",
        "group_links": "alllinksdata20220718.csv",
        "groups": "allgroupsdata20220718.csv",
        "establishment_links": "links_edubasealldata20250422.csv",
        "establishments": "establishments_20221028.csv",
        "coordinates": "school_coordinates.csv",
    }
    for name in names.values():
        with gzip.open(EXTRACTS / f"{name}.gz") as packed, (folder / name).open("wb") as file:
            shutil.copyfileobj(packed, file)
    return {key: folder / name for key, name in names.items()}


@pytest.mark.extracts
def test_the_real_files_yield_the_judgements_of_2022_23(unpacked: dict[str, Path | list[Path]]) -> None:
    found = read(**unpacked)
    in_year = [j for j in found.judgements if j.grade == 3 and j.published and date(2022, 9, 1) <= j.published <= AS_AT]
    by_block = [
        sum(j.source.endswith(block) for j in in_year) for block in ("latest inspection", "previous inspection")
    ]
    assert by_block == [238, 524]
    for judgement in in_year:
        school = found.schools[judgement.urn]
        assert school.region
        assert school.phases
        assert school.sector
        assert school.easting


@pytest.mark.extracts
def test_the_real_memberships_are_those_counted_by_hand(unpacked: dict[str, Path | list[Path]]) -> None:
    found = read(**unpacked)
    assert sum(m.joined is not None for m in found.memberships) == 9_947  # 16 to 19 academies left out
    assert sum(1 for t in found.trusts.values() if t.multi) >= 1_457


@pytest.mark.extracts
def test_the_real_workbook_of_2022_reads_once_its_urns_are_put_back(
    unpacked: dict[str, Path | list[Path]], tmp_path: Path
) -> None:
    faults: list[Fault] = []
    name = "ofsted_management_information_2022-02-28_academies_in_mats.xlsx"
    table = read_table(EXTRACTS / name, "Data", "ofsted", faults, "LAESTAB")
    assert table is not None
    header = ["URN", *table.columns]
    rows = [dict(zip(table.columns, cells, strict=True)) for cells in zip(*table.columns.values(), strict=True)]
    with_urn = [row | {"URN": row["URN at time of latest full inspection"]} for row in rows]
    found = read(ofsted=a_csv(tmp_path / "MI_2022-02-28.csv", header, with_urn))
    assert len(found.judgements) == 2 * len(rows) == 2_454
    theirs = {replace(j, source="") for j in read(**unpacked).judgements}
    shared = [j for j in found.judgements if replace(j, source="") in theirs]
    assert len(shared) > 400  # those of them that a file of 2025 still tells


def test_open_data_says_nothing_of_a_reader_it_does_not_know() -> None:
    faults: list[Fault] = []
    assert read_open_data({}, AS_AT, faults) == OpenData()
    assert faults == []
