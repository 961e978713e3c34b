"""Runs side by side: who comes and goes and why, and whether acceptance lines hold."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.errors import InputFaults
from matcher.study.accept import judge, lines_of
from matcher.study.compare import IN, MOVED, OUT, Compared, compare, measures
from matcher.study.compare_told import page, terminal, write_csv
from matcher.study.desk import Desk
from matcher.study.page import html
from matcher.study.sides import side_of

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MONEY = ("pots.offer.amount=150_000",)


def matcher(given: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(given)
    return int(ended.value.code or 0)


@pytest.fixture(scope="module")
def compared() -> Compared:
    desk = Desk(evidence=True)
    names = ("budget", "five-days", "trust-rule-no-tenure")
    return compare([side_of(SCENARIOS / f"{name}.yaml", desk, MONEY) for name in names])


def of(compared: Compared, side: str, what: str) -> set[str]:
    return {c.recipient_id for c in compared.changes if (c.side, c.what) == (side, what)}


def test_bodies_in_and_out_are_the_difference_of_the_two_plans(compared: Compared) -> None:
    before = {m.recipient_id: m.leader_id for m in compared.baseline.outcome.matches}
    for side in compared.others:
        now = {m.recipient_id: m.leader_id for m in side.outcome.matches}
        assert of(compared, side.name, IN) == set(now) - set(before)
        assert of(compared, side.name, OUT) == set(before) - set(now)
        assert of(compared, side.name, MOVED) == {r for r in set(now) & set(before) if now[r] != before[r]}


def test_every_body_that_comes_or_goes_has_a_reason(compared: Compared) -> None:
    assert compared.changes
    assert all(c.reason.strip(": ") for c in compared.changes)


def test_a_body_that_newly_qualifies_tells_why_it_did_not_before() -> None:
    desk = Desk(evidence=True)
    both = compare([side_of(SCENARIOS / f"{name}.yaml", desk) for name in ("budget", "trust-rule-no-tenure")])
    assert any(c.reason.startswith("In budget: Not eligible: ") for c in both.changes if c.what == IN)


def test_groups_and_pots_add_up_to_the_whole(compared: Compared) -> None:
    for side in compared.sides:
        figures = side.outcome.figures
        for dimension in ("region", "phase", "kind"):
            groups = [g for g in side.outcome.groups if g.dimension == dimension]
            assert sum(g.matched for g in groups) == figures["matched"]
            assert sum(g.eligible for g in groups) == figures["eligible"]
            assert sum(g.pence for g in groups) == figures["spend_pence"]
        assert sum(p["committed_pence"] for p in side.outcome.pots) == figures["spend_pence"]


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
def test_an_acceptance_line_is_judged_in_the_units_people_say(compared: Compared, line: str, passes: bool) -> None:
    found = {j.side: j.passed for j in judge(compared, lines_of([line]))}
    assert found["five-days"] is passes


@pytest.mark.parametrize("line", ["matchd >= 4", "matched => 4", "matched >= many", "unique == yes", "fit[London] > 1"])
def test_a_line_that_is_not_understood_is_a_fault(line: str) -> None:
    with pytest.raises(InputFaults):
        lines_of([line])


@pytest.mark.parametrize(("line", "status"), [("matched >= 40", 0), ("matched >= 41", 1), ("matched >> 41", 2)])
def test_the_exit_status_is_for_scripts(line: str, status: int, tmp_path: Path) -> None:
    given = [str(SCENARIOS / f"{name}.yaml") for name in ("budget", "five-days")]
    out = tmp_path / "page.html"
    assert matcher(["compare", *given, "--set", *MONEY, "--accept", line, "--html", str(out)]) == status
    assert out.exists() is (status != 2)


def test_one_run_alone_and_an_unknown_baseline_are_refused(compared: Compared) -> None:
    with pytest.raises(InputFaults):
        compare(compared.sides[:1])
    with pytest.raises(InputFaults):
        compare(compared.sides, "bugdet")


def test_a_finished_run_compares_as_its_scenario_does(tmp_path: Path) -> None:
    scenario = SCENARIOS / "budget.yaml"
    assert matcher(["propose", str(scenario), "--out", str(tmp_path / "run")]) == 0
    desk = Desk(evidence=True)
    folder, again = side_of(tmp_path / "run", desk), side_of(scenario, desk)
    assert folder.outcome.figures == again.outcome.figures
    assert folder.outcome.matches == again.outcome.matches
    assert folder.outcome.key == again.outcome.key


def test_the_tidy_table_has_one_figure_a_row_beside_the_baselines(compared: Compared, tmp_path: Path) -> None:
    beside = write_csv(compared, tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(measures(compared))
    (matched,) = [r for r in rows if (r["scenario"], r["figure"], r["group"]) == ("five-days", "matched", "")]
    assert int(matched["value"]) - int(matched["baseline_value"]) == int(matched["change"])
    assert len(beside.read_text(encoding="utf-8").splitlines()) == 1 + len(compared.changes)


def test_neither_page_nor_tables_hold_the_name_of_a_person(compared: Compared, tmp_path: Path) -> None:
    beside = write_csv(compared, tmp_path / "c.csv")
    written = html(page(compared, ())) + (tmp_path / "c.csv").read_text() + beside.read_text()
    with (SCENARIOS / "sample" / "leaders.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert names
    assert not [name for name in names if name in written]
    assert "<script" not in written
    assert "http://" not in written.replace("http://www.w3.org/2000/svg", "")


def test_the_columns_bear_the_runs_own_names(compared: Compared) -> None:
    lines = terminal(compared, [])
    assert [line.split() for line in lines if line.split()[-1:] == ["change"]] == [
        ["budget", "five-days", "change"],
        ["budget", "trust-rule-no-tenure", "change"],
    ]
    rows = [line for line in lines if line.strip().startswith("Matched ")]
    values = [[side.outcome.figures["matched"] for side in (compared.baseline, other)] for other in compared.others]
    assert [[int(x) for x in row.split()[1:3]] for row in rows] == values
    assert "Leader in budget" in html(page(compared, []))


def test_a_long_name_is_cut_at_the_head_of_its_column_and_columns_stay_straight(compared: Compared) -> None:
    long = replace(compared.others[0], name="the-whole-of-england-with-five-days-instead-of-ten")
    lines = terminal(replace(compared, others=(long,)), [])
    assert lines[0].startswith(long.name)
    head, rows = lines[1], [line for line in lines[2:] if not line[2:3].isdigit()]
    assert "…" in head
    ends = {head.index("…") + 1}
    assert all(row[: max(ends)].rstrip()[-1:] not in ("", " ") for row in rows)
    assert {len(row[: max(ends)].rstrip()) for row in rows} == ends
