"""`matcher sweep`: every point of a sweep and every draw, run once and kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from matcher.commands.console import PROGRESS_SECONDS, Say, progress_printer
from matcher.errors import Fault, InputFaults
from matcher.read.scenarios.scenario import load_scenario
from matcher.study.sweeps.points import points_of, task_of
from matcher.study.sweeps.sweep import sweep as run_sweep
from matcher.study.sweeps.sweep_outputs import write_study


def sweep(
    scenario: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    executor: str,
    shard: str,
    out: Path | None,
    page: bool,
    say: Say,
) -> None:
    read = load_scenario(scenario, tuple(sets), tuple(blocks), project)
    points = points_of(scenario, sets, blocks, project, read)
    folder = out or Path("studies") / scenario.stem
    task = task_of(scenario, sets, blocks, project, folder, read, date.today())
    end = run_sweep(task, points, executor, shard_of(shard), progress_printer(PROGRESS_SECONDS))
    rate = f"; {60 * end.run / end.seconds:.1f} a minute" if end.run else ""
    say(f"{end.run:,} points run, {end.before:,} done before{rate}")
    if end.failed:
        say(f"{end.failed:,} failed: their rows in points.csv say why")
    if end.waiting:
        say(f"{end.waiting:,} wait for other shards, or to be resumed: run the same command again")
    say(f"Table: {folder / 'points.csv'}")
    if page and not end.waiting:
        say(f"Page: {write_study(task, points, read)}")


def shard_of(text: str) -> tuple[int, int]:
    """`2/5` is the second of five. Raises InputFaults where it is not i of n."""
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        hint = "Write it as --shard 2/5: the second of five"
        raise InputFaults([Fault("--shard", None, "", text[:80], "is not a part of a whole", hint)])
    return int(match[1]), int(match[2])
