"""Makes a recipient of a body that qualifies; a value in the register takes precedence, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from matcher.domain import Judgement, Recipient, Verdict
from matcher.eligibility.bodies import Bodies, most_of
from matcher.eligibility.open_schools import OpenSchool
from matcher.policy import Policy
from matcher.rules.gates.body import Body
from matcher.rules.gates.trust_analysis import analyse_trust

NEEDS = {
    "quality-of-education": ("curriculum", "teaching"),
    "curriculum-and-teaching": ("curriculum", "teaching"),
    "behaviour": ("behaviour",),
    "behaviour-and-attitudes": ("behaviour",),
    "attendance-and-behaviour": ("attendance", "behaviour"),
    "personal-development": ("personal-development",),
    "personal-development-and-wellbeing": ("personal-development",),
    "leadership": ("leadership",),
    "leadership-and-governance": ("leadership", "governance"),
    "early-years": ("early-years",),
    "sixth-form": ("sixth-form",),
    "post-16": ("sixth-form",),
    "inclusion": ("inclusion",),
}
SILENCE: tuple[Any, ...] = (None, "", frozenset(), ())  # zero is an answer
WORSE_THAN_GOOD = {"headline": 3, "sub-judgements": 3, "report-card": 4}
GOVERNANCE_NEED = {1: 0, 2: 0, 3: 2, 4: 3}  # from the leadership judgement, where the register is silent


def recipient_of(body: Body, bodies: Bodies, policy: Policy, verdict: Verdict, route: str) -> Recipient:
    recipient = _school(body, bodies, policy) if body.kind == "school" else _trust(body, bodies, policy)
    return replace(recipient, eligible_since=verdict.since, route=route)


def registered(entry: Recipient, worked_out: Recipient | None) -> Recipient:
    """The register's row, with what it leaves open filled in from what was worked out."""
    if worked_out is not None:
        silent = [f.name for f in fields(Recipient) if getattr(entry, f.name) in SILENCE]
        entry = replace(entry, **{name: getattr(worked_out, name) for name in silent})
    own = (entry.id,) if entry.kind == "school" and not entry.schools else entry.schools
    return replace(entry, schools=own, route=entry.route or "register")


def needs(judgements: Iterable[Judgement]) -> frozenset[str]:
    """The areas judged worse than good."""
    return frozenset(
        need
        for judgement in judgements
        for area, grade in judgement.areas
        if grade >= WORSE_THAN_GOOD[judgement.regime]
        for need in NEEDS.get(area, ())
    )


def governance_need(judgements: Iterable[Judgement]) -> int | None:
    """The greatest that any of the leadership judgements suggests; None where there is none."""
    return max((GOVERNANCE_NEED[j.leadership] for j in judgements if j.leadership), default=None)


def _school(body: Body, bodies: Bodies, policy: Policy) -> Recipient:
    school = bodies.schools[body.line[0]].school
    judgements = _latest_published(body.history, policy.as_at)
    return Recipient(
        id=body.id,
        name=body.name,
        kind="school",
        region=body.region,
        phases=school.phases,
        local_authority=school.local_authority,
        easting=school.easting,
        northing=school.northing,
        postcode=school.postcode,
        trust_id=body.trust_id,
        trust_name=body.trust_name,
        diocese=school.diocese,
        faith=school.faith,
        pupils=school.pupils,
        governance_need=governance_need(judgements),
        areas_of_need=needs(judgements),
        schools=body.line,
        sector=school.sector,
        deprivation_quintile=school.deprivation_quintile,
        rural=school.rural,
        source=school.source,
    )


def _trust(body: Body, bodies: Bodies, policy: Policy) -> Recipient:
    members = certain_members(body, bodies)
    judgements = [
        k.judgements.latest for k in analyse_trust(body, policy, policy.as_at).known_schools if k.judgements.latest
    ]
    schools = [m.school for m in members]
    pupils = [s.pupils for s in schools if s.pupils is not None]
    authorities = {s.local_authority for s in schools}
    dioceses, faiths = {s.diocese for s in schools}, {s.faith for s in schools}
    easting, northing = _centroid(members)
    return Recipient(
        id=body.id,
        name=body.name,
        kind="trust",
        region=body.region,
        phases=frozenset().union(*(s.phases for s in schools)),
        local_authority=authorities.pop() if len(authorities) == 1 else None,
        easting=easting,
        northing=northing,
        trust_id=body.id,
        trust_name=body.name,
        diocese=dioceses.pop() if len(dioceses) == 1 else None,
        faith=faiths.pop() if len(faiths) == 1 else None,
        pupils=sum(pupils) if len(pupils) == len(schools) else None,
        governance_need=governance_need(judgements),
        areas_of_need=needs(judgements),
        schools=tuple(sorted({urn for m in members for urn in m.line})),
        sector="academy",
    )


def certain_members(body: Body, bodies: Bodies) -> list[OpenSchool]:
    """The schools certainly in the trust on the day; where none is certain, all that may be."""
    members = [bodies.schools[m.urn] for m in body.members]
    return [m for m in members if m.certain_trust] or members


def region_note(body: Body, bodies: Bodies) -> str:
    """A note for a trust with equally many schools in several regions."""
    if body.kind == "school" or body.id not in bodies.by_id:
        return ""
    region, tie = most_of(certain_members(body, bodies))
    return f" Its schools are spread evenly; {region} is the first of their regions in the alphabet." if tie else ""


def _latest_published(history: Sequence[Judgement], day: date) -> list[Judgement]:
    """The latest judgement published by the day, in a list of one or none."""
    published = [j for j in history if (j.published or j.started or date.max) <= day]
    return published[-1:]


def _centroid(members: Iterable[OpenSchool]) -> tuple[int | None, int | None]:
    """The mean of the schools' places in whole metres, rounded down."""
    schools = [m.school for m in members]
    places = [(s.easting, s.northing) for s in schools if s.easting is not None and s.northing is not None]
    if not places:
        return None, None
    return sum(e for e, _ in places) // len(places), sum(n for _, n in places) // len(places)
