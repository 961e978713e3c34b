"""A run to be compared: read from its run folder, or a scenario that is solved now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from matcher.domain import Verdict
from matcher.explain.why_not.pot_lines import pot_lines
from matcher.explain.why_not.unmatched import unmatched_by_id
from matcher.plan import Stage
from matcher.read.run_folders.run_folder import run_record
from matcher.read.scenarios.scenario import load_scenario
from matcher.runs.caches.cache import RunCache
from matcher.runs.finished import FinishedRun
from matcher.runs.opened import open_run
from matcher.runs.year_ahead.finished import finished_of
from matcher.study.outcome import Outcome, outcome_of, outcome_of_solved
from matcher.year_ahead.columns import KEEP_LEADERS, MATCH_NOW


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """One run of a comparison. `bodies`: every school and trust by id. `organisations`: id -> name."""

    name: str
    outcome: Outcome
    bodies: Mapping[str, ComparedBody]
    organisations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ComparedBody:
    name: str
    kind: str
    region: str
    why_not: str


def compared_run(
    path: Path,
    cache: RunCache,
    sets: Sequence[str] = (),
    blocks: Sequence[str] = (),
    project: Path | None = None,
    *,
    today: date | None = None,
) -> ComparedRun:
    """Reads a run folder, or solves a scenario as on the day `today`. Raises InputFaults where a folder's inputs are
    not the run's.
    """
    if path.is_dir():
        return _from_run_folder(path, cache)
    scenario, loaded = cache.inputs(load_scenario(path, tuple(sets), tuple(blocks), project), today)
    solved = cache.solve(loaded, scenario.policy)
    outcome = outcome_of_solved(solved, loaded.run_id(scenario.policy))
    return compared_outcome(scenario.name, outcome, finished_of(solved))


def _from_run_folder(path: Path, cache: RunCache) -> ComparedRun:
    opened, record = open_run(path, cache), run_record(path)
    run = opened.finished
    pots = pot_lines(run.world, run.problem, run.chosen, run.room)
    senses = dict.fromkeys((MATCH_NOW, KEEP_LEADERS), "most") | {o.goal: o.sense for o in run.problem.objectives}
    lines = json.loads((path / "goals.json").read_text(encoding="utf-8"))
    stages = tuple(_stage(line, senses[line["goal"]]) for line in lines)
    outcome = outcome_of(opened.id, run.setup, run.chosen, stages, bool(record["unique"]), pots)
    return compared_outcome(opened.policy.name, outcome, run)


def _stage(line: Mapping[str, Any], sense: str) -> Stage:
    fields = {name: line[name] for name in ("goal", "unit", "value", "bound", "proved", "how")}
    return Stage(sense=sense, futures=line.get("futures", 0), today=line.get("today"), **fields)


def compared_outcome(name: str, outcome: Outcome, run: FinishedRun) -> ComparedRun:
    """A finished run and its outcome, as one of a comparison."""
    why, world = unmatched_by_id(run), run.world
    bodies = {a.id: ComparedBody(a.name, a.kind, a.region, _verdict(a.verdict)) for a in run.setup.assessments}
    bodies |= {
        r.id: ComparedBody(r.name, r.kind, r.region, why[r.id].reason if r.id in why else "") for r in world.recipients
    }
    organisations = {o.id: o.name or o.id for o in world.facts.organisations}
    organisations |= {x.organisation_id: x.organisation for x in world.leaders if x.organisation_id and x.organisation}
    return ComparedRun(name, outcome, bodies, organisations)


def _verdict(verdict: Verdict) -> str:
    head = {"eligible": "Eligible, outside the run's regions", "cannot tell": "Cannot tell whether it qualifies"}
    return f"{head.get(verdict.answer, 'Not eligible')}: {verdict.reason}".removesuffix(": ")


def with_distinct_names(runs: Sequence[ComparedRun], paths: Sequence[Path]) -> tuple[ComparedRun, ...]:
    """The same runs under distinct names: those of their files where two have the same name."""

    names = [run.name for run in runs]
    if len(set(names)) == len(names):
        return tuple(runs)
    return tuple(replace(run, name=str(path)) for run, path in zip(runs, paths, strict=True))
