"""The tables of a run folder that the certificate's checker reads, written from a solved problem."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from matcher.plan import Problem, Solution


def write_run(folder: Path, problem: Problem, solution: Solution, certificate: Mapping[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    match = np.flatnonzero(problem.choices.is_match)
    other = np.flatnonzero(~problem.choices.is_match)
    pair = ["recipient_id", "leader_id", "days", "team_days", "cost", "distance_km", "fit", "flags"]
    trust = ["recipient_id", "governance_leader_id", "days", "cost", "benefit"]
    rows = [_row(problem, int(c)) for c in range(len(problem.choices))]
    _write(folder / "candidates.csv", pair, [rows[c] for c in match])
    _write(folder / "governance_candidates.csv", trust, [rows[c] for c in other])
    _write(folder / "matches.csv", pair, [rows[c] for c in match if solution.chosen[c]])
    _write(folder / "governance.csv", trust, [rows[c] for c in other if solution.chosen[c]])
    pot = ["pot", "role", "amount", "committed_before", "committed", "left"]
    _write(folder / "pots.csv", pot, _pots(problem, solution))
    keys = ("goal", "value", "bound", "unit", "proved", "how", "effort")
    goals = [{k: getattr(stage, k) for k in keys} for stage in solution.stages]
    (folder / "goals.json").write_text(json.dumps(goals), encoding="utf-8")
    (folder / "certificate.json").write_text(json.dumps(certificate), encoding="utf-8")
    return folder


def _row(problem: Problem, number: int) -> list[Any]:
    c = problem.choices
    recipient, provider, cost = f"R{c.recipient[number]}", c.provider[number], _pounds(int(c.total_pence[number]))
    if c.is_match[number]:
        return [recipient, f"L{provider}", c.days[number], c.team_days[number], cost, "", c.fit[number], ""]
    worth = sum(int(objective.worth[number]) for objective in problem.objectives if objective.goal == "governance")
    return [recipient, f"N{provider}", c.days[number], cost, worth]


def _pots(problem: Problem, solution: Solution) -> Iterable[Sequence[Any]]:
    for limit in problem.limits:
        if limit.rule == "pots":
            for name, most, used in zip(limit.subject, limit.at_most, limit.used(solution.chosen), strict=True):
                yield name, "pays", _pounds(int(most)), "0.00", _pounds(int(used)), _pounds(int(most - used))


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
