"""What is sought, in which order, and how hard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from matcher.setting import Metres, OneOf, Seed, Setting, Whole, Work

GOALS = (
    *("coverage", "one-yes", "stability", "strong-trust-first", "governance", "fairness"),
    *("advisers-in-region", "fellow-advisers", "supporters-per-body", "fit", "travel", "spend"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChoice:
    """One goal in the scenario's order. `may_lose` is in the goal's own unit, whole."""

    goal: Annotated[str, OneOf(GOALS), Setting("the goal")]
    may_lose: Annotated[
        int, Whole(0, 10**12, "of the goal's unit"), Setting("what later goals may take from it", optional=True)
    ] = 0
    within_metres: Annotated[
        Metres | None,
        Setting(
            "for strong-trust-first: how near the chief executive must be",
            key="within_km",
            optional=True,
            goal="strong-trust-first",
        ),
    ] = None
    counts: Annotated[
        Literal["all", "schools"],
        Setting(
            "for strong-trust-first: every match, or those of standalone schools alone",
            optional=True,
            goal="strong-trust-first",
        ),
    ] = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Limits on work in the solver's deterministic units, never the clock, so that answers repeat."""

    per_goal: Annotated[Work, Setting("the solver's own measure of work a goal may take, never seconds")] = 5.0
    seed: Annotated[Seed, Setting("the solver's starting number; the answer does not depend on it")] = 1
    workers: int = 1
