"""The workbook a broker works in."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from matcher.report import words
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.workbooks.workbook import slug, write_workbook
from matcher.result import Result
from tests import worlds
from tests.report.results import a_result

SHEETS = [
    "Read me",
    "Proposals",
    "Governance",
    "Unmatched",
    "Cannot tell",
    "Set aside",
    "Not checked",
    "Sign-off",
    "By exception",
    "Eligibility readings",
    "Pots",
    "Leaders",
    "Assumptions",
]


@pytest.fixture(scope="module")
def book(published: Path) -> Any:
    return openpyxl.load_workbook(published / "proposal.xlsx")


@pytest.fixture(scope="module")
def proposals(book: Any) -> Any:
    return book["Proposals"]


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_has_its_sheets_in_order(book: Any) -> None:
    assert book.sheetnames == [*SHEETS, "Lists"]


def test_proposes_each_match_once(proposals: Any, result: Result) -> None:
    found = [(r["recipient_id"], r["leader_id"], r["run_id"]) for r in rows_of(proposals)]
    assert found == [(m.recipient_id, m.leader_id, result.run_id) for m in result.plan.matches]


def test_money_and_distance_are_numbers_in_pounds_and_kilometres(proposals: Any, view: PlanView) -> None:
    row, match = rows_of(proposals)[1], view.matches[1]
    assert row["Cost"] == match.pence / 100
    assert f"{row['Distance, km']:.1f} km" == words.kilometres(match.metres)


def test_only_the_cells_of_a_decision_may_be_written_in(proposals: Any) -> None:
    head = [c.value for c in proposals[1]]
    unlocked = {head[i] for i, c in enumerate(proposals[2]) if not c.protection.locked}
    assert unlocked == {"Decision", "Reason for the decision", "Decided by", "Decided on", "Until"}
    assert proposals.protection.sheet


def test_the_decision_is_chosen_from_a_list(book: Any, proposals: Any, result: Result) -> None:
    (rule,) = proposals.data_validations.dataValidation
    lists = book["Lists"]
    assert [c.value for c in lists["A"]] == list(words.DECISIONS)
    assert lists.sheet_state == "hidden"
    assert rule.formula1 == f"'Lists'!$A$1:$A${len(words.DECISIONS)}"
    letter = next(c.column_letter for c in proposals[1] if c.value == "Decision")
    assert str(rule.sqref) == f"{letter}2:{letter}{len(result.plan.matches) + 1}"


def test_no_decision_is_filled_in(proposals: Any) -> None:
    assert {r["Decision"] for r in rows_of(proposals)} == {None}


def test_the_way_back_is_hidden(proposals: Any) -> None:
    hidden = {c.value for c in proposals[1] if proposals.column_dimensions[c.column_letter].hidden}
    assert {"run_id"} <= hidden
    assert not hidden & {"School or trust", "Decision"}


def test_has_a_frozen_header_a_filter_and_repeats_it_in_print(proposals: Any) -> None:
    assert proposals.freeze_panes == "B2"
    assert proposals.auto_filter.ref.startswith("A1:")
    assert proposals.print_title_rows == "$1:$1"
    assert proposals.page_setup.orientation == "landscape"
    assert (proposals.page_setup.fitToHeight, proposals.sheet_properties.pageSetUpPr.fitToPage) == (0, True)


def test_reserves_are_those_of_the_run_in_order(proposals: Any, view: PlanView) -> None:
    for row, match in zip(rows_of(proposals), view.matches, strict=True):
        said = row["Reserves, in order"].splitlines()
        if not match.reserves:
            assert said == [f"None: {match.no_reserve}"]
            continue
        assert len(said) == len(match.reserves) <= 3
        for place, (line, reserve) in enumerate(zip(said, match.reserves, strict=True), start=1):
            assert line.startswith(f"{place}. {reserve.leader.name}, ")


def test_a_leader_is_named_where_a_sheet_tells_of_one(book: Any, result: Result) -> None:
    name = {x.id: x.name for x in result.world.leaders}
    changes = [row["The nearest change that would give one"] or "" for row in rows_of(book["Unmatched"])]
    named_leaders = [found for said in changes for found in re.findall(r"[Ll]eader (L\d\d), (Person \d+)", said)]
    assert named_leaders
    assert all(name[id_] == said for id_, said in named_leaders)
    settle = [row for row in rows_of(book["Not checked"]) if row["Leader"] in name]
    assert settle
    assert all(row["Name"] == name[row["Leader"]] for row in settle)


def test_the_read_me_says_whose_decision_it_is(book: Any) -> None:
    assert words.PROPOSAL_ONLY in [row[0].value for row in book["Read me"].rows]


def test_leaders_days_add_up(book: Any) -> None:
    for row in rows_of(book["Leaders"]):
        left = row["Days offered"] - row["Used before"] - row["Own days now"]
        assert row["Own days left"] == max(0, left)
    before = {r["Leader"]: r["Used before"] for r in rows_of(book["Leaders"])}
    assert before["L02"] == 10


def test_a_regions_workbook_holds_that_region_alone(published: Path, result: Result) -> None:
    names = sorted(p.name for p in (published / "proposals").iterdir())
    assert names == ["london.xlsx", "north-west.xlsx", "south-west.xlsx"]
    total = 0
    for name, region in zip(names, result.world.regions, strict=True):
        book = openpyxl.load_workbook(published / "proposals" / name)
        found = rows_of(book["Proposals"])
        total += len(found)
        assert {r["Region"] for r in found} == {region}
        assert {r["Region"] for r in rows_of(book["Cannot tell"])} == {region}
    assert total == len(result.plan.matches)


def test_the_same_result_gives_the_same_bytes(result: Result, tmp_path: Path) -> None:
    write_workbook(ReportScope(PlanView(result)), tmp_path / "one.xlsx")
    write_workbook(ReportScope(PlanView(a_result())), tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_declared_interests_are_nowhere_in_the_workbook(published: Path) -> None:
    with zipfile.ZipFile(published / "proposal.xlsx") as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist())
    assert "formerly" not in text.lower()


def test_a_regions_file_name_is_plain() -> None:
    assert slug("Yorkshire and the Humber") == "yorkshire-and-the-humber"
    assert slug("../..") == "region"


def test_whoever_is_set_aside_stands_there_by_name_and_never_what_was_declared(tmp_path: Path) -> None:
    result = a_result()
    leader = result.world.leaders[0]
    gone = worlds.an_interest(leader.id, "999999", "school", level="block")
    facts = replace(result.facts, interests=(*result.facts.interests, replace(gone, source="interests.csv row 9")))
    aside = replace(result, facts=facts, world=replace(result.world, facts=facts, memo={}))
    write_workbook(ReportScope(PlanView(aside)), tmp_path / "aside.xlsx")
    book = openpyxl.load_workbook(tmp_path / "aside.xlsx")
    (row,) = rows_of(book["Set aside"])
    assert (row["Id"], row["Name"]) == (leader.id, leader.name)
    assert row["The interest to mend, or to mark as outside"] == "interests.csv row 9"
    first = [cell for (cell,) in book["Read me"].iter_rows(values_only=True, max_col=1)]
    assert any(f"Set aside until the party is known: {leader.name} ({leader.id})" in cell for cell in first)
    assert not any(
        "999999" in str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line
    )
