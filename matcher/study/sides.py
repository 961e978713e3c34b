"""What is compared: a finished run from its folder, or a scenario that is run now; each with its reasons."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matcher.domain import Verdict
from matcher.errors import Fault, InputFaults
from matcher.explain.pot_lines import pot_lines
from matcher.explain.unmatched import unmatched
from matcher.plan import Stage
from matcher.read.plans import read_plan
from matcher.read.scenario import load_scenario
from matcher.read.sealed import read_sealed
from matcher.read.sealed_scenario import read_sealed_policy
from matcher.run import Posed, run_id_of
from matcher.study.desk import Desk, held, key_of
from matcher.study.outcome import Outcome, chosen_of, outcome_of
from matcher.study.settle import settled
from matcher.world import Bools


@dataclass(frozen=True, eq=False)
class Side:
    """One run beside others. `said` tells of every body: its name, its kind, its region and why it has no match."""

    name: str
    outcome: Outcome
    said: Mapping[str, Body]
    organisations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Body:
    name: str
    kind: str
    region: str
    why_not: str


def side_of(
    path: Path, desk: Desk, sets: Sequence[str] = (), blocks: Sequence[str] = (), project: Path | None = None
) -> Side:
    """A run folder is taken as it stands; a scenario is run now."""
    if path.is_dir():
        return _of_run(path, desk)
    scenario = load_scenario(path, tuple(sets), tuple(blocks), project)
    known = desk.facts(scenario.data, scenario.policy.as_at)
    found = settled(desk, known, scenario.policy)
    outcome = found.outcome(key_of(known, scenario.policy))
    return _side(scenario.name, outcome, found.posed, found.solution.chosen)


def _of_run(path: Path, desk: Desk) -> Side:
    policy, facts = read_sealed_policy(path), read_sealed(path / "inputs")
    known = held(facts)
    record = json.loads((path / "run.json").read_text(encoding="utf-8"))
    if record["run_id"] != run_id_of(facts, policy, known.digest):
        said = "the sealed inputs are not those of the run, or another version of the program made it"
        raise InputFaults([Fault(str(path), None, "", "", said, "Run its scenario again")])
    posed = desk.posed(known, policy)
    chosen = chosen_of(posed, read_plan(path / "matches.csv", path / "governance.csv"))
    pots = pot_lines(posed.world, posed.problem, chosen)
    stages = tuple(map(_stage, json.loads((path / "goals.json").read_text(encoding="utf-8"))))
    outcome = outcome_of(record["run_id"], posed, chosen, stages, bool(record["unique"]), pots)
    return _side(policy.name, outcome, posed, chosen)


def _stage(line: Mapping[str, Any]) -> Stage:
    sense = "least" if line["goal"] in ("spend", "canonical") else "most"
    kept = {name: line[name] for name in ("goal", "unit", "value", "bound", "proved", "how")}
    return Stage(sense=sense, **kept)


def _side(name: str, outcome: Outcome, posed: Posed, chosen: Bools) -> Side:
    why = {u.recipient_id: u.reason for u in unmatched(*_asked(posed), chosen, posed.rulebook)}
    said = {a.id: Body(a.name, a.kind, a.region, _verdict(a.verdict)) for a in posed.assessments}
    said |= {r.id: Body(r.name, r.kind, r.region, why.get(r.id, "")) for r in posed.world.recipients}
    organisations = {o.id: o.name or o.id for o in posed.world.facts.organisations}
    organisations |= {
        x.organisation_id: x.organisation for x in posed.world.leaders if x.organisation_id and x.organisation
    }
    return Side(name, outcome, said, organisations)


def _asked(posed: Posed) -> tuple[Any, Any, Any]:
    return posed.world, posed.candidates, posed.problem


def _verdict(verdict: Verdict) -> str:
    head = {"eligible": "Eligible, outside the run's regions", "cannot tell": "Cannot tell whether it qualifies"}
    return f"{head.get(verdict.answer, 'Not eligible')}: {verdict.reason}".removesuffix(": ")


def named_apart(sides: Sequence[Side], paths: Sequence[Path]) -> tuple[Side, ...]:
    """The same sides under names that differ: those of their files where their own are the same."""

    names = [side.name for side in sides]
    if len(set(names)) == len(names):
        return tuple(sides)
    return tuple(replace(side, name=str(path)) for side, path in zip(sides, paths, strict=True))
