"""What each trigger adds: who qualifies by which gate, and who more would where a switch of the programme is turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matcher.domain import REGIONS, Assessment
from matcher.policy import Policy
from matcher.study.questions.scenario_solver import ScenarioSolver


@dataclass(frozen=True, slots=True)
class Trigger:
    """How many schools of a region are eligible, and how many cannot be told, under one setting of one trigger."""

    trigger: str
    region: str
    eligible: int
    cannot_tell: int


def triggers(solver: ScenarioSolver) -> tuple[Trigger, ...]:
    """The scenario as it is, then each trigger turned on by itself; the rest as the scenario has it."""
    found: list[Trigger] = []
    for name, changes in _settings(solver.policy).items():
        policy = replace(solver.policy, eligibility=replace(solver.policy.eligibility, **changes))
        found += _counted(name, solver.cache.assessed(solver.loaded, policy), policy)
    return tuple(found)


def _settings(policy: Policy) -> dict[str, dict[str, Any]]:
    day: date = policy.as_at
    return {
        "as the scenario has it": {},
        "requires significant improvement, from the day of the run": {"rsi_from": day},
        "low achievement: needs attention or worse, from the day of the run": {
            "low_achievement_from": day,
            "low_achievement_grade": "needs attention",
        },
        "low achievement: urgent improvement, from the day of the run": {
            "low_achievement_from": day,
            "low_achievement_grade": "urgent improvement",
        },
        "whatever their structure": {"structure": "any"},
    }


def _counted(name: str, assessments: Sequence[Assessment], policy: Policy) -> list[Trigger]:
    ours = REGIONS if policy.regions is None else tuple(policy.regions)
    inside = [a for a in assessments if a.kind == "school" and a.region in ours]
    eligible = Counter(a.region for a in inside if a.verdict.answer == "eligible")
    open_ones = Counter(a.region for a in inside if a.verdict.answer == "cannot tell")
    regions = sorted({a.region for a in inside})
    return [Trigger(name, region, eligible[region], open_ones[region]) for region in regions]
