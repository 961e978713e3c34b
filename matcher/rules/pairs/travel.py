"""Nobody is asked to travel further than they offered or than the programme allows, in a straight line."""

from __future__ import annotations

import numpy as np

from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule
from matcher.rules.pairs.pair_sets import cached, ints, kilometres
from matcher.world import UNKNOWN, Bools, Ints, World, metres_between

NO_LIMIT = int(np.iinfo(np.int64).max)


def limit_metres(world: World) -> Ints:
    """Per leader, the smaller of their own limit and the programme's; `NO_LIMIT` where neither gives one."""
    return cached(world, "pairs.travel", _limits)


def _limits(world: World) -> Ints:
    rule = world.policy.rules.max_travel_metres
    limits = ((x.max_travel_metres, rule) for x in world.leaders)
    return ints(min((m for m in both if m is not None), default=NO_LIMIT) for both in limits)


def bars(world: World, pairs: Pairs) -> Bools:
    """A distance that is not known bars nobody; `DISTANCE_UNKNOWN` shows it."""
    barred: Bools = (pairs.metres != UNKNOWN) & (pairs.metres > limit_metres(world)[pairs.leader])
    return barred


def metres_of(world: World, recipient_row: int, leader_row: int) -> int:
    here = world.recipient_place[recipient_row : recipient_row + 1]
    there = world.leader_place[leader_row : leader_row + 1]
    return int(metres_between(here, there)[0])


def why(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    away, limit = metres_of(world, recipient_row, leader_row), int(limit_metres(world)[leader_row])
    whose = "they offer" if leader.max_travel_metres == limit else "the programme allows"
    return f"{recipient.name} is {kilometres(away)} from {leader.id}, further than the {kilometres(limit)} {whose}"


def unknown(world: World, pairs: Pairs) -> Bools:
    mask: Bools = pairs.metres == UNKNOWN
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
    label="The distance is not known",
)
