"""The policy of a run: every number and switch of the resolved scenario, in whole units (pence, metres, days)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

PURPOSES = ("leader_days", "governance_days", "match_fees", "grants")
ANY = "*"
GOALS = ("coverage", "stability", "strong-trust-first", "governance", "fairness", "fit", "spend")


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Which reading of the published wordings is used (each field is a switch of the scenario)."""

    date_basis: Literal["publication", "inspection-start"] = "publication"
    tenure_at: Literal["as_at", "year_start"] = "as_at"
    schools_at_least: int = 2
    years_at_least: int = 3
    share_denominator: Literal["inspected", "all"] = "inspected"
    share_at_least: Fraction = Fraction(1, 2)
    decline: Literal["net-steps", "net-count", "mean", "pupil-weighted"] = "net-steps"
    baseline: Literal["before-joining", "first-in-trust"] = "before-joining"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What is offered. Days are whole days; `team_share_at_most` is the leadership team's share of a trust's days."""

    standalone_days: tuple[int, ...] = (10,)
    trust_days: tuple[int, ...] = (10,)
    team_share_at_most: Fraction = Fraction(1, 2)
    governance_days: int = 5
    governance_needs_match: bool = True
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Who may support whom. `cross_region`: `willing` (the leader says which regions), `never`, or `always`."""

    max_travel_metres: int | None = 60_000
    max_travel_minutes: int | None = None
    cross_region: Literal["willing", "never", "always"] = "willing"
    conflicts_stale_after_days: int = 365
    own_interest_share_at_most: Fraction | None = None
    trust_leader: tuple[str, ...] = ("trust_ceo", "equivalent")
    standalone_leader: tuple[str, ...] = ("trust_ceo", "nle", "equivalent")
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Pence a day by leader role, and pence a governance day, a match and a grant."""

    leader_day_pence: Mapping[str, int]
    governance_day_pence: int = 50_000
    match_fee_pence: int = 0
    grant_pence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FitScale:
    """The most each part of fit can give; `reference_metres` stands for the travel limit where there is none."""

    distance: int = 500
    needs: int = 200
    phases: int = 200
    faith: int = 100
    reference_metres: int = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedCost:
    what: str
    amount_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """Money: what it pays for, where and when. `amount_pence` None counts and never binds.

    `role` `pays` pays the cost; `ceiling` binds the cost but pays nothing. `regions` None is every region.
    `share` is what a run of some regions may spend of a pot that covers more (1 where the run covers them all).
    `reverts`: what is left unspent is reported as going back, never moved.
    """

    name: str
    amount_pence: int | None
    pays_for: tuple[str, ...]
    regions: frozenset[str] | None = None
    starts: date | None = None
    ends: date | None = None
    role: Literal["pays", "ceiling"] = "pays"
    fixed: tuple[FixedCost, ...] = ()
    share: Fraction = Fraction(1)
    reverts: bool = False
    source: str = ""
    assumed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChoice:
    """One goal in the scenario's order. `may_lose` is in the goal's own unit, whole."""

    goal: str
    may_lose: int = 0
    within_metres: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A pair somebody fixed (pin) or ruled out (forbid), and why. `where` is the file and line that says so.

    A pin with `days` and `team_days` fixes those too. A forbid with leader `ANY` takes the recipient out of the run.
    """

    recipient_id: str
    leader_id: str
    reason: str
    where: str = ""
    days: int | None = None
    team_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Limits on work in the solver's deterministic units, never the clock, so that answers repeat."""

    per_goal: float = 5.0
    seed: int = 1
    workers: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One number of the programme or the scenario: its value, unit, source, date, and whether it is assumed."""

    what: str
    value: str
    unit: str
    source: str
    date: str
    assumed: bool
    impact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The whole of what a run obeys. `regions` None is all England."""

    name: str
    programme: str
    as_at: date
    year_from: date
    year_to: date
    rates: Rates
    term: str = ""
    regions: frozenset[str] | None = None
    partners: Literal["as-understood", "as-worded"] = "as-understood"
    eligibility: Eligibility = Eligibility()
    support: Support = Support()
    rules: Rules = Rules()
    fit: FitScale = FitScale()
    pots: tuple[Pot, ...] = ()
    priority: Literal["register", "days-waiting", "equal"] = "register"
    goals: tuple[GoalChoice, ...] = ()
    pins: tuple[Pinned, ...] = ()
    forbid: tuple[Pinned, ...] = ()
    effort: Effort = Effort()
    assumptions: tuple[Assumption, ...] = ()
