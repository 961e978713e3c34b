"""What is to be shown beside a pair, in plain lines from FORMATS 'Conflicts' and 'Places' and the decision notes."""

from __future__ import annotations

from datetime import date

from matcher.domain import Interest, Leader, Person, Recipient
from matcher.world import World
from tests.law_bodies import bodies_of_leader, bodies_of_recipient, people_of, places, with_trusts
from tests.law_identity import doubles, organisation_unknown, to_be_checked
from tests.law_journeys import minutes_known, water_flags
from tests.law_own_trust import own_trust_flagged
from tests.law_pairs import alike, joins, level, metres_between

BODIES = ("school", "trust", "organisation")


def flags(world: World, recipient: Recipient, leader: Leader) -> set[str]:
    """Every flag of this pair."""
    shown = of_declarations(world, recipient, leader) | of_others(world, recipient, leader)
    if recipient.region != leader.region:
        shown.add("out-of-region")
    # FORMATS, Places: an unknown distance may be chosen, flagged.
    if metres_between(recipient, leader) is None and minutes_known(world, recipient, leader) is None:
        shown.add("distance-unknown")
    shown |= water_flags(world, recipient, leader)
    # 0304: an NLE without a date is proposed and flagged.
    if leader.role == "nle" and leader.designated_from is None:
        shown.add("designation-unknown")
    if organisation_unknown(world, leader):
        shown.add("organisation-unknown")
    if doubles(world, leader):
        shown.add("same-person")
    # FORMATS, eligibility.forgotten: an eligible trust that rests on it is flagged.
    if recipient.id in world.rests_on_forgotten:
        shown.add("history-forgotten")
    # FORMATS, The case: shown where the leader's own trust needs support and that does not bar the pair.
    if own_trust_flagged(world, recipient, leader):
        shown.add("own-trust-needs-support")
    past = [d for d in world.facts.history if (d.recipient_id, d.leader_id) == (recipient.id, leader.id)]
    if any(d.state == "declined" for d in past):
        shown.add("declined-before")

    # FORMATS: shared authority or diocese only flags: the leader's by the school they are based at.
    at = places(world, leader.base_urn) if leader.base_urn is not None else set()
    base = [world.facts.schools[urn] for urn in at if urn in world.facts.schools]
    if any(s.local_authority is not None and alike(s.local_authority, recipient.local_authority) for s in base):
        shown.add("same-authority")
    if any(s.diocese is not None and alike(s.diocese, recipient.diocese) for s in base):
        shown.add("same-diocese")
    return shown


def of_declarations(world: World, recipient: Recipient, leader: Leader) -> set[str]:
    """FORMATS: an expired interest, or a check older than the limit or absent, flags; the others by their level."""
    declared = [i for i in world.facts.interests if i.relation != "none" and joins(world, i, recipient, leader)]
    active = [i for i in declared if not expired(world, i)]
    shown = {{"sign_off": "sign-off", "declare": "declared"}.get(level(world, i), "") for i in active} - {""}
    if any(i.relation == "sponsor_interest" for i in active):
        shown.add("potential-sponsor")
    # 0302: a fresh nil return about a body of the recipient's counts as a check, and does not silence what has expired.
    checked = fresh(world, leader.interests_checked_on) or nil_return(world, recipient, leader)
    if not checked or len(active) < len(declared) or to_be_checked(world, recipient, leader):
        shown.add("not-checked")
    return shown


def of_others(world: World, recipient: Recipient, leader: Leader) -> set[str]:
    """What colleagues declared, and those who broker, approve and decide."""
    shown = set()
    # 0302: a colleague's interest is the colleague's own: it is shown, and bars nothing.
    others = colleagues(world, leader) - {leader.id}
    if any(i.person_id in others and reaches(world, i, recipient) for i in active_interests(world)):
        shown.add("colleague-interest")
    # FORMATS, people: those who broker, approve and decide, so that their conflicts can be seen too.
    for person in world.facts.people:
        acts_here = not person.regions or recipient.region in person.regions
        if acts_here and (bound_to(world, person, recipient) or bound_to_leader(world, person, leader)):
            shown.add("broker-interest")
    registered = [o for o in world.facts.organisations if o.id == leader.organisation_id]
    if any(recipient.region in o.broker_for for o in registered):
        shown.add("own-interest")
    return shown


def expired(world: World, interest: Interest) -> bool:
    return interest.expires_on is not None and interest.expires_on < world.policy.as_at


def fresh(world: World, day: date | None) -> bool:
    """Not older than the limit. FORMATS: a check after the day of the run is none on that day."""
    return (
        day is not None
        and day <= world.policy.as_at
        and (world.policy.as_at - day).days <= world.policy.rules.conflicts_stale_after_days
    )


def nil_return(world: World, recipient: Recipient, leader: Leader) -> bool:
    """0302: made by the leader, dated within the limit and not expired, about a body of the recipient's."""
    own = [i for i in world.facts.interests if i.relation == "none" and i.person_id == leader.id]
    lasting = [i for i in own if not expired(world, i) and fresh(world, i.declared_on)]
    return any(reaches(world, i, recipient) for i in lasting)


def reaches(world: World, interest: Interest, recipient: Recipient) -> bool:
    """Whether the party of a declaration is the recipient, a body of its or a person of its, or where it is."""
    if interest.party_kind == "authority":
        return alike(interest.party_id, recipient.local_authority)
    if interest.party_kind == "diocese":
        return alike(interest.party_id, recipient.diocese)
    if interest.party_kind == "person":
        return interest.party_id in people_of(world, recipient)
    return bool(with_trusts(world, places(world, interest.party_id)) & bodies_of_recipient(world, recipient))


def colleagues(world: World, leader: Leader) -> set[str]:
    """Everybody of the registers at any body of the leader's."""
    everybody = (*world.leaders, *world.governance_leaders, *world.facts.people)
    bodies = bodies_of_leader(world, leader)
    return {x.id for x in everybody if bodies_of_leader(world, x) & bodies}


def bound_to(world: World, person: Person, recipient: Recipient) -> bool:
    """By their organisation, by a declaration of theirs, or by one about them of somebody who belongs there."""
    if bodies_of_leader(world, person) & bodies_of_recipient(world, recipient):
        return True
    own = [i for i in active_interests(world) if i.person_id == person.id]
    about = [i.person_id for i in active_interests(world) if (i.party_kind, i.party_id) == ("person", person.id)]
    return any(reaches(world, i, recipient) for i in own) or bool({*about} & people_of(world, recipient))


def bound_to_leader(world: World, person: Person, leader: Leader) -> bool:
    if person.id == leader.id or bodies_of_leader(world, person) & bodies_of_leader(world, leader):
        return True
    for i in active_interests(world):
        ends = {i.person_id, i.party_id} if i.party_kind == "person" else {i.person_id}
        if ends == {person.id, leader.id}:
            return True
        body = with_trusts(world, places(world, i.party_id)) if i.party_kind in BODIES else set()
        if i.person_id == person.id and body & bodies_of_leader(world, leader):
            return True
    return False


def active_interests(world: World) -> list[Interest]:
    return [i for i in world.facts.interests if i.relation != "none" and not expired(world, i)]
