"""The core of an Aqua Book pack, filled from a study: assumptions, data, decisions, verification, and who signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from matcher.domain import InputFile
from matcher.errors import Fault, InputFaults
from matcher.policy import Assumption
from matcher.read.scenarios.scenario import Scenario
from matcher.report.safe_cells import csv_bytes
from matcher.study.pages.scenario_page import ScenarioStudy
from matcher.study.questions.sensitivity import Effect, effects_of
from matcher.study.sweeps.store import write_bytes
from matcher.wording.terms import LEADER

RED, AMBER, GREEN = "red", "amber", "green"
# an assumption that moves the number matched by a tenth is red, by a fiftieth amber
RED_PART, AMBER_PART = 10, 50
SIGN_OFF = ("role", "name", "date", "signed")

Table = tuple[tuple[str, ...], list[tuple[Any, ...]]]


def check_signers(analyst: str, assurer: str) -> None:
    """Raises InputFaults where the same person would do the work and assure it. Either may be left open."""
    if analyst and assurer and _same(analyst) == _same(assurer):
        hint = "Name somebody who did not do the analysis"
        raise InputFaults([Fault("--assurer", None, "", "", "the assurer must not be the analyst", hint)])


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def write_pack(
    study: ScenarioStudy, read: Scenario, files: Sequence[InputFile], analyst: str, assurer: str, folder: Path
) -> None:
    """Writes five tables. What a person has to add (owners, dates, signatures) is left empty."""
    check_signers(analyst, assurer)
    tables: Mapping[str, Table] = {
        "assumptions": _assumptions(study, read.policy.assumptions),
        "data-log": (("role", "file", "rows", "sha256", "owner", "quality"), [_file(f) for f in files]),
        "decisions-log": (("setting", "value", "decided_in", "decided_by", "reason"), list(_decisions(read))),
        "verification-log": (("check", "result", "how"), list(_verified(study))),
        "sign-off": (SIGN_OFF, [("analyst", analyst, "", "no"), ("assurer", assurer, "", "no")]),
    }
    for name, (header, rows) in tables.items():
        write_bytes(folder / f"{name}.csv", csv_bytes(header, rows))


def _assumptions(study: ScenarioStudy, assumptions: Sequence[Assumption]) -> Table:
    own, lines = effects_of(study.variations, study.outcomes, "matched") if 0 in study.outcomes else (0, [])
    header = ("what", "value", "unit", "source", "date", "owner", "quality", "impact", "what_it_changes")
    rows = [
        (a.what, a.value, a.unit, a.source, a.date, "", quality(a), impact(a, own, lines), a.impact)
        for a in assumptions
    ]
    return header, rows


def quality(assumption: Assumption) -> str:
    """Green: published. Amber: assumed, with a source. Red: assumed without one."""
    if not assumption.assumed:
        return GREEN
    return AMBER if assumption.source else RED


def impact(assumption: Assumption, own: int, lines: Sequence[Effect]) -> str:
    """Red, amber or green by how far varying it moved the number matched; empty where it was not varied."""
    rates = assumption.what.startswith("rates.") and assumption.what.endswith("_day")
    names = {assumption.what, assumption.what.removeprefix("eligibility.")}
    names |= {f"rates of {LEADER:a}'s day"} if rates and "governance" not in assumption.what else set()
    moves = [abs(line.figure - own) for line in lines if line.what in names]
    if not moves:
        return ""
    most = max(moves)
    return RED if most * RED_PART >= max(own, 1) else AMBER if most * AMBER_PART >= max(own, 1) else GREEN


def _file(file: InputFile) -> tuple[Any, ...]:
    return file.role, file.name, file.rows, file.sha256, "", ""


def _decisions(read: Scenario) -> Iterator[tuple[Any, ...]]:
    """A row for each setting that comes from the scenario instead of the programme."""
    for key, origin in read.origins.items():
        if not origin.startswith("programme"):
            yield key, _at(read.resolved, key), origin, "", ""


def _at(tree: Any, key: str) -> str:
    """The value under a dotted key; pots go by name."""
    for part in key.split("."):
        if isinstance(tree, list):
            tree = next((x for x in tree if isinstance(x, Mapping) and x.get("name") == part), None)
        else:
            tree = tree.get(part) if isinstance(tree, Mapping) else None
    return "" if tree is None else str(tree)


def _verified(study: ScenarioStudy) -> Iterator[tuple[Any, ...]]:
    for goal in study.outcome.goals:
        bound = "no bound of today alone" if goal["bound"] is None else f"bound {goal['bound']}"
        result = "proved best" if goal["proved"] else f"value {goal['value']}, {bound}"
        yield f"goal {goal['goal']}", result, goal["how"]
    yield "rules", "the plan breaks none", "audited from facts and rules, apart from the solver"
    budgets = study.frontier.budgets
    yield (
        "curve",
        f"{sum(b.proved for b in budgets)} of {len(budgets)} budgets proved",
        "solved again, or exact reasoning",
    )
    yield "assumptions tried", f"{len(study.outcomes)} of {len(study.variations)}", "each alone, solved again"
