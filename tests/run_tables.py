"""The tables of a run folder that the certificate's checker reads, written from a solved problem."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from matcher.plan import Objective, Problem, Solution

SCENARIO = """programme: tsio-2022-23  # a test
priority: register
support:
  standalone_days: [10]
  trust_days: [10]
  governance_days: 5
  governance_needs_match: true
rates:
  match_fee: 0
  grant: 0
"""
STRONG = "  within_km: 19.999\n  counts: schools\n"
REGIONS_OF = {"offer": "all", "north": "[region 0]", "south": "[region 1]"}
POT = """- name: {}
  amount: {}
  pays_for: [leader_days, match_fees, grants, governance_days]
  regions: {}  # a test
"""


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
    pots = (POT.format(name, amount, REGIONS_OF[name]) for name, _, amount, *_ in _pots(problem, solution))
    said = "".join(("goals:  # a test\n", *map(_goal, problem.objectives), "pots:\n", *pots))
    (folder / "scenario.resolved.yaml").write_text(SCENARIO + said, encoding="utf-8")
    bodies = _bodies(problem)
    _write(folder / "eligibility.csv", ["id", "kind", "region", "verdict"], bodies)
    _write_registers(folder / "inputs", problem)
    return folder


def _goal(objective: Objective) -> str:
    """A goal of the scenario, by its name alone where nothing is set; the canonical one is in no scenario."""
    if objective.goal == "canonical":
        return ""
    more = STRONG if objective.goal == "strong-trust-first" else ""
    more += f"  may_lose: {objective.may_lose}  # a test\n" if objective.may_lose else ""
    return f"- goal: {objective.goal}\n{more}" if more else f"- {objective.goal}\n"


def _bodies(problem: Problem) -> list[Sequence[str]]:
    """Every recipient: the odd ones are schools, the even ones trusts of the other region; and one more of each."""
    ids = next((limit.subject for limit in problem.limits if limit.rule == "one-leader"), ())
    rows = [(r, ("trust", "school")[int(r[1:]) % 2], f"region {int(r[1:]) % 2}", "eligible") for r in ids]
    return [*rows, ("R98", "trust", "region 0", "not eligible"), ("R99", "school", "region 1", "cannot tell")]


def _write_registers(folder: Path, problem: Problem) -> None:
    """The registers that give the limits their right sides; each person with days has a deployment that holds two."""
    folder.mkdir(exist_ok=True)
    sides = {(x.rule, s): int(most) for x in problem.limits for s, most in zip(x.subject, x.at_most, strict=True)}
    employer = _employers(problem)
    for name, days, room in (
        ("leaders", "leader-days", "deployments"),
        ("governance_leaders", "governance-days", "governance-room"),
    ):
        ids = [of for rule, of in sides if rule == days]
        people = [
            (of, sides[days, of] + 2, employer.get(of, ""), _add(sides.get((room, of)), 1), "trust_ceo", "")
            for of in ids
        ]
        _write(folder / f"{name}.csv", ["id", "days", "organisation_id", "max_matches", "role", "base_urn"], people)
    pools = [(of, most) for (rule, of), most in sides.items() if rule == "team-days"]
    _write(folder / "organisations.csv", ["id", "team_days"], pools)
    _write(folder / "recipients.csv", ["id", "priority"], sorted(_priorities(problem).items()))
    _write(
        folder / "previous.csv",
        ["recipient_id", "leader_id"],
        [(r, f"L{int(r[1:]) % 2}") for r, *_ in _bodies(problem)],
    )
    holders = [of for rule, of in sides if rule in ("leader-days", "governance-days")]
    held = [("autumn-2020", of, "running", 2, 1, "", "R97") for of in holders]
    held += [("autumn-2020", of, "finished", 9, 9, "", "R97") for of in holders]
    head = ["term", "leader_id", "state", "days_agreed", "days_claimed", "team_days", "recipient_id"]
    _write(folder / "history.csv", head, held)


def _priorities(problem: Problem) -> dict[str, int]:
    """What coverage says each recipient is worth."""
    worth = next((goal.worth for goal in problem.objectives if goal.goal == "coverage"), None)
    matches = [] if worth is None else np.flatnonzero(problem.choices.is_match).tolist()
    return {f"R{problem.choices.recipient[c]}": int(worth[c]) for c in matches if worth is not None}


def _employers(problem: Problem) -> dict[str, str]:
    """Each leader's organisation, as the rows of team days have it."""
    found: dict[str, str] = {}
    for limit in problem.limits:
        if limit.rule == "team-days":
            for row, choice in zip(limit.row.tolist(), limit.choice.tolist(), strict=True):
                found[f"L{problem.choices.provider[choice]}"] = limit.subject[row]
    return found


def _add(number: int | None, more: int) -> int | str:
    return "" if number is None else number + more


def _row(problem: Problem, number: int) -> list[Any]:
    c = problem.choices
    recipient, provider, cost = f"R{c.recipient[number]}", c.provider[number], _pounds(int(c.total_pence[number]))
    if c.is_match[number]:
        metres = int(c.metres[number])
        km = "" if metres < 0 else f"{metres // 1000}.{metres % 1000:03d}"
        return [recipient, f"L{provider}", c.days[number], c.team_days[number], cost, km, c.fit[number], ""]
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
