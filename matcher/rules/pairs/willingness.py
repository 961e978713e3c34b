"""Only a leader registered as willing this year is proposed."""

from __future__ import annotations

from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.wording.wording import day
from matcher.world import Bools, World


def bars(world: World, pairs: Pairs) -> Bools:
    unwilling = cached(world, "pairs.willingness", lambda w: bools(not x.willing for x in w.leaders))
    return unwilling[pairs.leader]


def why(world: World, recipient_row: int, leader_row: int) -> str:
    leader = world.leaders[leader_row]
    if leader.withdrew_on:
        return f"{leader.id} withdrew altogether on {day(leader.withdrew_on)}"
    return f"{leader.id} has not said that they are willing to support anybody this year"


WILLINGNESS = PairRule(
    "willingness",
    Cite("msi-2026", "due diligence", "the supporting organisation has capacity and is willing"),
    bars,
    why,
    short="not willing at present",
)
