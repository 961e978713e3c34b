"""Interests of those who broker, approve and decide: pairs that an interest concerns are flagged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

import numpy as np

from matcher.domain import Interest, Person
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.interests.affiliations import NO_GROUPS, groups_of, person_groups
from matcher.rules.pairs.interests.interest_links import active
from matcher.rules.pairs.leader_registers import (
    PLACES,
    leader_register,
    leaders_in,
    recipients_in,
    recipients_of_party,
)
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.rules.pairs.pair_wording import organisation
from matcher.world import Bools, ProviderKind, World


@dataclass(frozen=True, eq=False)
class BrokerConnections:
    """One person who brokers or decides, and the recipients and leaders (rows) they are connected to."""

    person: Person
    recipients: frozenset[int]
    leaders: frozenset[int]

    def acts_in(self, region: str) -> bool:
        return not self.person.regions or region in self.person.regions


def flags(world: World, pairs: Pairs) -> Bools:
    recipients, leaders = cached(world, f"pairs.brokers.masks.{pairs.kind}", partial(_masks, provider_kind=pairs.kind))
    return recipients[pairs.recipient] | leaders[world.recipient_region[pairs.recipient], pairs.leader]


def _masks(world: World, provider_kind: ProviderKind) -> tuple[Bools, Bools]:
    """Per recipient, and per region and leader: is somebody who acts for that region bound to them."""
    touches = _all_connections(world, provider_kind)
    bound = bools(
        any(row in t.recipients and t.acts_in(r.region) for t in touches) for row, r in enumerate(world.recipients)
    )
    leaders = np.zeros((len(world.regions), len(leader_register(world, provider_kind).bodies)), dtype=np.bool_)
    for k, region in enumerate(world.regions):
        for touch in touches:
            if touch.acts_in(region):
                leaders[k, sorted(touch.leaders)] = True
    return bound, leaders


def _all_connections(world: World, provider_kind: ProviderKind) -> tuple[BrokerConnections, ...]:
    return cached(
        world,
        f"pairs.brokers.{provider_kind}",
        lambda w: tuple(_connections_of(w, provider_kind, x) for x in w.facts.people),
    )


def _connections_of(world: World, provider_kind: ProviderKind, person: Person) -> BrokerConnections:
    groups = person_groups(world).get(person.id, NO_GROUPS)
    recipients, leaders = (
        recipients_in(world, groups),
        leaders_in(world, provider_kind, groups) | _self(world, provider_kind, person.id),
    )
    for x in cached(world, "pairs.brokers.interests", _interests_by_person).get(person.id, ()):
        if x.person_id == person.id:
            recipients |= recipients_of_party(world, x.party_kind, x.party_id)
            leaders |= _leaders(world, provider_kind, x)
        else:
            recipients |= recipients_of_party(world, "person", x.person_id)
            leaders |= _self(world, provider_kind, x.person_id)
    return BrokerConnections(person, recipients, leaders)


def _interests_by_person(world: World) -> dict[str, list[Interest]]:
    """Active interests by the person who declared them, and by the person they are about."""
    result: dict[str, list[Interest]] = defaultdict(list)
    for x in world.facts.interests:
        if active(world, x):
            for id in {x.person_id, x.party_id if x.party_kind == "person" else x.person_id}:
                result[id].append(x)
    return result


def _self(world: World, provider_kind: ProviderKind, id: str) -> frozenset[int]:
    row = leader_register(world, provider_kind).row.get(id)
    return frozenset() if row is None else frozenset({row})


def _leaders(world: World, provider_kind: ProviderKind, x: Interest) -> frozenset[int]:
    if x.party_kind in PLACES:
        return frozenset()
    if x.party_kind == "person":
        return _self(world, provider_kind, x.party_id)
    return leaders_in(world, provider_kind, groups_of(world, x.party_kind, x.party_id))


def why(world: World, recipient_row: int, leader_row: int, provider_kind: ProviderKind = "leaders") -> str:
    recipient, leader = world.recipients[recipient_row], world.providers[provider_kind][leader_row]
    for t in _all_connections(world, provider_kind):
        bound = [recipient.name] * (recipient_row in t.recipients) + [leader.id] * (leader_row in t.leaders)
        if bound and t.acts_in(recipient.region):
            return f"{t.person.id}, {t.person.role} for {recipient.region}, is bound to {' and '.join(bound)}"
    return ""


def own_interest(world: World, pairs: Pairs) -> Bools:
    table = cached(world, "pairs.own_interest", _served_by_broker)
    return table[world.recipient_region[pairs.recipient], pairs.leader]


def _served_by_broker(world: World) -> Bools:
    """Shape (regions, leaders): does the leader's organisation broker the region."""
    table = np.zeros((len(world.regions), len(world.leaders)), dtype=np.bool_)
    for j, leader in enumerate(world.leaders):
        employer = world.organisations.get(leader.organisation_id or "")
        table[:, j] = [employer is not None and region in employer.broker_for for region in world.regions]
    return table


def why_own_interest(world: World, recipient_row: int, leader_row: int) -> str:
    leader, region = world.leaders[leader_row], world.recipients[recipient_row].region
    return f"{leader.id} belongs to {organisation(world, leader)}, which brokers matches in {region}"


BROKER_INTEREST = FlagRule(
    "broker-interest",
    Cite("matcher", "own interest", "a broker's or approver's own ties are shown with the pairs they touch"),
    flags,
    why,
    weight="signs-off",
    label="Somebody who brokers or decides has an interest",
)
OWN_INTEREST = FlagRule(
    "own-interest",
    Cite("schoolsweek-2022-10-11", "regional partners", "the partners that broker matches are themselves trusts"),
    own_interest,
    why_own_interest,
    weight="signs-off",
    label="Served by the region's own broker's organisation",
)
