"""The pairs whose match is agreed or running: a new rule spares them, since only a person ends what was agreed."""

from __future__ import annotations

from functools import partial

from matcher.plan import Pairs
from matcher.rules.pairs.pair_sets import cached, in_pairs, keys_of_named
from matcher.world import Bools, Ints, ProviderKind, World


def stands(world: World, pairs: Pairs) -> Bools:
    """The pairs whose match is agreed or running, as a pin of the run says."""
    return in_pairs(world, pairs, cached(world, f"pairs.standing.{pairs.kind}", partial(_standing, kind=pairs.kind)))


def _standing(world: World, kind: ProviderKind) -> Ints:
    return keys_of_named(world, kind, ((p.recipient_id, p.leader_id) for p in world.policy.pins if p.stands))
