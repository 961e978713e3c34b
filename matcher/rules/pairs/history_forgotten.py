"""A recipient whose verdict hangs on inspections that Ofsted's file no longer shows may be proposed, not appointed."""

from __future__ import annotations

from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.world import Bools, World


def flags(world: World, pairs: Pairs) -> Bools:
    rests = cached(
        world, "pairs.history_forgotten", lambda w: bools(r.id in w.rests_on_forgotten for r in w.recipients)
    )
    return rests[pairs.recipient]


def why(world: World, recipient_row: int, leader_row: int) -> str:
    recipient = world.recipients[recipient_row]
    return (
        f"that {recipient.id} qualifies rests on inspections that are no longer in Ofsted's file; "
        "an older file, or a person who knows them, confirms it"
    )


HISTORY_FORGOTTEN = FlagRule(
    "history-forgotten",
    Cite("matcher", "readings", "a verdict that rests on what a file has forgotten is confirmed before appointing"),
    flags,
    why,
    weight="stops",
    label="It qualifies by what Ofsted's file still shows: to confirm by an older file before appointing",
)
