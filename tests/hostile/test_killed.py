"""Killed at any moment, the program leaves a whole run folder or none, and the next run is clean."""

from __future__ import annotations

import json
import random
import shutil
import signal
import textwrap
import time
from pathlib import Path

import pytest

from matcher.read.run_folders.seal import manifest_faults, verify_seal
from tests.hostile.commands import SCENARIOS, Command, contents, matcher

OWN_TIME = ("run.json", "report.html")  # these say how long the run took
HASHES = "manifest.json"  # of every file that is not sealed, so of those two as well


def whole(out: Path, published: Path) -> bool:
    """Every file of a run, and every table as it is in the published one."""
    mine, whole_one = contents(out), contents(published)
    assert json.loads(mine["run.json"])["status"] == "published"
    assert mine["report.html"].rstrip().endswith(b"</html>")
    assert verify_seal(out, json.loads(mine["run.json"])) == verify_seal(published, json.loads(whole_one["run.json"]))
    assert manifest_faults(out) == []
    return without_own_time(mine) == without_own_time(whole_one)


def without_own_time(files: dict[str, bytes]) -> dict[str, object]:
    """Every file by its bytes but those of its own time, and the manifest without the hashes of those."""
    manifest = json.loads(files[HASHES])
    hashes = {k: v for k, v in manifest["files"].items() if k not in OWN_TIME}
    others = {k: v for k, v in files.items() if k not in (*OWN_TIME, HASHES)}
    return others | {HASHES: manifest | {"files": hashes}}


def gone_within(command: Command, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while command.children_left() and time.monotonic() < until:
        time.sleep(0.02)
    return not command.children_left()


def killed_after(seconds: float, out: Path) -> bool:
    """Whether the blow met it alive."""
    command = Command("propose", SCENARIOS / "budget.yaml", "--out", out)
    try:
        time.sleep(seconds)
        command.send(signal.SIGKILL)
        status = command.ended().status
        assert gone_within(command, 60)
        assert command.temporary_left() == []
    finally:
        command.forget()
    assert status in (0, -signal.SIGKILL)
    return status != 0


def killed_alive(share: float, longest: float, here: Path, published: Path) -> tuple[float, int]:
    """Kill it on its way, at that share of the time it takes.

    Returns that time, shortened for every run that had ended first, and how many had: each left a whole folder. So a
    busy machine, where one run takes twice as long as the next, changes the moments and never the number of kills.
    """
    here.mkdir()
    ended = 0
    while not killed_after(share * longest, here / "run"):
        assert [p.name for p in here.iterdir()] == ["run"]
        assert whole(here / "run", published)
        shutil.rmtree(here / "run")
        longest *= 0.8
        ended += 1
    return longest, ended


def kill_again_and_again(times: int, seed: int, place: Path, published: Path, longest: float) -> dict[str, int]:
    """`longest`: how many seconds a whole run took."""
    chance = random.Random(seed)
    met = {"no folder": 0, "a whole folder": 0, "a draft left": 0}
    for number in range(times):
        here = place / f"kill-{number}"
        # every other time in the last third, where it writes
        longest, ended_first = killed_alive(chance.uniform(0.0 if number % 2 else 0.65, 1.05), longest, here, published)
        met["a whole folder"] += ended_first
        left = {p.name for p in here.iterdir()}
        assert all(name == "run" or name.startswith(".run.draft-") for name in left), left
        met["a draft left"] += len(left - {"run"})
        met["a whole folder" if "run" in left else "no folder"] += 1
        assert "run" not in left or whole(here / "run", published)
        if number % 10 == 0 or left - {"run"}:
            ended = matcher("propose", SCENARIOS / "budget.yaml", "--out", here / "run", "--replace")
            assert (ended.status, ended.err) == (0, "")
            assert [p.name for p in here.iterdir()] == ["run"]
            assert whole(here / "run", published)
    return met


def test_killed_at_random_moments_there_is_a_whole_run_or_none(
    tmp_path: Path, published: Path, seconds_of_a_run: float
) -> None:
    met = kill_again_and_again(2, seed=1, place=tmp_path, published=published, longest=seconds_of_a_run)
    assert met["no folder"] >= 1, met


@pytest.mark.long
def test_killed_200_times_there_is_a_whole_run_or_none(
    tmp_path: Path, published: Path, seconds_of_a_run: float
) -> None:
    met = kill_again_and_again(200, seed=2022, place=tmp_path, published=published, longest=seconds_of_a_run)
    assert met["no folder"] >= 100, met
    assert met["a draft left"] >= 2, met


KILLED_AT = """
    import os, signal, sys
    from matcher.report.run_folder import folder
    from matcher.cli import main
    step, right = sys.argv[1], getattr(folder, sys.argv[1])
    def last(*words):
        if sys.argv[2] == "after":
            right(*words)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(folder, step, last)
    main(sys.argv[3:])
"""


CLOSEST = (("_flush", "after"), ("swap", "before"), ("swap", "after"))
FURTHER = tuple((step, when) for step in ("seal", "write_workbooks", "write_page") for when in ("before", "after"))


@pytest.mark.parametrize(("step", "when"), [*CLOSEST, *(pytest.param(*x, marks=pytest.mark.long) for x in FURTHER)])
def test_killed_at_a_step_of_writing_over_an_old_run_one_of_the_two_is_whole(
    step: str, when: str, run: Path, published: Path
) -> None:
    """A kill between two steps is made, not waited for: the run is replaced by one of less money."""
    words = ("propose", SCENARIOS / "budget.yaml", "--out", run, "--replace", "--set", "pots.offer.amount=60000")
    old = contents(run)
    command = Command(step, when, *words, script=textwrap.dedent(KILLED_AT))
    try:
        assert command.ended().status == -signal.SIGKILL
    finally:
        command.forget()
    new = json.loads((run / "run.json").read_text(encoding="utf-8"))["run_id"] != json.loads(old["run.json"])["run_id"]
    assert new == (step == "swap" and when == "after")
    assert set(contents(run)) == set(old)
    assert new or contents(run) == old
    if (step, when) == ("swap", "after"):
        again = matcher("propose", SCENARIOS / "budget.yaml", "--out", run, "--replace")
        assert again.status == 0
        assert [p.name for p in run.parent.iterdir()] == ["run"]


ASKS_FOREVER = """
    import sys, numpy as np
    from matcher.bounding import Rows
    from matcher.bounding.rows import Origin
    from matcher.proof.second_solver import HighsSecondSolver
    chance = np.random.default_rng(1)
    rows, columns = 60, 400
    place = np.arange(rows * columns)
    weight = chance.integers(1, 1000, rows * columns)
    pots = (Origin("limit", "pots", "x"),) * rows
    many = Rows.of(place // columns, place % columns, weight, np.full(rows, 60_000), pots, columns)
    worth = chance.integers(1, 1000, columns)
    with HighsSecondSolver(work=10**9 * columns, seconds=600.0) as second:
        second.prices(many, np.ones(columns, dtype=bool), worth)
        print("asking", flush=True)
        second.opinion(many, np.ones(columns, dtype=bool), worth)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_the_second_solver_ends_with_the_program_however_that_ends(number: signal.Signals) -> None:
    command = Command(script=textwrap.dedent(ASKS_FOREVER))
    try:
        command.speaks()
        time.sleep(0.3)
        assert len(command.children_left()) == 2, (command.place / "err").read_text()
        command.send(number)
        command.ended()
        assert gone_within(command, 60)
    finally:
        command.forget()
