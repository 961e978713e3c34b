"""The same answer whatever the order of the rows, the hash seed, the number of processes and the version of Python.

Where a fact was read (its row in a file, the file's checksum) follows the order of the rows, and is told; nothing else
may. Another interpreter is given by MATCHER_OTHER_PYTHON, one with the packages of requirements-test.lock.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from matcher.greedy import greedy
from matcher.policy import Effort
from matcher.solve import pins_conflict, solve
from tests.random_worlds import LARGER, a_random_world, posed

ROOT = Path(__file__).parents[1]
OTHER = os.environ.get("MATCHER_OTHER_PYTHON", "")
RUNS = 20

# Told in run.json for people: how long it took, the checksums of the files as they were, the versions in use.
MAY_DIFFER = ("stages", "inputs", "versions", "seal")  # the seal covers the digests of the files as they lay


@dataclass(frozen=True)
class Answer:
    run_id: str
    record: str
    tables: dict[str, bytes]


def propose(folder: Path, scenario: str, seed: int | None, python: str) -> Path:
    """A run on a copy of the scenarios whose tables' rows are shuffled, unless the seed is None."""
    project = folder / "project"
    shutil.copytree(ROOT / "scenarios", project)
    if seed is not None:
        for path in sorted(project.rglob("*.csv")):
            shuffle_rows(path, random.Random(f"{seed} {path.name}"))
    command = [python, "-m", "matcher", "propose", str(project / scenario), "--out", str(folder / "run")]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed or 0), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return folder / "run"


def shuffle_rows(path: Path, draw: random.Random) -> None:
    """As lines: no cell of the sample holds a line break."""
    header, *rows = path.read_bytes().splitlines(keepends=True)
    draw.shuffle(rows)
    path.write_bytes(b"".join([header, *rows]))


def answer(run: Path) -> Answer:
    record = json.loads((run / "run.json").read_text("utf-8"))
    names = [*run.glob("*.csv"), run / "goals.json", run / "certificate.json", run / "scenario.resolved.yaml"]
    tables = {p.name: without_rows_read(p.read_bytes()) for p in names}
    kept = {k: v for k, v in record.items() if k not in MAY_DIFFER}
    return Answer(record["run_id"], json.dumps(kept, sort_keys=True), tables)


def without_rows_read(table: bytes) -> bytes:
    """Without the row or line of a file at which a fact was read."""
    return re.sub(rb"(\.csv row |the first is line |\(row )\d[\d, ]*", rb"\1N", table)


def different(one: Answer, other: Answer) -> list[str]:
    names = sorted(one.tables.keys() | other.tables.keys())
    return [name for name in names if one.tables.get(name) != other.tables.get(name)]


def compare(folder: Path, scenario: str, runs: int, pythons: list[str]) -> None:
    """One run with the rows as they are, then shuffled ones: some alone, some two at a time."""
    first = answer(propose(folder / "as-it-is", scenario, None, sys.executable))
    assert len(first.tables) > 10
    seeds = list(range(1, runs + 1))
    alone, together = seeds[: runs // 2], seeds[runs // 2 :]
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(2) as two:
        for pool, part in ((one, alone), (two, together)):
            waiting = {
                seed: pool.submit(propose, folder / str(seed), scenario, seed, pythons[seed % len(pythons)])
                for seed in part
            }
            for seed, run in waiting.items():
                found = answer(run.result())
                assert found.run_id == first.run_id, seed
                assert different(first, found) == [], seed
                assert found.record == first.record, seed


def test_shuffled_rows_and_other_hash_seeds_give_the_same_tables(tmp_path: Path) -> None:
    compare(tmp_path, "budget.yaml", 2, [sys.executable])


@pytest.mark.long
@pytest.mark.parametrize("scenario", ["budget.yaml", "three-pots.yaml"])
def test_twenty_shuffled_runs_give_the_same_tables(tmp_path: Path, scenario: str) -> None:
    compare(tmp_path, scenario, RUNS, [sys.executable, *([OTHER] if OTHER else [])])


@pytest.mark.skipif(not OTHER, reason="MATCHER_OTHER_PYTHON names no other interpreter")
def test_another_version_of_python_gives_the_same_tables(tmp_path: Path) -> None:
    version = "import sys; print(sys.version_info[:2])"
    ours, theirs = (subprocess.check_output([p, "-c", version], text=True) for p in (sys.executable, OTHER))
    assert ours != theirs
    compare(tmp_path, "budget.yaml", 2, [OTHER])


def test_rows_that_differ_are_noticed(tmp_path: Path) -> None:
    """One cell changed is another answer: the comparison itself can fail."""
    table = {"matches.csv": b"a,b\n1,2\n", "eligibility.csv": without_rows_read(b"[requests.csv row 5]")}
    moved = table | {"eligibility.csv": without_rows_read(b"[requests.csv row 7]")}
    changed = table | {"matches.csv": b"a,b\n1,3\n"}
    assert different(Answer("", "", table), Answer("", "", moved)) == []
    assert different(Answer("", "", table), Answer("", "", changed)) == ["matches.csv"]
    shuffled = tmp_path / "t.csv"
    shuffled.write_bytes(b"h\n" + b"".join(b"%d\n" % k for k in range(50)))
    shuffle_rows(shuffled, random.Random(1))
    assert shuffled.read_bytes().splitlines()[0] == b"h"
    assert shuffled.read_bytes().splitlines()[1:] != [b"%d" % k for k in range(50)]


def test_the_solver_with_two_workers_gives_the_plan_it_gives_with_one() -> None:
    compared = 0
    for seed in range(40):
        problem = posed(a_random_world(seed, LARGER))
        if len(problem.choices) < 10 or pins_conflict(problem) is not None:
            continue
        one, two = (solve(problem, greedy(problem), Effort(workers=n), lambda _: None) for n in (1, 2))
        assert one.unique
        assert np.array_equal(one.chosen, two.chosen), seed
        compared += 1
    assert compared > 15
