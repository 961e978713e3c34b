"""A plan by ids, whoever made it, and what it breaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class PlannedMatch:
    """One match of a plan, by ids: the same whoever wrote the plan."""

    recipient_id: str
    leader_id: str
    days: int
    team_days: int


@dataclass(frozen=True, slots=True, order=True)
class PlannedGovernance:
    recipient_id: str
    governance_leader_id: str
    days: int


@dataclass(frozen=True, slots=True, order=True)
class PlannedAdviser:
    recipient_id: str
    adviser_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is chosen, by anyone: the solver, a reviewer, a test. Sorted."""

    matches: tuple[PlannedMatch, ...] = ()
    governance: tuple[PlannedGovernance, ...] = ()
    advisers: tuple[PlannedAdviser, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule in one plan: which rule, about whom, by how much, in words."""

    rule: str
    subject: str
    message: str
    used: int | None = None
    at_most: int | None = None
    unit: str = ""
