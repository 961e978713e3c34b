"""Where a scenario's solve spends its time: a row for each goal, and the processor seconds of running children."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.laps import LapTimer
from benchmarks.process import processor_seconds
from benchmarks.scenario import solve_scenario

TERM = Path(__file__).parents[2] / "scenarios" / "term.yaml"
BUSY = "import sys\nfor _ in range(3_000_000): pass\nprint(flush=True)\nsys.stdin.read()"


def test_every_goal_and_stage_of_a_scenario_has_a_row_and_they_add_up() -> None:
    *rows, last = solve_scenario(TERM, ("regions=[North East]",))
    goals = [row for row in rows if "proved" in row]
    assert goals[0]["lap"] == "coverage"
    assert goals[-1]["lap"] == "canonical"
    assert all(row["proved"] for row in goals)
    assert {"reading", "proving", "the only best plan"} <= {row["lap"] for row in rows}
    assert abs(sum(row["cpu_seconds"] for row in rows) - last["cpu_seconds"]) < 1e-6


def test_costs_alone_leave_out_ties_and_whether_the_plan_is_the_only_one() -> None:
    laps = [row["lap"] for row in solve_scenario(TERM, ("regions=[North East]",), costs_alone=True)]
    assert "coverage" in laps
    assert not {"canonical", "the only best plan"} & set(laps)


def test_a_running_process_counts_before_it_has_ended() -> None:
    before = processor_seconds()
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as busy:
        assert busy.stdout is not None
        busy.stdout.readline()
        during = processor_seconds()
    assert during - before > 0.02
    assert processor_seconds() >= during - 0.02  # two clocks of the system, in hundredths


def test_laps_of_one_name_are_added_up() -> None:
    timer = LapTimer()
    for line in ("fit: seeking better than 3 points", "spend: seeking", "fit: going on"):
        timer(line)
    assert list(timer.seconds()) == ["fit", "spend"]
