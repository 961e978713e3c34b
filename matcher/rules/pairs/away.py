"""A leader who cannot at present is in no new proposal, until the day they gave or until they say they can again."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.pair_sets import bools, cached, date_text
from matcher.rules.pairs.standing import stands
from matcher.world import Bools, ProviderKind, World


def bars(world: World, pairs: Pairs) -> Bools:
    """A match that is agreed or running stays: it is paused."""
    away = cached(world, f"pairs.away.{pairs.kind}", partial(_away, kind=pairs.kind))
    return away[pairs.leader] & ~stands(world, pairs)


def _away(world: World, kind: ProviderKind) -> Bools:
    gone = away_ids(world)
    return bools(x.id in gone for x in world.providers[kind])


def away_ids(world: World) -> frozenset[str]:
    """The leaders who cannot on the run's day; the last day they gave is included."""
    day = world.policy.as_at
    return frozenset(x.leader_id for x in world.policy.away if x.until is None or day <= x.until)


def why(world: World, recipient_row: int, leader_row: int) -> str:
    return _why(world, world.leaders[leader_row].id)


def why_adviser(world: World, recipient_row: int, adviser_row: int) -> str:
    return _why(world, world.advisers[adviser_row].id)


def _why(world: World, leader: str) -> str:
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
ADVISER_AWAY = replace(AWAY, name="adviser-cannot-at-present", why=why_adviser)
