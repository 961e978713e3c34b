"""A pairing that somebody has ruled out by hand, with a reason, is not proposed."""

from __future__ import annotations

from functools import partial

from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.pair_sets import cached, in_pairs, keys_of_named
from matcher.world import Bools, Ints, ProviderKind, World


def bars(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, cached(world, f"pairs.forbidden.{pairs.kind}", partial(_forbidden, kind=pairs.kind)))


def _forbidden(world: World, kind: ProviderKind) -> Ints:
    return keys_of_named(world, kind, ((x.recipient_id, x.leader_id) for x in world.policy.forbid))


def why(world: World, recipient_row: int, leader_row: int) -> str:
    return why_ruled_out(world, recipient_row, world.leaders[leader_row].id)


def why_ruled_out(world: World, recipient_row: int, provider_id: str) -> str:
    """Which decision of the ledger rules the pair out. Never the reason that somebody wrote into a scenario: it may
    name an interest, which is personal data."""
    recipient = world.recipients[recipient_row]
    pair = recipient.id, provider_id
    said = next((x.reason for x in world.policy.forbid if x.source and (x.recipient_id, x.leader_id) == pair), "")
    who = f"{provider_id} and {recipient.name} are ruled out"
    return f"{who}: {said}" if said else f"{who} by a person, who gave a reason"


FORBIDDEN = PairRule(
    "forbidden",
    Cite("matcher", "forbid", "a person may rule a pairing out, and says why"),
    bars,
    why,
    short="ruled out by a person, who gave a reason",
)
