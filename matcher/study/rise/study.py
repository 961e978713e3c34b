"""A close look at a programme of organisations and advisers: every part worked out, and written as page and tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any

from matcher.policy import GoalChoice
from matcher.report.safe_cells import csv_bytes
from matcher.study.pages.study_page import write_page
from matcher.study.questions.scenario_solver import ScenarioSolver
from matcher.study.rise.loads import (
    AdviserLoad,
    BodySupport,
    Waiting,
    adviser_loads,
    supporters_of_bodies,
    waiting,
)
from matcher.study.rise.next_supporter import NextSupporter, next_supporters
from matcher.study.rise.page import page_of
from matcher.study.rise.rule_costs import RuleCost, Say, rule_costs, solve_goals
from matcher.study.rise.triggers import Trigger, triggers
from matcher.study.sweeps.store import write_bytes

GOALS = tuple(
    GoalChoice(goal=name) for name in ("coverage", "advisers-in-region", "fellow-advisers", "supporters-per-body")
)
TABLES = ("triggers", "rule_costs", "next_supporters", "waiting", "advisers", "bodies")


@dataclass(frozen=True, eq=False)
class SupporterStudy:
    """The parts of the study, each a list of rows; `advisers` and `bodies` without anybody's id unless asked for."""

    name: str
    question: str
    triggers: tuple[Trigger, ...]
    rule_costs: tuple[RuleCost, ...]
    next_supporters: tuple[NextSupporter, ...]
    waiting: tuple[Waiting, ...]
    advisers: tuple[AdviserLoad, ...]
    bodies: tuple[BodySupport, ...]


def study_supporters(
    name: str, question: str, solver: ScenarioSolver, folder: Path, say: Say, names: bool = False
) -> tuple[str, ...]:
    """Works out every part and writes `study.html` and one table a part; returns the findings at the page's top."""
    say("the plan as it is")
    plan = solve_goals(solver, solver.policy, GOALS)
    found = SupporterStudy(
        name,
        question,
        triggers(solver),
        rule_costs(solver, say),
        next_supporters(solver, say),
        waiting(plan),
        adviser_loads(plan) if names else numbered(adviser_loads(plan)),
        supporters_of_bodies(plan) if names else counted(supporters_of_bodies(plan)),
    )
    page = page_of(found)
    write_page(page, folder / "study.html")
    for table in TABLES:
        _write(getattr(found, table), folder / f"{table}.csv")
    return page.findings


def numbered(loads: tuple[AdviserLoad, ...]) -> tuple[AdviserLoad, ...]:
    """Without ids: the advisers of a region numbered by how much they have to do, the busiest first."""
    ordered = sorted(loads, key=lambda x: (x.region, -(x.before + x.proposed), -x.caseload, x.barred_by_conflict))
    seen: Counter[str] = Counter()
    result = []
    for load in ordered:
        seen[load.region] += 1
        result.append(replace(load, adviser=f"{load.region} {seen[load.region]}"))
    return tuple(result)


def counted(bodies: tuple[BodySupport, ...]) -> tuple[BodySupport, ...]:
    """Without ids: how many bodies have as many schools, matches and supporters."""
    alike = Counter((b.schools, b.matched, b.supporters) for b in bodies)
    order = sorted(alike, key=lambda key: (-key[2], -key[0], -key[1]))
    return tuple(BodySupport(f"{alike[key]} bodies" if alike[key] > 1 else "1 body", *key) for key in order)


def _write(rows: tuple[Any, ...], path: Path) -> None:
    """No file where there are no rows: their kind is then not known."""
    if rows:
        write_bytes(path, csv_bytes([f.name for f in fields(rows[0])], map(_cells, rows)))


def _cells(row: Any) -> list[Any]:
    return ["yes" if cell is True else "no" if cell is False else "" if cell is None else cell for cell in astuple(row)]
