"""The lines in the terminal."""

from __future__ import annotations

from pathlib import Path

from matcher.report import words
from matcher.report.summary import summary_lines
from matcher.report.tables.plan_view import PlanView
from matcher.result import Result
from tests.report.results import nobody


def test_says_what_was_matched_and_where_the_files_are(result: Result, tmp_path: Path) -> None:
    lines = summary_lines(PlanView(result), tmp_path)
    assert lines[0].startswith(f"{len(result.plan.matches)} of 30 schools and trusts matched")
    assert f"Page: {tmp_path / 'report.html'}" in lines
    assert f"Workbook: {tmp_path / 'proposal.xlsx'}" in lines
    assert words.PROPOSAL_ONLY in lines


def test_warns_of_what_is_not_checked_and_not_known(result: Result, tmp_path: Path) -> None:
    text = "\n".join(summary_lines(PlanView(result), tmp_path))
    assert "Not checked: " in text
    assert "Cannot tell: 5 " in text


def test_names_no_person(result: Result, tmp_path: Path) -> None:
    text = "\n".join(summary_lines(PlanView(result), tmp_path))
    assert not [x.name for x in result.world.leaders if x.name in text]


def test_says_why_nobody_is_matched(tmp_path: Path) -> None:
    assert any("No system leaders" in line for line in summary_lines(PlanView(nobody(leaders=0)), tmp_path))
