"""Which governance leaders a trust may be offered: those of its region, free of the trust and of barring interests."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matcher.rules.base import Cite
from matcher.rules.pairs.broker_interest import broker_interest
from matcher.rules.pairs.interest_links import pairs_at_level
from matcher.rules.pairs.not_checked import not_checked
from matcher.rules.pairs.own_organisation import own_trust_keys
from matcher.rules.pairs.pair_sets import cached, is_in
from matcher.rules.pairs.region import may_serve
from matcher.world import Bools, Ints, World

CITE = Cite("nga-nlg-2021", "who may be referred", "a governance leader is found for an eligible trust, and may refuse")

Rows = tuple[Ints, Ints]  # recipient rows and governance leader rows, in step


def governance_pairs(world: World) -> Rows:
    """Every trust with a governance need and every governance leader it may be offered, in canonical order."""
    if world.policy.support.governance_days <= 0 or not world.governance_leaders:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    in_need = np.array([r.kind == "trust" and (r.governance_need or 0) >= 1 for r in world.recipients], dtype=np.bool_)
    serves = cached(world, "governance.serves", _serves)
    recipient, leader = np.nonzero(in_need[:, None] & serves[world.recipient_region])
    free = ~governance_bars(world, recipient, leader)
    return recipient[free], leader[free]


def _serves(world: World) -> Bools:
    """Shape (regions, governance leaders)."""
    flat = [may_serve(world, x, region) for region in world.regions for x in world.governance_leaders]
    return np.array(flat, dtype=np.bool_).reshape(len(world.regions), len(world.governance_leaders))


def governance_bars(world: World, recipient: Ints, leader: Ints) -> Bools:
    """Out of region, of the trust itself, or with an active interest at the level of block."""
    own, block = governance_conflicts(world)
    key = recipient * len(world.governance_leaders) + leader
    away = ~cached(world, "governance.serves", _serves)[world.recipient_region[recipient], leader]
    return away | is_in(own, key) | is_in(block, key)


def governance_conflicts(world: World) -> tuple[Ints, Ints]:
    """Sorted keys (recipient row x governance leaders + row) barred as their own trust, and by a declared interest."""
    return own_trust_keys(world, "governance"), pairs_at_level(world, "governance", "block")


def why_not_governance(world: World, recipient_row: int, leader_row: int) -> str:
    """The rule that bars a governance leader from a recipient, in a sentence; nothing where none does."""
    recipient, leader = world.recipients[recipient_row], world.governance_leaders[leader_row]
    key = np.array([recipient_row * len(world.governance_leaders) + leader_row])
    own, block = governance_conflicts(world)
    if recipient.kind != "trust":
        return f"{recipient.name} is a school, and governance days are for trusts only"
    if (recipient.governance_need or 0) < 1:
        return f"no need of governance support is recorded for {recipient.name}"
    if not may_serve(world, leader, recipient.region):
        if world.policy.rules.cross_region == "never":
            return f"governance leader {leader.id} is of {leader.region}, and leaders serve their own region only"
        return f"governance leader {leader.id} has not offered to serve {recipient.region}"
    if is_in(own, key)[0]:
        return f"governance leader {leader.id} belongs to {recipient.name} itself"
    if is_in(block, key)[0]:
        return f"a declared interest bars governance leader {leader.id} from {recipient.name}"
    return ""


def governance_flags(world: World, recipient: Ints, leader: Ints) -> Mapping[str, Bools]:
    """The flags that a pair of trust and governance leader may bear, by the names they have for leaders."""
    key = recipient * len(world.governance_leaders) + leader
    home = cached(world, "governance.home", _home)
    return {
        "not-checked": not_checked(world, "governance", recipient, leader),
        "sign-off": is_in(pairs_at_level(world, "governance", "sign_off"), key),
        "declared": is_in(pairs_at_level(world, "governance", "declare"), key),
        "broker-interest": broker_interest(world, "governance", recipient, leader),
        "out-of-region": ~home[world.recipient_region[recipient], leader],
    }


def _home(world: World) -> Bools:
    flat = [region == x.region for region in world.regions for x in world.governance_leaders]
    return np.array(flat, dtype=np.bool_).reshape(len(world.regions), len(world.governance_leaders))
