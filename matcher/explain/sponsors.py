"""Which pairs would give a school or trust to an organisation that has declared an interest in becoming its sponsor."""

from __future__ import annotations

from matcher.plan import Pairs
from matcher.rules.pairs.interests.interest_links import active, colleague_links, interest_links, interest_mask
from matcher.rules.pairs.pair_sets import cached, in_pairs
from matcher.world import Bools, Ints, World

RELATION = "sponsor_interest"


def may_sponsor(world: World, pairs: Pairs) -> Bools:
    """Per pair: the leader, a colleague of the leader's organisation, or the recipient about them, declared it and it
    has not expired."""
    own, colleagues = cached(world, "explain.sponsors", _keys)
    return in_pairs(world, pairs, own) | in_pairs(world, pairs, colleagues)


def _keys(world: World) -> tuple[Ints, Ints]:
    mask = interest_mask(world, lambda x: active(world, x) and x.relation == RELATION)
    return interest_links(world).pair_keys_of(mask), colleague_links(world).pair_keys_of(mask)
