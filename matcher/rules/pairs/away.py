"""A leader who cannot at present is in no new proposal, until the day they gave or until they say they can again."""

from __future__ import annotations

from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.interests.leader_own_trust import stands
from matcher.rules.pairs.pair_sets import bools, cached, date_text
from matcher.world import Bools, World


def bars(world: World, pairs: Pairs) -> Bools:
    """A match that is agreed or running stays: it is paused."""
    return cached(world, "pairs.away", _away)[pairs.leader] & ~stands(world, pairs)


def _away(world: World) -> Bools:
    gone = away_ids(world)
    return bools(x.id in gone for x in world.leaders)


def away_ids(world: World) -> frozenset[str]:
    """The leaders who cannot on the run's day; the last day they gave is included."""
    day = world.policy.as_at
    return frozenset(x.leader_id for x in world.policy.away if x.until is None or day <= x.until)


def why(world: World, recipient_row: int, leader_row: int) -> str:
    leader = world.leaders[leader_row].id
    until = [x.until for x in world.policy.away if x.leader_id == leader]
    if None in until:
        return f"{leader} cannot support anybody new at present, and has not said from when they can"
    return f"{leader} cannot support anybody new until {date_text(max(day for day in until if day))}"


AWAY = PairRule(
    "cannot-at-present",
    Cite("matcher", "leader cannot", "who cannot at present is in no new proposal until they have answered"),
    bars,
    why,
    short="who cannot at present",
)
