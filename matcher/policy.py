"""The policy of a run: every number and switch of the resolved scenario, in whole units (pence, metres, days).

Each setting is declared here, once: its type, bounds, default, meaning and label (see `matcher.setting`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from matcher.setting import (
    Day,
    DayChoices,
    Keyed,
    Metres,
    Name,
    OneOf,
    Pence,
    Regions,
    Roles,
    Seed,
    Setting,
    Share,
    SomeOf,
    Switch,
    Term,
    Text,
    Whole,
    Work,
)

PURPOSES = ("leader_days", "governance_days", "match_fees", "grants")
ANY = "*"
GOALS = ("coverage", "stability", "strong-trust-first", "governance", "fairness", "fit", "spend")

Level = Literal["declare", "sign_off", "block"]
Points = Annotated[int, Whole(0, 1000, "points")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Which reading of the published wordings is used (each field is a switch of the scenario)."""

    date_basis: Annotated[
        Literal["publication", "inspection-start"],
        Setting(
            "which date puts a judgement in the year",
            label="date basis",
            values={
                "publication": "judgements by date of publication",
                "inspection-start": "judgements by start of inspection",
            },
        ),
    ] = "publication"
    tenure_at: Annotated[
        Literal["as_at", "year_start"],
        Setting("the day at which years in the trust are counted", label="tenure at"),
    ] = "as_at"
    schools_at_least: Annotated[
        int,
        Whole(1, 1000, "schools"),
        Setting("schools that must have been in the trust that long", label="schools in the trust"),
    ] = 2
    years_at_least: Annotated[
        int,
        Whole(0, 50, "years"),
        Setting(
            "years they must have been in the trust",
            label="years in the trust",
            phrase="{value} years in the trust",
            values={"0": "no least years in the trust"},
        ),
    ] = 3
    share_denominator: Annotated[
        Literal["inspected", "all"],
        Setting(
            "half of which schools: those inspected since joining, or all of them",
            label="schools of which half must be judged RI",
            values={"inspected": "half of the schools inspected since joining", "all": "half of all schools"},
        ),
    ] = "inspected"
    share_at_least: Annotated[
        Share, Setting("share of them judged Requires Improvement or worse", label="share of schools")
    ] = Fraction(1, 2)
    decline: Annotated[
        Literal["net-steps", "net-count", "mean", "pupil-weighted"],
        Setting("how an overall decline is summed", label="decline"),
    ] = "net-steps"
    baseline: Annotated[
        Literal["before-joining", "first-in-trust"],
        Setting("what a school's latest grade is compared with", label="baseline"),
    ] = "before-joining"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What is offered. Days are whole days; `team_share_at_most` is the leadership team's share of a trust's days."""

    standalone_days: Annotated[
        DayChoices,
        Setting("days that may be offered to a standalone school", label="days for a standalone school"),
    ] = (10,)
    trust_days: Annotated[DayChoices, Setting("days that may be offered to a trust", label="days for a trust")] = (10,)
    team_share_at_most: Annotated[
        Share,
        Setting("the leadership team's share of a trust's days, at most", label="the team's share of a trust's days"),
    ] = Fraction(1, 2)
    governance_days: Annotated[
        int,
        Whole(0, 366, "days"),
        Setting("governance days offered to a trust; 0 offers none", label="governance days for a trust"),
    ] = 5
    governance_needs_match: Annotated[Switch, Setting("whether governance days come only with a match")] = True
    again: Annotated[
        Switch, Setting("whether a body supported before may be offered support again", label="support again")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLevels:
    """What follows from each relation that an interest may declare."""

    levels: Annotated[
        Mapping[str, Level],
        Keyed(
            {
                "employed_by": Setting("works there now"),
                "governs": Setting("governs it now"),
                "trustee_of": Setting("is a trustee of it now"),
                "family": Setting("has close family there"),
                "business": Setting("has a business partner there"),
                "formerly_employed_by": Setting("used to work there"),
                "supplies": Setting("supplies it with goods or services"),
                "sponsor_interest": Setting(
                    "their trust may one day take it in",
                    plain="what follows where the leader's trust may one day take it in",
                ),
                "supported_before": Setting("supported it before"),
                "other": Setting("any other interest declared", plain="what follows from any other interest declared"),
            }
        ),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Who may support whom. `cross_region`: `willing` (the leader says which regions), `never`, or `always`.

    `levels` stand in a section of their own, `conflict_levels`.
    """

    max_travel_metres: Annotated[
        Metres | None,
        Setting(
            "longest straight-line journey; null sets none",
            key="max_travel_km",
            label="longest journey allowed (km)",
            phrase="journeys up to {value} km",
            values={"None": "no limit on journeys"},
        ),
    ] = 60_000
    cross_region: Annotated[
        Literal["willing", "never", "always"],
        Setting("who may be matched outside the leader's own region", label="work across regions"),
    ] = "willing"
    conflicts_stale_after_days: Annotated[
        int, Whole(0, 36_600, "days"), Setting("age at which a check of interests no longer counts")
    ] = 365
    own_interest_share_at_most: Annotated[
        Share | None,
        Setting("a broker's own organisation's share of its region's matches", label="cap on own interest"),
    ] = None
    trust_leader: Annotated[
        Roles, Setting("who may lead a trust's support", label="who may lead a trust's support")
    ] = ("trust_ceo", "equivalent")
    standalone_leader: Annotated[
        Roles, Setting("who may lead a standalone school's support", label="who may lead a school's support")
    ] = ("trust_ceo", "nle", "equivalent")
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Pence a day by leader role, and pence a governance day, a match and a grant."""

    leader_day_pence: Annotated[
        Mapping[str, Pence],
        Keyed(
            {
                "trust_ceo": Setting("pounds a day of a trust chief executive", key="trust_ceo_day"),
                "nle": Setting("pounds a day of a national leader of education", key="nle_day"),
                "equivalent": Setting("pounds a day of an equivalent leader", key="equivalent_day"),
            }
        ),
    ]
    governance_day_pence: Annotated[
        Pence,
        Setting("pounds a governance day", key="governance_day", label="price of a governance day (£)"),
    ] = 50_000
    match_fee_pence: Annotated[Pence, Setting("pounds a match, paid to the broker", key="match_fee")] = 0
    grant_pence: Annotated[Pence, Setting("pounds a match, paid as a grant", key="grant")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FitScale:
    """The most each part of fit can give; `reference_metres` stands for the travel limit where there is none."""

    distance: Annotated[Points, Setting("points for a leader next door, falling to none at the travel limit")] = 500
    needs: Annotated[Points, Setting("points when the leader knows every area of need")] = 200
    phases: Annotated[Points, Setting("points when the leader covers every phase")] = 200
    faith: Annotated[Points, Setting("points for the same faith")] = 100
    reference_metres: Annotated[
        Metres, Setting("stands for the travel limit where there is none", key="reference_km")
    ] = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedCost:
    """A cost taken from a pot before anything else."""

    what: Annotated[Text, Setting("what it pays for")]
    amount_pence: Annotated[Pence, Setting("pounds", key="amount")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """Money: what it pays for, where and when. `amount_pence` None counts and never binds.

    `role` `pays` pays the cost; `ceiling` binds the cost but pays nothing. `regions` None is every region.
    `share` is what a run of some regions may spend of a pot that covers more (1 where the run covers them all).
    `reverts`: what is left unspent is reported as going back, never moved.
    """

    name: Annotated[Name, Setting("short name; later files change the pot by it")]
    amount_pence: Annotated[Pence | None, Setting("pounds; null counts what is spent and never binds", key="amount")]
    pays_for: Annotated[
        tuple[str, ...], SomeOf(PURPOSES, may_be_empty=True), Setting("what is charged to it; may be empty")
    ]
    regions: Annotated[Regions, Setting("the regions it covers: `all`, or a list", optional=True)] = None
    starts: Annotated[Day | None, Setting("first day it may be spent", key="from", optional=True)] = None
    ends: Annotated[Day | None, Setting("last day it may be spent", key="to", optional=True)] = None
    role: Annotated[
        Literal["pays", "ceiling"], Setting("`pays` pays; `ceiling` binds what others pay", optional=True)
    ] = "pays"
    fixed: Annotated[tuple[FixedCost, ...], Setting("costs taken first", optional=True)] = ()
    share: Annotated[
        Share,
        Setting("what a run of fewer regions than it covers may spend of it", written=Share | None),
    ] = Fraction(1)
    reverts: Annotated[Switch, Setting("whether what is left goes back; reported, never moved", optional=True)] = False
    source: Annotated[Text, Setting("where the amount comes from", written=Text | None)] = ""
    assumed: Annotated[Switch, Setting("whether the amount is an assumption", optional=True)] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChoice:
    """One goal in the scenario's order. `may_lose` is in the goal's own unit, whole."""

    goal: Annotated[str, OneOf(GOALS), Setting("the goal")]
    may_lose: Annotated[
        int, Whole(0, 10**12, "of the goal's unit"), Setting("what later goals may take from it", optional=True)
    ] = 0
    within_metres: Annotated[
        Metres | None,
        Setting("for strong-trust-first: how near the chief executive must be", key="within_km", optional=True),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pair somebody ruled out, and why, as a scenario writes it."""

    recipient_id: Annotated[Text, Setting("a URN or a trust's UID", key="recipient")]
    leader_id: Annotated[Text, Setting("a leader's id", key="leader")]
    reason: Annotated[Text, Setting("why; it is kept with the run")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned(Pair):
    """A pair somebody fixed (pin) or ruled out (forbid), and why. `where` is the file and line that says so.

    A pin with `days` and `team_days` fixes those too. A forbid with leader `ANY` takes the recipient out of the run.
    """

    days: Annotated[
        Annotated[int, Whole(1, 366, "days")] | None,
        Setting("these days and no others; not set: any", optional=True),
    ] = None
    team_days: Annotated[
        Annotated[int, Whole(0, 366, "days")] | None, Setting("these of the team's; not set: any", optional=True)
    ] = None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Limits on work in the solver's deterministic units, never the clock, so that answers repeat."""

    per_goal: Annotated[Work, Setting("the solver's own measure of work a goal may take, never seconds")] = 5.0
    seed: Annotated[Seed, Setting("the solver's starting number; the answer does not depend on it")] = 1
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
class Settings:
    """What a scenario says of the policy, in the order of its keys. `regions` None is all England."""

    name: Annotated[Name, Setting("what the run is called; the file's name where absent")]
    programme: Annotated[Text, Setting("the dated policy numbers it starts from")]
    term: Annotated[Term, Setting("the term it is for, such as autumn-2022", optional=True)] = ""
    as_at: Annotated[Day, Setting("nothing published later counts; membership and status are as at this day")]
    regions: Annotated[Regions, Setting("the regions of the run: `all`, or a list", optional=True)] = None
    partners: Annotated[
        Literal["as-understood", "as-worded"],
        Setting(
            "which table says who brokers where: as the announcement is understood, or as it is literally worded",
            optional=True,
        ),
    ] = "as-understood"
    eligibility: Annotated[
        Eligibility,
        Setting("which reading of the published wordings is used", written=Eligibility | None),
    ] = Eligibility()
    support: Annotated[Support, Setting("what is offered")] = Support()
    priority: Annotated[
        Literal["register", "days-waiting", "equal"], Setting("whose coverage counts more", label="priority")
    ] = "register"
    rules: Annotated[Rules, Setting("who may support whom")] = Rules()
    rates: Annotated[Rates, Setting("what a day, a match and a grant cost")]
    fit: Annotated[FitScale, Setting("the parts of fit, together at most 1000 points", before="fit: ")] = FitScale()
    effort: Annotated[Effort, Setting("how hard the solver tries", before="effort: ")] = Effort()
    pots: Annotated[tuple[Pot, ...], Setting("money: each purpose in each region is paid by exactly one pot")] = ()
    goals: Annotated[tuple[GoalChoice, ...], Setting("what is sought, in order", label="order of goals", least=1)] = ()
    pins: Annotated[tuple[Pinned, ...], Setting("pairs somebody fixed", optional=True)] = ()
    forbid: Annotated[tuple[Pair, ...], Setting("pairs somebody ruled out", optional=True)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Settings):
    """The whole of what a run obeys: what the scenario says, the programme's year, and where every number is from."""

    year_from: date
    year_to: date
    forbid: tuple[Pinned, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
