"""Journeys and water for the law's worlds, from streams of their own, and what the law says of them in plain lines.

FORMATS, Journeys: minutes decide only where a limit in minutes applies; a leader's own kilometres always bind unless
they gave minutes; an unmeasured pair of a run that has minutes is estimated at the 90th percentile of minutes per
kilometre; a straight line over 2 km of tidal water is flagged, and one to an island without a road; a crossing that
somebody judged is not flagged again.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import ceil, isqrt
from typing import TypeVar

from matcher.domain import Crossing, Journey, Leader, Recipient
from matcher.world import World
from tests.coast.plainly import edges, water
from tests.world_builder import Streams

Body = TypeVar("Body", Recipient, Leader)
POSTCODES = ("AB1 1AA", "AB1 1AB")
NEWPORT, GOSPORT, COWES, HAYLING = (450_000, 89_000), (459_500, 100_500), (449_500, 95_000), (471_500, 99_500)
WIGHT = {NEWPORT, COWES}
HULL, GOXHILL = (509_500, 428_700), (507_500, 421_500)  # three kilometres of the Humber between them
AROUND = ((NEWPORT, GOSPORT, COWES, HAYLING), (HULL, GOXHILL))


def with_journeys(world: World, seed: int) -> World:
    """The same world with limits in minutes, measured journeys and judged crossings, some of it by the Solent."""
    streams = Streams(f"{seed} journeys")
    of = streams.of("world")
    recipients, leaders = world.recipients, world.leaders
    if of("around").random() < 0.2:
        around = of("around").choice(AROUND)
        recipients = tuple(_moved(streams, r, around) for r in recipients)
        leaders = tuple(_moved(streams, x, around) for x in leaders)
    recipients = tuple(
        replace(r, postcode=streams.of("recipient", r.id)("postcode").mostly(None, *POSTCODES, odds=0.3))
        for r in recipients
    )
    leaders = tuple(_travelling(streams, x) for x in leaders)
    ends = [*(r.id for r in recipients), *(x.id for x in leaders), *POSTCODES, "090", "120"]
    ways, crossed = of("journeys"), of("crossings")
    many = ways.choice((0, 0, 2, 5, 12))
    journeys = {
        (ways.choice(ends), ways.choice(ends)): ways.choice((0, 5, 10, 19, 20, 21, 40, 300)) for _ in range(many)
    }
    many = crossed.choice((0, 0, 1, 3))
    crossings = {(crossed.choice(ends), crossed.choice(ends)): crossed.random() < 0.75 for _ in range(many)}
    facts = replace(
        world.facts,
        recipients=recipients,
        leaders=leaders,
        journeys=tuple(
            Journey(start=a, end=b, minutes=m, measured_by=of("measured_by").choice(("road", "register")))
            for (a, b), m in sorted(journeys.items())
        ),
        crossings=tuple(Crossing(a=a, b=b, ok=ok) for (a, b), ok in sorted(crossings.items())),
    )
    minutes = of("max_travel_minutes").mostly(None, 0, 20, 40, 300, odds=0.25)
    policy = replace(world.policy, rules=replace(world.policy.rules, max_travel_minutes=minutes))
    return replace(world, policy=policy, facts=facts, recipients=recipients, leaders=leaders)


def _travelling(streams: Streams, leader: Leader) -> Leader:
    """With a postcode, a limit in minutes (and often a short one in kilometres beside it), sometimes 500 m away."""
    of = streams.of("leader", leader.id)
    minutes = of("minutes").mostly(None, 0, 20, 40, 300, odds=0.25)
    inland = leader.easting is not None and leader.northing is not None and 300_000 < leader.northing < 420_000
    nudged = of("nudged").random() < 0.15 and inland
    return replace(
        leader,
        postcode=of("postcode").mostly(None, *POSTCODES, odds=0.3),
        max_travel_minutes=minutes,
        max_travel_metres=leader.max_travel_metres
        if minutes is None
        else of("max_travel_metres").choice((None, 4_999)),
        easting=(leader.easting or 0) + 300 if nudged else leader.easting,
        northing=(leader.northing or 0) + 400 if nudged else leader.northing,
    )


def _moved(streams: Streams, body: Body, around: tuple[tuple[int, int], ...]) -> Body:
    if body.easting is None or body.northing is None:
        return body
    east, north = streams.of("moved", body.id)("to").choice(around)
    return replace(body, easting=east, northing=north)


def named_by(world: World, recipient: Recipient) -> set[str]:
    """Whatever may name a recipient as an end: id, a school's old numbers, postcode."""
    names = {recipient.id, *(recipient.schools if recipient.kind == "school" else ())}
    return names | ({recipient.postcode} if recipient.postcode else set())


def named_as(leader: Leader) -> set[str]:
    return {x for x in (leader.id, leader.base_urn, leader.postcode) if x}


def minutes_known(world: World, recipient: Recipient, leader: Leader) -> int | None:
    """By ids before postcodes, from the leader before towards them, the longer of two alike."""
    told = []
    for pair in world.facts.pairs:
        if (pair.recipient_id, pair.leader_id) == (recipient.id, leader.id) and pair.minutes is not None:
            told.append((0, 0, -pair.minutes))
    its, theirs = named_by(world, recipient), named_as(leader)
    for way in world.facts.journeys:
        for back, here, there in ((0, way.start, way.end), (1, way.end, way.start)):
            if here in theirs and there in its:
                exact = here == leader.id and there == recipient.id
                told.append((0 if exact else 1, back, -way.minutes))
    return -min(told)[2] if told else None


def minutes_asked(world: World, recipient: Recipient, leader: Leader) -> int | None:
    """Measured, else estimated where the run has any minutes of a kilometre or more; None where neither."""
    known, metres = minutes_known(world, recipient, leader), _metres(recipient, leader)
    if known is not None:
        return known
    rate = percentile(world)
    return None if rate is None or metres is None else ceil(Fraction(rate * metres, 10**9))


def percentile(world: World) -> int | None:
    """Billionths of a minute a metre, rounded up: nine tenths of the measured pairs take no longer."""
    rates = []
    for r in world.recipients:
        for x in world.leaders:
            minutes, metres = minutes_known(world, r, x), _metres(r, x)
            if minutes is not None and metres is not None and metres >= 1_000:
                rates.append(ceil(Fraction(minutes * 10**9, metres)))
    return sorted(rates)[ceil(Fraction(9 * len(rates), 10)) - 1] if rates else None


def limit_in_minutes(world: World, leader: Leader) -> int | None:
    limits = [x for x in (leader.max_travel_minutes, world.policy.rules.max_travel_minutes) if x is not None]
    return min(limits) if limits else None


def minutes_decide(world: World, recipient: Recipient, leader: Leader) -> bool:
    return limit_in_minutes(world, leader) is not None and minutes_asked(world, recipient, leader) is not None


def too_far(world: World, recipient: Recipient, leader: Leader) -> bool:
    metres, own = _metres(recipient, leader), leader.max_travel_metres
    kilometres = [x for x in (own, world.policy.rules.max_travel_metres) if x is not None]
    if minutes_decide(world, recipient, leader):
        limit, asked = limit_in_minutes(world, leader), minutes_asked(world, recipient, leader)
        assert limit is not None
        assert asked is not None
        if asked > limit:
            return True
        kilometres = [own] if own is not None and leader.max_travel_minutes is None else []
    return metres is not None and any(metres > most for most in kilometres)


def crossing_judged(world: World, recipient: Recipient, leader: Leader) -> set[bool]:
    """What people said of the water between the two."""
    its, theirs = named_by(world, recipient), named_as(leader)
    return {c.ok for c in world.facts.crossings if (c.a in theirs and c.b in its) or (c.b in theirs and c.a in its)}


def water_flags(world: World, recipient: Recipient, leader: Leader) -> set[str]:
    if _metres(recipient, leader) is None or crossing_judged(world, recipient, leader):
        return set()
    here, there = _place(leader), _place(recipient)
    if (here in WIGHT) != (there in WIGHT):
        return {"no-road"}
    if minutes_known(world, recipient, leader) is None and _water(here, there) >= 2_000:
        return {"over-water"}
    return set()


@cache
def _water(here: tuple[int, int], there: tuple[int, int]) -> int:
    low, high = min(here[0], there[0]), max(here[0], there[0])
    near = [e for e in _shores() if max(e[0][0], e[1][0]) >= low and min(e[0][0], e[1][0]) <= high]
    return 0 if here == there else int(water(here, there, near)[0])


@cache
def _shores() -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return edges()


def _place(body: Recipient | Leader) -> tuple[int, int]:
    assert body.easting is not None
    assert body.northing is not None
    return body.easting, body.northing


def _metres(here: Recipient | Leader, there: Recipient | Leader) -> int | None:
    if None in (here.easting, here.northing, there.easting, there.northing):
        return None
    (a, b), (c, d) = _place(here), _place(there)
    return isqrt((a - c) ** 2 + (b - d) ** 2)
