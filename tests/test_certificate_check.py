"""The third party's checker: accepts true certificates, refuses doctored ones, needs nothing installed."""

from __future__ import annotations

import ast
import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.instances import problem as instance
from matcher.greedy import greedy
from matcher.plan import Problem, Solution
from matcher.policy import Effort
from matcher.proof import certificate_check
from matcher.proof.proof import certify
from matcher.solve import solve
from matcher.solve import strategies as one_goal
from tests.run_tables import write_run
from tests.solve.problems import random_problem

EFFORT = Effort(per_goal=10.0)
CHECKER = Path(certificate_check.__file__)
OWN_INTEREST_SEED = 16
Certificate = dict[str, Any]


def proved(problem: Problem) -> tuple[Solution, Certificate]:
    return certify(problem, solve(problem, greedy(problem), EFFORT, lambda _: None))


@cache
def proved_at_random(seed: int) -> tuple[Problem, Solution, Certificate]:
    """Solved and proved once, however many tests write it."""
    problem = random_problem(seed, pins=False)
    return problem, *proved(problem)


def a_run(folder: Path, seed: int) -> tuple[Solution, Path]:
    problem, solution, certificate = proved_at_random(seed)
    return solution, write_run(folder, problem, solution, certificate)


def rewritten(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / name
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, "the test changed nothing"
    path.write_text(after, encoding="utf-8")


def test_accepts_every_true_certificate(tmp_path: Path) -> None:
    for seed in range(120):
        _, folder = a_run(tmp_path / str(seed), seed)
        certificate_check.check(folder)


def test_runs_alone_with_nothing_but_the_standard_library(tmp_path: Path) -> None:
    """Two runs: of one every row is derived; in the other a cap on own interest stands on trust."""
    firsts = set()
    for seed in (4, OWN_INTEREST_SEED):
        solution, folder = a_run(tmp_path / str(seed), seed)
        copied = shutil.copy(CHECKER, folder)
        words = [sys.executable, "-I", "-S", copied, str(folder)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        first = done.stdout.splitlines()[0]
        firsts.add(first)
        proof = "proved: nothing passes" if first.startswith("nothing") else "proved if the above is right: at"
        for stage in solution.stages:
            said = f"{proof} {stage.bound}" if stage.proved else "not by certificate"
            assert f"{stage.goal}: {stage.value} {stage.unit}, {said}" in done.stdout
    assert firsts == {
        "taken on trust, not derived:",
        "nothing is taken on trust but the run's own tables and inputs",
    }


def test_a_certificate_of_another_format_is_refused_by_its_name(tmp_path: Path) -> None:
    _, folder = a_run(tmp_path / "run", 4)
    rewritten(folder, "certificate.json", lambda text: text.replace("matcher-certificate/1", "matcher-certificate/2"))
    with pytest.raises(
        SystemExit, match="this checker reads matcher-certificate/1, and the certificate is matcher-certif"
    ):
        certificate_check.check(folder)


def test_imports_the_standard_library_only() -> None:
    tree = ast.parse(CHECKER.read_text(encoding="utf-8"))
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names


def changes_of(certificate: Certificate) -> list[tuple[str, Certificate]]:
    """Each way of doctoring a certificate so that it claims more than is so, on the goals it proves."""
    found = []

    def changed(what: str, change: Callable[[Certificate], None]) -> None:
        other = copy.deepcopy(certificate)
        change(other)
        found.append((what, other))

    def turned(text: str, add: int) -> str:
        numbers = [int(n) for n in text.split()]
        return " ".join(map(str, [numbers[0] + add, *numbers[1:]]))

    for i, goal in enumerate(certificate["goals"]):
        if goal["how"] != "certificate":
            continue
        better = 1 if goal["sense"] == "least" else -1
        changed("bound", lambda c, i=i, b=better: c["goals"][i].update(bound=c["goals"][i]["bound"] + b))
        changed("kept", lambda c, i=i, b=better: c["goals"][i].update(kept=c["goals"][i]["kept"] - b))
        changed("value", lambda c, i=i: c["goals"][i].update(value=c["goals"][i]["value"] + 1))
        if goal["goal"] in ("fit", "spend", "governance", "canonical") and goal["worth"]:
            changed("worth", lambda c, i=i: c["goals"][i].update(worth=turned(c["goals"][i]["worth"], 1)))
        for k in goal["times"]:
            changed("negative", lambda c, i=i, k=k: c["goals"][i]["times"].update({k: -c["goals"][i]["times"][k]}))
    for k, row in certificate["rows"].items():
        if row.get("weights") and row["rule"] in certificate_check.DERIVED | {"pots"}:
            changed("weight", lambda c, k=k: c["rows"][k].update(weights=turned(c["rows"][k]["weights"], 99_999_999)))
        if "at_most" in row and row["rule"] in certificate_check.DERIVED | {"pots"}:
            changed("side", lambda c, k=k: c["rows"][k].update(at_most=c["rows"][k]["at_most"] - 1))
        if "parts" in row:
            changed("divisor", lambda c, k=k: c["rows"][k].update(divide_by=0))
            changed("part", lambda c, k=k: c["rows"][k].update(parts=[[p, -t] for p, t in c["rows"][k]["parts"]]))
    return found


def test_refuses_every_doctored_certificate(tmp_path: Path) -> None:
    kinds = set()
    for seed in range(40):
        _, folder = a_run(tmp_path / str(seed), seed)
        certificate = json.loads((folder / "certificate.json").read_text())
        for what, other in changes_of(certificate):
            (folder / "certificate.json").write_text(json.dumps(other))
            with pytest.raises(SystemExit, match="NOT PROVED"):
                certificate_check.check(folder)
            kinds.add(what)
    assert kinds == {"bound", "kept", "value", "worth", "negative", "weight", "side", "divisor", "part"}


@pytest.fixture
def only_column_generation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every goal's bound is sought over leaders' sets."""
    monkeypatch.setitem(
        one_goal.STRATEGIES, "mixed", ((one_goal.tighten_by_column_generation, 0.0), (one_goal.full_search, 1.0))
    )


LETTERS = {"one-leader": "R", "one-governance-leader": "R", "governance-needs-match": "R", "governance-days": "N"}


def a_village(seed: int) -> Problem:
    """Twelve leaders and twenty-four bodies where days and costs differ from pair to pair, named as the tables are."""
    problem = instance("village", True, seed)
    limits = tuple(
        replace(limit, subject=("offer",))
        if limit.rule == "pots"
        else replace(limit, subject=tuple(LETTERS.get(limit.rule, "L") + s for s in limit.subject))
        for limit in problem.limits
    )
    c, (coverage, strong) = problem.choices, problem.objectives[:2]
    near = c.is_match & (c.recipient % 2 == 1) & (c.metres >= 0) & (c.metres < 20_000)  # as `write_run` has it
    return replace(problem, limits=limits, objectives=(coverage, replace(strong, worth=near.astype(np.int64))))


@cache
def proved_village(seed: int) -> tuple[Problem, Solution, Certificate]:
    """Asked only by tests that use `only_column_generation`."""
    problem = a_village(seed)
    return problem, *certify(problem, solve(problem, greedy(problem), EFFORT, lambda _: None, "mixed"))


def a_packed_run(folder: Path, seed: int) -> tuple[Solution, Path]:
    problem, solution, certificate = proved_village(seed)
    return solution, write_run(folder, problem, solution, certificate)


@pytest.mark.usefixtures("only_column_generation")
def test_packed_rows_are_accepted_and_close_goals_that_prices_alone_leave_open(tmp_path: Path) -> None:
    packed, shared, proved = 0, 0, {"mixed": 0, "core": 0}
    for seed in range(12):
        solution, folder = a_packed_run(tmp_path / str(seed), seed)
        certificate_check.check(folder)
        goals = json.loads((folder / "certificate.json").read_text())["goals"]
        packed += sum("packed" in held for held in goals)
        shared += sum("subset_rows" in held for held in goals)
        proved["mixed"] += sum(stage.how == "certificate" for stage in solution.stages)
        problem = a_village(seed)
        plain = certify(problem, solve(problem, greedy(problem), EFFORT, lambda _: None, "core"))[0]
        assert plain.stages[0].value == solution.stages[0].value
        proved["core"] += sum(stage.how == "certificate" for stage in plain.stages)
    assert packed > 5
    assert shared > 2
    assert proved["mixed"] > proved["core"], proved


@pytest.mark.usefixtures("only_column_generation")
def test_a_packed_row_that_leaves_out_what_makes_it_hold_proves_nothing(tmp_path: Path) -> None:
    refused = 0
    for seed in range(12):
        _, folder = a_packed_run(tmp_path / str(seed), seed)
        path, certificate = folder / "certificate.json", json.loads((folder / "certificate.json").read_text())
        for held in certificate["goals"]:
            if "packed" not in held or held["how"] != "certificate":
                continue
            whole, held["packed"] = held["packed"], []
            path.write_text(json.dumps(certificate))
            with pytest.raises(SystemExit, match="NOT PROVED"):
                certificate_check.check(folder)
            held["packed"] = [pack | {"rows": [10**6]} for pack in whole]
            path.write_text(json.dumps(certificate))
            with pytest.raises(SystemExit, match="rows that are not there"):
                certificate_check.check(folder)
            held["packed"] = [pack | {"rows": []} for pack in whole]
            path.write_text(json.dumps(certificate))
            with pytest.raises(SystemExit, match="NOT PROVED"):
                certificate_check.check(folder)
            held["packed"] = whole
            refused += 1
    assert refused > 3


@pytest.mark.usefixtures("only_column_generation")
def test_a_subset_row_that_counts_more_than_it_allows_is_refused(tmp_path: Path) -> None:
    refused = 0
    for seed in range(3):
        _, folder = a_packed_run(tmp_path / str(seed), seed)
        path, certificate = folder / "certificate.json", json.loads((folder / "certificate.json").read_text())
        for held in (goal for goal in certificate["goals"] if "subset_rows" in goal):
            subsets, packs = held["subset_rows"], held["packed"]
            none = [subset | {"rows": [10**6]} for subset in subsets]
            below = [subset | {"times": -subset["times"]} for subset in subsets]
            twice = [pack | {"pays": pack["pays"] * 2} if "pays" in pack else pack for pack in packs]
            for rows, packed, said in (
                (none, packs, "a subset row is made of rows that are not there"),
                (below, packs, "a subset row holds less than nothing"),
                (subsets, twice, "a packed row pays twice"),
                (subsets, [*packs, packs[0]], "hold the same choice"),
                ([], packs, "a packed row pays twice"),
            ):
                held["subset_rows"], held["packed"] = rows, packed
                path.write_text(json.dumps(certificate))
                with pytest.raises(SystemExit, match=said):
                    certificate_check.check(folder)
            held["subset_rows"], held["packed"] = subsets, packs
            refused += 1
    assert refused > 2


def problem_has_a_match(folder: Path) -> bool:
    return len((folder / "matches.csv").read_text().splitlines()) > 1


def a_run_with_a_match(tmp_path: Path) -> Path:
    for seed in range(60):
        solution, folder = a_run(tmp_path / str(seed), seed)
        if solution.chosen.any() and problem_has_a_match(folder) and all(s.proved for s in solution.stages):
            return folder
    raise AssertionError("no such run")


@pytest.mark.parametrize("table", ["candidates.csv", "matches.csv", "goals.json"])
def test_refuses_tables_that_are_not_those_of_the_certificate(tmp_path: Path, table: str) -> None:
    folder = a_run_with_a_match(tmp_path)
    if table == "goals.json":
        rewritten(folder, table, lambda text: text.replace('"value": ', '"value": 1', 1))
    else:
        rewritten(folder, table, lambda text: "\n".join(text.splitlines()[:1] + text.splitlines()[2:]) + "\n")
    with pytest.raises(SystemExit, match="NOT PROVED"):
        certificate_check.check(folder)
