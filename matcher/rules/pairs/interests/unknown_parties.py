"""Declarations about a party that nothing in the data is: who declared a bar is set aside, others are to be checked."""

from __future__ import annotations

from functools import partial

from matcher.domain import Adviser, GovernanceLeader, Interest, Leader, Person, Recipient, School
from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.interests.affiliations import affiliations, known_bodies
from matcher.rules.pairs.interests.interest_links import NIL, active, level
from matcher.rules.pairs.leader_registers import PLACES, place_key, recipients_of_party
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.wording.messages import LeaderRef, Listed, Message, message
from matcher.world import Bools, Provider, ProviderKind, World

SETS_ASIDE = ("school", "trust", *PLACES)  # a party that may be a recipient, or where one is


def is_known_body(world: World, id: str) -> bool:
    """Whether a school, trust or organisation of the data has this id."""
    return id in cached(world, "pairs.known_ids", _known_ids)


def _known_ids(world: World) -> frozenset[str]:
    index = affiliations(world)
    old = (urn for link in world.facts.successions for urn in (link.old_urn, link.new_urn))
    stays = (stay.urn for stay in world.facts.memberships)
    return frozenset({*index.schools, *index.trusts, *world.organisations, *old, *stays})


def is_known_party(world: World, x: Interest) -> bool:
    """Whether the party of a declaration is in the data, or is known to lie outside them."""
    if x.outside:
        return True
    if x.party_kind in PLACES:
        return place_key(x.party_id) in cached(world, "pairs.known_places", _known_places)[x.party_kind]
    if x.party_kind == "person":
        return x.party_id in cached(world, "pairs.known_people", _known_people)
    return is_known_body(world, x.party_id) or x.party_id in cached(world, "pairs.employers", _employers)


def _known_places(world: World) -> dict[str, frozenset[str]]:
    bodies: tuple[Recipient | School, ...] = (*known_bodies(world), *world.facts.schools.values())
    authorities = frozenset(place_key(b.local_authority) for b in bodies if b.local_authority)
    return {"authority": authorities, "diocese": frozenset(place_key(b.diocese) for b in bodies if b.diocese)}


def _known_people(world: World) -> frozenset[str]:
    also = (id for leader in world.leaders for id in leader.also)
    return frozenset({*(x.id for x in _everybody(world)), *also})


def _everybody(world: World) -> tuple[Leader | GovernanceLeader | Adviser | Person, ...]:
    return (*world.leaders, *world.governance_leaders, *world.advisers, *world.facts.people)


def _employers(world: World) -> frozenset[str]:
    """Organisations that somebody of the registers belongs to: a declaration about one names its people."""
    return frozenset(x.organisation_id for x in _everybody(world) if x.organisation_id)


def sets_aside(world: World, x: Interest) -> bool:
    """Whether this declaration bars its declarer from a body or a place that nobody can name."""
    barring = active(world, x) and level(world, x) == "block" and x.party_kind in SETS_ASIDE
    return barring and not is_known_party(world, x)


def set_aside(world: World, provider_kind: ProviderKind) -> Bools:
    """Per provider: have they declared a bar against a school, trust, authority or diocese that is not in the data?"""
    return cached(world, f"pairs.aside.{provider_kind}", partial(_set_aside, provider_kind=provider_kind))


def _set_aside(world: World, provider_kind: ProviderKind) -> Bools:
    declared = {x.person_id for x in world.facts.interests if sets_aside(world, x)}
    return bools(x.id in declared for x in world.providers[provider_kind])


def unsure_providers(world: World, provider_kind: ProviderKind) -> Bools:
    """Per provider: is there a declaration of theirs about an unknown party that does not set them aside, or are they
    based at a school that is not in the data?
    """
    return cached(world, f"pairs.unsure.{provider_kind}", partial(_unsure_providers, provider_kind=provider_kind))


def _unsure_providers(world: World, provider_kind: ProviderKind) -> Bools:
    declared = {x.person_id for x in world.facts.interests if _is_unsure(world, x)}
    return bools(x.id in declared or _base_is_unknown(world, x) for x in world.providers[provider_kind])


def _is_unsure(world: World, x: Interest) -> bool:
    return x.relation != NIL and not is_known_party(world, x) and not sets_aside(world, x)


def _base_is_unknown(world: World, body: Provider) -> bool:
    return isinstance(body, Leader) and body.base_urn is not None and not is_known_body(world, body.base_urn)


def unsure_recipients(world: World) -> Bools:
    """Per recipient: has somebody who belongs there, and gives no support, declared an interest in an unknown party?"""
    return cached(world, "pairs.unsure.recipients", _unsure_recipients)


def _unsure_recipients(world: World) -> Bools:
    providers = {x.id for several in world.providers.values() for x in several}
    declared = {
        x.person_id
        for x in world.facts.interests
        if x.relation != NIL and not is_known_party(world, x) and x.person_id not in providers
    }
    rows = {row for id in declared for row in recipients_of_party(world, "person", id)}
    return bools(row in rows for row in range(len(world.recipients)))


def bars(world: World, pairs: Pairs) -> Bools:
    return set_aside(world, pairs.kind)[pairs.leader]


def why(world: World, recipient_row: int, leader_row: int, provider_kind: ProviderKind = "leaders") -> str:
    """Never what was declared, which is personal data."""
    leader = world.providers[provider_kind][leader_row]
    return f"{leader.id} has declared an interest that bars, in a party that is not in the data: set aside until it is"


def set_aside_people(world: World) -> tuple[Provider, ...]:
    """Everybody who is set aside, system leaders first, each kind by id."""
    return tuple(
        x
        for kind, people in world.providers.items()
        for x, out in zip(people, set_aside(world, kind), strict=True)
        if out
    )


def regions_of(person: Provider) -> frozenset[str]:
    """Where somebody who gives support lives, or serves."""
    return frozenset({person.region, *getattr(person, "regions", ())})


def set_aside_notices(world: World) -> tuple[Message, ...]:
    """Who is set aside, for page one."""
    aside = [LeaderRef(x.id) for x in set_aside_people(world)]
    if not aside:
        return ()
    what = "a declared interest that bars is in a party that is not in the data"
    people = Listed(tuple(aside), last=", ")
    return (message("Set aside until the party is known: {people}; {what}", people=people, what=what),)


PARTY_UNKNOWN = PairRule(
    "party-unknown",
    Cite("msi-2026", "conflict checks", "nobody is allocated until the checks are done"),
    bars,
    why,
    short="set aside until the party of a declared interest is known",
)
