"""A whole run with the year ahead: said on page one, sealed, drawn again by the audit, checked by a third party."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from matcher.cli import main
from matcher.proof import certificate_check
from matcher.report.run_folder.certificate_rows import differing_certificate
from matcher.report.run_folder.law_tables import differing_tables
from matcher.report.run_folder.year_audit import audited_year
from matcher.runs.opened import OpenedRun, open_run
from tests.ledger.test_seal import seal_again

SCENARIO = Path(__file__).parents[2] / "scenarios" / "term.yaml"
AHEAD = ("priority=history", "regions=all", "year_ahead.futures.scale=none", "year_ahead.futures.number=4")
FREE = ("year_ahead.hold_at_most=1", "year_ahead.never_hold=[]", "year_ahead.wait_at_most=none")


def status(*arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    return stopped.value.code


def propose(out: Path, *sets: str) -> None:
    changes = [word for one in sets for word in ("--set", one)]
    assert status("propose", str(SCENARIO), "--out", str(out), *changes) == 0


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("year") / "run"
    propose(out, "year_ahead.use=who-and-when", *AHEAD, *FREE)
    return out


@pytest.fixture(scope="module")
def opened(run: Path) -> OpenedRun:
    found = open_run(run)
    assert found.finished
    return found


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_those_who_wait_stand_in_a_table_and_say_why(run: Path) -> None:
    holds = {row["recipient_id"] for row in rows(run / "holds.csv")}
    reasons = {row["recipient_id"]: row["reason"] for row in rows(run / "unmatched.csv")}
    assert holds
    assert all(reasons[id].startswith("Asked to wait although a leader could support it now") for id in holds)
    assert sum(reason.startswith("Asked to wait") for reason in reasons.values()) == len(holds)


def test_the_futures_are_whole_rows_of_past_years(run: Path) -> None:
    futures = rows(run / "futures.csv")
    assert {row["future"] for row in futures} == {"1", "2", "3", "4"}
    assert all(row["from_year"] < "2022/23" and row["month"] >= "2023-01" for row in futures)


def test_reserves_say_that_their_days_are_kept(run: Path) -> None:
    kept = {row["about"]: row["kept"] for row in rows(run / "kept_room.csv") if row["limit"] == "leader-days"}
    listed = [leader for row in rows(run / "matches.csv") for leader in row["reserves"].split(";") if leader in kept]
    sheet = openpyxl.load_workbook(run / "proposal.xlsx", read_only=True)["Details"]
    text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert listed
    assert text.count("of theirs at most are kept for those expected later") == len(listed)


def test_page_one_says_what_is_expected_and_what_waiting_brings(run: Path) -> None:
    page = (run / "report.html").read_text(encoding="utf-8")
    for words in ("The year ahead: by 31 August 2023 about", "asked to wait", "Matched now:"):
        assert words in page
    assert f"; {len(rows(run / 'holds.csv'))} of them asked to wait" in page


def test_the_page_and_the_workbook_list_those_who_wait_and_the_plan_without(run: Path) -> None:
    page = (run / "report.html").read_text(encoding="utf-8")
    assert 'id="year"' in page
    assert "The plan with and without the year ahead" in page
    book = openpyxl.load_workbook(run / "proposal.xlsx", read_only=True)
    figures = {row[0]: row[1:3] for row in book["Year in figures"].iter_rows(min_row=2, values_only=True)}
    now, alone = len(rows(run / "matches.csv")), len(rows(run / "without_year_ahead.csv"))
    assert figures["Matched now"] == (str(now), str(alone))
    assert all(cell.endswith(" km") and cell in page for cell in figures["Mean journey"])
    by_kind = [r[2:] for r in book["With and without"].iter_rows(min_row=2, values_only=True) if r[0] == "Kind"]
    assert [sum(column) for column in zip(*by_kind, strict=True)] == [now, alone, len(rows(run / "holds.csv"))]
    sheet = openpyxl.load_workbook(run / "proposal.xlsx")["Asked to wait"]
    names = {row["recipient"] for row in rows(run / "unmatched.csv") if row["reason"].startswith("Asked to wait")}
    assert names == {line[0] for line in sheet.iter_rows(min_row=2, values_only=True) if line[0]} - {"School or trust"}


def test_explain_says_why_not_now_and_how_it_could_be(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = rows(run / "holds.csv")[0]
    assert status("explain", str(run), "--recipient", first["recipient_id"]) == 0
    said = capsys.readouterr().out
    assert "Asked to wait although a leader could support it now" in said
    assert f"Leader {first['leader_id']} would support it now without the year ahead" in said


def test_a_goal_that_looks_ahead_claims_no_more_than_these_futures(run: Path) -> None:
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "no plan is better today plus on average in these 4 drawn futures" in page
    assert "best for the year" not in page
    (coverage, *_) = json.loads((run / "goals.json").read_text(encoding="utf-8"))
    assert coverage["futures"] == 4
    with_it, _ = rows(run / "year_figures.csv")
    assert with_it["later_tenths"] == str(10 * coverage["value"] // 4)
    assert with_it["points"] == str(coverage["today"])


def test_a_third_party_checks_the_proof_over_the_futures(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    certificate_check.check(run)
    said = capsys.readouterr().out
    assert "priority points in 4 drawn futures together" in said
    assert re.search(r"match-now: \d+ priority points, ", said)


EVERY_COLUMN = {
    "futures.csv": ["region", "month", "priority"],
    "future_candidates.csv": ["fit"],
    "holds.csv": ["leader_id", "needed_in", "futures", "short_of", "cost_later"],
    "kept_leaders.csv": ["leader_id", "days", "needed_in", "futures"],
    "year_figures.csv": ["plan", "matched", "points", "mean_metres", "later_tenths", "least", "most"],
}


@pytest.mark.parametrize(("table", "column"), [(table, c) for table, columns in EVERY_COLUMN.items() for c in columns])
def test_a_changed_cell_of_the_year_is_found_even_under_a_new_seal(
    opened: OpenedRun, tmp_path: Path, table: str, column: str
) -> None:
    forged = copied(opened.folder, tmp_path / "forged")
    lines = rows(forged / table)
    lines[0][column] = "0.1" if column == "cost_later" else "999"
    written(forged / table, lines)
    assert f"{table}: row 2" in "".join(differences(replace(opened, folder=forged)))


def differences(run: OpenedRun) -> list[str]:
    year = audited_year(run)
    return [*differing_tables(run, year), *differing_certificate(run, year.problem)]


@pytest.mark.parametrize("table", ["holds.csv", "kept_leaders.csv", "year_figures.csv", "without_year_ahead.csv"])
def test_an_emptied_or_missing_table_of_the_year_is_found(opened: OpenedRun, tmp_path: Path, table: str) -> None:
    forged = copied(opened.folder, tmp_path / "forged")
    (forged / table).unlink()
    assert any(table in line for line in differences(replace(opened, folder=forged)))


def test_todays_best_plan_alone_is_lawful_and_gives_what_rests_on_it(opened: OpenedRun, tmp_path: Path) -> None:
    """A match that nobody may choose; one too many of a leader; and one less, which moves who waits and the figures."""
    forged = copied(opened.folder, tmp_path / "forged")
    lines = rows(forged / "without_year_ahead.csv")
    own = {row["recipient_id"] for row in lines}
    other = next(r for r in rows(forged / "candidates.csv") if r["recipient_id"] not in own)
    more = {key: other[key] for key in lines[0]}
    held = rows(forged / "holds.csv")[0]["recipient_id"]
    forgeries = {
        "holds a match that nobody may choose": [*lines, lines[0] | {"leader_id": "L9999"}],
        "(one-leader)": [*lines, more, more | {"days": "10", "leader_id": lines[0]["leader_id"]}],
        "holds.csv: row": [row for row in lines if row["recipient_id"] != held],
        "year_figures.csv: row 3": [row for row in lines if row["recipient_id"] != held],
    }
    for wanted, plan in forgeries.items():
        written(forged / "without_year_ahead.csv", plan)
        assert wanted in "\n".join(differences(replace(opened, folder=forged)))


def test_the_command_finds_a_forged_hold_and_says_what_it_trusts_first(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status("audit", str(run)) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "Taken on trust, not worked out again:\n  without_year_ahead.csv: that no plan of today alone"
    )
    assert "the proof follows: proved if what is taken on trust is right" in said
    forged = copied(run, tmp_path / "forged")
    lines = rows(forged / "holds.csv")
    written(forged / "holds.csv", [lines[0] | {"short_of": "money", "cost_later": "9.9"}, *lines[1:]])
    seal_again(forged)
    assert status("audit", str(forged)) == 1
    assert "holds.csv: row 2" in capsys.readouterr().out


def test_holds_where_another_goal_comes_before_coverage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The proof's multipliers then speak of rows that the goal before adds."""
    propose(tmp_path / "run", "year_ahead.use=who-and-when", *AHEAD, *FREE, "goals=[fairness, coverage, fit]")
    assert rows(tmp_path / "run" / "holds.csv")
    assert status("audit", str(tmp_path / "run")) == 0
    capsys.readouterr()


def copied(run: Path, to: Path) -> Path:
    return Path(shutil.copytree(run, to))


def written(path: Path, lines: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def test_trusts_that_lapse_are_drawn_again_by_the_audit_and_said(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No trust of today has a choice in any future where all lapse; the audit finds the same futures, the checker the
    same proof."""
    propose(tmp_path / "run", "year_ahead.use=who-and-when", *AHEAD, *FREE, "year_ahead.futures.lapses=1")
    trusts = {row["id"] for row in rows(run / "eligibility.csv") if row["kind"] == "trust"}
    before, after = (
        {row["recipient_id"] for row in rows(folder / "future_candidates.csv")} & trusts
        for folder in (run, tmp_path / "run")
    )
    assert before
    assert not after
    certificate_check.check(tmp_path / "run")
    assert "trusts no longer qualify when they would be served" in (tmp_path / "run" / "report.html").read_text(
        encoding="utf-8"
    )
    assert status("audit", str(tmp_path / "run")) == 0
    capsys.readouterr()


def test_off_changes_nothing_but_the_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    propose(tmp_path / "off")
    assert "The year ahead: how many more will come by 31 August 2023 cannot be said" in capsys.readouterr().out
    assert not (tmp_path / "off" / "futures.csv").exists()
    assert "year_ahead" not in (tmp_path / "off" / "goals.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("use", ["which-leader", "who-and-when"])
def test_coverage_that_may_lose_something_passes_its_own_checker(
    use: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With which-leader coverage is today's alone, so what it may lose is not taken once for each future."""
    goals = "goals=[{goal: coverage, may_lose: 2}, fit]"
    declines = "year_ahead.futures.declines=0.2"
    propose(tmp_path / "run", f"year_ahead.use={use}", *AHEAD, *FREE, goals, declines)
    certificate_check.check(tmp_path / "run")
    stated = json.loads((tmp_path / "run" / "certificate.json").read_text(encoding="utf-8"))["goals"]
    futures = 1 if use == "which-leader" else 4
    assert [g["may_lose"] for g in stated if g["goal"] == "coverage"] == [2 * futures]
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    if use == "which-leader":
        assert "In each drawn future 20 % say no, of those here and of those who come later" in page
        who_says_no_is_sealed_and_audited(tmp_path / "run")
    else:
        assert "The drawn futures leave out 20 % of those who come later, since so many say no" in page
    capsys.readouterr()


def who_says_no_is_sealed_and_audited(run: Path) -> None:
    """With which-leader declines of today are drawn: the table says whose, and a changed one is found by both."""
    found, lines = open_run(run), rows(run / "future_declines.csv")
    assert differences(found) == []
    assert {line["future"] for line in lines} == {"1", "2", "3", "4"}
    written(run / "future_declines.csv", lines[1:])
    assert any("future_declines.csv: " in said for said in differences(found))
    with pytest.raises(SystemExit, match="NOT PROVED"):
        certificate_check.check(run)
