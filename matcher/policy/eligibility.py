"""Who qualifies, and what is offered to them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from matcher.setting import Day, DayChoices, Ids, Setting, Share, Switch, Whole


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
            optional=True,
        ),
    ] = "publication"
    tenure_at: Annotated[
        Literal["as_at", "year_start"],
        Setting("the day at which years in the trust are counted", label="tenure at", optional=True),
    ] = "as_at"
    schools_at_least: Annotated[
        int,
        Whole(1, 1000, "schools"),
        Setting("schools that must have been in the trust that long", label="schools in the trust", optional=True),
    ] = 2
    years_at_least: Annotated[
        int,
        Whole(0, 50, "years"),
        Setting(
            "years they must have been in the trust",
            label="years in the trust",
            phrase="{value} years in the trust",
            values={"0": "no least years in the trust"},
            optional=True,
        ),
    ] = 3
    share_denominator: Annotated[
        Literal["inspected", "all"],
        Setting(
            "half of which schools: those inspected since joining, or all of them",
            label="schools of which half must be judged RI",
            values={"inspected": "half of the schools inspected since joining", "all": "half of all schools"},
            optional=True,
        ),
    ] = "inspected"
    share_at_least: Annotated[
        Share,
        Setting("share of them judged Requires Improvement or worse", label="share of schools", optional=True),
    ] = Fraction(1, 2)
    decline: Annotated[
        Literal["net-steps", "net-count", "mean", "pupil-weighted"],
        Setting("how an overall decline is summed", label="decline", optional=True),
    ] = "net-steps"
    baseline: Annotated[
        Literal["before-joining", "first-in-trust"],
        Setting("what a school's latest grade is compared with", label="baseline", optional=True),
    ] = "before-joining"
    forgotten: Annotated[
        Literal["as-known", "unknown"],
        Setting(
            "how inspections count that Ofsted's file, which keeps two of a school, may no longer show",
            label="inspections no longer in Ofsted's file",
            values={
                "as-known": "inspections no longer in Ofsted's file left out of account",
                "unknown": "inspections no longer in Ofsted's file not known",
            },
            added="2026-11-29",
        ),
    ] = "as-known"
    structure: Annotated[
        Literal["unchanged", "any"],
        Setting(
            "whether a school must be what it was at its latest graded inspection, in URN and trust",
            label="structure since the inspection",
            added="2026-11-29",
        ),
    ] = "any"
    predecessors: Annotated[
        Literal["count", "own-urn"],
        Setting(
            "whether the inspection before the latest may have been a predecessor's",
            label="predecessors' inspections",
            added="2026-11-29",
        ),
    ] = "count"
    in_category: Annotated[
        Literal["out", "in"],
        Setting(
            "whether a part judged Requires Improvement counts beside a category of concern",
            label="parts judged RI beside a category",
            added="2026-11-29",
        ),
    ] = "out"
    nurseries: Annotated[
        Literal["out", "in"],
        Setting("whether the programme is about nursery schools", label="nursery schools", added="2026-11-29"),
    ] = "in"
    under_notice: Annotated[
        Literal["in", "out"],
        Setting(
            "whether a school with a warning notice in the file's year takes part; it is marked in any case",
            label="schools with a warning notice",
            added="2026-11-29",
        ),
    ] = "in"
    level: Annotated[
        Literal["trust", "school"],
        Setting(
            "whether a trust's school is supported through its trust, or by itself",
            label="support for a trust's school",
            added="2026-11-29",
        ),
    ] = "trust"
    at_school_level: Annotated[
        Ids,
        Setting(
            "URNs of trusts' schools that are supported by themselves, as trust and school agreed",
            label="schools of trusts supported by themselves",
            added="2026-11-29",
        ),
    ] = ()
    window_to: Annotated[
        Day | None,
        Setting("last day on which a re-inspection counts; null: the year's last", added="2026-11-29"),
    ] = None
    rsi_from: Annotated[
        Day | None,
        Setting("from when a school that requires significant improvement takes part; null: never", added="2026-11-29"),
    ] = None
    low_achievement_from: Annotated[
        Day | None, Setting("from when low achievement counts; null: never", added="2026-11-29")
    ] = None
    low_achievement_grade: Annotated[
        Literal["needs attention", "urgent improvement"] | None,
        Setting(
            "how low a report card's achievement must be; null: not set, so nobody qualifies by it",
            added="2026-11-29",
        ),
    ] = None


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
        Switch,
        Setting("whether a school or trust supported before may be offered support again", label="support again"),
    ] = False
