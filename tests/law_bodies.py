"""Which schools and trusts belong to a leader or a recipient, and who belongs to them: plain loops for the law."""

from __future__ import annotations

from datetime import date

from matcher.domain import GovernanceLeader, Leader, Person, Recipient
from matcher.world import World


def bodies_of_leader(world: World, leader: Leader | GovernanceLeader | Person) -> set[str]:
    """0302: their organisation, the school they are based at, its trust, that trust's schools. So for anybody."""
    own = set()
    if leader.organisation_id is not None:
        own |= places(world, leader.organisation_id)
    if isinstance(leader, Leader) and leader.base_urn is not None:
        own |= places(world, leader.base_urn)
    return with_trusts(world, own)


def bodies_of_recipient(world: World, recipient: Recipient) -> set[str]:
    """0302: the school, its trust and that trust's schools; for a trust, itself and its schools."""
    own = places(world, recipient.id)
    for urn in recipient.schools:
        own |= places(world, urn)
    if recipient.trust_id is not None:
        own.add(recipient.trust_id)
    return with_trusts(world, own)


def people_of(world: World, recipient: Recipient) -> set[str]:
    """Who belongs to the recipient: leaders, governance leaders and people of the register at one of its bodies."""
    bodies = bodies_of_recipient(world, recipient)
    everybody = (*world.leaders, *world.governance_leaders, *world.facts.people)
    return {somebody.id for somebody in everybody if bodies_of_leader(world, somebody) & bodies}


def known_bodies(world: World) -> list[Recipient]:
    """FORMATS, Identity: a conflict holds against every body that is known, recipient of this run or not."""
    here = {r.id for r in world.recipients}
    return [*world.recipients, *(r for r in world.facts.recipients if r.id not in here)]


def places(world: World, body: str) -> set[str]:
    """0302: an id is looked up among trusts first, then among schools, where an old URN is the school that followed."""
    if body in world.facts.trusts:
        return {body}
    # 0401: only where it is plain which school followed, and it had by the day of the run.
    followers = {s.new_urn for s in world.facts.successions if s.old_urn == body and s.plain and by_then(world, s.on)}
    return places(world, followers.pop()) if len(followers) == 1 else {body}


def with_trusts(world: World, own: set[str]) -> set[str]:
    """These bodies, the trusts that their schools are in on the day of the run, and all those trusts' schools."""
    runs = trusts_and_schools(world)
    claimed = runs | trusts_of_the_register(world)
    trusts = {body for body in own if body not in world.facts.schools} | {trust for trust, urn in claimed if urn in own}
    return own | trusts | {urn for trust, urn in runs if trust in trusts}


def trusts_and_schools(world: World) -> set[tuple[str, str]]:
    """Which trust runs which school on the day, as the files have it and as the register's trusts list them.

    In the files a school is in one trust at a time: by its own URN before an old one's, then by the stay begun last.
    """
    stays: dict[str, list[tuple[bool, date, str]]] = {}
    for stay in world.facts.memberships:
        if by_then(world, stay.joined) and (stay.left is None or world.policy.as_at < stay.left):
            for urn in places(world, stay.urn):
                stays.setdefault(urn, []).append((stay.urn == urn, stay.joined or date.min, stay.trust_uid))
    runs = {(max(found)[2], urn) for urn, found in stays.items()}
    listed = [(r.id, urn) for r in known_bodies(world) if r.kind == "trust" for urn in r.schools]
    return runs | {(trust, now) for trust, urn in listed for now in places(world, urn)}


def trusts_of_the_register(world: World) -> set[tuple[str, str]]:
    """The trust that the register gives for a school, which may be another than the files': both count for it."""
    schools = [r for r in known_bodies(world) if r.kind == "school" and r.trust_id is not None]
    return {(str(r.trust_id), now) for r in schools for urn in (r.id, *r.schools) for now in places(world, urn)}


def by_then(world: World, day: date | None) -> bool:
    """Whether it had happened by the day of the run; what has no date had."""
    return day is None or day <= world.policy.as_at
