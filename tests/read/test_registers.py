"""All registers: headers, required cells, duplicate ids, ids that are nowhere, and personal data kept out of faults."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from matcher.errors import WITHHELD, Fault
from matcher.identity.crosswalk import Crosswalk
from matcher.read.registers import (
    COLUMNS,
    KnownData,
    Places,
    Registers,
    link_registers,
    read_registers,
    tables_in_workbook,
)

from .register_files import USUAL, a, grid, messages, read_tables, write_csv, write_xlsx

EVERY: dict[str, list[dict[str, str]]] = {
    "recipients": [a("recipients"), a("recipients", id="0009", kind="trust", name="Elm", phases="primary;secondary")],
    "leaders": [a("leaders"), a("leaders", id="007", max_travel_km="37.5"), a("leaders", id="8", willing="no")],
    "organisations": [a("organisations"), a("organisations", organisation_id="02", team_days="5", broker_for="London")],
    "governance_leaders": [a("governance_leaders"), a("governance_leaders", id="G0", regions_willing="all")],
    "interests": [a("interests"), a("interests", relation="none", party_id="", party_kind="")],
    "people": [a("people"), a("people", id="P0", role="approver", regions="London;South West")],
    "pairs": [a("pairs", score="900"), a("pairs", leader_id="007", days="5")],
    "requests": [a("requests", outcome="approved", approver="Q"), a("requests", id="0009", kind="trust")],
    "history": [a("history", cost="£6,000.50"), a("history", state="finished", term="spring-2021", days_agreed="10")],
}


def test_every_register_is_read_and_sorted_by_id(tmp_path: Path) -> None:
    registers, faults = read_tables(tmp_path, **EVERY)
    assert faults == []
    assert [x.id for x in registers.leaders] == ["007", "8", "L1"]
    assert [r.id for r in registers.recipients] == ["0009", "100001"]
    assert {f.role: f.rows for f in registers.files} == {name: len(rows) for name, rows in EVERY.items()}


def test_the_order_of_the_rows_makes_no_difference(tmp_path: Path) -> None:
    straight, _ = read_tables(tmp_path, **EVERY)
    shuffle = random.Random(7)
    for _ in range(5):
        mixed = {name: shuffle.sample(rows, len(rows)) for name, rows in EVERY.items()}
        registers, faults = read_tables(tmp_path, **mixed)
        assert faults == []
        assert registers == straight


def test_csv_files_and_sheets_of_one_workbook_give_the_same(tmp_path: Path) -> None:
    straight, _ = read_tables(tmp_path, **EVERY)
    sheets = {name: [list[object](row) for row in grid(rows, ())] for name, rows in EVERY.items()}
    faults: list[Fault] = []
    notes: list[str] = []
    paths = tables_in_workbook(write_xlsx(tmp_path / "registers.xlsx", sheets), faults, notes)
    assert (faults, notes) == ([], [])
    assert read_registers(paths, Places(), faults) == straight
    assert faults == []


def test_a_workbook_named_for_one_register_gives_its_sheet_and_says_which_others_fit(tmp_path: Path) -> None:
    sheets = {name: [list[object](row) for row in grid([a(name)], ())] for name in ("people", "leaders")}
    path = write_xlsx(tmp_path / "r.xlsx", sheets)
    faults: list[Fault] = []
    registers = read_registers({"leaders": path}, Places(), faults)
    assert len(registers.leaders) == 1
    assert "r.xlsx:people: the sheet has the header of the register 'people' and was not read" in messages(faults)
    assert "Name the workbook under data.people too" in messages(faults)
    faults.clear()
    read_registers({"leaders": path, "people": path}, Places(), faults)
    assert faults == []


def test_a_sheet_with_nearly_a_registers_name_is_a_fault_and_another_is_noted(tmp_path: Path) -> None:
    faults: list[Fault] = []
    header = [list[object](USUAL["governance_leaders"])]
    sheets = {"leeders": [["id"]], "How to": [["Fill in every sheet"]], "Governance leaders": header}
    path = write_xlsx(tmp_path / "r.xlsx", sheets)
    paths = tables_in_workbook(path, faults, [])
    assert list(paths) == ["governance_leaders"]
    registers = read_registers(paths, Places(), faults)
    assert [fault.column for fault in faults] == ["leeders"]
    assert "Did you mean 'leaders'?" in messages(faults)
    assert any("the sheet 'How to' is no register and was not read" in note for note in registers.notes)


@pytest.mark.parametrize("name", ["Conflicts of interest", "Sheet2", "interests "])
def test_a_sheet_with_a_registers_header_and_another_name_is_a_fault(tmp_path: Path, name: str) -> None:
    declared = [list[object](row) for row in grid([a("interests")], ())]
    leaders = [list[object](row) for row in grid([a("leaders")], ())]
    path = write_xlsx(tmp_path / "r.xlsx", {"leaders": leaders, "interests": declared, name: declared})
    faults: list[Fault] = []
    paths = tables_in_workbook(path, faults, [])
    read_registers(paths, Places(), faults)
    assert [fault.column for fault in faults] == [name]
    assert "'interests'" in messages(faults)


def test_a_workbook_without_a_register_by_name_is_told_which_its_sheets_are(tmp_path: Path) -> None:
    declared = [list[object](row) for row in grid([a("interests")], ())]
    faults: list[Fault] = []
    assert tables_in_workbook(write_xlsx(tmp_path / "r.xlsx", {"Declared": declared}), faults, []) == {}
    assert "has the header of the register 'interests' and was not read" in messages(faults)


@pytest.mark.parametrize("table", COLUMNS)
def test_a_register_with_only_its_header_is_empty_and_right(tmp_path: Path, table: str) -> None:
    registers, faults = read_tables(tmp_path, **{table: []})
    assert faults == []
    assert getattr(registers, table) == ()


def test_no_register_at_all_is_right(tmp_path: Path) -> None:
    registers, faults = read_tables(tmp_path)
    assert (registers, faults) == (Registers(), [])


REQUIRED = [(table, column.name) for table, columns in COLUMNS.items() for column in columns if column.required]


@pytest.mark.parametrize(("table", "column"), REQUIRED)
@pytest.mark.parametrize("empty", ["", "NULL"])
def test_a_required_cell_may_not_be_empty(tmp_path: Path, table: str, column: str, empty: str) -> None:
    _, faults = read_tables(tmp_path, **{table: [a(table, **{column: empty})]})
    assert [(f.file, f.row, f.column) for f in faults] == [(f"{table}.csv", 2, column)]
    assert "is empty, and this column is required" in messages(faults)


@pytest.mark.parametrize(("table", "column"), [pair for pair in REQUIRED if pair[0] != "organisations"])
def test_a_required_column_may_not_be_missing(tmp_path: Path, table: str, column: str) -> None:
    row = {name: cell for name, cell in USUAL[table].items() if name != column}
    path = write_csv(tmp_path / f"{table}.csv", [row])
    faults: list[Fault] = []
    read_registers({table: path}, Places(), faults)
    assert messages(faults) == f"{table}.csv:1:{column}: the required column is missing. Add a column {column!r}"


def test_a_misspelt_required_column_is_answered_with_the_right_name(tmp_path: Path) -> None:
    row = {("Regoin" if name == "region" else name): cell for name, cell in USUAL["leaders"].items()}
    faults: list[Fault] = []
    read_registers({"leaders": write_csv(tmp_path / "leaders.csv", [row])}, Places(), faults)
    assert messages(faults) == (
        "leaders.csv:1:region: the required column is missing. Did you mean 'Regoin'? Rename it 'region'"
    )


@pytest.mark.parametrize("name", ["max_matchs", "Max Matches", "max-matches"])
def test_a_misspelt_optional_column_is_a_fault_lest_it_be_ignored(tmp_path: Path, name: str) -> None:
    _, faults = read_tables(tmp_path, leaders=[a("leaders", **{name: "2"})])
    assert "Did you mean 'max_matches'?" in messages(faults)


def test_a_column_of_their_own_is_noted_and_not_read(tmp_path: Path) -> None:
    registers, faults = read_tables(tmp_path, people=[a("people", telephone="020")])
    assert faults == []
    assert registers.notes == ("people.csv: the column 'telephone' is none of this table's and was not read",)


UNNUMBERED = ("interests", "pairs", "history", "organisations", "journeys", "crossings", "expected")


@pytest.mark.parametrize("table", [t for t in COLUMNS if t not in UNNUMBERED])
def test_an_id_that_stands_twice_names_both_rows(tmp_path: Path, table: str) -> None:
    _, faults = read_tables(tmp_path, **{table: [a(table), a(table, id="other"), a(table)]})
    assert f"{table}.csv:4:id: the same id stands here and in row 2" in messages(faults)


def test_a_pair_that_stands_twice_names_both_rows(tmp_path: Path) -> None:
    _, faults = read_tables(tmp_path, pairs=[a("pairs"), a("pairs", score="3")])
    assert "pairs.csv:3:leader_id: the same pair stands here and in row 2 (found '100001 L1')" in messages(faults)


def test_two_people_with_one_name_are_two_people(tmp_path: Path) -> None:
    registers, faults = read_tables(tmp_path, leaders=[a("leaders", id="1"), a("leaders", id="01")])
    assert faults == []
    assert [x.id for x in registers.leaders] == ["01", "1"]


@pytest.mark.parametrize(
    ("table", "cells", "words"),
    [
        ("leaders", {"region": "Londn"}, "leaders.csv:2:region: is not one of the names allowed here (found 'Londn')"),
        ("leaders", {"region": "Londn"}, "Did you mean 'London'?"),
        ("leaders", {"phases": "primry"}, "Did you mean 'primary'?"),
        ("leaders", {"role": "trust_ceos"}, "Did you mean 'trust_ceo'?"),
        ("leaders", {"days": "-1"}, "leaders.csv:2:days: is a negative number (found '-1'). Write 0 or more"),
        ("leaders", {"days": "10.5"}, "is not a whole number"),
        ("leaders", {"willing": "perhaps"}, "Write yes or no"),
        ("leaders", {"max_travel_km": "far"}, "Write kilometres"),
        ("leaders", {"designated_from": "2022-09-01", "designated_to": "2021-09-01"}, "is before designated_from"),
        ("leaders", {"easting": "530000"}, "is empty although easting is filled in"),
        ("leaders", {"specialisms": "govrnance"}, "Did you mean 'governance'?"),
        ("governance_leaders", {"days": "x"}, "is not a whole number"),
        ("governance_leaders", {"northing": "180000"}, "is empty although northing is filled in"),
        ("organisations", {"team_days": "-3"}, "is a negative number"),
        ("organisations", {"broker_for": "Londn"}, "Did you mean 'London'?"),
        ("recipients", {"kind": "schol"}, "Did you mean 'school'?"),
        ("recipients", {"governance_need": "4"}, "is too large (found '4'). Write 3 or less"),
        ("recipients", {"eligible_since": "2022-02-30"}, "is not a day of the calendar"),
        ("recipients", {"priority": "high"}, "is not a whole number"),
        ("recipients", {"days": "0"}, "Write 1 or more"),
        ("recipients", {"easting": "0", "northing": "0"}, "is not in England"),
        ("recipients", {"postcode": "somewhere"}, "is not a postcode"),
        ("recipients", {"id": "1;2"}, "is not an id"),
        ("interests", {"relation": "governor"}, "Did you mean 'governs'?"),
        ("interests", {"level": "blocks"}, "Did you mean 'block'?"),
        ("interests", {"party_kind": "schools"}, "Did you mean 'school'?"),
        ("interests", {"declared_by": "broker2"}, "Did you mean 'broker'?"),
        ("interests", {"party_id": ""}, "write the relation none for a nil return"),
        ("interests", {"declared_on": "2022-05-01", "expires_on": "2022-04-01"}, "is before declared_on"),
        ("people", {"role": "brokers"}, "Did you mean 'broker'?"),
        ("pairs", {"score": "1001"}, "Write 1000 or less"),
        ("requests", {"outcome": "aproved"}, "Did you mean 'approved'?"),
        ("requests", {"received_on": "2022-05-01", "approved_on": "2022-04-01"}, "is before received_on"),
        ("history", {"state": "runing"}, "Did you mean 'running'?"),
        ("history", {"term": "winter-2022"}, "Write it as autumn-2022"),
        ("history", {"cost": "6000.505"}, "is not an amount of money"),
        ("history", {"starts_on": "2022-05-01", "ends_on": "2022-04-01"}, "is before starts_on"),
    ],
)
def test_a_wrong_cell_has_its_own_clear_line(tmp_path: Path, table: str, cells: dict[str, str], words: str) -> None:
    _, faults = read_tables(tmp_path, **{table: [a(table, **cells)]})
    assert words in messages(faults)


def test_every_fault_of_every_register_is_told_at_once(tmp_path: Path) -> None:
    _, faults = read_tables(
        tmp_path,
        leaders=[a("leaders", days="x", region="y"), a("leaders", id="")],
        people=[a("people", role="z")],
    )
    assert [(f.file, f.row, f.column) for f in faults] == [
        ("leaders.csv", 2, "region"),
        ("leaders.csv", 2, "days"),
        ("leaders.csv", 3, "id"),
        ("people.csv", 2, "role"),
    ]


PERSONAL = [(t, column.name) for t, columns in COLUMNS.items() for column in columns if column.personal]


@pytest.mark.parametrize(("table", "column"), PERSONAL)
def test_a_fault_never_shows_personal_data(tmp_path: Path, table: str, column: str) -> None:
    canary = "\u202eCanary;Finch"
    if column in ("name", "note", "reason", "requested_by", "approver", "source", "faith", "by"):
        canary = "#REF!"
    _, faults = read_tables(tmp_path, **{table: [a(table, **{column: canary})]})
    assert WITHHELD in messages(faults)
    assert canary not in messages(faults)


def references(folder: Path, known: set[str] | None, **tables: list[dict[str, str]]) -> tuple[list[Fault], list[str]]:
    registers, faults = read_tables(folder, **tables)
    return faults, list(link_registers(registers, None if known is None else known_data(known), faults)[1])


def known_data(urns: set[str]) -> KnownData:
    return KnownData(ids=Crosswalk({("urn", urn): urn for urn in urns}, {urn: urn for urn in urns}))


@pytest.mark.parametrize(
    ("table", "cells", "column", "what"),
    [
        ("pairs", {"leader_id": "L9"}, "leader_id", "leader"),
        ("interests", {"person_id": "L9"}, "person_id", "person"),
        ("pairs", {"recipient_id": "999999"}, "recipient_id", "school or trust"),
        ("requests", {"id": "999999"}, "id", "school or trust"),
    ],
)
def test_an_id_that_is_nowhere_in_the_data_is_a_fault(
    tmp_path: Path, table: str, cells: dict[str, str], column: str, what: str
) -> None:
    rows = {"leaders": [a("leaders", id="L1")], table: [a(table, **cells)]}
    faults, _ = references(tmp_path, {"100001"}, **rows)
    assert f"{table}.csv:2:{column}: is the id of no {what} in the data (found" in messages(faults)


def test_a_mistyped_id_is_answered_with_the_nearest(tmp_path: Path) -> None:
    faults, _ = references(
        tmp_path, {"100001"}, leaders=[a("leaders", id="L0042")], pairs=[a("pairs", leader_id="L042")]
    )
    assert "Did you mean 'L0042'?" in messages(faults)


def test_a_register_of_leaders_without_rows_is_one_fault_and_not_one_for_each_id(tmp_path: Path) -> None:
    (tmp_path / "leaders.csv").write_text("id,name,role,region,days,willing,phases\n")
    tables = {"history": [a("history")], "interests": [a("interests")], "pairs": [a("pairs")]}
    paths = {name: write_csv(tmp_path / f"{name}.csv", rows) for name, rows in tables.items()}
    faults: list[Fault] = []
    registers = read_registers({"leaders": tmp_path / "leaders.csv", **paths}, Places(), faults)
    link_registers(registers, known_data({"100001"}), faults)
    assert messages(faults) == (
        "leaders.csv: the register has a header and no rows, and other tables name people of it (1 id)."
        " Write a row for each leader"
    )


@pytest.mark.parametrize(
    ("on_register", "meant", "words"),
    [
        ("12", "0012", "The data have '12': a spreadsheet drops leading zeros. Write '0012' there"),
        ("0012", "12", "Did you mean '0012'? A spreadsheet drops leading zeros"),
    ],
)
def test_of_two_ids_the_one_without_its_zeros_is_to_be_mended(
    tmp_path: Path, on_register: str, meant: str, words: str
) -> None:
    tables = {"leaders": [a("leaders", id=on_register)], "pairs": [a("pairs", leader_id=meant)]}
    faults, _ = references(tmp_path, {"100001"}, **tables)
    assert words in messages(faults)


def test_a_word_that_people_use_for_a_name_is_shown_with_what_it_means(tmp_path: Path) -> None:
    row = a("leaders", role="Chief Executive", region="SW", phases="Infant; PRU")
    _, faults = read_tables(tmp_path, leaders=[row])
    assert [(fault.column, fault.value) for fault in faults] == [
        ("role", "Chief Executive"),
        ("region", "SW"),
        ("phases", "Infant; PRU"),
    ]
    said = messages(faults)
    for right in ("Did you mean 'trust_ceo'?", "Did you mean 'South West'?", "has 'Infant', which", "mean 'primary'?"):
        assert right in said


@pytest.mark.parametrize(
    "cell", ["primary, secondary", "primary/secondary", "Primary|secondary", "primary;\nsecondary"]
)
def test_a_list_is_understood_whatever_parts_it(tmp_path: Path, cell: str) -> None:
    registers, faults = read_tables(tmp_path, leaders=[a("leaders", phases=cell)])
    assert faults == []
    assert registers.leaders[0].phases == {"primary", "secondary"}


def test_a_wrong_word_in_a_list_with_commas_is_told_alone(tmp_path: Path) -> None:
    _, faults = read_tables(tmp_path, leaders=[a("leaders", regions_willing="London, Sout West")])
    assert "has 'Sout West', which is not one of the names allowed here" in messages(faults)
    assert "Did you mean 'South West'?" in messages(faults)


def test_a_word_that_may_be_a_name_is_withheld_and_the_right_ones_are_listed(tmp_path: Path) -> None:
    _, faults = read_tables(tmp_path, leaders=[a("leaders", role="Chief Cook", region="Mary Jones")])
    assert "Chief" not in messages(faults)
    assert "Mary" not in messages(faults)
    assert "Write one of: trust_ceo, nle, equivalent" in messages(faults)
    assert "Write one of: East Midlands, East of England, London" in messages(faults)


def test_a_leader_with_a_bad_cell_is_not_told_again_as_unknown(tmp_path: Path) -> None:
    faults, _ = references(tmp_path, {"100001"}, leaders=[a("leaders", days="x")], history=[a("history")])
    assert [f.file for f in faults] == ["leaders.csv"]


def test_nothing_is_said_of_ids_where_a_register_could_not_be_read(tmp_path: Path) -> None:
    faults: list[Fault] = []
    paths = {"leaders": tmp_path / "none.csv", "history": write_csv(tmp_path / "history.csv", [a("history")])}
    registers = read_registers(paths, Places(), faults)
    link_registers(registers, known_data({"100001"}), faults)
    assert [f.message for f in faults] == ["the file is missing"]


def test_nothing_is_said_of_leaders_where_their_ids_cannot_be_known(tmp_path: Path) -> None:
    for rows in ("name,role,region,days,willing,phases,ID", "id,name,role,region,days,willing,phases\nL1,Ann"):
        (tmp_path / "leaders.csv").write_text(rows + "\n")
        faults: list[Fault] = []
        paths = {"leaders": tmp_path / "leaders.csv", "history": write_csv(tmp_path / "history.csv", [a("history")])}
        link_registers(read_registers(paths, Places(), faults), known_data({"100001"}), faults)
        assert {f.file for f in faults} == {"leaders.csv"}


def test_nothing_is_said_of_schools_where_the_open_data_could_not_be_read(tmp_path: Path) -> None:
    faults, _ = references(tmp_path, None, requests=[a("requests")])
    assert faults == []


def test_history_may_name_a_school_that_has_gone(tmp_path: Path) -> None:
    faults, _ = references(tmp_path, {"1"}, leaders=[a("leaders")], history=[a("history", recipient_id="99")])
    assert faults == []


def test_a_school_may_declare_for_a_governor_who_is_in_no_register(tmp_path: Path) -> None:
    row = a("interests", person_id="gov-77", declared_by="recipient")
    faults, _ = references(tmp_path, {"100001"}, interests=[row])
    assert faults == []


def test_brokers_and_governance_leaders_may_declare(tmp_path: Path) -> None:
    rows = [a("interests", person_id="P1"), a("interests", person_id="G1")]
    tables = {"people": [a("people")], "governance_leaders": [a("governance_leaders")]}
    faults, _ = references(tmp_path, {"100001"}, interests=rows, **tables)
    assert faults == []


def test_a_declared_school_that_is_nowhere_is_noted_by_row_only(tmp_path: Path) -> None:
    rows = [a("interests"), a("interests", party_id="10000I")]
    faults, notes = references(tmp_path, {"100001"}, leaders=[a("leaders")], interests=rows)
    assert faults == []
    assert notes == ["References: interests, column party_id: 1 of 2 find nothing in the data (row 3: a school)"]
