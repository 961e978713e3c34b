"""Random worlds through the real types: every table and every switch varied, the same world for the same seed.

`a_random_world(7)` is small enough to try every plan of; `a_random_world(7, LARGER)` is for another solver. `posed`
makes its problem as a run would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from matcher.candidates import find_candidates
from matcher.domain import (
    LEADER_ROLES,
    RELATIONS,
    Deployment,
    GovernanceLeader,
    Interest,
    JudgedPair,
    Leader,
    Organisation,
    Person,
    Recipient,
)
from matcher.plan import Problem
from matcher.policy import Pinned
from matcher.problem import build_problem
from matcher.rules.rulebooks import RULEBOOKS
from matcher.world import World
from tests.random_policies import Draw, a_random_policy, some, sometimes
from tests.worlds import (
    AS_AT,
    a_deployment,
    a_governance_leader,
    a_judged_pair,
    a_leader,
    a_person,
    a_recipient,
    a_world,
    an_interest,
    an_organisation,
)

PLACES = ("London", "North West", "South West")
PHASES = ("primary", "secondary", "special")
NEEDS = ("leadership", "governance", "behaviour")
FAITHS = (None, None, "Catholic", "Church of England", "none")
ORGANISATIONS = ("O1", "O2", "T1")
FAR_METRES = 45_000
SLIPS = 1_000_003  # added to the seed for what was added later, so that the rest of a world stays as it is


@dataclass(frozen=True)
class Size:
    """The most of each that a world may hold."""

    recipients: int
    leaders: int
    governance_leaders: int


SMALL = Size(5, 4, 2)
LARGER = Size(14, 9, 4)


def posed(world: World) -> Problem:
    """The problem a run would pose of this world."""
    rulebook = RULEBOOKS[world.policy.programme]
    return build_problem(world, find_candidates(world, rulebook).choices, rulebook)


def a_random_world(seed: int, size: Size = SMALL, pins: bool = True) -> World:
    """Its pins, if any, are on pairs that may be chosen, and may contradict limits or one another."""
    draw = Draw(seed)
    places = PLACES[: draw.randint(1, len(PLACES))]
    recipients = [_recipient(draw, f"R{k}", places) for k in range(_many(draw, size.recipients))]
    leaders = [_leader(draw, f"L{k}", places) for k in range(_many(draw, size.leaders))]
    people = [_governance_leader(draw, f"N{k}", places) for k in range(draw.randint(0, size.governance_leaders))]
    ids = [r.id for r in recipients], [x.id for x in leaders], [x.id for x in people]
    world = a_world(
        recipients,
        leaders,
        people,
        policy=a_random_policy(draw, places),
        organisations=[_organisation(draw, id, places) for id in ORGANISATIONS if draw.random() < 0.8],
        interests=[*_interests(draw, *ids), *_about_nobody(Draw(seed + SLIPS), ids[1])],
        people=[_person(draw, f"P{k}", places) for k in range(draw.randint(0, 2))],
        history=_history(draw, *ids),
        pairs=_pairs(draw, *ids[:2]),
        previous=_previous(draw, *ids[:2]),
    )
    world = replace(world, region_of={r.id: r.region for r in recipients})
    return _with_forbidden_and_pinned(draw, world, pins)


def with_policy(world: World, **changes: object) -> World:
    """The same world under a changed policy; nothing worked out before is carried over."""
    return replace(world, policy=replace(world.policy, **changes), memo={})


def _many(draw: Draw, most: int) -> int:
    """Up to the most, and rather more than few."""
    return max(draw.randint(0, most), draw.randint(1, most))


def _at(draw: Draw) -> tuple[int, int] | None:
    return sometimes(draw, 0.9, (400_000 + draw.randint(0, FAR_METRES), 400_000 + draw.randint(0, FAR_METRES)))


def _day(draw: Draw, first: int, last: int) -> date:
    """A day that many days from the run's own; negative is before."""
    return AS_AT + timedelta(days=draw.randint(first, last))


def _recipient(draw: Draw, id: str, places: Sequence[str]) -> Recipient:
    trust = draw.random() < 0.45
    own = id if trust else sometimes(draw, 0.15, draw.choice(ORGANISATIONS))
    return a_recipient(
        id,
        kind="trust" if trust else "school",
        region=draw.choice(places),
        at=_at(draw),
        phases=some(draw, PHASES, least=0 if draw.random() < 0.1 else 1)[: draw.randint(1, 2)],
        areas_of_need=some(draw, NEEDS),
        trust_id=own,
        local_authority=draw.choice(("A", "B", None)),
        diocese=draw.choice(("D", "E", None)),
        faith=draw.choice(FAITHS),
        priority=draw.choice((None, 1, 1, 2, 3)),
        governance_need=draw.choice((None, 0, 1, 2, 3)) if trust else None,
        eligible_since=sometimes(draw, 0.7, _day(draw, -400, 0)),
        days=sometimes(draw, 0.2, draw.randint(1, 12)),
    )


def _leader(draw: Draw, id: str, places: Sequence[str]) -> Leader:
    home = draw.choice(places)
    return a_leader(
        id,
        role=draw.choice(("trust_ceo", *LEADER_ROLES)),
        region=home,
        regions=places if draw.random() < 0.6 else some(draw, places),
        at=_at(draw),
        phases=PHASES if draw.random() < 0.7 else some(draw, PHASES),
        specialisms=some(draw, NEEDS),
        days=draw.choice((0, 7, 10, 10, 15, 20, 20, 30, 45)),
        willing=draw.random() < 0.95,
        organisation_id=sometimes(draw, 0.7, draw.choice(ORGANISATIONS)),
        max_matches=sometimes(draw, 0.4, draw.randint(0, 3)),
        max_travel_metres=sometimes(draw, 0.3, draw.randint(15_000, 90_000)),
        faith=draw.choice(FAITHS),
        designated_from=sometimes(draw, 0.9, _day(draw, *draw.choice(((-110, 0), (-110, 0), (-110, 0), (-160, 3))))),
        designated_to=sometimes(draw, 0.2, _day(draw, -10, 300)),
        interests_checked_on=sometimes(draw, 0.8, _day(draw, -500, 0)),
    )


def _governance_leader(draw: Draw, id: str, places: Sequence[str]) -> GovernanceLeader:
    return a_governance_leader(
        id,
        region=draw.choice(places),
        regions=some(draw, places, least=1),
        at=_at(draw),
        days=draw.choice((0, 4, 5, 5, 8, 12)),
        organisation_id=sometimes(draw, 0.4, draw.choice(ORGANISATIONS)),
        max_matches=sometimes(draw, 0.4, draw.randint(0, 2)),
        interests_checked_on=sometimes(draw, 0.8, _day(draw, -500, 0)),
    )


def _organisation(draw: Draw, id: str, places: Sequence[str]) -> Organisation:
    brokers = some(draw, places) if draw.random() < 0.4 else ()
    return an_organisation(id, team_days=sometimes(draw, 0.6, draw.choice((0, 3, 5, 8, 15))), broker_for=brokers)


def _person(draw: Draw, id: str, places: Sequence[str]) -> Person:
    role = draw.choice(("broker", "director", "approver", "board"))
    organisation = sometimes(draw, 0.5, draw.choice(ORGANISATIONS))
    return a_person(id, role=role, organisation_id=organisation, regions=some(draw, places))


def _interests(draw: Draw, recipients: list[str], leaders: list[str], people: list[str]) -> list[Interest]:
    found = []
    for person in [*leaders, *people, "P0"]:
        if draw.random() > 0.2:
            continue
        kind = draw.choice(("school", "trust", "person", "authority", "diocese", "organisation"))
        party = {"person": ["P0", *leaders], "authority": ["A", "B"], "diocese": ["D"]}.get(kind, [*recipients, "T1"])
        found.append(
            an_interest(
                person,
                draw.choice(party),
                kind,
                relation=draw.choice(RELATIONS),
                level=sometimes(draw, 0.3, draw.choice(("declare", "sign_off", "block"))),
                declared_by=draw.choice(("leader", "recipient", "broker")),
                declared_on=_day(draw, -600, 0),
                expires_on=sometimes(draw, 0.4, _day(draw, -100, 200)),
            )
        )
    return found


def _about_nobody(draw: Draw, leaders: list[str]) -> list[Interest]:
    """Sometimes a bar that a leader declares against an authority where no school of the world is."""
    if not leaders or draw.random() > 0.2:
        return []
    return [an_interest(draw.choice(leaders), "C", "authority", level="block", declared_on=AS_AT)]


def _history(draw: Draw, recipients: list[str], leaders: list[str], people: list[str]) -> list[Deployment]:
    """Mostly of recipients elsewhere, whose region is not known."""
    everybody = [*leaders, *people]
    if not everybody or draw.random() < 0.5:
        return []
    return [
        a_deployment(
            draw.choice([*recipients, "X1", "X2"]),
            draw.choice(everybody),
            term=draw.choice(("summer-2022", "autumn-2022", "spring-2023")),
            state=draw.choice(("proposed", "agreed", "running", "finished", "declined")),
            days_agreed=sometimes(draw, 0.8, draw.randint(1, 10)),
            days_claimed=sometimes(draw, 0.5, draw.randint(0, 10)),
            pot=sometimes(draw, 0.3, "offer"),
            cost_pence=sometimes(draw, 0.4, draw.randint(0, 600_000)),
        )
        for _ in range(draw.randint(1, 2))
    ]


def _pairs(draw: Draw, recipients: list[str], leaders: list[str]) -> list[JudgedPair]:
    return [
        a_judged_pair(
            r,
            x,
            score=sometimes(draw, 0.7, draw.randint(0, 1000)),
            days=sometimes(draw, 0.4, draw.randint(1, 12)),
            minutes=sometimes(draw, 0.5, draw.randint(5, 120)),
        )
        for r in recipients
        for x in leaders
        if draw.random() < 0.1
    ]


def _previous(draw: Draw, recipients: list[str], leaders: list[str]) -> tuple[tuple[str, str], ...] | None:
    if not leaders or draw.random() < 0.5:
        return None
    return tuple(sorted({(draw.choice(recipients), draw.choice(leaders)) for _ in range(draw.randint(0, 3))}))


def _with_forbidden_and_pinned(draw: Draw, world: World, pins: bool) -> World:
    pairs = [(r.id, x.id) for r in world.recipients for x in world.leaders]
    forbid = tuple(_pinned(*pair) for pair in draw.sample(pairs, 1)) if pairs and draw.random() < 0.2 else ()
    world = with_policy(world, forbid=forbid)
    if not pins or draw.random() < 0.6:
        return world
    return _with_pins(draw, world, 2)


def with_pins(world: World, seed: int, most: int) -> World:
    """Up to so many pins, on pairs that may be chosen."""
    return _with_pins(Draw(seed), world, most)


def _with_pins(draw: Draw, world: World, most: int) -> World:
    open_ = _open_pairs(world)
    return with_policy(
        world, pins=tuple(_pinned(*p) for p in draw.sample(open_, min(len(open_), draw.randint(1, most))))
    )


def _open_pairs(world: World) -> list[tuple[str, str]]:
    c = posed(world).choices
    matches = zip(c.recipient[c.is_match].tolist(), c.provider[c.is_match].tolist(), strict=True)
    return sorted({(world.recipients[r].id, world.leaders[p].id) for r, p in matches})


def _pinned(recipient_id: str, leader_id: str) -> Pinned:
    return Pinned(recipient_id=recipient_id, leader_id=leader_id, reason="agreed at the board")
