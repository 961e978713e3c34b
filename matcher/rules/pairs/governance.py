"""A governance leader is offered to a trust in need in a region they serve, free of the trust and of interests."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.distance import region
from matcher.rules.pairs.interests import (
    broker_interest,
    declared_interest,
    not_checked,
    organisation_unknown,
    own_organisation,
    unknown_parties,
)
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.wording.terms import LEADER
from matcher.world import Bools, World


def bars_school(world: World, pairs: Pairs) -> Bools:
    return ~world.recipient_is_trust[pairs.recipient]


def why_school(world: World, recipient_row: int, leader_row: int) -> str:
    return f"{world.recipients[recipient_row].name} is a school, and governance days are for trusts only"


def bars_without_need(world: World, pairs: Pairs) -> Bools:
    """A need that is not known is none."""
    in_need = cached(world, "governance.need", lambda w: bools((r.governance_need or 0) >= 1 for r in w.recipients))
    return ~in_need[pairs.recipient]


def why_without_need(world: World, recipient_row: int, leader_row: int) -> str:
    return f"no need of governance support is recorded for {world.recipients[recipient_row].name}"


def why_region(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.governance_leaders[leader_row]
    if world.policy.rules.cross_region == "never":
        return f"governance leader {leader.id} is of {leader.region}, and {LEADER:s} serve their own region only"
    return f"governance leader {leader.id} has not offered to serve {recipient.region}"


def why_own_trust(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.governance_leaders[leader_row]
    return f"governance leader {leader.id} belongs to {recipient.name} itself"


def why_interest(world: World, recipient_row: int, leader_row: int) -> str:
    """Never what was declared, which is personal data."""
    recipient, leader = world.recipients[recipient_row], world.governance_leaders[leader_row]
    return f"a declared interest bars governance leader {leader.id} from {recipient.name}"


GOVERNANCE_TRUST = PairRule(
    "governance-trust",
    Cite("tsio-flyer-2022-23", "what support is available, trusts", "5 days of governance support"),
    bars_school,
    why_school,
    screen=True,
    of_recipient=True,
    short="governance days are for trusts only",
)
GOVERNANCE_NEED = PairRule(
    "governance-need",
    Cite("nga-nlg-2021", "who may be referred", "a governance leader is found for an eligible trust, and may refuse"),
    bars_without_need,
    why_without_need,
    screen=True,
    of_recipient=True,
    short="governance days are for trusts with a recorded need only",
)
GOVERNANCE_REGION = replace(region.REGION, name="governance-region", why=why_region)
GOVERNANCE_OWN_TRUST = replace(
    own_organisation.OWN_TRUST, name="governance-own-trust", why=why_own_trust, names_organisation=False
)
GOVERNANCE_INTEREST = replace(
    declared_interest.DECLARED_INTEREST, name="governance-declared-interest", why=why_interest
)
GOVERNANCE_PARTY_UNKNOWN = replace(
    unknown_parties.PARTY_UNKNOWN,
    name="governance-party-unknown",
    why=partial(unknown_parties.why, provider_kind="governance"),
)

# Flags have the names that they have for leaders: the tables have one column for both.
GOVERNANCE_NOT_CHECKED = replace(not_checked.NOT_CHECKED, why=partial(not_checked.why, provider_kind="governance"))
GOVERNANCE_ORGANISATION_UNKNOWN = replace(
    organisation_unknown.ORGANISATION_UNKNOWN, why=partial(organisation_unknown.why, provider_kind="governance")
)
GOVERNANCE_SIGN_OFF = declared_interest.sign_off_flag("governance")
GOVERNANCE_DECLARED = declared_interest.declared_flag("governance")
GOVERNANCE_BROKER_INTEREST = replace(
    broker_interest.BROKER_INTEREST, why=partial(broker_interest.why, provider_kind="governance")
)
GOVERNANCE_OUT_OF_REGION = replace(
    region.OUT_OF_REGION, why=partial(region.why_out_of_region, provider_kind="governance")
)
