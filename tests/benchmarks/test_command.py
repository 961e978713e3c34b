"""The one command, from a small instance to the tables and the page."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

from benchmarks.page import grid
from benchmarks.trial import Instance, run_trial

ROOT = Path(__file__).parents[2]


def test_one_command_writes_the_tables_and_the_page_and_finds_no_disagreement(tmp_path: Path) -> None:
    asked = ["--sizes", "village", "--costs", "uniform", "--seeds", "1", "--methods", "matcher", "highs", "flow"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", str(tmp_path / "out"), *asked, "--scale", "village"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with (tmp_path / "out" / "trials.csv").open(encoding="utf-8", newline="") as file:
        trials = list(csv.DictReader(file))
    assert {row["method"] for row in trials if row["goal"] == "all"} == {"matcher", "highs", "flow"}
    proved = {r["method"]: r["value"] for r in trials if r["goal"] == "coverage" and r["proved"] == "yes"}
    assert proved["matcher"] == proved["highs"]
    with (tmp_path / "out" / "stages.csv").open(encoding="utf-8", newline="") as file:
        stages = [row["stage"] for row in csv.DictReader(file) if row["stage"]]
    assert stages == [
        "candidates",
        "posing",
        "start",
        "by-hand",
        "solving",
        "proving",
        "audit",
        "one forbid",
        "one pin",
    ]
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "their values are the same" in page
    assert "http" not in page


def test_a_method_that_does_not_apply_says_so_in_a_row() -> None:
    *_, last = run_trial(Instance("village", "mixed", 1), "flow", 60.0)
    assert last["goal"] == "ended"
    assert last["said"].startswith("does not apply")


def test_a_cell_is_text_and_never_markup() -> None:
    assert "<td>&lt;b&gt;</td>" in grid(("said",), [{"said": "<b>"}])
