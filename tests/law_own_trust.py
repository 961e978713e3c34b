"""The law on leaders whose own trust needs support, in plain lines from FORMATS 'The case'; it knows no rule."""

from __future__ import annotations

from matcher.domain import Leader, Recipient
from matcher.plan import PlannedMatch
from matcher.world import World
from tests.law_bodies import (
    bodies_of_leader,
    bodies_of_recipient,
    places,
    trusts_and_schools,
    trusts_of_the_register,
    with_trusts,
)


def own_trust_levels(world: World, leader: Leader) -> set[str]:
    """What follows from what holds of the leader's own trust; nothing where it needs no support."""
    said, own = world.policy.rules.leader_own_trust, own_bodies(world, leader)
    qualifying = {r.id for r in world.recipients} | world.qualifying
    supported = {past.recipient_id for past in world.facts.history if past.state in ("agreed", "running")}
    supported |= {pin.recipient_id for pin in world.policy.pins if pin.stands is not None}
    levels = set()
    if any(own & bodies_meant(world, id) for id in qualifying):
        levels.add(said.qualifies)
    if any(own & bodies_meant(world, id) for id in supported):
        levels.add(said.supported)
    return levels


def own_bodies(world: World, leader: Leader) -> set[str]:
    """The chief executive's or equivalent's own trust; an NLE's own school, or a trust that is one school."""
    bodies = bodies_of_leader(world, leader)
    trusts = {body for body in bodies if body not in world.facts.schools}
    if leader.role == "nle":
        trusts = {trust for trust in trusts if is_one_school(world, trust)}
    organisation = leader.organisation_id
    at = set()
    if leader.base_urn is not None:
        at |= places(world, leader.base_urn)
    if organisation is not None and organisation in world.facts.schools:
        at |= places(world, organisation)
    return trusts | at


def bodies_meant(world: World, id: str) -> set[str]:
    """The body with this id; with a school the trust that is this one school."""
    meant = places(world, id)
    runs = trusts_and_schools(world) | trusts_of_the_register(world)
    return meant | {trust for trust, urn in runs if urn in meant and is_one_school(world, trust)}


def is_one_school(world: World, trust: str) -> bool:
    return trust in world.facts.trusts and not world.facts.trusts[trust].multi


def is_kept(world: World, recipient_id: str, leader_id: str) -> bool:
    """Matches agreed or running are exempt: kept, flagged."""
    pair = recipient_id, leader_id
    return any((pin.recipient_id, pin.leader_id) == pair and pin.stands is not None for pin in world.policy.pins)


def own_trust_flagged(world: World, recipient: Recipient, leader: Leader) -> bool:
    levels = own_trust_levels(world, leader)
    return bool(levels & {"declare", "sign_off"}) or ("bar" in levels and is_kept(world, recipient.id, leader.id))


def help_each_other(world: World, matches: list[PlannedMatch]) -> bool:
    """Whether two matches of the plan, or one of it and one agreed or running, help each the other's body."""
    if world.policy.rules.leader_own_trust.mutual == "allow":
        return False
    leader = {x.id: bodies_of_leader(world, x) for x in world.leaders}
    recipient = {r.id: bodies_of_recipient(world, r) for r in world.recipients}
    for one in matches:
        kept = is_kept(world, one.recipient_id, one.leader_id)
        for other in matches:
            both_kept = kept and is_kept(world, other.recipient_id, other.leader_id)
            mirrored = leader[one.leader_id] & recipient[other.recipient_id]
            another = (one.recipient_id, one.leader_id) != (other.recipient_id, other.leader_id)
            if another and mirrored and leader[other.leader_id] & recipient[one.recipient_id] and not both_kept:
                return True
        for past in world.facts.history:
            if kept or past.state not in ("agreed", "running") or past.leader_id not in leader:
                continue
            its = with_trusts(world, places(world, past.recipient_id))
            if leader[one.leader_id] & its and leader[past.leader_id] & recipient[one.recipient_id]:
                return True
    return False
