"""Every key of a scenario: what it may hold, in which unit, and what it means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import model_validator

from matcher.policy import GOALS, PURPOSES
from matcher.read.scenario_draws import Draws
from matcher.read.scenario_section import Section, setting
from matcher.read.scenario_values import (
    FILES,
    Day,
    DayChoices,
    DayOrNull,
    Metres,
    MetresOrNull,
    Name,
    Pence,
    PenceOrNull,
    Regions,
    Roles,
    Seed,
    Share,
    ShareOrNull,
    Switch,
    Term,
    Text,
    TextOrNull,
    Work,
    invalid,
    one_of,
    some_of,
    whole,
)

Schools = Annotated[int, whole(1, 1000, "schools")]
Years = Annotated[int, whole(0, 50, "years")]
MinutesOrNull = Annotated[int | None, whole(0, 1_440, "minutes").or_null()]
DayCount = Annotated[int, whole(0, 36_600, "days")]
MostDays = Annotated[int, whole(0, 366, "days")]
Points = Annotated[int, whole(0, 1000, "points")]
Units = Annotated[int, whole(0, 10**12, "of the goal's unit")]
Purposes = Annotated[tuple[str, ...], some_of(*PURPOSES, may_be_empty=True)]
GoalName = Annotated[str, one_of(*GOALS)]


class Data(Section):
    ofsted: Annotated[tuple[str, ...], FILES] = setting("Ofsted inspection files, one or a list", default=())
    group_links: TextOrNull = setting("GIAS group links, with the dates on which schools joined", default=None)
    groups: TextOrNull = setting("GIAS groups: trusts, open and closed", default=None)
    establishment_links: TextOrNull = setting("GIAS predecessors and successors", default=None)
    establishments: TextOrNull = setting("GIAS establishments", default=None)
    coordinates: TextOrNull = setting("eastings and northings by URN, where GIAS is silent", default=None)
    recipients: TextOrNull = setting("bodies already known to qualify", default=None)
    leaders: TextOrNull = setting("system leaders and the days they offer", default=None)
    organisations: TextOrNull = setting("leaders' organisations and their teams' days", default=None)
    governance_leaders: TextOrNull = setting("national leaders of governance, or pools of their days", default=None)
    interests: TextOrNull = setting("declared interests", default=None)
    people: TextOrNull = setting("those who broker, approve and decide", default=None)
    pairs: TextOrNull = setting("somebody's judgement of single pairs", default=None)
    requests: TextOrNull = setting("bodies put forward by exception", default=None)
    history: TextOrNull = setting("earlier and running deployments", default=None)
    journeys: TextOrNull = setting("minutes from place to place, as somebody measured them", default=None)
    crossings: TextOrNull = setting("somebody's judgement of the water between two places", default=None)
    postcodes: Annotated[tuple[str, ...], FILES] = setting(
        "files of postcodes with eastings and northings, in ONSPD's columns, one or a list", default=()
    )
    registers: TextOrNull = setting(
        "one .xlsx workbook with registers as sheets, instead of or beside files", default=None
    )
    previous: TextOrNull = setting("the run folder of the last proposal", default=None)


class Eligibility(Section):
    date_basis: Literal["publication", "inspection-start"] = setting("which date puts a judgement in the year")
    tenure_at: Literal["as_at", "year_start"] = setting("the day at which years in the trust are counted")
    schools_at_least: Schools = setting("schools that must have been in the trust that long")
    years_at_least: Years = setting("years they must have been in the trust")
    share_denominator: Literal["inspected", "all"] = setting(
        "half of which schools: those inspected since joining, or all of them"
    )
    share_at_least: Share = setting("share of them judged Requires Improvement or worse")
    decline: Literal["net-steps", "net-count", "mean", "pupil-weighted"] = setting("how an overall decline is summed")
    baseline: Literal["before-joining", "first-in-trust"] = setting("what a school's latest grade is compared with")


class Support(Section):
    standalone_days: DayChoices = setting("days that may be offered to a standalone school")
    trust_days: DayChoices = setting("days that may be offered to a trust")
    team_share_at_most: Share = setting("the leadership team's share of a trust's days, at most")
    governance_days: MostDays = setting("governance days offered to a trust; 0 offers none")
    governance_needs_match: Switch = setting("whether governance days come only with a match")
    again: Switch = setting("whether a body supported before may be offered support again")


class Rules(Section):
    max_travel_km: MetresOrNull = setting("longest straight-line journey; null sets none")
    max_travel_minutes: MinutesOrNull = setting("longest journey in minutes, where minutes are known; null sets none")
    cross_region: Literal["willing", "never", "always"] = setting("who may be matched outside the leader's own region")
    conflicts_stale_after_days: DayCount = setting("age at which a check of interests no longer counts")
    own_interest_share_at_most: ShareOrNull = setting("a broker's own organisation's share of its region's matches")
    trust_leader: Roles = setting("who may lead a trust's support")
    standalone_leader: Roles = setting("who may lead a standalone school's support")


class Rates(Section):
    trust_ceo_day: Pence = setting("pounds a day of a trust chief executive")
    nle_day: Pence = setting("pounds a day of a national leader of education")
    equivalent_day: Pence = setting("pounds a day of an equivalent leader")
    governance_day: Pence = setting("pounds a governance day")
    match_fee: Pence = setting("pounds a match, paid to the broker")
    grant: Pence = setting("pounds a match, paid as a grant")


class Fit(Section):
    distance: Points = setting("points for a leader next door, falling to none at the travel limit")
    needs: Points = setting("points when the leader knows every area of need")
    phases: Points = setting("points when the leader covers every phase")
    faith: Points = setting("points for the same faith")
    reference_km: Metres = setting("stands for the travel limit where there is none")

    @model_validator(mode="after")
    def _at_most_a_thousand(self) -> Fit:
        if self.distance + self.needs + self.phases + self.faith > 1000:
            raise invalid("gives more than 1000 points together", "Fit is 0 to 1000: lower one of its parts")
        if not self.reference_km:
            raise invalid("has a reference_km of nought", "Write the distance at which nearness no longer counts")
        return self


class Effort(Section):
    per_goal: Work = setting("the solver's own measure of work a goal may take, never seconds")
    seed: Seed = setting("the solver's starting number; the answer does not depend on it")


_Level = Literal["declare", "sign_off", "block"]


class ConflictLevels(Section):
    employed_by: _Level = setting("works there now")
    governs: _Level = setting("governs it now")
    trustee_of: _Level = setting("is a trustee of it now")
    family: _Level = setting("has close family there")
    business: _Level = setting("has a business partner there")
    formerly_employed_by: _Level = setting("used to work there")
    supplies: _Level = setting("supplies it with goods or services")
    sponsor_interest: _Level = setting("their trust may one day take it in")
    supported_before: _Level = setting("supported it before")
    other: _Level = setting("any other interest declared")


class Fixed(Section):
    what: Text = setting("what it pays for")
    amount: Pence = setting("pounds")


class Pot(Section):
    name: Name = setting("short name; later files change the pot by it")
    amount: PenceOrNull = setting("pounds; null counts what is spent and never binds")
    pays_for: Purposes = setting("what is charged to it; may be empty")
    regions: Regions = setting("the regions it covers: `all`, or a list", default=None)
    starts: DayOrNull = setting("first day it may be spent", default=None, alias="from")
    ends: DayOrNull = setting("last day it may be spent", default=None, alias="to")
    role: Literal["pays", "ceiling"] = setting("`pays` pays; `ceiling` binds what others pay", default="pays")
    fixed: list[Fixed] = setting("costs taken first", default=[])
    share: ShareOrNull = setting("what a run of fewer regions than it covers may spend of it", default=None)
    reverts: Switch = setting("whether what is left goes back; reported, never moved", default=False)
    source: TextOrNull = setting("where the amount comes from", default=None)
    assumed: Switch = setting("whether the amount is an assumption", default=True)

    @model_validator(mode="after")
    def _holds_together(self) -> Pot:
        if self.starts and self.ends and self.ends < self.starts:
            raise invalid("ends before it starts")
        if self.amount is not None and sum(f.amount for f in self.fixed) > self.amount:
            raise invalid("has fixed costs greater than its amount")
        return self


class Goal(Section):
    goal: GoalName = setting("the goal")
    may_lose: Units = setting("what later goals may take from it", default=0)
    within_km: MetresOrNull = setting("for strong-trust-first: how near the chief executive must be", default=None)

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: Any) -> Any:
        return {"goal": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _distance_is_for_one_goal(self) -> Goal:
        if self.within_km is not None and self.goal != "strong-trust-first":
            raise invalid("has within_km, which only strong-trust-first knows")
        return self


class Pair(Section):
    recipient: Text = setting("a URN or a trust's UID")
    leader: Text = setting("a leader's id")
    reason: Text = setting("why; it is kept with the run")


class Pin(Pair):
    days: Annotated[int | None, whole(1, 366, "days").or_null()] = setting(
        "these days and no others; not set: any", default=None
    )
    team_days: Annotated[int | None, whole(0, 366, "days").or_null()] = setting(
        "these of the team's; not set: any", default=None
    )


class Scenario(Section):
    """A scenario once everything is merged: what a run obeys."""

    schema_: Literal["matcher/1"] = setting("the version of this language", alias="schema")
    name: Name = setting("what the run is called; the file's name where absent")
    programme: Text = setting("the dated policy numbers it starts from")
    term: Term = setting("the term it is for, such as autumn-2022", default="")
    as_at: Day = setting("nothing published later counts; membership and status are as at this day")
    regions: Regions = setting("the regions of the run: `all`, or a list", default=None)
    partners: Literal["as-understood", "as-worded"] = setting(
        "which table says who brokers where: as the announcement is understood, or as it is literally worded",
        default="as-understood",
    )
    data: Data = setting("files, relative to the scenario that names them, inside the project folder")
    eligibility: Eligibility | None = setting("which reading of the published wordings is used", default=None)
    support: Support = setting("what is offered")
    priority: Literal["register", "days-waiting", "equal"] = setting("whose coverage counts more")
    rules: Rules = setting("who may support whom")
    rates: Rates = setting("what a day, a match and a grant cost")
    fit: Fit = setting("the parts of fit, together at most 1000 points")
    effort: Effort = setting("how hard the solver tries")
    conflict_levels: ConflictLevels = setting("`block`, `sign_off` or `declare`, by relation")
    pots: list[Pot] = setting("money: each purpose in each region is paid by exactly one pot")
    goals: list[Goal] = setting("what is sought, in order", min_length=1)
    pins: list[Pin] = setting("pairs somebody fixed", default=[])
    forbid: list[Pair] = setting("pairs somebody ruled out", default=[])
    sweep: dict[str, Any] | None = setting(
        "settings to try one after another: a list, or from, to and step", default=None
    )
    draws: Draws | None = setting("uncertain settings to draw at random", default=None)


class ScenarioFile(Scenario):
    """A scenario as it is written: any part may be left to what it extends, or to the programme."""

    extends: TextOrNull = setting("another scenario file to start from", default=None)
    blocks: dict[str, dict[str, Any]] | None = setting("named sets of changes, chosen when it is run", default=None)
    override: dict[str, Any] | None = setting("changes by dotted key, made last", default=None)
