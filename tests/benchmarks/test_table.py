"""The table of trials: relative to bare HiGHS, honest about what did not finish, and loud where proofs disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import summary, table
from benchmarks.process import run_module
from benchmarks.trial import Instance

HERE = Instance("village", "uniform", 1)


def a_line(goal: str, value: int, proved: bool = True, **rest: Any) -> dict[str, Any]:
    return {"goal": goal, "value": value, "bound": value, "proved": proved, "seconds": 1.0} | rest


def rows(method: str, *values: tuple[str, int, bool]) -> list[table.Row]:
    lines = [a_line(*value) for value in values]
    return table.rows_of(HERE, method, [*lines, {"goal": "all", "seconds": 2.0, "cpu_seconds": 2.0}])


def test_two_proofs_of_different_values_are_a_disagreement() -> None:
    both = [*rows("matcher", ("coverage", 5, True)), *rows("highs", ("coverage", 6, True))]
    assert table.disagreements(both) == ["village-uniform-1: matcher and highs both prove coverage, at 5 and 6"]


def test_goals_after_one_that_is_not_proved_are_other_questions() -> None:
    ours = rows("matcher", ("coverage", 5, True), ("fit", 90, True))
    theirs = rows("highs", ("coverage", 4, False), ("fit", 95, True))
    assert table.disagreements([*ours, *theirs]) == []


def test_what_no_proof_claims_is_no_disagreement() -> None:
    assert table.disagreements([*rows("greedy", ("coverage", 5, True)), *rows("highs", ("coverage", 6, True))]) == []


def test_seconds_are_told_as_a_part_of_those_of_bare_highs() -> None:
    both = [*rows("matcher", ("coverage", 5, True)), *rows("highs", ("coverage", 5, True))]
    both[0]["seconds"], both[1]["cpu_seconds"] = 0.25, 0.5
    table.add_relative_times(both)
    assert both[0]["relative"] == 0.25
    assert both[1]["relative_cpu"] == 0.25
    assert both[2]["relative"] == 1


def test_all_goals_are_proved_only_where_each_is() -> None:
    assert rows("matcher", ("coverage", 5, True), ("fit", 9, True))[-1]["proved"] is True
    assert rows("matcher", ("coverage", 5, True), ("fit", 9, False))[-1]["proved"] is False


def test_a_process_that_breaks_tells_it_in_a_last_line() -> None:
    (line,) = run_module("benchmarks.trial", ["nowhere", "uniform", "1", "greedy", "1"], 60.0)
    assert line["goal"] == "ended"
    assert line["said"] == "failed: KeyError: 'nowhere'"


def test_a_trial_that_was_stopped_is_a_row_and_no_finish() -> None:
    stopped = table.rows_of(HERE, "cbc", [a_line("coverage", 5), {"goal": "ended", "said": "did not finish"}])
    (row,) = summary.rows(stopped)
    assert (row["finished"], row["proved"], row["said"]) == ("0 of 1", "0 of 1", "did not finish")


def test_a_plan_is_behind_at_the_first_goal_in_order_that_it_loses() -> None:
    best = rows("matcher", ("coverage", 5, True), ("fit", 80, True), ("canonical", 7, True))
    other = rows("by-hand", ("coverage", 4, False), ("fit", 99, False), ("canonical", 1, False))
    found = {row["method"]: row["falls_behind_at"] for row in summary.rows([*best, *other])}
    assert found == {"matcher": "", "by-hand": "coverage"}
    short = {(r["method"], r["goal"]): r["short_of_best_%"] for r in summary.goal_rows([*best, *other])}
    assert short["by-hand", "coverage"] == 20
    assert short["by-hand", "fit"] < 0


def test_a_table_is_written_with_empty_cells_for_what_is_not_known(tmp_path: Path) -> None:
    table.write(tmp_path / "t.csv", ("goal", "value", "proved"), [{"goal": "fit", "value": None, "proved": False}])
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "goal,value,proved\nfit,,no\n"
