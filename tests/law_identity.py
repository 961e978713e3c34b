"""Who is known, in plain lines from FORMATS 'Identity and references': parties, organisations, one person twice."""

from __future__ import annotations

import re

from matcher.domain import GovernanceLeader, Interest, Leader, Recipient
from matcher.world import World
from tests.law_bodies import known_bodies, people_of, trusts_and_schools


def known_ids(world: World) -> set[str]:
    """Every school, trust and organisation of the data."""
    ids = {*world.facts.schools, *world.facts.trusts, *(o.id for o in world.facts.organisations)}
    for body in known_bodies(world):
        ids |= {body.id, *body.schools} | ({body.trust_id} if body.trust_id else set())
    ids |= {stay.urn for stay in world.facts.memberships} | trusts_of_the_day(world)
    for link in world.facts.successions:
        ids |= {link.old_urn, link.new_urn}
    return ids


def trusts_of_the_day(world: World) -> set[str]:
    return {trust for trust, _ in trusts_and_schools(world)}


def party_known(world: World, interest: Interest) -> bool:
    """FORMATS: an unknown party, unless the declaration says that it lies outside the files."""
    if interest.outside:
        return True
    everywhere = [*known_bodies(world), *world.facts.schools.values()]
    if interest.party_kind == "authority":
        return any(same(interest.party_id, b.local_authority) for b in everywhere)
    if interest.party_kind == "diocese":
        return any(same(interest.party_id, b.diocese) for b in everywhere)
    people = [*world.leaders, *world.governance_leaders, *world.facts.people]
    if interest.party_kind == "person":
        other_ids = {id for leader in world.leaders for id in leader.also}
        return interest.party_id in {x.id for x in people} | other_ids
    return interest.party_id in known_ids(world) | {x.organisation_id for x in people if x.organisation_id}


def same(one: str, other: str | None) -> bool:
    return other is not None and one.lower().split() == other.lower().split()


def in_force(world: World, interest: Interest) -> bool:
    return interest.relation != "none" and not (interest.expires_on and interest.expires_on < world.policy.as_at)


def sets_aside(world: World, interest: Interest) -> bool:
    """FORMATS: a `block` whose school, trust, authority or diocese is unknown sets that person aside."""
    from tests.law_pairs import level

    place = interest.party_kind in ("school", "trust", "authority", "diocese")
    blocks = in_force(world, interest) and level(world, interest) == "block"
    return place and blocks and not party_known(world, interest)


def set_aside(world: World, leader: Leader | GovernanceLeader) -> bool:
    return any(i.person_id == leader.id and sets_aside(world, i) for i in world.facts.interests)


def to_be_checked(world: World, recipient: Recipient, leader: Leader | GovernanceLeader) -> bool:
    """FORMATS: every other unknown party, and an unknown base, flag the person's pairs `not-checked`."""
    unknown = [i for i in world.facts.interests if i.relation != "none" and not party_known(world, i)]
    if any(i.person_id == leader.id and not sets_aside(world, i) for i in unknown):
        return True
    base = leader.base_urn if isinstance(leader, Leader) else None
    if base is not None and base not in known_ids(world):
        return True
    # Who gives no support has no pairs of their own: their school or trust has.
    helpers = {x.id for x in (*world.leaders, *world.governance_leaders)}
    if any(i.person_id in people_of(world, recipient) and i.person_id not in helpers for i in unknown):
        return True
    # FORMATS, same-person: `not-checked` where either has an interest.
    declared = {i.person_id for i in world.facts.interests if i.relation != "none"}
    twins = doubles(world, leader)
    return bool(twins) and bool(declared & {leader.id, *twins})


def doubles(world: World, leader: Leader | GovernanceLeader) -> set[str]:
    """FORMATS: two ids with one name and one organisation, or one name and one postcode, until somebody answers."""
    if not isinstance(leader, Leader):
        return set()
    found = set()
    for other in world.leaders:
        answered = other.id in leader.not_same_as or leader.id in other.not_same_as
        one_name = leader.name.lower().split() == other.name.lower().split()
        one_employer = leader.organisation_id is not None and leader.organisation_id == other.organisation_id
        one_address = leader.postcode is not None and leader.postcode == other.postcode
        if other.id != leader.id and one_name and (one_employer or one_address) and not answered:
            found.add(other.id)
    return found


def organisation_unknown(world: World, leader: Leader | GovernanceLeader) -> bool:
    """FORMATS: an id of organisations.csv is known by its row, unless it is a trust's and no trust has it."""
    id = leader.organisation_id
    if id is None:
        return False
    rows = [o for o in world.facts.organisations if o.id == id]
    if not rows:
        return id not in known_ids(world)
    looks_public = re.fullmatch("[1-9][0-9]{2,7}|TR[0-9]{5}", id) is not None
    schools_and_trusts = {*world.facts.schools, *world.facts.trusts} | trusts_of_the_day(world)
    for body in known_bodies(world):
        schools_and_trusts |= {body.id, *body.schools} | ({body.trust_id} if body.trust_id else set())
    nowhere = bool(world.facts.trusts) and looks_public and id not in schools_and_trusts
    return nowhere and not rows[0].outside
