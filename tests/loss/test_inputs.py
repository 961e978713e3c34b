"""Twenty inputs that were once read wrongly with nothing said, each made up again here: what is right of each.

Three of the twenty are workbooks that come back, and stand with the others of their kind: a day a year too early in
`tests/ledger/test_workbook.py`, merged decisions and a total row in `tests/ledger/test_workbook_loss.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from matcher.read import load_facts
from tests.hostile.commands import CommandResult, here

Table = Sequence[Sequence[Any]]

LEADER = ("id", "name", "role", "region", "days", "willing", "phases", "easting", "northing", "interests_checked_on")
ANN = ("L1", "Invented Leader", "trust_ceo", "South West", 10, "yes", "primary", 292500, 92000, "2022-10-01")
BODY = ("id", "name", "kind", "region", "phases", "easting", "northing", "trust_id", "local_authority")
OAK = ("100001", "Oak Primary", "school", "South West", "primary", 292000, 92000, "", "Devon")
TRUST = ("90001", "Invented Trust", "trust", "South West", "primary", 292000, 92000, "90001", "")
INTEREST = ("person_id", "party_id", "party_kind", "relation", "level", "declared_by", "declared_on")
HEAD = """schema: matcher/1
name: case
programme: tsio-2022-23
as_at: {as_at}
pots: [{{name: offer, amount: null, pays_for: [leader_days, governance_days, match_fees], regions: all}}]
data:
"""
LATEST = (
    *("URN", "LAESTAB", "School name", "Ofsted phase", "Type of education", "Region", "Local authority"),
    *("Multi-academy trust UID", "Multi-academy trust name", "Postcode", "Total number of pupils"),
    *("Inspection start date", "Publication date", "URN at time of latest full inspection", "Overall effectiveness"),
    *("LAESTAB at time of latest full inspection", "School type at time of latest full inspection"),
    *("Category of concern", "Effectiveness of leadership and management", "Previous inspection start date"),
    *("Previous publication date", "URN at time of previous full inspection"),
    *("Previous full inspection overall effectiveness", "Previous effectiveness of leadership and management"),
)
OFSTED = "Management_information_-_state-funded_schools_-_latest_inspections_as_at_31_Aug_2023.csv"


def school(urn: Any, uid: Any = "", grade: Any = "3", day: str = "10/01/2020") -> tuple[Any, ...]:
    named = ("Invented Primary School", "Primary", "Academy Converter", "South West", "Devon")
    own = (urn, "", *named, uid, "LIVE TRUST" if uid else "", "EX1 1AA", 200, day, "10/02/2020", urn, grade)
    return (*own, *[""] * (len(LATEST) - len(own)))


def put(path: Path, table: Table) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    return path


def book(path: Path, **sheets: Table) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def proposed(folder: Path, as_at: str = "2023-08-31", more: str = "", **data: Table | Path) -> CommandResult:
    """`matcher propose` of these tables; its run is the folder's `run`."""
    files = {name: t if isinstance(t, Path) else put(folder / f"{name}.csv", t) for name, t in data.items()}
    lines = "".join(f"  {name}: {path.name}\n" for name, path in files.items())
    (folder / "s.yaml").write_text(HEAD.format(as_at=as_at) + lines + more, encoding="utf-8")
    return here("propose", folder / "s.yaml", "--out", folder / "run")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "run" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def pairs(folder: Path) -> set[tuple[str, str]]:
    return {(row["recipient_id"], row["leader_id"]) for row in rows(folder, "candidates.csv")}


def refused(result: CommandResult, *words: str) -> None:
    assert result.status == 2, result.output
    for word in words:
        assert word in result.output


def interest(party: str, kind: str = "school") -> Table:
    return [INTEREST, ("L1", party, kind, "family", "block", "leader", "2022-10-01")]


@pytest.mark.parametrize("written", [lambda n: n, lambda n: f"{n}.0"], ids=["plain", "as floats"])
def test_a_file_of_ofsted_saved_as_floats_gives_the_same_verdict(tmp_path: Path, written: Any) -> None:
    links = put(
        tmp_path / "alllinksdata20230801.csv",
        [
            ("URN", "Group UID", "Group Name", "Group Type", "Open date", "Group Status", "Joined date"),
            *((urn, "5003", "LIVE TRUST", "Multi-academy trust", "2014-09-01", "Open", "2015-09-01")
              for urn in ("140003", "140004")),
        ],
    )  # fmt: skip
    ofsted = put(tmp_path / OFSTED, [LATEST, *(school(written(u), written("5003")) for u in ("140003", "140004"))])
    assert proposed(tmp_path, ofsted=ofsted, group_links=links, leaders=[LEADER, ANN]).status == 0
    verdicts = {(row["id"], row["kind"]): row["verdict"] for row in rows(tmp_path, "eligibility.csv")}
    assert set(verdicts) == {("140003", "school"), ("140004", "school"), ("5003", "trust")}
    assert verdicts["5003", "trust"] == "eligible"


def test_an_organisation_written_as_a_float_is_the_leaders_own_trust(tmp_path: Path) -> None:
    leaders = [(*LEADER, "organisation_id"), (*ANN, "90001.0")]
    organisations = [("organisation_id", "name", "team_days"), ("90001", "Invented Trust", 5)]
    assert proposed(tmp_path, recipients=[BODY, TRUST], leaders=leaders, organisations=organisations).status == 0
    assert pairs(tmp_path) == set()


def test_an_organisation_merged_over_two_leaders_is_refused_by_its_range(tmp_path: Path) -> None:
    header, second = (*LEADER, "organisation_id"), (*("L2", "Other"), *ANN[2:], None)
    path = book(tmp_path / "leaders.xlsx", leaders=[header, (*ANN, "90001"), second])
    made = openpyxl.load_workbook(path)
    made["leaders"].merge_cells("K2:K3")
    made.save(path)
    refused(proposed(tmp_path, recipients=[BODY, TRUST], leaders=path), "K2:K3")


def test_formulas_without_a_saved_value_are_refused_cell_by_cell(tmp_path: Path) -> None:
    header = (*LEADER, "max_matches", "designated_to")
    path = book(tmp_path / "leaders.xlsx", leaders=[header, (*ANN, "=1", "=DATE(2022,8,31)")])
    said = proposed(tmp_path, recipients=[BODY, OAK], leaders=path)
    refused(said, "max_matches", "designated_to", "formula without a saved value")


@pytest.mark.parametrize(
    ("party", "kind"),
    [
        ("Devon County Council", "authority"),
        ("8782001", "school"),
        ("100001.0", "school"),
        ("0100001", "school"),
        ("999999", "school"),
        ("Nowhere Council", "authority"),
    ],
)
def test_a_declared_block_bars_however_its_party_is_written(tmp_path: Path, party: str, kind: str) -> None:
    """By another name or id of the school it bars; by one that nothing has it sets the leader aside, and says so."""
    result = proposed(tmp_path, recipients=[BODY, OAK], leaders=[LEADER, ANN], interests=interest(party, kind))
    assert result.status == 0
    assert pairs(tmp_path) == set()
    known = party in ("Devon County Council", "100001.0", "0100001")
    assert ("Set aside until the party is known: L1" in result.output) is not known


def test_the_file_of_the_year_with_report_cards_is_read_one_row_an_inspection(tmp_path: Path) -> None:
    areas = {"Inclusion": "Needs attention", "Curriculum and teaching": "Needs attention"}
    areas |= {"Achievement": "Urgent improvement", "Attendance and behaviour": "Expected standard"}
    areas |= {"Personal development and wellbeing": "Strong standard", "Leadership and governance": "Needs attention"}
    row = {"URN": "100002", "LAESTAB": "8782002", "School name": "Invented", "Ofsted phase": "Primary"}
    row |= {"Type of education": "Community School", "Region": "South West", "Local authority": "Devon"}
    row |= {"Postcode": "EX1 1AA", "Inspection number": "2", "Inspection start date": "12/01/2026"}
    row |= {"Publication date": "20/02/2026", "Category of concern": "NULL", "Safeguarding standards": "Met"} | areas
    name = "Management_information_-_state-funded_schools_-_all_inspections_-_year_to_date_published_by_31_Aug_2026.csv"
    path = put(tmp_path / name, [tuple(row), tuple(row.values())])
    (judgement,) = load_facts({"ofsted": path}, date(2026, 8, 31)).judgements
    assert (judgement.urn, judgement.regime, judgement.started) == ("100002", "report-card", date(2026, 1, 12))


def test_a_grade_in_words_is_the_grade(tmp_path: Path) -> None:
    name = "Management_information_-_state-funded_schools_1_September_2015_to_31_August_2019.csv"
    header = ("Academic year", "URN", "LAESTAB", "School name", "Ofsted phase", "Type of education", "Region")
    header += ("Local authority", "Postcode", "Inspection start date", "Publication date", "Overall effectiveness")
    row = ("2016/17", "100001", "8782001", "Invented", "Primary", "Community School", "South West", "Devon")
    row += ("EX1 1AA", "14/09/2016", "01/10/2016", "Requires improvement")
    path = put(tmp_path / name, [("All inspections between 1 September 2015 and 31 August 2019",), (), header, row])
    (judgement,) = load_facts({"ofsted": path}, date(2023, 8, 31)).judgements
    assert (judgement.urn, judgement.grade) == ("100001", 3)


def test_a_link_of_a_childrens_centre_is_no_succession_and_is_counted(tmp_path: Path) -> None:
    header = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
    row = ("20003", "20008", "Invented Children's Centre", "Children's Centre Link", "01-04-2010")
    links = put(tmp_path / "links_edubasealldata20230801.csv", [header, row])
    ofsted = put(tmp_path / OFSTED, [LATEST, school("140003")])
    facts = load_facts({"ofsted": ofsted, "establishment_links": links}, date(2023, 8, 31))
    assert facts.successions == ()
    assert any("1 links that are no succession" in note.text for note in facts.notes)


def test_of_two_sheets_of_ofsteds_the_latest_inspections_are_read_and_said_so(tmp_path: Path) -> None:
    in_year = ("URN", "LAESTAB", "School name", "Region", "Local authority", "Inspection start date")
    sheets = {
        "In_year_inspections": [("Table 1",), in_year, ("100002", "8782002", "A", "South West", "Devon", "10/03/2023")],
        "Latest_inspections": [("Table 2",), LATEST, school("100001"), school("100002")],
    }
    path = book(tmp_path / OFSTED.replace(".csv", ".xlsx"), **sheets)
    facts = load_facts({"ofsted": path}, date(2023, 8, 31))
    assert set(facts.schools) == {"100001", "100002"}
    said = " ".join(note.text for note in facts.notes)
    assert "'Latest inspections' was read" in said
    assert "'In year inspections'" in said


def test_a_sheet_with_the_header_of_a_register_is_refused_under_another_name(tmp_path: Path) -> None:
    sheets = {"leaders": [LEADER, ANN], "recipients": [BODY, OAK], "Conflicts_of_interest": interest("100001")}
    result = proposed(tmp_path, registers=book(tmp_path / "registers.xlsx", **sheets))
    refused(result, "Conflicts of interest", "interests")


def test_a_check_on_a_day_that_has_not_come_is_refused(tmp_path: Path) -> None:
    leaders = [LEADER, (*ANN[:-1], "2132-10-01")]
    refused(proposed(tmp_path, recipients=[BODY, OAK], leaders=leaders), "leaders.csv:2:interests_checked_on")


def test_a_membership_file_tells_when_its_trust_closed(tmp_path: Path) -> None:
    header = ("URN", "LA (code)", "EstablishmentName", "Group UID", "Group ID", "Group Name", "Group Type")
    header += ("Group Open Date", "Group Closed Date", "Group Status", "Date Joined Group", "Date Left Group")
    row = ("140001", "878", "A", "5001", "TR05001", "OLD TRUST", "Multi-academy trust")
    row += ("2014-08-01", "2021-08-31", "Closed", "2014-09-01", "")
    links = put(tmp_path / "academiesmatmembership20240801.csv", [header, row])
    facts = load_facts({"group_links": links}, date(2023, 8, 31))
    assert facts.trusts["5001"].closed == date(2021, 8, 31)
    assert not any("closed without a date" in note.text for note in facts.notes)


def test_a_list_with_commas_is_read_and_a_region_cut_short_is_shown_with_the_one_meant(tmp_path: Path) -> None:
    leaders = [LEADER, (*ANN[:3], "SW", *ANN[4:6], "primary, secondary", *ANN[7:])]
    said = proposed(tmp_path, recipients=[BODY, OAK], leaders=leaders)
    refused(said, "'SW'", "South West")
    assert "phases" not in said.output
    assert "withheld" not in said.output


@pytest.mark.parametrize("case", ["supported already", "no history", "outside the region"])
def test_a_conflict_holds_against_the_trust_of_a_school_that_is_no_recipient(tmp_path: Path, case: str) -> None:
    header = ("id", "name", "kind", "region", "phases", "trust_id")
    oak_trust = ("2000", "Oak Trust", "trust", "London", "primary", "")
    oak = ("100104", "Oak Primary", "school", "North East" if "outside" in case else "London", "primary", "2000")
    people = ("id", "name", "role", "region", "days", "willing", "phases", "organisation_id", "base_urn")
    leaders = [
        people,
        ("L1", "Declared", "trust_ceo", "London", 10, "yes", "primary", "3001", ""),
        ("L2", "Based there", "trust_ceo", "London", 10, "yes", "primary", "", "100104"),
        ("L9", "Other", "trust_ceo", "London", 10, "yes", "special", "3009", ""),
    ]
    history = [
        ("term", "recipient_id", "leader_id", "state", "days_agreed"),
        ("autumn-2022", *oak[:1], "L9", "running", 10),
    ]
    tables: dict[str, Any] = {
        "recipients": [header, oak_trust, oak],
        "leaders": leaders,
        "interests": interest("100104"),
    }
    tables |= {"history": history} if case == "supported already" else {}
    more = "regions: [London]\n" if "outside" in case else ""
    assert proposed(tmp_path, "2022-12-31", more, **tables).status == 0
    assert {("2000", "L1"), ("2000", "L2")}.isdisjoint(pairs(tmp_path))


def test_two_ids_that_look_the_same_are_refused_by_their_rows(tmp_path: Path) -> None:
    leaders = [LEADER, ("L\u00e9", *ANN[1:]), ("Le\u0301", *ANN[1:])]
    refused(proposed(tmp_path, recipients=[BODY, OAK], leaders=leaders), "leaders.csv:3:id", "row 2")
