"""Which pairs would give a school or trust to an organisation that has declared an interest in becoming its sponsor."""

from __future__ import annotations

from matcher.plan import Pairs
from matcher.rules.pairs.columns import among, once
from matcher.rules.pairs.ties import active, colleague_ties, ties, which
from matcher.world import Bools, Ints, World

RELATION = "sponsor_interest"


def may_sponsor(world: World, pairs: Pairs) -> Bools:
    """Per pair: the leader, a colleague of the leader's organisation, or the recipient about them, declared it and it
    has not expired."""
    own, colleagues = once(world, "explain.sponsors", _keys)
    return among(world, pairs, own) | among(world, pairs, colleagues)


def _keys(world: World) -> tuple[Ints, Ints]:
    wanted = which(world, lambda x: active(world, x) and x.relation == RELATION)
    return ties(world).keys_of(wanted), colleague_ties(world).keys_of(wanted)
