"""The whole policy of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from matcher.policy.eligibility import Eligibility, Support
from matcher.policy.goals import Effort, GoalChoice
from matcher.policy.money import ImprovementGrant, Pot, Rates
from matcher.policy.pairs import Away, FitScale, Pair, Pinned, Rules
from matcher.policy.programme import OwnProgramme
from matcher.policy.year_ahead import DecidedWait, HistoryPoints, YearAhead
from matcher.setting import Day, Name, Regions, Setting, Term, Text
from matcher.wording.terms import USUAL, Words


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
    ] = field(default_factory=Eligibility)
    support: Annotated[Support, Setting("what is offered")] = field(default_factory=Support)
    priority: Annotated[
        Literal["register", "days-waiting", "equal", "history"], Setting("whose coverage counts more", label="priority")
    ] = "register"
    rules: Annotated[Rules, Setting("who may support whom")] = field(default_factory=Rules)
    rates: Annotated[Rates, Setting("what a day, a match and a grant cost")]
    improvement_grant: Annotated[
        ImprovementGrant,
        Setting(
            "what a school may be paid for its improvement, by band and cohort; reported, in no pot",
            optional=True,
            added="2026-11-29",
            before="improvement grant: ",
        ),
    ] = field(default_factory=ImprovementGrant)
    fit: Annotated[FitScale, Setting("the parts of fit, together at most 1000 points", before="fit: ")] = field(
        default_factory=FitScale
    )
    effort: Annotated[Effort, Setting("how hard the solver tries", before="effort: ")] = field(default_factory=Effort)
    pots: Annotated[tuple[Pot, ...], Setting("money: each purpose in each region is paid by exactly one pot")] = ()
    goals: Annotated[tuple[GoalChoice, ...], Setting("what is sought, in order", label="order of goals", least=1)] = ()
    pins: Annotated[tuple[Pinned, ...], Setting("pairs somebody fixed", optional=True)] = ()
    forbid: Annotated[tuple[Pair, ...], Setting("pairs somebody ruled out", optional=True)] = ()
    yeses: Annotated[
        tuple[Pair, ...],
        Setting("pairs to which the school has said yes, and the leader not yet", optional=True, added="2026-11-29"),
    ] = ()
    away: Annotated[
        tuple[Away, ...],
        Setting("leaders who cannot support anybody new at present", optional=True, added="2026-11-29"),
    ] = ()
    waits: Annotated[
        tuple[DecidedWait, ...],
        Setting(
            "what directors decided about those asked to wait for the year ahead", optional=True, added="2026-11-29"
        ),
    ] = ()
    history_points: Annotated[
        HistoryPoints,
        Setting(
            "what matching is worth by `priority: history`",
            optional=True,
            added="2026-11-29",
            before="priority by history: ",
        ),
    ] = field(default_factory=HistoryPoints)
    year_ahead: Annotated[
        YearAhead,
        Setting(
            "whether the proposal looks beyond its own day",
            optional=True,
            added="2026-11-29",
            before="the year ahead: ",
        ),
    ] = field(default_factory=YearAhead)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Settings):
    """The whole of what a run obeys: what the scenario says, the programme's year, and where every number is from.

    `own` is the programme where the project wrote it itself; `words` are what the programme calls people and schools.
    """

    year_from: date
    year_to: date
    forbid: tuple[Pinned, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    own: OwnProgramme | None = field(default=None, metadata={"added": "2026-11-29"})
    words: Words = field(default=USUAL, metadata={"provenance": True})
