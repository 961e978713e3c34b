"""Small random worlds of schools, supporting organisations and advisers, and every conceivable line of a plan there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from matcher.domain import (
    Adviser,
    Case,
    Deployment,
    Facts,
    Interest,
    Organisation,
    Recipient,
)
from matcher.plan import PlannedAdviser, PlannedMatch
from matcher.policy import AdviserRules, Away, FellowAdviser, GoalChoice, Pinned, Policy, Rates, Rules
from matcher.rules.supporters import supporting_leaders
from matcher.world import World
from tests.law_policies import REGIONS, SPOTS
from tests.world_builder import Stream, Streams

Line = PlannedMatch | PlannedAdviser
AS_AT = date(2025, 12, 31)
CALMS = (0.3, 0.6, 1.0)  # of a world: see tests/world_builder.py
SCHOOLS = ("100", "101", "102")
TRUSTS, AUTHORITIES = ("T1", "T2"), ("Camden", "Leeds")
ORGANISATIONS = ("O1", "O2", "T1", "102")
GOALS_IN_ORDER = (
    *("coverage", "stability", "fairness", "advisers-in-region", "fellow-advisers"),
    *("supporters-per-body", "fit", "travel", "spend"),
)


def random_world(seed: int) -> World:
    """Two or three schools, two or three organisations and one or two advisers."""
    streams = Streams(seed, CALMS)
    of = streams.of("world")
    recipients = tuple(_recipient(streams, id) for id in SCHOOLS[: of("recipients").choice((2, 2, 3))])
    organisations = tuple(
        _organisation(streams, id)
        for id in sorted(of("organisations").sample(ORGANISATIONS, of("organisations").choice((2, 3))))
    )
    advisers = tuple(_adviser(streams, f"A{k}") for k in range(1, of("advisers").choice((2, 3))))
    people = [*(o.id for o in organisations), *(a.id for a in advisers)]
    facts = Facts(
        recipients=recipients,
        organisations=organisations,
        advisers=advisers,
        interests=tuple(_interest(streams, k, people) for k in range(of("interests").choice((0, 0, 1, 2)))),
        history=tuple(_deployment(streams, k, people) for k in range(of("history").choice((0, 1, 2, 3)))),
        cases=tuple(_case(streams, k) for k in range(of("cases").choice((0, 0, 1, 2)))),
    )
    policy = _policy(streams, recipients, people)
    return World(policy, facts, recipients, supporting_leaders(facts), advisers=advisers)


def _recipient(streams: Streams, id: str) -> Recipient:
    of = streams.of("recipient", id)
    trust = of("trust").choice((None, "T1", "T1", "T2"))
    return Recipient(
        id=id,
        name=f"School {id}",
        kind="school",
        region=of("region").choice(REGIONS),
        phases=frozenset(of("phases").choice((("primary",), ("secondary",), ("primary", "secondary")))),
        local_authority=of("local_authority").choice((None, *AUTHORITIES)),
        trust_id=trust,
        sector=of("sector").choice((None, "academy"))
        if trust
        else of("sector").choice((None, "maintained", "academy")),
        priority=of("priority").choice((None, 1, 2)),
        decision=of("decision").choice((None, "match", "match", "review-progress")),
        schools=(id,),
        **_place(of("place")),
    )


def _place(stream: Stream) -> dict[str, int | None]:
    easting, northing = stream.choice((*SPOTS[:2], *SPOTS, (None, None)))
    return {"easting": easting, "northing": northing}


def _organisation(streams: Streams, id: str) -> Organisation:
    of = streams.of("organisation", id)
    kind = {"T1": "trust", "102": "school"}.get(id) or of("kind").choice(("authority", "traded-service", "federation"))
    region = of("region").choice(REGIONS)
    return Organisation(
        id=id,
        name=f"Organisation {id}",
        type=kind,
        number=of("number").choice((None, "77", "0077")),
        region=region,
        regions=frozenset(of("regions").choice((REGIONS, (region,)))),
        phases=frozenset(of("phases").choice(((), ("primary", "secondary"), ("primary",)))),
        capacity=of("capacity").choice((0, 1, 2, 2, 3)),
        running=of("running").choice((None, 0, 1, 1)),
        willing=of("willing").mostly(True, None, False),
        due_diligence=of("due_diligence").mostly("yes", None, "pending", "no"),
        finance_check=of("finance_check").mostly("yes", None, "no"),
        vendor_account_on=of("vendor_account_on").mostly(date(2025, 1, 1), None, date(2026, 1, 1)),
        interests_checked_on=of("interests_checked_on").choice((None, date(2025, 7, 1))),
        authority=of("authority").choice(AUTHORITIES) if kind in ("authority", "traded-service") else None,
        **_place(of("place")),
    )


def _adviser(streams: Streams, id: str) -> Adviser:
    of = streams.of("adviser", id)
    return Adviser(
        id=id,
        name=f"Adviser {id}",
        region=of("region").choice(REGIONS),
        caseload=of("caseload").choice((0, 1, 2, 3)),
        running=of("running").choice((None, 0, 0, 1)),
        organisation_id=of("organisation_id").choice((None, "T1", "T2", "O1", "O2", "102")),
        former_organisation_ids=tuple(
            of("former_organisation_ids").sample(("T1", "T2", "O1"), of("former_organisation_ids").choice((0, 0, 1)))
        ),
        interests_checked_on=of("interests_checked_on").choice((None, date(2025, 7, 1))),
        **_place(of("place")),
    )


def _interest(streams: Streams, number: int, people: list[str]) -> Interest:
    of = streams.of("interest", number)
    kind = of("kind").choice(("school", "trust"))
    return Interest(
        person_id=of("person_id").choice(people),
        party_id=of("party_id").choice(SCHOOLS[:2] if kind == "school" else TRUSTS),
        party_kind=kind,
        relation=of("relation").choice(("business", "other", "none")),
        level=of("level").choice((None, "block", "sign_off", "declare")),
        declared_by="leader",
        declared_on=date(2025, 7, 1),
        expires_on=of("expires_on").choice((None, date(2025, 12, 30), AS_AT)),
        outside=True,
    )


def _deployment(streams: Streams, number: int, people: list[str]) -> Deployment:
    of = streams.of("deployment", number)
    return Deployment(
        term="autumn-2025",
        recipient_id=of("recipient_id").choice((*SCHOOLS, "900")),
        leader_id=of("leader_id").choice(people),
        state=of("state").choice(("agreed", "running", "finished", "proposed")),
    )


def _case(streams: Streams, number: int) -> Case:
    of = streams.of("case", number)
    return Case(
        urn=of("urn").choice((*SCHOOLS, "900")),
        name="A school",
        status=of("status").choice(("in progress", "paused", "stopped")),
        decision=of("decision").choice((None, "Match with a supporting organisation", "Review school's progress")),
        organisation_type=of("organisation_type").choice(
            (
                "trust",
                "school",
                "local authority",
                "local authority traded service",
                "federation or education partnership",
            )
        ),
        number=of("number").choice((None, "77")),
        appointed_on=of("appointed_on").choice((None, AS_AT, date(2026, 1, 1))),
    )


def _policy(streams: Streams, recipients: tuple[Recipient, ...], people: list[str]) -> Policy:
    of = streams.of("policy")
    pairs = [(r.id, id) for r in recipients for id in people]
    rules = Rules(
        max_travel_metres=of("max_travel_metres").choice((60_000, 60_000, None)),
        cross_region=of("cross_region").mostly("willing", "never", "always"),
        fellow_adviser=FellowAdviser(
            show=of("show").mostly(True, False),
            share_at_most=of("share_at_most").choice((None, None, Fraction(0), Fraction(1, 2))),
        ),
        advisers=AdviserRules(
            max_travel_metres=of("max_travel_metres").choice((None, 60_000)),
            former_employer=of("former_employer").mostly("bar", "allow"),
            same_employer=of("same_employer").mostly("bar", "allow"),
            undecided=of("undecided").mostly("match", "review-progress"),
        ),
        levels=of("levels").choice(({}, {"business": "block", "other": "declare"})),
    )
    return Policy(
        name="a test",
        programme="rise-2025-26",
        as_at=AS_AT,
        year_from=date(2025, 9, 1),
        year_to=date(2026, 8, 31),
        rates=Rates(leader_day_pence={}, grant_pence=300_000),
        rules=rules,
        goals=tuple(GoalChoice(goal=name) for name in GOALS_IN_ORDER),
        pins=tuple(_pin(streams, r, x) for r, x in of("pins").sample(pairs, of("pins").mostly(0, 1))),
        away=tuple(_away(streams, x) for x in people if streams.of("away", x)("leader_id").random() < 0.06),
        forbid=tuple(
            Pinned(recipient_id=r, leader_id=x, reason="r")
            for r, x in of("forbid").sample(pairs, of("forbid").choice((0, 0, 1, 2)))
        ),
    )


def _pin(streams: Streams, recipient: str, provider: str) -> Pinned:
    stands = streams.of("pin", f"{recipient}+{provider}")("stands").choice((None, "agreed"))
    return Pinned(recipient_id=recipient, leader_id=provider, reason="r", stands=stands)


def _away(streams: Streams, provider: str) -> Away:
    """From the day before the run's to the day after, or until they can again."""
    until = streams.of("away", provider)("until").choice((None, date(2025, 12, 30), AS_AT, date(2026, 1, 1)))
    return Away(leader_id=provider, reason="r", until=until)


def conceivable(world: World, seed: int, at_most: int) -> list[Line]:
    """Some lines of a plan, each of a known school and a known organisation or adviser, with days or without."""
    chance = Stream(f"lines of a plan {seed}")
    lines: list[Line] = [PlannedMatch(r.id, x.id, 0, 0) for r in world.recipients for x in world.leaders]
    lines += [PlannedAdviser(r.id, a.id) for r in world.recipients for a in world.advisers]
    some = chance.sample(lines, min(at_most, len(lines)))
    if chance.random() < 0.1:
        some = [replace(x, days=5) if isinstance(x, PlannedMatch) else x for x in some]
    return some


def with_policy(world: World, **changes: Any) -> World:
    return replace(world, policy=replace(world.policy, **changes), memo={})
