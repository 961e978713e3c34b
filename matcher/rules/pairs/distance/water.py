"""Journeys of which a straight line tells too little: over tidal water, or to an island that no road reaches.

Without roads nobody can say how long the way around is, so the pair is shown and a person asked; nothing is barred but
what a person judged to be no way to travel (`data.crossings`).
"""

from __future__ import annotations

from functools import lru_cache

from matcher.coast.crossing import Lines, Water
from matcher.coast.shore import NOWHERE, shore
from matcher.coast.waters import ISLANDS, islands_at, water_at
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule
from matcher.rules.pairs.distance.measured import known_minutes, leader_ends, recipient_ends
from matcher.rules.pairs.pair_sets import cached, in_pairs, ints, kilometres
from matcher.world import UNKNOWN, Bools, Ints, World, metres_between

FLAGGED_FROM = 2_000  # metres of tidal water on the line
SAID_FROM = 100  # less is within the shore's own error


@lru_cache(maxsize=1)
def _lines() -> Lines:
    return Lines(shore())


def water(world: World, pairs: Pairs) -> Water:
    """The tidal water on each pair's straight line. The last answer is kept: rules ask about the same pairs."""
    kept = world.memo.get("pairs.water")
    if kept is None or kept[0] is not pairs:
        found = _lines().water(world.leader_place[pairs.leader], world.recipient_place[pairs.recipient])
        kept = world.memo["pairs.water"] = (pairs, found)
    found_before: Water = kept[1]
    return found_before


def over_water(world: World, pairs: Pairs) -> Bools:
    """Known only as a straight line, and that over 2 km or more of tidal water; nobody judged the crossing."""
    unasked = ~judged(world, pairs) & ~no_road(world, pairs)
    straight = known_minutes(world, pairs) == UNKNOWN
    mask: Bools = straight & unasked & (water(world, pairs).metres >= FLAGGED_FROM)
    return mask


def no_road(world: World, pairs: Pairs) -> Bools:
    """One end is on an island without a road and the other is not on it; nobody judged the crossing."""
    here, there = islands(world)
    apart = here[pairs.recipient] != there[pairs.leader]
    placed = (world.recipient_place[pairs.recipient, 0] != UNKNOWN) & (world.leader_place[pairs.leader, 0] != UNKNOWN)
    mask: Bools = apart & placed & ~judged(world, pairs)
    return mask


def not_by_distance(world: World, pairs: Pairs) -> Bools:
    """Where the straight line tells nothing of the journey and no minutes are known: no points for being near."""
    mask: Bools = (known_minutes(world, pairs) == UNKNOWN) & (over_water(world, pairs) | no_road(world, pairs))
    return mask


def islands(world: World) -> tuple[Ints, Ints]:
    """Per recipient and per leader, the row in `ISLANDS`, `NOWHERE` where on none."""
    return cached(world, "pairs.islands", lambda w: (islands_at(w.recipient_place), islands_at(w.leader_place)))


def island_between(world: World, recipient_row: int, leader_row: int) -> str:
    """The island at one end of this pair's journey; the recipient's where both are on one."""
    here, there = islands(world)
    row = int(here[recipient_row]) if here[recipient_row] != NOWHERE else int(there[leader_row])
    return ISLANDS[row].name


def judged(world: World, pairs: Pairs) -> Bools:
    yes, no = cached(world, "pairs.crossings", _crossings)
    mask: Bools = in_pairs(world, pairs, yes) | in_pairs(world, pairs, no)
    return mask


def _crossings(world: World) -> tuple[Ints, Ints]:
    """Keys of the pairs whose crossing somebody judged: those in order, and those that are no way to travel."""
    recipients, leaders = recipient_ends(world), leader_ends(world)
    found: tuple[set[int], set[int]] = set(), set()
    for crossing in world.facts.crossings:
        for here, there in ((crossing.a, crossing.b), (crossing.b, crossing.a)):
            for j, _ in leaders.get(here, ()):
                for r, _ in recipients.get(there, ()):
                    found[0 if crossing.ok else 1].add(r * len(world.leaders) + j)
    return ints(sorted(found[0])), ints(sorted(found[1]))


def one_pair(world: World, recipient_row: int, leader_row: int) -> Pairs:
    row, other = ints([recipient_row]), ints([leader_row])
    return Pairs(row, other, metres_between(world.recipient_place[row], world.leader_place[other]))


def _why_over_water(world: World, recipient_row: int, leader_row: int) -> str:
    found = water(world, one_pair(world, recipient_row, leader_row))
    name = water_at(*found.middle[0].tolist())
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    wide = kilometres(int(found.metres[0]))
    return f"the straight line from {leader.id} to {recipient.name} crosses {wide} of {name}: ask how they would travel"


def _why_no_road(world: World, recipient_row: int, leader_row: int) -> str:
    name = island_between(world, recipient_row, leader_row)
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    return f"no road joins {leader.id} and {recipient.name}: {name}"


def _barred(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, cached(world, "pairs.crossings", _crossings)[1])


def _why_barred(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    return f"somebody judged that nobody travels from {leader.id} to {recipient.name} over the water between them"


CROSSING = PairRule(
    "crossing",
    Cite("matcher", "water", "a crossing that a person judged to be no way to travel"),
    _barred,
    _why_barred,
    short="over water that somebody judged to be no way to travel",
)
OVER_WATER = FlagRule(
    "over-water",
    Cite("matcher", "water", "a straight line over 2 km or more of tidal water is no journey: a person is asked"),
    over_water,
    _why_over_water,
    weight="ask",
    label="The straight line crosses 2 km or more of tidal water: ask how they would travel",
)
NO_ROAD = FlagRule(
    "no-road",
    Cite("matcher", "water", "exactly one end is on an island without a road: the director signs it off"),
    no_road,
    _why_no_road,
    weight="signs-off",
    label="No road reaches the island",
)
