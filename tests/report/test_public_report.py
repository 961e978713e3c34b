"""The report that may be published names nobody, and its tables are those of the run with small numbers hidden."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from matcher.cli import app
from matcher.errors import InputFaults
from matcher.report.public.counts import public_tables
from matcher.report.public.public_report import public_html, transparency_record
from matcher.report.public.small_numbers import FEWER, HIDDEN
from matcher.rules import labels
from matcher.runs.opened import OpenedRun, open_run

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def run(budget_run: Path) -> OpenedRun:
    """The shipped sample's run of England."""
    return open_run(budget_run)


def test_nobody_is_named(run: OpenedRun) -> None:
    world, text = run.world, public_html(run) + transparency_record(run)
    names = {x.name for x in (*world.recipients, *world.leaders, *world.governance_leaders, *run.facts.people)}
    ids = {x.id for x in (*world.recipients, *world.leaders, *world.governance_leaders, *run.facts.people)}
    organisations = {o.name for o in run.facts.organisations if o.name} | {x.organisation for x in world.leaders}
    words = set(re.findall(r"[\w-]+", text))
    assert not {name for name in names | organisations if name and name in text}
    assert not ids & words


def test_totals_that_are_shown_are_the_runs(run: OpenedRun) -> None:
    matched, kinds, *_ = public_tables(run)
    last = dict(zip((c.title for c in matched.columns), matched.rows[-1], strict=True))
    assert last["To be matched"] == f"{len(run.world.recipients):,}"
    schools = sum(m.kind == "school" for m in run.published.matches)
    assert kinds.rows[-1][1] in (f"{schools:,}", FEWER, HIDDEN)


def test_no_count_of_one_to_four_is_shown(run: OpenedRun) -> None:
    shown = [cell for table in public_tables(run) for row in table.rows for cell in row[1:]]
    assert FEWER in shown
    assert not {"1", "2", "3", "4"} & set(map(str, shown))


def test_no_count_of_the_linked_tables_stands_a_second_time(run: OpenedRun) -> None:
    """What is hidden in one table would be read in another: matches by the broker's own organisation, for one."""
    flagged = {flag for m in run.published.matches for flag in m.flags}
    assert {"own-interest", "distance-unknown"} <= flagged  # the sample has both
    named = {row[0] for row in public_tables(run)[-1].rows}
    assert not {labels.flag("own-interest"), labels.flag("distance-unknown")} & named


def test_the_record_claims_no_proof_that_the_run_lacks(run: OpenedRun, tmp_path: Path) -> None:
    goals = json.loads((run.folder / "goals.json").read_text(encoding="utf-8"))
    assert all(goal["proved"] for goal in goals)
    assert "proved to be the best" in transparency_record(run)
    open_goal = [goals[0] | {"proved": False}, *goals[1:]]
    (tmp_path / "goals.json").write_text(json.dumps(open_goal), encoding="utf-8")
    said = transparency_record(replace(run, folder=tmp_path))
    assert "proved to be the best" not in said
    assert "Match as many as possible" in said.partition("not proved for")[2].partition("\n")[0]


def test_the_command_writes_beside_the_run_and_never_into_it(run: OpenedRun, tmp_path: Path) -> None:
    runner = CliRunner()
    before = {path: path.read_bytes() for path in run.folder.rglob("*") if path.is_file()}
    inside = runner.invoke(app, ["report", str(run.folder), "--public", "--out", str(run.folder / "public.html")])
    assert isinstance(inside.exception, InputFaults)
    named = runner.invoke(app, ["report", str(run.folder)])
    assert isinstance(named.exception, InputFaults)
    out = tmp_path / "public.html"
    assert runner.invoke(app, ["report", str(run.folder), "--public", "--out", str(out)]).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"public.html", "public-transparency-record.md"}
    again = runner.invoke(app, ["report", str(run.folder), "--public", "--out", str(out)])
    assert isinstance(again.exception, InputFaults)
    assert {path: path.read_bytes() for path in run.folder.rglob("*") if path.is_file()} == before
