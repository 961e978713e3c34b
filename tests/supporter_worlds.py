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
from tests.law_policies import REGIONS, SPOTS, Dice

Line = PlannedMatch | PlannedAdviser
AS_AT = date(2025, 12, 31)
SCHOOLS = ("100", "101", "102")
TRUSTS, AUTHORITIES = ("T1", "T2"), ("Camden", "Leeds")
ORGANISATIONS = ("O1", "O2", "T1", "102")
GOALS_IN_ORDER = (
    *("coverage", "stability", "fairness", "advisers-in-region", "fellow-advisers"),
    *("supporters-per-body", "fit", "travel", "spend"),
)


def random_world(seed: int) -> World:
    """Two or three schools, two or three organisations and one or two advisers."""
    dice = Dice(seed)
    dice.calm = dice.choice((0.3, 0.6, 1.0))
    recipients = tuple(_recipient(dice, id) for id in SCHOOLS[: dice.choice((2, 2, 3))])
    organisations = tuple(_organisation(dice, id) for id in sorted(dice.sample(ORGANISATIONS, dice.choice((2, 3)))))
    advisers = tuple(_adviser(dice, f"A{k}") for k in range(1, dice.choice((2, 3))))
    people = [*(o.id for o in organisations), *(a.id for a in advisers)]
    facts = Facts(
        recipients=recipients,
        organisations=organisations,
        advisers=advisers,
        interests=tuple(_interest(dice, people) for _ in range(dice.choice((0, 0, 1, 2)))),
        history=tuple(_deployment(dice, people) for _ in range(dice.choice((0, 1, 2, 3)))),
        cases=tuple(_case(dice, organisations) for _ in range(dice.choice((0, 0, 1, 2)))),
    )
    policy = _policy(dice, recipients, people)
    return World(policy, facts, recipients, supporting_leaders(facts), advisers=advisers)


def _recipient(dice: Dice, id: str) -> Recipient:
    trust = dice.choice((None, "T1", "T1", "T2"))
    return Recipient(
        id=id,
        name=f"School {id}",
        kind="school",
        region=dice.choice(REGIONS),
        phases=frozenset(dice.choice((("primary",), ("secondary",), ("primary", "secondary")))),
        local_authority=dice.choice((None, *AUTHORITIES)),
        trust_id=trust,
        sector=dice.choice((None, "academy")) if trust else dice.choice((None, "maintained", "academy")),
        priority=dice.choice((None, 1, 2)),
        decision=dice.choice((None, "match", "match", "review-progress")),
        schools=(id,),
        **_place(dice),
    )


def _place(dice: Dice) -> dict[str, int | None]:
    easting, northing = dice.choice((*SPOTS[:2], *SPOTS, (None, None)))
    return {"easting": easting, "northing": northing}


def _organisation(dice: Dice, id: str) -> Organisation:
    kind = {"T1": "trust", "102": "school"}.get(id) or dice.choice(("authority", "traded-service", "federation"))
    region = dice.choice(REGIONS)
    return Organisation(
        id=id,
        name=f"Organisation {id}",
        type=kind,
        number=dice.choice((None, "77", "0077")),
        region=region,
        regions=frozenset(dice.choice((REGIONS, (region,)))),
        phases=frozenset(dice.choice(((), ("primary", "secondary"), ("primary",)))),
        capacity=dice.choice((0, 1, 2, 2, 3)),
        running=dice.choice((None, 0, 1, 1)),
        willing=dice.mostly(True, None, False),
        due_diligence=dice.mostly("yes", None, "pending", "no"),
        finance_check=dice.mostly("yes", None, "no"),
        vendor_account_on=dice.mostly(date(2025, 1, 1), None, date(2026, 1, 1)),
        interests_checked_on=dice.choice((None, date(2025, 7, 1))),
        authority=dice.choice(AUTHORITIES) if kind in ("authority", "traded-service") else None,
        **_place(dice),
    )


def _adviser(dice: Dice, id: str) -> Adviser:
    return Adviser(
        id=id,
        name=f"Adviser {id}",
        region=dice.choice(REGIONS),
        caseload=dice.choice((0, 1, 2, 3)),
        running=dice.choice((None, 0, 0, 1)),
        organisation_id=dice.choice((None, "T1", "T2", "O1", "O2", "102")),
        former_organisation_ids=tuple(dice.sample(("T1", "T2", "O1"), dice.choice((0, 0, 1)))),
        interests_checked_on=dice.choice((None, date(2025, 7, 1))),
        **_place(dice),
    )


def _interest(dice: Dice, people: list[str]) -> Interest:
    kind = dice.choice(("school", "trust"))
    return Interest(
        person_id=dice.choice(people),
        party_id=dice.choice(SCHOOLS[:2] if kind == "school" else TRUSTS),
        party_kind=kind,
        relation=dice.choice(("business", "other", "none")),
        level=dice.choice((None, "block", "sign_off", "declare")),
        declared_by="leader",
        declared_on=date(2025, 7, 1),
        expires_on=dice.choice((None, date(2025, 12, 30), AS_AT)),
        outside=True,
    )


def _deployment(dice: Dice, people: list[str]) -> Deployment:
    return Deployment(
        term="autumn-2025",
        recipient_id=dice.choice((*SCHOOLS, "900")),
        leader_id=dice.choice(people),
        state=dice.choice(("agreed", "running", "finished", "proposed")),
    )


def _case(dice: Dice, organisations: tuple[Organisation, ...]) -> Case:
    return Case(
        urn=dice.choice((*SCHOOLS, "900")),
        name="A school",
        status=dice.choice(("in progress", "paused", "stopped")),
        decision=dice.choice((None, "Match with a supporting organisation", "Review school's progress")),
        organisation_type=dice.choice(
            (
                "trust",
                "school",
                "local authority",
                "local authority traded service",
                "federation or education partnership",
            )
        ),
        number=dice.choice((None, "77")),
        appointed_on=dice.choice((None, AS_AT, date(2026, 1, 1))),
    )


def _policy(dice: Dice, recipients: tuple[Recipient, ...], people: list[str]) -> Policy:
    pairs = [(r.id, id) for r in recipients for id in people]
    rules = Rules(
        max_travel_metres=dice.choice((60_000, 60_000, None)),
        cross_region=dice.mostly("willing", "never", "always"),
        fellow_adviser=FellowAdviser(
            show=dice.mostly(True, False), share_at_most=dice.choice((None, None, Fraction(0), Fraction(1, 2)))
        ),
        advisers=AdviserRules(
            max_travel_metres=dice.choice((None, 60_000)),
            former_employer=dice.mostly("bar", "allow"),
            same_employer=dice.mostly("bar", "allow"),
            undecided=dice.mostly("match", "review-progress"),
        ),
        levels=dice.choice(({}, {"business": "block", "other": "declare"})),
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
        pins=tuple(_pin(dice, r, x) for r, x in dice.sample(pairs, dice.mostly(0, 1))),
        away=tuple(_away(dice, x) for x in people if dice.field("Away", x, "leader_id").random() < 0.06),
        forbid=tuple(
            Pinned(recipient_id=r, leader_id=x, reason="r") for r, x in dice.sample(pairs, dice.choice((0, 0, 1, 2)))
        ),
    )


def _pin(dice: Dice, recipient: str, provider: str) -> Pinned:
    stands = dice.field("Pinned", f"{recipient}+{provider}", "stands").choice((None, "agreed"))
    return Pinned(recipient_id=recipient, leader_id=provider, reason="r", stands=stands)


def _away(dice: Dice, provider: str) -> Away:
    """From the day before the run's to the day after, or until they can again."""
    until = dice.field("Away", provider, "until").choice((None, date(2025, 12, 30), AS_AT, date(2026, 1, 1)))
    return Away(leader_id=provider, reason="r", until=until)


def conceivable(world: World, seed: int, at_most: int) -> list[Line]:
    """Some lines of a plan, each of a known school and a known organisation or adviser, with days or without."""
    dice = Dice(seed)
    lines: list[Line] = [PlannedMatch(r.id, x.id, 0, 0) for r in world.recipients for x in world.leaders]
    lines += [PlannedAdviser(r.id, a.id) for r in world.recipients for a in world.advisers]
    some = dice.sample(lines, min(at_most, len(lines)))
    if dice.random() < 0.1:
        some = [replace(x, days=5) if isinstance(x, PlannedMatch) else x for x in some]
    return some


def with_policy(world: World, **changes: Any) -> World:
    return replace(world, policy=replace(world.policy, **changes), memo={})
