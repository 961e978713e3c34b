"""Whether a run's certificate is about the run's own problem: every row and worth is built again from its inputs.

The checker that stands alone derives what it can with the standard library, and takes the rest on trust. Here nothing
is: the rules give every row. What follows from the rows is then left to that checker's own arithmetic.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np

from matcher.bounding.rows import Rows, rows_of
from matcher.plan import Objective, Problem
from matcher.proof import certificate_check
from matcher.runs.opened import OpenedRun
from matcher.world import Ints

CERTIFICATE, GOALS = "certificate.json", "goals.json"
SAME = ("bound", "unit")  # of a goal: what goals.json says as the certificate does; the checker compares the rest


def differing_certificate(run: OpenedRun, problem: Problem) -> Iterator[str]:
    """A sentence for each row and goal of the certificate that the rules do not give, and for a proof that fails.

    `problem` is the run's, with the year ahead in it where the run looked ahead.
    """
    try:
        said = json.loads((run.folder / CERTIFICATE).read_text(encoding="utf-8"))
        goals = json.loads((run.folder / GOALS).read_text(encoding="utf-8"))
        yield from _differences(problem, said, goals)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
        yield f"{CERTIFICATE}: cannot be read as a certificate ({type(fault).__name__})"
        return
    yield from _unproved(run.folder)


def _differences(problem: Problem, said: Mapping[str, Any], goals: list[Mapping[str, Any]]) -> Iterator[str]:
    rows = rows_of(problem)
    for number, row in said["rows"].items():
        against = _row_difference(rows, int(number), row)
        if against:
            yield f"{CERTIFICATE}: row {number} ({row['rule']}, {row['subject']}) {against}"
    names = [objective.goal for objective in problem.objectives]
    if [goal["goal"] for goal in said["goals"]] != names:
        yield f"{CERTIFICATE}: its goals are not those of the run, in order: {', '.join(names)}"
        return
    for objective, goal, end in zip(problem.objectives, said["goals"], goals, strict=True):
        if not _is_goal(objective, goal):
            yield f"{CERTIFICATE}: the goal {objective.goal} is not as the rules give it"
        if any(goal[key] != end[key] for key in SAME) or end["proved"] != (end["how"] != "none"):
            yield f"{GOALS}: the goal {objective.goal} is not as the certificate has it"


def _row_difference(rows: Rows, number: int, row: Mapping[str, Any]) -> str:
    """What is wrong with a row that says it is a limit's; '' for none, and for one made of others."""
    if "parts" in row:
        return ""  # how it follows from its parts is the checker's to work out
    if not 0 <= number < len(rows.origins):
        return "is no row of the run's limits"
    origin = rows.origins[number]
    if (origin.name, origin.subject) != (row["rule"], row["subject"]):
        return f"is not that one: the rules have {origin.name}, {origin.subject} there"
    choice, weight = rows.entries(number)
    if not (_same(row["choices"], choice) and _same(row["weights"], weight)):
        return "does not weigh the choices as the rules do"
    return "" if row["at_most"] == int(rows.at_most[number]) else "has another right side than the rules give"


def _is_goal(objective: Objective, goal: Mapping[str, Any]) -> bool:
    own = (objective.sense, objective.unit, objective.may_lose)
    if own != (goal["sense"], goal["unit"], goal["may_lose"]):
        return False
    if objective.sense == "worst-share":
        return _same(goal["group"], objective.group) and _same(goal["size"], objective.size)
    return "group" not in goal and _same(goal["worth"], objective.worth)


def _same(text: str, numbers: Ints) -> bool:
    return np.array_equal(np.array(text.split(), dtype=np.int64), numbers)


def _unproved(folder: Path) -> Iterator[str]:
    """What the checker that stands alone says against the proof."""
    try:
        with redirect_stdout(io.StringIO()):
            certificate_check.check(folder)
    except SystemExit as refused:
        yield f"{CERTIFICATE}: {refused.code}"
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as problem:
        yield f"{CERTIFICATE}: cannot be read as a certificate ({type(problem).__name__})"
