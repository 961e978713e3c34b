"""A run to be compared: read from its run folder, or a scenario that is solved now."""

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
from matcher.run import RunSetup, run_id_of
from matcher.study.outcome import Outcome, chosen_of, outcome_of
from matcher.study.run_cache import RunCache, loaded_facts, store_key
from matcher.study.solved_run import solve_cached
from matcher.world import Bools


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """One run of a comparison. `bodies`: every school and trust by id. `organisations`: id -> name."""

    name: str
    outcome: Outcome
    bodies: Mapping[str, Body]
    organisations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Body:
    name: str
    kind: str
    region: str
    why_not: str


def compared_run(
    path: Path, cache: RunCache, sets: Sequence[str] = (), blocks: Sequence[str] = (), project: Path | None = None
) -> ComparedRun:
    """Reads a run folder, or solves a scenario. Raises InputFaults where a folder's inputs are not the run's."""
    if path.is_dir():
        return _from_run_folder(path, cache)
    scenario = load_scenario(path, tuple(sets), tuple(blocks), project)
    loaded = cache.facts(scenario.data, scenario.policy.as_at)
    solved = solve_cached(cache, loaded, scenario.policy)
    outcome = solved.outcome(store_key(loaded, scenario.policy))
    return _compared_run(scenario.name, outcome, solved.setup, solved.solution.chosen)


def _from_run_folder(path: Path, cache: RunCache) -> ComparedRun:
    policy, facts = read_sealed_policy(path), read_sealed(path / "inputs")
    loaded = loaded_facts(facts)
    record = json.loads((path / "run.json").read_text(encoding="utf-8"))
    if record["run_id"] != run_id_of(facts, policy, loaded.digest):
        message = "the sealed inputs are not those of the run, or another version of the program made it"
        raise InputFaults([Fault(str(path), None, "", "", message, "Run its scenario again")])
    setup = cache.setup(loaded, policy)
    chosen = chosen_of(setup, read_plan(path / "matches.csv", path / "governance.csv"))
    pots = pot_lines(setup.world, setup.problem, chosen)
    stages = tuple(map(_stage, json.loads((path / "goals.json").read_text(encoding="utf-8"))))
    outcome = outcome_of(record["run_id"], setup, chosen, stages, bool(record["unique"]), pots)
    return _compared_run(policy.name, outcome, setup, chosen)


def _stage(line: Mapping[str, Any]) -> Stage:
    sense = "least" if line["goal"] in ("spend", "canonical") else "most"
    fields = {name: line[name] for name in ("goal", "unit", "value", "bound", "proved", "how")}
    return Stage(sense=sense, **fields)


def _compared_run(name: str, outcome: Outcome, setup: RunSetup, chosen: Bools) -> ComparedRun:
    why = {u.recipient_id: u.reason for u in unmatched(*_unmatched_inputs(setup), chosen, setup.rulebook)}
    bodies = {a.id: Body(a.name, a.kind, a.region, _verdict(a.verdict)) for a in setup.assessments}
    bodies |= {r.id: Body(r.name, r.kind, r.region, why.get(r.id, "")) for r in setup.world.recipients}
    organisations = {o.id: o.name or o.id for o in setup.world.facts.organisations}
    organisations |= {
        x.organisation_id: x.organisation for x in setup.world.leaders if x.organisation_id and x.organisation
    }
    return ComparedRun(name, outcome, bodies, organisations)


def _unmatched_inputs(setup: RunSetup) -> tuple[Any, Any, Any]:
    return setup.world, setup.candidates, setup.problem


def _verdict(verdict: Verdict) -> str:
    head = {"eligible": "Eligible, outside the run's regions", "cannot tell": "Cannot tell whether it qualifies"}
    return f"{head.get(verdict.answer, 'Not eligible')}: {verdict.reason}".removesuffix(": ")


def with_distinct_names(runs: Sequence[ComparedRun], paths: Sequence[Path]) -> tuple[ComparedRun, ...]:
    """The same runs under distinct names: those of their files where two have the same name."""

    names = [run.name for run in runs]
    if len(set(names)) == len(names):
        return tuple(runs)
    return tuple(replace(run, name=str(path)) for run, path in zip(runs, paths, strict=True))
