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
from tests.random_policies import a_random_policy
from tests.world_builder import FieldStreams, Stream, Streams
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
    streams = Streams(seed)
    of = streams.of("world")
    places = PLACES[: of("places").randint(1, len(PLACES))]
    recipients = [_recipient(streams, f"R{k}", places) for k in range(_many(of("recipients"), size.recipients))]
    leaders = [_leader(streams, f"L{k}", places) for k in range(_many(of("leaders"), size.leaders))]
    people = [
        _governance_leader(streams, f"N{k}", places)
        for k in range(of("governance_leaders").randint(0, size.governance_leaders))
    ]
    ids = [r.id for r in recipients], [x.id for x in leaders], [x.id for x in people]
    world = a_world(
        recipients,
        leaders,
        people,
        policy=a_random_policy(streams, places),
        organisations=[_organisation(streams, id, places) for id in of("organisations").some(ORGANISATIONS, least=1)],
        interests=[*_interests(streams, *ids), *_about_nobody(of("about_nobody"), ids[1])],
        people=[_person(streams, f"P{k}", places) for k in range(of("people").randint(0, 2))],
        history=_history(streams, *ids),
        pairs=_pairs(streams, *ids[:2]),
        previous=_previous(of("previous"), *ids[:2]),
    )
    world = replace(world, region_of={r.id: r.region for r in recipients})
    return _with_forbidden_and_pinned(streams, world, pins)


def with_policy(world: World, **changes: object) -> World:
    """The same world under a changed policy; nothing worked out before is carried over."""
    return replace(world, policy=replace(world.policy, **changes), memo={})


def _many(stream: Stream, most: int) -> int:
    """Up to the most, and rather more than few."""
    return max(stream.randint(0, most), stream.randint(1, most))


def _at(stream: Stream) -> tuple[int, int] | None:
    return stream.sometimes(0.9, (400_000 + stream.randint(0, FAR_METRES), 400_000 + stream.randint(0, FAR_METRES)))


def _day(stream: Stream, first: int, last: int) -> date:
    """A day that many days from the run's own; negative is before."""
    return AS_AT + timedelta(days=stream.randint(first, last))


def _recipient(streams: Streams, id: str, places: Sequence[str]) -> Recipient:
    of = streams.of("recipient", id)
    trust = of("trust").random() < 0.45
    own = id if trust else of("own").sometimes(0.15, of("own").choice(ORGANISATIONS))
    return a_recipient(
        id,
        kind="trust" if trust else "school",
        region=of("region").choice(places),
        at=_at(of("at")),
        phases=of("phases").some(PHASES, least=0 if of("least").random() < 0.1 else 1)[: of("phases").randint(1, 2)],
        areas_of_need=of("areas_of_need").some(NEEDS),
        trust_id=own,
        local_authority=of("local_authority").choice(("A", "B", None)),
        diocese=of("diocese").choice(("D", "E", None)),
        faith=of("faith").choice(FAITHS),
        priority=of("priority").choice((None, 1, 1, 2, 3)),
        governance_need=of("governance_need").choice((None, 0, 1, 2, 3)) if trust else None,
        eligible_since=of("eligible_since").sometimes(0.7, _day(of("eligible_since"), -400, 0)),
        days=of("days").sometimes(0.2, of("days").randint(1, 12)),
    )


def _leader(streams: Streams, id: str, places: Sequence[str]) -> Leader:
    of = streams.of("leader", id)
    home = of("home").choice(places)
    return a_leader(
        id,
        role=of("role").choice(("trust_ceo", *LEADER_ROLES)),
        region=home,
        regions=places if of("regions").random() < 0.6 else of("regions").some(places),
        at=_at(of("at")),
        phases=PHASES if of("phases").random() < 0.7 else of("phases").some(PHASES),
        specialisms=of("specialisms").some(NEEDS),
        days=of("days").choice((0, 7, 10, 10, 15, 20, 20, 30, 45)),
        willing=of("willing").random() < 0.95,
        organisation_id=of("organisation_id").sometimes(0.7, of("organisation_id").choice(ORGANISATIONS)),
        max_matches=of("max_matches").sometimes(0.4, of("max_matches").randint(0, 3)),
        max_travel_metres=of("max_travel_metres").sometimes(0.3, of("max_travel_metres").randint(15_000, 90_000)),
        faith=of("faith").choice(FAITHS),
        designated_from=of("designated_from").sometimes(
            0.9,
            _day(of("designated_from"), *of("designated_from").choice(((-110, 0), (-110, 0), (-110, 0), (-160, 3)))),
        ),
        designated_to=of("designated_to").sometimes(0.2, _day(of("designated_to"), -10, 300)),
        interests_checked_on=of("interests_checked_on").sometimes(0.8, _day(of("interests_checked_on"), -500, 0)),
    )


def _governance_leader(streams: Streams, id: str, places: Sequence[str]) -> GovernanceLeader:
    of = streams.of("governance_leader", id)
    return a_governance_leader(
        id,
        region=of("region").choice(places),
        regions=of("regions").some(places, least=1),
        at=_at(of("at")),
        days=of("days").choice((0, 4, 5, 5, 8, 12)),
        organisation_id=of("organisation_id").sometimes(0.4, of("organisation_id").choice(ORGANISATIONS)),
        max_matches=of("max_matches").sometimes(0.4, of("max_matches").randint(0, 2)),
        interests_checked_on=of("interests_checked_on").sometimes(0.8, _day(of("interests_checked_on"), -500, 0)),
    )


def _organisation(streams: Streams, id: str, places: Sequence[str]) -> Organisation:
    of = streams.of("organisation", id)
    brokers = of("brokers").some(places) if of("brokers").random() < 0.4 else ()
    return an_organisation(
        id, team_days=of("team_days").sometimes(0.6, of("team_days").choice((0, 3, 5, 8, 15))), broker_for=brokers
    )


def _person(streams: Streams, id: str, places: Sequence[str]) -> Person:
    of = streams.of("person", id)
    role = of("role").choice(("broker", "director", "approver", "board"))
    organisation = of("organisation").sometimes(0.5, of("organisation").choice(ORGANISATIONS))
    return a_person(id, role=role, organisation_id=organisation, regions=of("regions").some(places))


def _interests(streams: Streams, recipients: list[str], leaders: list[str], people: list[str]) -> list[Interest]:
    found = []
    for person in [*leaders, *people, "P0"]:
        of = streams.of("interest", person)
        if of("so").random() > 0.2:
            continue
        kind = of("kind").choice(("school", "trust", "person", "authority", "diocese", "organisation"))
        party = {"person": ["P0", *leaders], "authority": ["A", "B"], "diocese": ["D"]}.get(kind, [*recipients, "T1"])
        found.append(
            an_interest(
                person,
                of("party").choice(party),
                kind,
                relation=of("relation").choice(RELATIONS),
                level=of("level").sometimes(0.3, of("level").choice(("declare", "sign_off", "block"))),
                declared_by=of("declared_by").choice(("leader", "recipient", "broker")),
                declared_on=_day(of("declared_on"), -600, 0),
                expires_on=of("expires_on").sometimes(0.4, _day(of("expires_on"), -100, 200)),
            )
        )
    return found


def _about_nobody(stream: Stream, leaders: list[str]) -> list[Interest]:
    """Sometimes a bar that a leader declares against an authority where no school of the world is."""
    if not leaders or stream.random() > 0.2:
        return []
    return [an_interest(stream.choice(leaders), "C", "authority", level="block", declared_on=AS_AT)]


def _history(streams: Streams, recipients: list[str], leaders: list[str], people: list[str]) -> list[Deployment]:
    """Mostly of recipients elsewhere, whose region is not known."""
    of = streams.of("history")
    everybody = [*leaders, *people]
    if not everybody or of("so").random() < 0.5:
        return []
    return [_deployment(streams.of("deployment", k), recipients, everybody) for k in range(of("number").randint(1, 2))]


def _deployment(of: FieldStreams, recipients: list[str], everybody: list[str]) -> Deployment:
    return a_deployment(
        of("recipient").choice([*recipients, "X1", "X2"]),
        of("leader").choice(everybody),
        term=of("term").choice(("summer-2022", "autumn-2022", "spring-2023")),
        state=of("state").choice(("proposed", "agreed", "running", "finished", "declined")),
        days_agreed=of("days_agreed").sometimes(0.8, of("days_agreed").randint(1, 10)),
        days_claimed=of("days_claimed").sometimes(0.5, of("days_claimed").randint(0, 10)),
        pot=of("pot").sometimes(0.3, "offer"),
        cost_pence=of("cost_pence").sometimes(0.4, of("cost_pence").randint(0, 600_000)),
    )


def _pairs(streams: Streams, recipients: list[str], leaders: list[str]) -> list[JudgedPair]:
    pairs = [(r, x, streams.of("pair", f"{r} {x}")) for r in recipients for x in leaders]
    return [_judged_pair(r, x, of) for r, x, of in pairs if of("so").random() < 0.1]


def _judged_pair(recipient: str, leader: str, of: FieldStreams) -> JudgedPair:
    return a_judged_pair(
        recipient,
        leader,
        score=of("score").sometimes(0.7, of("score").randint(0, 1000)),
        days=of("days").sometimes(0.4, of("days").randint(1, 12)),
        minutes=of("minutes").sometimes(0.5, of("minutes").randint(5, 120)),
    )


def _previous(stream: Stream, recipients: list[str], leaders: list[str]) -> tuple[tuple[str, str], ...] | None:
    if not leaders or stream.random() < 0.5:
        return None
    return tuple(sorted({(stream.choice(recipients), stream.choice(leaders)) for _ in range(stream.randint(0, 3))}))


def _with_forbidden_and_pinned(streams: Streams, world: World, pins: bool) -> World:
    of = streams.of("policy")
    pairs = [(r.id, x.id) for r in world.recipients for x in world.leaders]
    forbid = (
        tuple(_pinned(*pair) for pair in of("forbid").sample(pairs, 1)) if pairs and of("forbid").random() < 0.2 else ()
    )
    world = with_policy(world, forbid=forbid)
    if not pins or of("pins").random() < 0.6:
        return world
    return _with_pins(of("pins"), world, 2)


def with_pins(world: World, seed: int, most: int) -> World:
    """Up to so many pins, on pairs that may be chosen."""
    return _with_pins(Stream(f"{seed}|pins"), world, most)


def _with_pins(stream: Stream, world: World, most: int) -> World:
    open_ = _open_pairs(world)
    return with_policy(
        world, pins=tuple(_pinned(*p) for p in stream.sample(open_, min(len(open_), stream.randint(1, most))))
    )


def _open_pairs(world: World) -> list[tuple[str, str]]:
    c = posed(world).choices
    matches = zip(c.recipient[c.is_match].tolist(), c.provider[c.is_match].tolist(), strict=True)
    return sorted({(world.recipients[r].id, world.leaders[p].id) for r, p in matches})


def _pinned(recipient_id: str, leader_id: str) -> Pinned:
    return Pinned(recipient_id=recipient_id, leader_id=leader_id, reason="agreed at the board")
