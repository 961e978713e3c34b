"""The pairs whose match is agreed or running: a new rule spares them, since only a person ends what was agreed."""

from __future__ import annotations

from functools import partial

import numpy as np

from matcher.plan import Pairs
from matcher.rules.pairs.pair_sets import cached, in_pairs, pair_keys
from matcher.world import Bools, Ints, ProviderKind, World


def stands(world: World, pairs: Pairs) -> Bools:
    """The pairs whose match is agreed or running, as a pin of the run says."""
    return in_pairs(world, pairs, cached(world, f"pairs.standing.{pairs.kind}", partial(_standing, kind=pairs.kind)))


def _standing(world: World, kind: ProviderKind) -> Ints:
    row = world.provider_row[kind]
    rows = [
        (world.recipient_row[p.recipient_id], row[p.leader_id])
        for p in world.policy.pins
        if p.stands and p.recipient_id in world.recipient_row and p.leader_id in row
    ]
    return np.unique(pair_keys(world, (r for r, _ in rows), (j for _, j in rows), len(row)))
