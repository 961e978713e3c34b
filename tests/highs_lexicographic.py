"""The goals in order by HiGHS alone, in its own process: a formulation of its own, sharing no line with the program.

Run as a script it answers one JSON question a line with one JSON answer a line.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from matcher.plan import Problem

Question = dict[str, Any]
Row = tuple[dict[int, int], int]  # weights by column, at most


class Highs:
    """HiGHS in a process of its own, ended with the `with` block."""

    def __enter__(self) -> Highs:
        command = [
            sys.executable,
            "-m",
            "tests.highs_lexicographic",
        ]  # from the project's root: it need not be installed
        pipe, root = subprocess.PIPE, Path(__file__).parents[1]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=root)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def goals_in_order(self, problem: Problem) -> dict[str, Any]:
        """`kept`, the value of each goal when its turn came, and `plan`, the choices in the end; or `impossible`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question(problem)) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def question(problem: Problem) -> Question:
    entries = problem.matrix.tocoo()
    objectives = [
        {
            "sense": a.sense,
            "worth": a.worth.tolist(),
            "may_lose": a.may_lose,
            "group": a.group.tolist(),
            "size": a.size.tolist(),
        }
        for a in problem.objectives
    ]
    return {
        "row": entries.row.tolist(),
        "column": entries.col.tolist(),
        "weight": entries.data.tolist(),
        "at_most": problem.at_most.tolist(),
        "choices": len(problem.choices),
        "aims": objectives,
    }


def solve(asked: Question) -> dict[str, Any]:
    """Each goal as one mixed-integer program; its value is then a row for the next, less what it may lose."""
    rows: list[Row] = [({}, b) for b in asked["at_most"]]
    for row, column, weight in zip(asked["row"], asked["column"], asked["weight"], strict=True):
        rows[row][0][column] = rows[row][0].get(column, 0) + weight
    kept, plan = [], best(asked["choices"], rows, {})
    if plan is None:
        return {"impossible": True}
    for objective in asked["aims"]:
        share = asked["choices"]  # one more column: the worst-off share itself
        wanted = rows + (
            _each_group(objective, {share: objective["size"]}) if objective["sense"] == "worst-share" else []
        )
        plan = best(asked["choices"], wanted, *_aim(objective, share))
        if plan is None:
            raise ArithmeticError("HiGHS lost the plan it had found before")
        value = value_of(objective, plan)
        kept.append(value)
        rows = rows + _floor(objective, value)
    return {"kept": kept, "plan": plan}


def _aim(objective: Question, share: int) -> tuple[dict[int, int], bool]:
    """What to make large, by column, and whether there is a column for the share."""
    if objective["sense"] == "worst-share":
        return ({share: 1} if objective["size"] else {}), True
    sign = -1 if objective["sense"] == "least" else 1
    return {c: sign * w for c, w in enumerate(objective["worth"]) if w}, False


def _each_group(objective: Question, extra: dict[int, list[int]], share: int = 0) -> list[Row]:
    """Per group: size x share - 1000 x matched <= 0, the share a column, or a number on the right."""
    found = []
    for g, size in enumerate(objective["size"]):
        weights = {c: -1000 for c, of in enumerate(objective["group"]) if of == g} | {c: s[g] for c, s in extra.items()}
        found.append((weights, -size * share))
    return found


def _floor(objective: Question, value: int) -> list[Row]:
    if objective["sense"] == "worst-share":
        return _each_group(objective, {}, max(0, value - objective["may_lose"]))
    sign = 1 if objective["sense"] == "least" else -1
    return [({c: sign * w for c, w in enumerate(objective["worth"]) if w}, sign * value + objective["may_lose"])]


def value_of(objective: Question, plan: list[int]) -> int:
    if objective["sense"] != "worst-share":
        return sum(objective["worth"][c] for c in plan)
    count = [sum(objective["group"][c] == g for c in plan) for g in range(len(objective["size"]))]
    return min((1000 * n // s for n, s in zip(count, objective["size"], strict=True)), default=0)


def best(choices: int, rows: list[Row], worth: dict[int, int], share: bool = False) -> list[int] | None:
    """The choices of the best plan, or None where none is lawful; rounded, then checked in whole numbers."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    columns = choices + share
    used = [_smaller(row) for row in rows if row[0]]
    if any(b < 0 for weights, b in rows if not weights):
        return None
    if not columns:
        return []
    entries = [(w, k, c) for k, (weights, _) in enumerate(used) for c, w in weights.items()]
    weight, row, column = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csr_matrix((np.array(weight, dtype=float), (row, column)), shape=(len(used), columns))
    limits = [LinearConstraint(matrix, -np.inf, np.array([b for _, b in used], dtype=float))] if used else []
    cost = np.zeros(columns)
    for c, w in worth.items():
        cost[c] = -w
    most = np.ones(columns)
    most[choices:] = 1000
    found = milp(
        cost, constraints=limits, integrality=np.ones(columns), bounds=Bounds(0, most), options={"mip_rel_gap": 0.0}
    )
    if found.status == 2:
        return None
    if found.status != 0:
        raise ArithmeticError(f"HiGHS did not finish: {found.message}")
    taken = [round(x) for x in found.x]
    if any(sum(w * taken[c] for c, w in weights.items()) > b for weights, b in rows):
        raise ArithmeticError("HiGHS rounded to a plan that breaks a row")
    return [c for c in range(choices) if taken[c]]


def _smaller(row: Row) -> Row:
    """The row divided by what all its weights share: a tolerance of a millionth is then always less than one unit."""
    weights, at_most = row
    shared = math.gcd(*weights.values()) or 1
    return {c: w // shared for c, w in weights.items()}, at_most // shared


def answer_questions() -> None:
    """HiGHS now and then prints a line of its own, whatever it is told; that goes to standard error instead."""
    sink = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            answer = solve(json.loads(line))
        except ArithmeticError as error:
            answer = {"unsure": str(error)}
        print(json.dumps(answer), file=sink, flush=True)


if __name__ == "__main__":
    answer_questions()
