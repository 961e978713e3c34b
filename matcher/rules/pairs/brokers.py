"""Those who broker, approve and decide have interests too: they are shown beside the pairs these touch."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

import numpy as np

from matcher.domain import Interest, Person
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.bodies import NONE, groups_of, person_groups
from matcher.rules.pairs.columns import bools, once
from matcher.rules.pairs.sides import PLACES, Who, leaders_in, reached, recipients_in, side
from matcher.rules.pairs.ties import active
from matcher.rules.pairs.words import organisation
from matcher.world import Bools, Ints, World


@dataclass(frozen=True, eq=False)
class Touch:
    """One person who brokers or decides, the recipients and leaders they are bound to, and the regions they act for."""

    person: Person
    recipients: frozenset[int]
    leaders: frozenset[int]

    def acts_in(self, region: str) -> bool:
        return not self.person.regions or region in self.person.regions


def flags(world: World, pairs: Pairs) -> Bools:
    return broker_interest(world, "leaders", pairs.recipient, pairs.leader)


def broker_interest(world: World, who: Who, recipient: Ints, leader: Ints) -> Bools:
    recipients, leaders = once(world, f"pairs.brokers.masks.{who}", partial(_masks, who=who))
    return recipients[recipient] | leaders[world.recipient_region[recipient], leader]


def _masks(world: World, who: Who) -> tuple[Bools, Bools]:
    """Per recipient, and per region and leader: is somebody who acts for that region bound to them."""
    touches = _touches(world, who)
    bound = bools(
        any(row in t.recipients and t.acts_in(r.region) for t in touches) for row, r in enumerate(world.recipients)
    )
    leaders = np.zeros((len(world.regions), len(side(world, who).bodies)), dtype=np.bool_)
    for k, region in enumerate(world.regions):
        for touch in touches:
            if touch.acts_in(region):
                leaders[k, sorted(touch.leaders)] = True
    return bound, leaders


def _touches(world: World, who: Who) -> tuple[Touch, ...]:
    return once(world, f"pairs.brokers.{who}", lambda w: tuple(_touch(w, who, x) for x in w.facts.people))


def _touch(world: World, who: Who, person: Person) -> Touch:
    groups = person_groups(world).get(person.id, NONE)
    recipients, leaders = recipients_in(world, groups), leaders_in(world, who, groups) | _self(world, who, person.id)
    for x in once(world, "pairs.brokers.interests", _interests_by_person).get(person.id, ()):
        if x.person_id == person.id:
            recipients |= reached(world, x.party_kind, x.party_id)
            leaders |= _leaders(world, who, x)
        else:
            recipients |= reached(world, "person", x.person_id)
            leaders |= _self(world, who, x.person_id)
    return Touch(person, recipients, leaders)


def _interests_by_person(world: World) -> dict[str, list[Interest]]:
    """Active interests by the person who declared them, and by the person they are about."""
    found: dict[str, list[Interest]] = defaultdict(list)
    for x in world.facts.interests:
        if active(world, x):
            for id in {x.person_id, x.party_id if x.party_kind == "person" else x.person_id}:
                found[id].append(x)
    return found


def _self(world: World, who: Who, id: str) -> frozenset[int]:
    row = side(world, who).row.get(id)
    return frozenset() if row is None else frozenset({row})


def _leaders(world: World, who: Who, x: Interest) -> frozenset[int]:
    if x.party_kind in PLACES:
        return frozenset()
    if x.party_kind == "person":
        return _self(world, who, x.party_id)
    return leaders_in(world, who, groups_of(world, x.party_kind, x.party_id))


def why(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    for t in _touches(world, "leaders"):
        bound = [recipient.name] * (recipient_row in t.recipients) + [leader.id] * (leader_row in t.leaders)
        if bound and t.acts_in(recipient.region):
            return f"{t.person.id}, {t.person.role} for {recipient.region}, is bound to {' and '.join(bound)}"
    return ""


def own_interest(world: World, pairs: Pairs) -> Bools:
    table = once(world, "pairs.own_interest", _served_by_broker)
    return table[world.recipient_region[pairs.recipient], pairs.leader]


def _served_by_broker(world: World) -> Bools:
    """Shape (regions, leaders): does the leader's organisation broker the region."""
    table = np.zeros((len(world.regions), len(world.leaders)), dtype=np.bool_)
    for j, leader in enumerate(world.leaders):
        known = world.organisations.get(leader.organisation_id or "")
        table[:, j] = [known is not None and region in known.broker_for for region in world.regions]
    return table


def why_own_interest(world: World, recipient_row: int, leader_row: int) -> str:
    leader, region = world.leaders[leader_row], world.recipients[recipient_row].region
    return f"{leader.id} belongs to {organisation(world, leader)}, which brokers matches in {region}"


BROKER_INTEREST = FlagRule(
    "broker-interest",
    Cite("matcher", "own interest", "a broker's or approver's own ties are shown with the pairs they touch"),
    flags,
    why,
)
OWN_INTEREST = FlagRule(
    "own-interest",
    Cite("schoolsweek-2022-10-11", "regional partners", "the partners that broker matches are themselves trusts"),
    own_interest,
    why_own_interest,
)
