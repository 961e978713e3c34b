"""Who qualifies, and what is offered to them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from matcher.setting import DayChoices, Setting, Share, Switch, Whole


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
