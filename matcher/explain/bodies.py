"""Schools, trusts and organisations of a run as parts of messages: each with the region that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.rules.base import PairRule
from matcher.wording.messages import BodyRef, LeaderRef, Listed, Part, Passage
from matcher.wording.wording import proper_name
from matcher.world import World

MOST_NAMED = 5  # so many schools are named in a sentence; the rest are counted


def body(world: World, id: str) -> BodyRef:
    """A recipient of the run, by name and id."""
    recipient = world.recipients[world.recipient_row[id]]
    return BodyRef(id, recipient.region, recipient.name)


def by_id(world: World, id: str) -> BodyRef:
    """Any school, trust or organisation by id alone; region '' where no file of the run gives it."""
    return BodyRef(id, region_of(world, id))


def region_of(world: World, id: str) -> str:
    """As the run assessed it; of an organisation that was not assessed, the region of all its leaders."""
    row = world.recipient_row.get(id)
    if row is not None:
        return world.recipients[row].region
    if id in world.region_of:
        return world.region_of[id]
    regions = {leader.region for leader in world.leaders if leader.organisation_id == id}
    return regions.pop() if len(regions) == 1 else ""


def recipient_names(world: World, ids: Iterable[str]) -> Listed:
    """Recipients by name and id, the first few; the others as a number."""
    return _listed(tuple(body(world, id) for id in ids))


def names_of_any(world: World, ids: Iterable[str]) -> Listed:
    """As `recipient_names`, of schools and trusts that may be no recipients of the run: by the files' names."""
    return _listed(tuple(body(world, id) if id in world.recipient_row else _by_files(world, id) for id in ids))


def _by_files(world: World, id: str) -> BodyRef:
    found = world.facts.trusts.get(id) or world.facts.schools.get(id)
    return BodyRef(id, region_of(world, id), proper_name(found.name) if found and found.name else "")


def _listed(bodies: tuple[BodyRef, ...]) -> Listed:
    if len(bodies) > MOST_NAMED:
        return Listed(bodies[: MOST_NAMED - 1], others=len(bodies) - MOST_NAMED + 1)
    return Listed(bodies)


def why(world: World, rule: PairRule, recipient_row: int, leader_row: int) -> Passage:
    """What a rule says of a pair, with every school and trust that its sentence could name."""
    own, organisation = world.recipients[recipient_row].id, world.leaders[leader_row].organisation_id
    could_name = [body(world, own)]
    if rule.names_organisation and organisation:
        could_name.append(by_id(world, organisation))
    return Passage(rule.why(world, recipient_row, leader_row), tuple(could_name))


def subject_of(world: World, rule: str, subject: str) -> Part:
    """What a row of a limit is about: a leader; a pot or a region, as named; else a school, trust or organisation."""
    if rule in ("leader-days", "deployments"):
        return LeaderRef(subject)
    return subject if rule in ("pots", "own-interest") else by_id(world, subject)
