"""A pair that was offered before and declined is flagged for whoever decides."""

from __future__ import annotations

import numpy as np

from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.pair_sets import cached, in_pairs, pair_keys
from matcher.world import Bools, Ints, World


def flags(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, cached(world, "pairs.declined", _declined))


def _declined(world: World) -> Ints:
    rows = [
        (world.recipient_row[d.recipient_id], world.leader_row[d.leader_id])
        for d in world.facts.history
        if d.state == "declined" and d.recipient_id in world.recipient_row and d.leader_id in world.leader_row
    ]
    return np.unique(pair_keys(world, (r for r, _ in rows), (j for _, j in rows)))


def why(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    terms = {
        d.term
        for d in world.facts.history
        if d.state == "declined" and (d.recipient_id, d.leader_id) == (recipient.id, leader.id)
    }
    return f"{leader.id} was offered to {recipient.name} before ({', '.join(sorted(terms))}) and the offer was declined"


DECLINED_BEFORE = FlagRule(
    "declined-before",
    Cite("msi-2026", "decision notes", "an earlier decision not to match stays on the record"),
    flags,
    why,
    weight="ask",
    label="This pair was declined before",
)
