"""The workbook a broker works in."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
import openpyxl
import pytest

from matcher.case.pair.flags_shown import SIGNED_OFF, WEIGHTS, to_settle
from matcher.explain.settling import doubts
from matcher.policy import Away
from matcher.report import words
from matcher.report.summary import finding_lines
from matcher.report.tables.plan_view import MatchDetails, PlanView
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.workbooks import sheets
from matcher.report.workbooks.sheets import leaders
from matcher.report.workbooks.task_sheet import tasks
from matcher.report.workbooks.workbook import slug, wrapped_line_count, write_workbook
from matcher.result import Result
from matcher.rules.pairs.interests import leader_own_trust
from matcher.rules.rulebooks import RULEBOOKS
from matcher.wording.answers import RecordedAnswers
from matcher.wording.wording import State
from tests import worlds
from tests.report.results import a_result

SHEETS = [
    "Read me",
    "Proposals",
    "Details",
    "Tasks",
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


def in_order(view: PlanView) -> list[MatchDetails]:
    return sorted(view.matches, key=lambda m: view.number_of[m.recipient.id])


def test_has_its_sheets_in_order(book: Any) -> None:
    assert book.sheetnames == [*SHEETS, "Lists"]


def test_proposes_each_match_once(proposals: Any, result: Result) -> None:
    found = [(r["recipient_id"], r["leader_id"], r["run_id"]) for r in rows_of(proposals)]
    assert sorted(found) == sorted((m.recipient_id, m.leader_id, result.run_id) for m in result.plan.matches)
    assert [r["No."] for r in rows_of(proposals)] == list(range(1, len(found) + 1))


def test_the_proposals_read_on_one_width_of_a4(proposals: Any) -> None:
    shown = [d for d in proposals.column_dimensions.values() if not d.hidden]
    assert sum(d.max - d.min + 1 for d in shown) == 10
    assert sum(d.width * (d.max - d.min + 1) for d in shown) <= 148 + 10  # each width holds its cell's own margin
    assert proposals.page_setup.paperSize == 9
    assert proposals.page_margins.left == proposals.page_margins.right == 0.4


def test_says_on_every_sheet_that_it_is_not_for_publication(book: Any) -> None:
    sheets = [sheet for sheet in book if sheet.sheet_state == "visible"]
    assert all("Not for publication" in (sheet.oddHeader.center.text or "") for sheet in sheets)


def test_what_is_to_be_settled_stands_worst_first_by_sign_words_and_colour(proposals: Any, view: PlanView) -> None:
    by_id = {m.recipient.id: m for m in view.matches}
    for row in rows_of(proposals):
        assert row["To settle first"] == to_settle(by_id[row["recipient_id"]].to_settle)
    rules = [rule for range_ in proposals.conditional_formatting for rule in range_.rules]
    assert [rule.text for rule in rules] == [w.sign for w in WEIGHTS]
    assert {(rule.operator, rule.stopIfTrue) for rule in rules} == {("containsText", True)}, "an answer may stand first"
    assert [rule.priority for rule in rules] == sorted(rule.priority for rule in rules), "heaviest first"
    assert [rule.dxf.fill.bgColor.rgb[-6:].lower() for rule in rules] == [w.fill[1:] for w in WEIGHTS]


def test_those_in_doubt_are_counted_alike_on_terminal_page_and_workbook_and_the_sheet_lists_as_many(
    book: Any, published: Path, view: PlanView
) -> None:
    said = doubts(view.result.assessments)
    page = unescape((published / "report.html").read_text(encoding="utf-8"))
    assert page.count(said.sentence) == 2, "on page one, and where they are listed by what is missing"
    assert said.sentence in finding_lines(view)
    assert any(said.sentence in str(row[0]) for row in book["Read me"].iter_rows(values_only=True))
    assert len(rows_of(book["Cannot tell"])) == said.number > 0


def test_every_row_is_as_tall_as_its_fullest_cell(proposals: Any) -> None:
    widths = {c.column_letter: proposals.column_dimensions[c.column_letter].width for c in proposals[1]}
    for row in proposals.iter_rows(min_row=2):
        lines = [
            sum(len(wrap(line, int(widths[c.column_letter]))) or 1 for line in str(c.value or "").split("\n"))
            for c in row[:10]
        ]
        assert proposals.row_dimensions[row[0].row].height >= 13 * min(max(lines), 31)


def test_matches_that_stay_are_grey_and_say_so(result: Result, tmp_path: Path) -> None:
    first, second = (m.recipient_id for m in result.plan.matches[:2])
    agreed = {first: RecordedAnswers(State("agreed"))}
    write_workbook(
        ReportScope(PlanView(replace(result, states={first: "agreed"}, answers=agreed))), tmp_path / "book.xlsx"
    )
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["Proposals"]
    head = [c.value for c in sheet[1]]
    rows = {row[head.index("recipient_id")].value: row for row in sheet.iter_rows(min_row=2)}
    settle = head.index("To settle first")
    assert rows[first][settle].value.splitlines()[0] == "Agreed, stays"
    assert rows[first][1].fill.bgColor.rgb != rows[second][1].fill.bgColor.rgb


def test_whom_to_tell_stands_once_for_all_their_schools(result: Result) -> None:
    """All schools are of one authority: it is told once, with every one of them; without it, it is to be found out."""
    recipients = tuple(replace(r, local_authority="Devon") for r in result.world.recipients)
    world = replace(result.world, recipients=recipients, memo={})
    told = [row for row in tasks(ReportScope(PlanView(replace(result, world=world)))).rows if "Devon" in str(row[1])]
    assert [row[1] for row in told] == ["Tell Devon (authority) that support will be offered"]
    unknown = [row for row in tasks(ReportScope(PlanView(result))).rows if "authority" in str(row[1])]
    assert [row[1] for row in unknown] == ["Find out which authority is to be told"]
    assert told[0][2] == unknown[0][2] > 1


def test_who_was_told_is_not_to_be_told_again(result: Result) -> None:
    recipients = tuple(replace(r, local_authority="Devon") for r in result.world.recipients)
    world = replace(result.world, recipients=recipients, memo={})
    matched = [m.recipient_id for m in result.plan.matches]
    detail = {"whom": "authority", "name": "Devon", "recipients": matched}
    line = {"act": "tell-of-support", "on": "2023-01-10", "seq": 2, "detail": detail}
    told = tasks(ReportScope(PlanView(replace(result, world=world, told=(line,))))).rows
    assert not [row for row in told if "Devon" in str(row[1])]
    one_left = {**line, "detail": {**detail, "recipients": matched[:-1]}}
    left = tasks(ReportScope(PlanView(replace(result, world=world, told=(one_left,))))).rows
    assert [row[2] for row in left if "Devon" in str(row[1])] == [1]


def test_what_changed_is_a_sheet_by_name_where_there_was_a_proposal_before(result: Result, tmp_path: Path) -> None:
    lost, leader = result.unmatched[0].recipient_id, result.world.leaders[0]
    facts = replace(result.facts, previous=((lost, leader.id),))
    write_workbook(ReportScope(PlanView(replace(result, facts=facts))), tmp_path / "book.xlsx")
    first, *_ = rows_of(openpyxl.load_workbook(tmp_path / "book.xlsx")["What changed"])
    assert (first["What happened"], first["Now"]) == ("Lost its leader", "no leader")
    assert first["Before"].startswith(leader.name)


def test_money_and_distance_are_numbers_in_pounds_and_kilometres(book: Any, view: PlanView) -> None:
    row, match = rows_of(book["Details"])[1], in_order(view)[1]
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
    assert proposals.freeze_panes == "C2"
    assert proposals.auto_filter.ref.startswith("A1:")
    assert proposals.print_title_rows == "$1:$1"
    assert proposals.page_setup.orientation == "landscape"
    assert (proposals.page_setup.fitToHeight, proposals.sheet_properties.pageSetUpPr.fitToPage) == (0, True)


def test_reserves_are_those_of_the_run_in_order(book: Any, view: PlanView) -> None:
    for row, match in zip(rows_of(book["Details"]), in_order(view), strict=True):
        said = row["Reserves, in order"].splitlines()
        if not match.reserves:
            assert said == [f"No reserve: {match.no_reserve}"]
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


def test_a_leader_who_is_given_to_nobody_new_says_why_beside_their_days(view: PlanView) -> None:
    result = view.result
    out, gone = (x.id for x in result.world.leaders[:2])
    withdrew = tuple(
        replace(x, willing=False, withdrew_on=date(2023, 1, 9)) if x.id == gone else x for x in result.world.leaders
    )
    policy = replace(result.policy, away=(Away(leader_id=out, reason="ill", until=date(2199, 1, 1)),))
    world = replace(result.world, leaders=withdrew, policy=policy, memo={})
    table = leaders(ReportScope(PlanView(replace(result, policy=policy, world=world))))
    said = {row[0]: row[-1] for row in table.rows}
    assert said[out] == "Cannot until 1 January 2199"
    assert said[gone] == "Withdrew on 9 January 2023"
    assert {text for id, text in said.items() if id not in (out, gone)} <= {
        "",
        "Not willing, by the register of leaders",
    }


def test_every_match_with_a_flag_for_the_director_is_on_the_sheet_sign_off(book: Any, view: PlanView) -> None:
    """Also those for another reason than a declared interest, each with what is to be signed off."""
    sheet = {row["Id"]: row["What is to be settled"] for row in rows_of(book["Sign-off"])}
    wanted = {m.recipient.id: m for m in view.matches if not set(SIGNED_OFF).isdisjoint(m.flags)}
    assert set(sheet) == set(wanted)
    assert any("sign-off" not in m.flags for m in wanted.values())
    assert all(sheet[id] for id in wanted)


def test_a_run_of_one_region_lists_no_leader_who_is_nothing_to_it(view: PlanView, result: Result) -> None:
    region = result.world.regions[0]
    one = replace(view, result=replace(result, policy=replace(result.policy, regions=(region,))))
    listed = {row[0] for row in leaders(ReportScope(one)).rows}
    proposed = {m.leader.id for m in ReportScope(one).matches}
    wanted = {x.id for x in result.world.leaders if region in {x.region, *x.regions}} | proposed
    assert listed == wanted
    assert len(listed) < len(result.world.leaders)


def test_a_regions_workbook_holds_that_region_alone(published: Path, result: Result) -> None:
    names = sorted(p.name for p in (published / "proposals").iterdir())
    assert names == ["london.xlsx", "north-west.xlsx", "south-west.xlsx"]
    total = 0
    for name, region in zip(names, result.world.regions, strict=True):
        book = openpyxl.load_workbook(published / "proposals" / name)
        found = rows_of(book["Proposals"])
        total += len(found)
        assert {r["Region"] for r in rows_of(book["Details"])} == {region}
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


@pytest.mark.parametrize(
    "line", ["", " ", "one", "ten letters", "a\tb", "a longer line of many words", "x" * 25, "  a b  "]
)
def test_a_line_takes_as_many_lines_as_it_is_wrapped_into(line: str) -> None:
    assert all(wrapped_line_count(line, width) == (len(wrap(line, width)) or 1) for width in range(3, 30))


def test_a_leader_whom_their_own_trust_keeps_out_does_not_look_free(
    result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = np.arange(len(result.world.leaders)) == 0
    monkeypatch.setattr(leader_own_trust, "barred", lambda _: first)
    table = leaders(ReportScope(PlanView(result)))
    assert table.columns[-1].title == "In no new proposal"
    said = {row[0]: row[-1] for row in table.rows}
    words = leader_own_trust.why_of(result.world, 0)  # the rule's own, with a capital
    assert said.pop(result.world.leaders[0].id) == f"{words[:1].upper()}{words[1:]}"
    assert set(said.values()) == {""}
    monkeypatch.setattr(sheets, "rulebook_of", lambda _: RULEBOOKS["rise-2025-26"])
    assert leaders(ReportScope(PlanView(result))).rows[0][-1] == "", "a programme without that rule bars nobody by it"
