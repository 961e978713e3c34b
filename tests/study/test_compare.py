"""Runs side by side: who comes and goes and why, and whether acceptance lines hold."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.errors import InputFaults
from matcher.runs.caches.cache import RunCache
from matcher.study.comparison.acceptance import check_lines, parse_lines
from matcher.study.comparison.compare import ADDED, REASSIGNED, REMOVED, Comparison, compare, measures
from matcher.study.comparison.compared_run import compared_run
from matcher.study.pages.compare_page import page, terminal, write_csv
from matcher.study.pages.study_page import html

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MONEY = ("pots.offer.amount=150_000",)


def matcher(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    cache = RunCache(evidence=True)
    names = ("budget", "five-days", "trust-rule-no-tenure")
    return compare([compared_run(SCENARIOS / f"{name}.yaml", cache, MONEY) for name in names])


def of(comparison: Comparison, run: str, what: str) -> set[str]:
    return {c.recipient_id for c in comparison.changes if (c.run, c.what) == (run, what)}


def test_bodies_in_and_out_are_the_difference_of_the_two_plans(comparison: Comparison) -> None:
    before = {m.recipient_id: m.leader_id for m in comparison.baseline.outcome.matches}
    for run in comparison.others:
        now = {m.recipient_id: m.leader_id for m in run.outcome.matches}
        assert of(comparison, run.name, ADDED) == set(now) - set(before)
        assert of(comparison, run.name, REMOVED) == set(before) - set(now)
        assert of(comparison, run.name, REASSIGNED) == {r for r in set(now) & set(before) if now[r] != before[r]}


def test_every_body_that_comes_or_goes_has_a_reason(comparison: Comparison) -> None:
    assert comparison.changes
    assert all(c.reason.strip(": ") for c in comparison.changes)


def test_a_body_that_newly_qualifies_tells_why_it_did_not_before() -> None:
    cache = RunCache(evidence=True)
    both = compare([compared_run(SCENARIOS / f"{name}.yaml", cache) for name in ("budget", "trust-rule-no-tenure")])
    assert any(c.reason.startswith("In budget: Not eligible: ") for c in both.changes if c.what == ADDED)


def test_groups_and_pots_add_up_to_the_whole(comparison: Comparison) -> None:
    for run in comparison.runs:
        figures = run.outcome.figures
        for dimension in ("region", "phase", "kind"):
            groups = [g for g in run.outcome.groups if g.dimension == dimension]
            assert sum(g.matched for g in groups) == figures["matched"]
            assert sum(g.eligible for g in groups) == figures["eligible"]
            assert sum(g.pence for g in groups) == figures["spend_pence"]
        assert sum(p["committed_pence"] for p in run.outcome.pots) == figures["spend_pence"]


@pytest.mark.parametrize(
    ("line", "passes"),
    [
        ("matched >= 40", True),
        ("matched > 40", False),
        ("spend <= 120_000", True),
        ("change.matched == 19", True),
        ("change.matched < 19", False),
        ("matched[South West] >= 1", True),
        ("matched[Atlantis] >= 0", False),
        ("median_km <= 0.001", False),
    ],
)
def test_an_acceptance_line_is_judged_in_the_units_people_say(comparison: Comparison, line: str, passes: bool) -> None:
    found = {j.run: j.passed for j in check_lines(comparison, parse_lines([line]))}
    assert found["five-days"] is passes


@pytest.mark.parametrize("line", ["matchd >= 4", "matched => 4", "matched >= many", "unique == yes", "fit[London] > 1"])
def test_a_line_that_is_not_understood_is_a_fault(line: str) -> None:
    with pytest.raises(InputFaults):
        parse_lines([line])


@pytest.mark.parametrize(("line", "status"), [("matched >= 40", 0), ("matched >= 41", 1), ("matched >> 41", 2)])
def test_the_exit_status_is_for_scripts(line: str, status: int, tmp_path: Path) -> None:
    arguments = [str(SCENARIOS / f"{name}.yaml") for name in ("budget", "five-days")]
    out = tmp_path / "page.html"
    assert matcher(["compare", *arguments, "--set", *MONEY, "--accept", line, "--html", str(out)]) == status
    assert out.exists() is (status != 2)


def test_one_run_alone_and_an_unknown_baseline_are_refused(comparison: Comparison) -> None:
    with pytest.raises(InputFaults):
        compare(comparison.runs[:1])
    with pytest.raises(InputFaults):
        compare(comparison.runs, "bugdet")


def test_a_finished_run_compares_as_its_scenario_does(tmp_path: Path) -> None:
    scenario = SCENARIOS / "budget.yaml"
    assert matcher(["propose", str(scenario), "--out", str(tmp_path / "run")]) == 0
    cache = RunCache(evidence=True)
    folder, again = compared_run(tmp_path / "run", cache), compared_run(scenario, cache)
    assert folder.outcome.figures == again.outcome.figures
    assert folder.outcome.matches == again.outcome.matches
    assert folder.outcome.key == again.outcome.key


def test_the_tidy_table_has_one_figure_a_row_beside_the_baselines(comparison: Comparison, tmp_path: Path) -> None:
    beside = write_csv(comparison, tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(measures(comparison))
    (matched,) = [r for r in rows if (r["scenario"], r["figure"], r["group"]) == ("five-days", "matched", "")]
    assert int(matched["value"]) - int(matched["baseline_value"]) == int(matched["change"])
    assert len(beside.read_text(encoding="utf-8").splitlines()) == 1 + len(comparison.changes)


def test_neither_page_nor_tables_hold_the_name_of_a_person(comparison: Comparison, tmp_path: Path) -> None:
    beside = write_csv(comparison, tmp_path / "c.csv")
    written = html(page(comparison, ())) + (tmp_path / "c.csv").read_text() + beside.read_text()
    with (SCENARIOS / "sample" / "leaders.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert names
    assert not [name for name in names if name in written]
    assert "<script" not in written
    assert "http://" not in written.replace("http://www.w3.org/2000/svg", "")


def test_the_columns_bear_the_runs_own_names(comparison: Comparison) -> None:
    lines = terminal(comparison, [])
    assert [line.split() for line in lines if line.split()[-1:] == ["change"]] == [
        ["budget", "five-days", "change"],
        ["budget", "trust-rule-no-tenure", "change"],
    ]
    rows = [line for line in lines if line.strip().startswith("Matched ")]
    values = [[run.outcome.figures["matched"] for run in (comparison.baseline, other)] for other in comparison.others]
    assert [[int(x) for x in row.split()[1:3]] for row in rows] == values
    assert "Leader in budget" in html(page(comparison, []))


def test_a_long_name_is_cut_at_the_head_of_its_column_and_columns_stay_straight(comparison: Comparison) -> None:
    long = replace(comparison.others[0], name="the-whole-of-england-with-five-days-instead-of-ten")
    lines = terminal(replace(comparison, others=(long,)), [])
    assert lines[0].startswith(long.name)
    head, rows = lines[1], [line for line in lines[2:] if not line[2:3].isdigit()]
    assert "…" in head
    ends = {head.index("…") + 1}
    assert all(row[: max(ends)].rstrip()[-1:] not in ("", " ") for row in rows)
    assert {len(row[: max(ends)].rstrip()) for row in rows} == ends
