"""Look up a person in the register of people, and check them for an interest of their own in a pair."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain import Facts, Interest, Person
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.world import World


class PersonNotFound(Exception):
    """No single person of the register matches. `what` is the fault, `todo` what to do; both are for display."""

    def __init__(self, what: str, todo: str) -> None:
        self.what, self.todo = what, todo
        super().__init__(what)


def person_called(words: str, people: Iterable[Person]) -> Person:
    """The person of the register with this id or, whatever its capitals, this name. Raises PersonNotFound."""
    register = tuple(people)
    wanted = " ".join(words.split()).casefold()
    if not wanted:
        raise PersonNotFound("who decided is missing", "Write a name or an id of the register of people")
    matches = [p for p in register if wanted in (p.id.casefold(), " ".join(p.name.split()).casefold())]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise PersonNotFound("more than one person of the register has this name", "Write the person's id instead")
    if not register:
        raise PersonNotFound("the run has no register of people", "Give the scenario a people table, and propose again")
    raise PersonNotFound(
        "nobody of this name or id is in the register of people", "Write a name or an id of that register"
    )


def own_interest(person: Person, recipient_id: str, leader_id: str, world: World) -> str:
    """Why this person may not decide about this pair, in words without personal data; '' where they may.

    `leader_id` may be an adviser's.
    """
    adviser = world.provider_row["advisers"].get(leader_id)
    leader = world.leaders[world.leader_row[leader_id]] if adviser is None else world.advisers[adviser]
    recipient = world.recipients[world.recipient_row[recipient_id]]
    if person.organisation_id and person.organisation_id == leader.organisation_id:
        return (
            "their own organisation is the adviser's"
            if adviser is not None
            else f"their own organisation is the {LEADER}'s"
        )
    if person.organisation_id and person.organisation_id in (recipient.trust_id, recipient.id):
        return f"their own organisation runs the {RECIPIENT}"
    touched = {recipient.id, recipient.trust_id, leader.id, leader.organisation_id} - {None}
    if any(_binds(x, person.id, touched) for x in _active(world.facts, world)):
        return "they have declared an interest in one side of this match"
    return ""


def _binds(interest: Interest, person_id: str, touched: set[str | None]) -> bool:
    pair = {interest.person_id, interest.party_id}
    return person_id in pair and bool((pair - {person_id}) & touched)


def _active(facts: Facts, world: World) -> Iterable[Interest]:
    day = world.policy.as_at
    return (x for x in facts.interests if x.relation != "none" and (x.expires_on is None or x.expires_on >= day))
