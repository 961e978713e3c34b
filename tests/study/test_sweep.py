"""A sweep runs every point once, whoever kills it on the way, and gives the same table whatever runs it."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.read.scenarios.scenario import load_scenario
from matcher.runs.caches.cache import RunCache
from matcher.study.sweeps.executors import parse_executor
from matcher.study.sweeps.point_runner import row_path
from matcher.study.sweeps.points import Point, SweepTask, points_of, shard_points, task_of
from matcher.study.sweeps.sweep import SweepEnd, sessions, sweep
from tests.study.stalled_sweep import RUN

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SWEEP = SCENARIOS / "budget-sweep.yaml"
HANGS = 600.0  # seconds after which a test is taken to hang; nothing is measured by them
SIX = ("sweep={pots.offer.amount: [46_225, 346_225, 646_225], rules.max_travel_km: [30, 60]}",)


def study(out: Path, sets: tuple[str, ...] = SIX, scenario: Path = SWEEP) -> tuple[SweepTask, tuple[Point, ...]]:
    read = load_scenario(scenario, sets)
    points = points_of(scenario, sets, (), None, read)
    return task_of(scenario, sets, (), None, out, read), points


def run_sweep(out: Path, executor: str = "local:1", shard: tuple[int, int] = (1, 1)) -> SweepEnd:
    task, points = study(out)
    return sweep(task, points, executor, shard)


def table(out: Path) -> list[dict[str, str]]:
    with (out / "points.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_point_has_a_row_with_its_settings_its_status_and_its_figures(tmp_path: Path) -> None:
    run_sweep(tmp_path)
    rows = table(tmp_path)
    assert [r["pots.offer.amount"] for r in rows] == ["46225", "46225", "346225", "346225", "646225", "646225"]
    assert {r["status"] for r in rows} == {"done"}
    assert int(rows[-1]["matched"]) > int(rows[0]["matched"])


def test_two_processes_give_the_same_bytes_as_one(tmp_path: Path) -> None:
    run_sweep(tmp_path / "one")
    run_sweep(tmp_path / "two", "local:2")
    assert (tmp_path / "one" / "points.csv").read_bytes() == (tmp_path / "two" / "points.csv").read_bytes()


def test_what_is_finished_is_not_run_again(tmp_path: Path) -> None:
    first, again = run_sweep(tmp_path), run_sweep(tmp_path)
    assert (first.run, again.run, again.before) == (6, 0, 6)


def test_a_result_in_the_store_is_not_solved_again_even_where_its_row_is_lost(tmp_path: Path) -> None:
    run_sweep(tmp_path)
    task, points = study(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "store").rglob("*.json")}
    row_path(task, points[2]).unlink()
    assert run_sweep(tmp_path).run == 1
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "store").rglob("*.json")} == before


def test_a_row_cut_short_is_made_anew(tmp_path: Path) -> None:
    run_sweep(tmp_path)
    whole = (tmp_path / "points.csv").read_bytes()
    task, points = study(tmp_path)
    row_path(task, points[0]).write_text('{"stamp": "', encoding="utf-8")
    run_sweep(tmp_path)
    assert (tmp_path / "points.csv").read_bytes() == whole


def test_shards_together_make_the_table_of_one_run(tmp_path: Path) -> None:
    run_sweep(tmp_path / "whole")
    first = run_sweep(tmp_path / "parts", shard=(1, 2))
    assert first.waiting == 3
    assert [r["status"] for r in table(tmp_path / "parts")] == ["done", "waiting"] * 3
    run_sweep(tmp_path / "parts", shard=(2, 2))
    assert (tmp_path / "whole" / "points.csv").read_bytes() == (tmp_path / "parts" / "points.csv").read_bytes()


def test_every_point_is_in_exactly_one_shard(tmp_path: Path) -> None:
    _, points = study(tmp_path)
    parts = [shard_points(points, (i, 4)) for i in range(1, 5)]
    assert sorted(p.number for part in parts for p in part) == [p.number for p in points]


def test_a_point_that_fails_is_a_row_with_its_reason_and_the_rest_go_on(tmp_path: Path) -> None:
    pin = "pins=[{recipient: '940001', leader: L9999, reason: asked}]"
    sets = ("sweep={pots.offer.amount: [46_225], rules.max_travel_km: [30, 60]}", pin)
    task, points = study(tmp_path, sets)
    done = sweep(task, points, "local:1")
    assert done.failed == 2
    assert all(r["status"] == "failed" and "nowhere in the data" in r["reason"] for r in table(tmp_path))


def test_a_defect_tells_where_it_was_and_never_what_it_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Dorcas Briarfleet")

    monkeypatch.setattr(RunCache, "solve", broken)
    run_sweep(tmp_path)
    assert {r["status"] for r in table(tmp_path)} == {"failed"}
    assert "ValueError" in table(tmp_path)[0]["reason"]
    assert "Briarfleet" not in (tmp_path / "points.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("state", ["running", "interrupted"])
def test_a_session_that_was_not_told_of_the_last_points_counts_their_rows(tmp_path: Path, state: str) -> None:
    run_sweep(tmp_path)
    (path,) = (tmp_path / "sessions").glob("*.json")
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(record | {"state": state, "run": 0}), encoding="utf-8")
    (session,) = sessions(tmp_path)
    assert (session["state"], session["run"]) == (state, 6)


def started(out: Path) -> subprocess.Popen[bytes]:
    """A sweep in two processes, that runs two points and then stands still until it is killed."""
    arguments = ["sweep", str(SWEEP), "--set", SIX[0], "--out", str(out), "--executor", "local:2"]
    command = [sys.executable, "-m", "tests.study.stalled_sweep", *arguments]
    return subprocess.Popen(command, cwd=SCENARIOS.parent, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def until_it_stands_still(out: Path, process: subprocess.Popen[bytes]) -> None:
    """No other point can be done before it is killed; the deadline only ends a test that hangs."""
    deadline = time.monotonic() + HANGS
    while len(list((out / "points").rglob("0*.json"))) < RUN:
        assert process.poll() is None, "it ended by itself"
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_killed_on_the_way_it_resumes_with_nothing_lost_and_nothing_twice(tmp_path: Path, blow: signal.Signals) -> None:
    run_sweep(tmp_path / "whole")
    out = tmp_path / "killed"
    process = started(out)
    until_it_stands_still(out, process)
    process.send_signal(blow)
    status = process.wait(HANGS)
    assert status == (130 if blow is signal.SIGINT else -signal.SIGKILL)
    solved = {path.name: path.stat().st_mtime_ns for path in (out / "store").rglob("[0-9a-f]*.json")}
    assert len(solved) == RUN
    (killed,) = sessions(out)
    state = "interrupted" if blow is signal.SIGINT else "running"
    assert (killed["state"], killed["run"], killed["failed"]) == (state, RUN, 0)
    again = run_sweep(out)
    assert (again.before, again.run) == (RUN, 6 - RUN)
    assert solved.items() <= {p.name: p.stat().st_mtime_ns for p in (out / "store").rglob("[0-9a-f]*.json")}.items()
    assert (out / "points.csv").read_bytes() == (tmp_path / "whole" / "points.csv").read_bytes()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_no_process_outlives_a_killed_sweep(tmp_path: Path) -> None:
    process = started(tmp_path)
    until_it_stands_still(tmp_path, process)
    children = [int(pid) for pid in children_of(process.pid)]
    assert children
    process.kill()
    process.wait(HANGS)
    deadline = time.monotonic() + HANGS
    while any(os.path.exists(f"/proc/{pid}") for pid in children):
        assert time.monotonic() < deadline, "a worker lives on"
        time.sleep(0.05)


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()


def test_sessions_are_on_record_with_their_rate(tmp_path: Path) -> None:
    run_sweep(tmp_path)
    (session,) = (json.loads(p.read_text(encoding="utf-8")) for p in (tmp_path / "sessions").glob("*.json"))
    assert (session["state"], session["run"], session["solved"]) == ("ended", 6, 6)


def test_a_killed_session_counts_the_points_that_it_had_not_yet_noted(tmp_path: Path) -> None:
    run_sweep(tmp_path)
    (path,) = (tmp_path / "sessions").glob("*.json")
    cut = json.loads(path.read_text(encoding="utf-8")) | {"state": "running", "run": 1}
    path.write_text(json.dumps(cut), encoding="utf-8")
    run_sweep(tmp_path)
    assert [(s["state"], s["run"]) for s in sessions(tmp_path)] == [("running", 6), ("ended", 0)]


@pytest.mark.parametrize("text", ["locl:2", "local:0", "dask:8786", "dask://nowhere", "spark://x:1"])
def test_an_executor_that_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(InputFaults):
        parse_executor(text)


def test_a_scenario_without_a_sweep_or_draws_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFaults):
        study(tmp_path, (), SCENARIOS / "budget.yaml")
