"""A leader is deployed only in the regions they are willing to serve (or: only in their own; or: anywhere)."""

from __future__ import annotations

from functools import partial

import numpy as np

from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule
from matcher.rules.pairs.pair_sets import cached
from matcher.rules.pairs.pair_wording import and_list
from matcher.wording.terms import LEADER
from matcher.world import Bools, Provider, ProviderKind, World


def bars(world: World, pairs: Pairs) -> Bools:
    serves = cached(world, f"pairs.region.serves.{pairs.kind}", partial(_serves, kind=pairs.kind))
    return ~serves[pairs.leader, world.recipient_region[pairs.recipient]]


def _serves(world: World, kind: ProviderKind) -> Bools:
    """Shape (providers, regions): who may be deployed where."""
    people = world.providers[kind]
    flat = [may_serve(world, x, region) for x in people for region in world.regions]
    return np.array(flat, dtype=np.bool_).reshape(len(people), len(world.regions))


def may_serve(world: World, leader: Provider, region: str) -> bool:
    match world.policy.rules.cross_region:
        case "always":
            return True
        case "never":
            return region == leader.region
        case "willing":
            return region in leader.regions


def why(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    if world.policy.rules.cross_region == "never":
        return (
            f"{leader.id} is {LEADER:a} of {leader.region} and {recipient.name} is in {recipient.region}; "
            f"{LEADER:s} serve their own region only"
        )
    return f"{leader.id} has offered to serve {and_list(leader.regions)}, and {recipient.name} is in {recipient.region}"


def out_of_region(world: World, pairs: Pairs) -> Bools:
    home = cached(world, f"pairs.region.home.{pairs.kind}", partial(_home, kind=pairs.kind))
    return ~home[pairs.leader, world.recipient_region[pairs.recipient]]


def _home(world: World, kind: ProviderKind) -> Bools:
    people = world.providers[kind]
    flat = [x.region == region for x in people for region in world.regions]
    return np.array(flat, dtype=np.bool_).reshape(len(people), len(world.regions))


def why_out_of_region(
    world: World, recipient_row: int, leader_row: int, provider_kind: ProviderKind = "leaders"
) -> str:
    recipient, leader = world.recipients[recipient_row], world.providers[provider_kind][leader_row]
    return f"{leader.id} is {LEADER:a} of {leader.region} and would cross into {recipient.region}"


REGION = PairRule(
    "region",
    Cite("schoolsweek-2022-10-11", "regional partners", "each partner brokers matches within the regions it covers"),
    bars,
    why,
    screen=True,
    short="not offering to serve its region",
)
OUT_OF_REGION = FlagRule(
    "out-of-region",
    Cite("matcher", "pairs out of region", "a supporter from another region is shown before anybody decides"),
    out_of_region,
    why_out_of_region,
    weight="note",
    label="The leader comes from another region",
)
