"""The machine-readable files of a run folder (CSV, JSON, YAML): the same bytes for the same result."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from matcher.journeys import measures, shown_minutes
from matcher.read.gias.geography import authorities, partners_by_reading
from matcher.read.run_folders.holds import (
    FIGURE_COLUMNS,
    FIGURES,
    HOLD_COLUMNS,
    HOLDS,
    KEPT_LEADER_COLUMNS,
    KEPT_LEADERS,
    ROOM,
    ROOM_COLUMNS,
    WITHOUT,
    WITHOUT_COLUMNS,
    figure_rows,
    hold_row,
)
from matcher.read.run_folders.seal import FORMAT
from matcher.report.run_folder.fixed_assumptions import fixed_assumptions
from matcher.report.run_folder.resolved_scenario import resolved_yaml
from matcher.report.run_folder.supporter_tables import supporter_tables
from matcher.report.safe_cells import csv_bytes, plain
from matcher.report.tables import eligibility_table
from matcher.report.tables.plan_view import MatchDetails, PlanView
from matcher.result import Result, YearReport
from matcher.rules.choices import pairs_of
from matcher.rules.goals.governance_benefit import benefit
from matcher.wording.words import amount
from matcher.world import UNKNOWN, Ints
from matcher.year_ahead import tables as year_tables

Rows = Iterable[Sequence[Any]]
STATE = "proposed"
CHECKER = "check_certificate.py"


def write_tables(result: Result, view: PlanView, folder: Path) -> None:
    """Every CSV, JSON and YAML file of the folder, except what is sealed and what is for people."""
    for name, header, rows in tables(result, view):
        (folder / name).write_bytes(csv_bytes(header.split(","), rows))
    _json(folder / "goals.json", goals(result))
    _json(folder / "certificate.json", result.certificate or {})
    (folder / CHECKER).write_bytes(checker())
    (folder / "scenario.resolved.yaml").write_text(resolved_yaml(result.scenario, result.origins), encoding="utf-8")


def checker() -> bytes:
    """What a third party runs with Python alone."""
    return files("matcher").joinpath("proof/certificate_check.py").read_bytes()


def write_record(result: Result, folder: Path) -> None:
    """`run.json`, with the seal of the folder: written after the folder is sealed."""
    _json(folder / "run.json", run_record(result))


def tables(result: Result, view: PlanView) -> Iterator[tuple[str, str, Rows]]:
    """Every CSV table of a run folder, by name, header and rows."""
    yield "assumptions.csv", "what,value,unit,source,date,assumed,impact", _assumptions(result)
    yield from law_tables(result, view)
    yield "readings.csv", "switch,value,region,kind,into,out,cannot_tell", _readings(result)
    yield "priorities.csv", "reading,matched,gains,drops", _priorities(result)
    yield "partners.csv", "la_code,local_authority,region,partner,organisation_id,basis,confidence", _partners(result)
    yield "notes.csv", "note", ((note,) for note in notes(result))


def law_tables(result: Result, view: PlanView) -> Iterator[tuple[str, str, Rows]]:
    """The tables that the sealed inputs, the rules and the plan give again, by name, header and rows."""
    yield "eligibility.csv", eligibility_table.HEADER, eligibility_table.rows(result.assessments)
    columns = "recipient_id,leader_id,days,team_days,cost,distance_km,fit,flags,minutes,measured_by"
    yield "candidates.csv", columns, _candidates(result)
    yield "governance_candidates.csv", "recipient_id,governance_leader_id,days,cost,benefit", _governance(result)
    yield "barred.csv", "recipient_id,leader_id,rule,reason", _barred(result)
    yield "barred_counts.csv", "rule,region,pairs", result.candidates.barred_counts
    yield (
        "matches.csv",
        "recipient_id,recipient,kind,region,leader_id,leader,role,organisation_id,days,team_days,cost,distance_km,"
        "fit,flags,reserves,state,minutes,measured_by",
        _matches(view),
    )
    yield "governance.csv", "recipient_id,governance_leader_id,days,cost,state", _planned_governance(view)
    yield from supporter_tables(result, view)
    yield "unmatched.csv", "recipient_id,recipient,kind,region,reason,nearest_change", _unmatched(result)
    yield "pots.csv", "pot,role,amount,committed_before,committed,left", _pots(result)
    if result.year is not None and result.year.use != "off":
        yield from _year_tables(result.year)


def _year_tables(year: YearReport) -> Iterator[tuple[str, str, Rows]]:
    yield HOLDS, HOLD_COLUMNS, (hold_row(hold) for hold in year.holds.values())
    yield WITHOUT, WITHOUT_COLUMNS, map(astuple, year.without)
    yield ROOM, ROOM_COLUMNS, ((*key, number) for key, number in sorted(year.room.items()))
    yield KEPT_LEADERS, KEPT_LEADER_COLUMNS, map(astuple, year.kept)
    if year.figures is not None:
        yield FIGURES, FIGURE_COLUMNS, figure_rows(year.figures)
    if year.futures:
        yield "futures.csv", year_tables.FUTURES, year.futures
        if year.declines:
            yield "future_declines.csv", year_tables.DECLINES, year.declines
        yield "future_candidates.csv", year_tables.COLUMNS, year.columns


def _partners(result: Result) -> Rows:
    """Who brokers each authority of today; one row for each partner, one without a partner where there is none."""
    serving = partners_by_reading(result.policy.partners)
    for place in authorities():
        if place.current:
            for p in serving.get(place.name, ()) or (None,):
                partner = (p.name, p.organisation_id, p.basis, p.confidence) if p else ("", "", "", "")
                yield (place.code, place.name, place.region, *partner)


def notes(result: Result) -> tuple[str, ...]:
    """Notes on everything dropped, clipped or assumed, without repetition."""
    return tuple(dict.fromkeys(map(str, (*result.facts.notes, *result.notes))))


def km(metres: int | None) -> str:
    """Kilometres to the metre; empty where not known."""
    return "" if metres is None or metres < 0 else f"{metres // 1000}.{metres % 1000:03d}"


def minutes_or_empty(minutes: int) -> str:
    return "" if minutes == UNKNOWN else str(minutes)


def run_record(result: Result) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "run_id": result.run_id,
        "seal": result.seal,
        "scenario": result.policy.name,
        "status": "published",
        "matched": len(result.plan.matches),
        "eligible": len(result.world.recipients),
        "inputs": [{"name": f.name, "role": f.role, "sha256": f.sha256, "rows": f.rows} for f in result.facts.files],
        "versions": dict(result.versions),
        **({"ledger": dict(result.ledger)} if result.ledger else {}),
        "unique": result.solution.unique,
        "engine": {"name": result.solution.engine, "because": result.solution.because},
        "stages": {stage: round(seconds, 3) for stage, seconds in result.seconds.items()},
    }


def goals(result: Result) -> list[dict[str, Any]]:
    keys = ("goal", "value", "bound", "unit", "proved", "how", "effort")
    return [
        {key: getattr(stage, key) for key in keys}
        | ({"today": stage.today, "futures": stage.futures} if stage.futures else {})
        for stage in result.solution.stages
    ]


def _json(path: Path, value: Any) -> None:
    path.write_text(plain(json.dumps(value, ensure_ascii=False, indent=2, default=_as_json)) + "\n", encoding="utf-8")


def _as_json(value: Any) -> Any:
    """Numpy numbers and arrays, mappings and dates as JSON holds them."""
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def _assumptions(result: Result) -> Rows:
    for a in result.policy.assumptions:
        yield a.what, a.value, a.unit, a.source, a.date, "yes" if a.assumed else "no", a.impact
    yield from fixed_assumptions(result.policy)


def _candidates(result: Result) -> Rows:
    world, choices = result.world, result.candidates.choices
    rows, pairs = np.flatnonzero(choices.is_match), pairs_of(choices)
    recipients, leaders = [r.id for r in world.recipients], [x.id for x in world.leaders]
    return zip(
        (recipients[i] for i in choices.recipient[rows].tolist()),
        (leaders[i] for i in choices.provider[rows].tolist()),
        choices.days[rows].tolist(),
        choices.team_days[rows].tolist(),
        map(amount, choices.total_pence[rows].tolist()),
        map(km, choices.metres[rows].tolist()),
        choices.fit[rows].tolist(),
        _flags(result, rows),
        map(minutes_or_empty, shown_minutes(world, pairs).tolist()),
        measures(world, pairs),
        strict=True,
    )


def _flags(result: Result, rows: Ints) -> list[str]:
    """Per row, the names of its flags joined by semicolons; each combination is built once."""
    names = list(result.candidates.flags)
    code = np.zeros(len(rows), dtype=np.int64)
    for bit, name in enumerate(names):
        code |= result.candidates.flags[name][rows].astype(np.int64) << bit
    joined = {c: ";".join(n for bit, n in enumerate(names) if c >> bit & 1) for c in np.unique(code).tolist()}
    return [joined[c] for c in code.tolist()]


def _governance(result: Result) -> Rows:
    world, choices = result.world, result.candidates.choices
    worth, pence = benefit(world, choices), choices.total_pence
    for row in np.flatnonzero(choices.is_governance).tolist():
        leader = world.governance_leaders[int(choices.provider[row])]
        recipient = world.recipients[int(choices.recipient[row])]
        yield recipient.id, leader.id, int(choices.days[row]), amount(int(pence[row])), int(worth[row])


def _barred(result: Result) -> Rows:
    return ((b.recipient_id, b.leader_id, b.rule, b.reason) for b in result.candidates.barred)


def _matches(view: PlanView) -> Rows:
    for m in view.matches:
        r, x = m.recipient, m.leader
        yield (
            *(r.id, r.name, r.kind, r.region, x.id, x.name, x.role, x.organisation_id or ""),
            *(m.days, m.team_days, amount(m.pence), km(m.metres), m.fit, ";".join(m.flags)),
            *(";".join(reserve.leader.id for reserve in m.reserves), _state(view, m)),
            *("" if m.journey.minutes is None else m.journey.minutes, m.journey.measured_by),
        )


def _state(view: PlanView, m: MatchDetails) -> str:
    return view.result.states.get(m.recipient.id, STATE)


def _planned_governance(view: PlanView) -> Rows:
    return ((g.recipient.id, g.leader.id, g.days, amount(g.pence), STATE) for g in view.governance)


def _unmatched(result: Result) -> Rows:
    for u in result.unmatched:
        r = result.world.recipients[result.world.recipient_row[u.recipient_id]]
        yield r.id, r.name, r.kind, r.region, u.reason, str(u.nearest_change)


def _pots(result: Result) -> Rows:
    for p in result.pots:
        before = p.fixed_pence + p.committed_before_pence
        yield p.pot, p.role, *map(amount, (p.amount_pence, before, p.committed_pence, p.left_pence))


def _readings(result: Result) -> Rows:
    return ((m.switch, m.value, m.region, m.kind, m.into, m.out, m.cannot_tell) for m in result.readings)


def _priorities(result: Result) -> Rows:
    return ((p.reading, p.matched, ";".join(p.gains), ";".join(p.drops)) for p in result.priorities)
