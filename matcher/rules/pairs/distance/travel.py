"""Nobody is asked to travel further than they offered or than the programme allows.

Minutes decide where a limit in minutes applies and minutes are known or estimated; elsewhere kilometres in a straight
line do. A leader's own kilometres always bind, unless they gave minutes.
"""

from __future__ import annotations

import numpy as np

from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule
from matcher.rules.pairs.distance.measured import NO_LIMIT as NO_LIMIT
from matcher.rules.pairs.distance.measured import known_minutes, limit_minutes, minutes_judged, timed
from matcher.rules.pairs.distance.water import one_pair
from matcher.rules.pairs.pair_sets import cached, ints, kilometres
from matcher.world import UNKNOWN, Bools, Ints, World, metres_between


def limit_metres(world: World) -> Ints:
    """Per leader, the smaller of their own limit and the programme's; `NO_LIMIT` where neither gives one.

    What binds where minutes do not decide.
    """
    return cached(world, "pairs.travel", _limits)


def _limits(world: World) -> Ints:
    rule = world.policy.rules.max_travel_metres
    limits = ((x.max_travel_metres, rule) for x in world.leaders)
    return ints(min((m for m in both if m is not None), default=NO_LIMIT) for both in limits)


def own_metres(world: World) -> Ints:
    """Per leader, the kilometres that bind even where minutes decide: their own, unless they gave minutes."""
    return cached(world, "pairs.own_metres", _own)


def _own(world: World) -> Ints:
    return ints(
        NO_LIMIT if x.max_travel_metres is None or x.max_travel_minutes is not None else x.max_travel_metres
        for x in world.leaders
    )


def bars(world: World, pairs: Pairs) -> Bools:
    """A journey of which nothing is known bars nobody; `DISTANCE_UNKNOWN` shows it."""
    by_time = timed(world, pairs)
    limit = np.where(by_time, own_metres(world)[pairs.leader], limit_metres(world)[pairs.leader])
    far = (pairs.metres != UNKNOWN) & (pairs.metres > limit)
    late = by_time & (minutes_judged(world, pairs) > limit_minutes(world)[pairs.leader])
    barred: Bools = far | late
    return barred


def metres_of(world: World, recipient_row: int, leader_row: int) -> int:
    here = world.recipient_place[recipient_row : recipient_row + 1]
    there = world.leader_place[leader_row : leader_row + 1]
    return int(metres_between(here, there)[0])


def why(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    pair = one_pair(world, recipient_row, leader_row)
    minutes, most = int(minutes_judged(world, pair)[0]), int(limit_minutes(world)[leader_row])
    if timed(world, pair)[0] and minutes > most:
        whose = "they offer" if leader.max_travel_minutes == most else "the programme allows"
        about = "" if known_minutes(world, pair)[0] != UNKNOWN else "about "
        return f"{recipient.name} is {about}{minutes} minutes from {leader.id}, longer than the {most} {whose}"
    limit = int((own_metres(world) if timed(world, pair)[0] else limit_metres(world))[leader_row])
    whose = "they offer" if leader.max_travel_metres == limit else "the programme allows"
    away, most_km = kilometres(int(pair.metres[0])), kilometres(limit)
    if away == most_km:
        return f"{recipient.name} is just over {away} from {leader.id}, further than {whose}"
    return f"{recipient.name} is {away} from {leader.id}, further than the {most_km} {whose}"


def unknown(world: World, pairs: Pairs) -> Bools:
    mask: Bools = (pairs.metres == UNKNOWN) & (known_minutes(world, pairs) == UNKNOWN)
    return mask


def why_unknown(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    missing = [name for name, body in ((recipient.name, recipient), (leader.id, leader)) if body.easting is None]
    return f"the distance is not known: no place is given for {' or '.join(missing)}"


TRAVEL = PairRule(
    "travel",
    Cite("tsc-capacity-survey-2019", "matching", "distance is taken into account when a leader is matched"),
    bars,
    why,
    screen=True,
    short="too far away",
)
DISTANCE_UNKNOWN = FlagRule(
    "distance-unknown",
    Cite("matcher", "unknown distance", "may be chosen, and is shown"),
    unknown,
    why_unknown,
    weight="ask",
    label="The distance is not known",
)
