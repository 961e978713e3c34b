"""The year's part of a run folder, worked out once for an audit: the problem, the tables, and what stays on trust."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.errors import Defect
from matcher.plan import Plan, Problem
from matcher.proof.audit import audit_part
from matcher.read.run_folders.holds import FIGURES, WITHOUT, read_figures, read_without
from matcher.result import YearReport
from matcher.runs.choice_keys import plan_mask
from matcher.runs.opened import OpenedRun
from matcher.runs.year_ahead.again import posed_again, year_again
from matcher.world import Bools
from matcher.year_ahead.holds import refused_ids

CERTIFICATE = "certificate.json"
NOT_A_CERTIFICATE = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError)


@dataclass(frozen=True, eq=False)
class AuditedYear:
    """`problem` is what the certificate is about, with the year in it where the run looked ahead; `report` holds the
    year's tables worked out again, None where it did not look; `faults` are sentences."""

    problem: Problem
    report: YearReport | None = None
    faults: tuple[str, ...] = ()
    refused: bool = False  # whether a director refused a wait, and those come first in today's plan

    def trusted(self) -> Iterator[str]:
        """What no rule gives again, since it was searched for and its proof is not kept."""
        if self.report is None:
            return
        matches = len(self.report.without)
        first = ", of those that serve first whose wait was refused," if self.refused else ""
        best = f"that no plan of today alone{first} is better than its {matches} matches"
        yield f"{WITHOUT}: {best}, which keep every rule"
        if self.report.figures is not None:
            yield f"{FIGURES}: what the drawn futures could be served after that plan"


def audited_year(run: OpenedRun) -> AuditedYear:
    """Draws and poses the year again, and works out who waits and who is kept. Nothing is solved."""
    setup = run.finished.setup
    plan = read_without(run.folder)
    without, faults = _as_mask(run, plan)
    posed = posed_again(setup, without)
    if posed is None:
        return AuditedYear(setup.problem, None, faults)
    faults += tuple(f"{WITHOUT}: {b.message} ({b.rule})" for b in audit_part(run.world, plan, run.rulebook))
    try:
        said = json.loads((run.folder / CERTIFICATE).read_text(encoding="utf-8"))
        figures = read_figures(run.folder)
        report = year_again(setup, run.finished.chosen, (posed, without), said, figures)
    except NOT_A_CERTIFICATE as problem:
        faults += (f"{CERTIFICATE}: cannot be read as a certificate ({type(problem).__name__})",)
        report = None
    return AuditedYear(posed.problem, report, faults, bool(refused_ids(run.world.policy)))


def _as_mask(run: OpenedRun, plan: Plan) -> tuple[Bools, tuple[str, ...]]:
    choices = run.finished.choices
    try:
        return plan_mask(run.world, choices, plan), ()
    except Defect:
        return np.zeros(len(choices), dtype=np.bool_), (f"{WITHOUT}: holds a match that nobody may choose",)
