"""Who is reading: a name, a role and regions, checked against the run's own register, and what they may see and do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matcher.domain import Person
from matcher.ledger import PersonNotFound, own_interest, person_called
from matcher.ledger.acts import RECORDERS
from matcher.world import World

ROLES = {
    "broker": "Broker: matches, and writes down what schools and leaders say",
    "director": "Regional Director: approves or refuses",
    "approver": "Approver of the programme",
    "analyst": "Analyst: sees figures, no leader's name",
    "auditor": "Auditor: reads everything, decides nothing",
}
ALL_ENGLAND = "All England"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What somebody said of themselves at the start, or what the register of roles says of them.

    `regions` is None for all England. `organisation` is an id whose interests are theirs too, beside the one in the
    register of people.
    """

    name: str
    role: str
    regions: frozenset[str] | None
    organisation: str = ""

    @property
    def from_register(self) -> bool:
        """Whether the register of people must know them: everybody who may record an act."""
        return self.role in RECORDERS

    @property
    def description(self) -> str:
        """Who reads, as the head of every page has it."""
        where = ", ".join(sorted(self.regions)) if self.regions else ALL_ENGLAND
        return ", ".join(filter(None, (self.name, self.role, where)))

    @property
    def sees_names(self) -> bool:
        return self.role != "analyst"

    def covers(self, regions: Iterable[str] | None) -> bool:
        """Whether everything in these regions is theirs; None is all England."""
        return self.regions is None or (regions is not None and set(regions) <= self.regions)

    @property
    def checks(self) -> bool:
        """Whether they may have the registers read: its faults are told by row."""
        return self.role != "auditor"

    @property
    def loads(self) -> bool:
        """Whether they may put registers in and start a proposal."""
        return self.role in ("broker", "approver", "analyst")


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a reviewer may see of one run: `person` is theirs in its register, `regions` None is all."""

    reviewer: Reviewer
    person: Person | None
    regions: frozenset[str] | None

    @property
    def decides(self) -> bool:
        return self.person is not None

    def tie(self, recipient: str, leader: str, world: World) -> str:
        """Why this reader may not decide about a pair: an interest of theirs, or of an organisation of theirs."""
        if self.person is None or recipient not in world.recipient_row or leader not in world.leader_row:
            return ""
        organisations = [self.person.organisation_id, self.reviewer.organisation or None]
        as_each = (replace(self.person, organisation_id=name) for name in dict.fromkeys(organisations))
        return next((t for t in (own_interest(p, recipient, leader, world) for p in as_each) if t), "")

    def sees(self, region: str) -> bool:
        return self.regions is None or region in self.regions


def permissions_for(reviewer: Reviewer, people: Iterable[Person]) -> Permissions:
    """Raises PersonNotFound where the register does not know them in this role, or not for this region."""
    chosen = reviewer.regions
    if not reviewer.from_register:
        return Permissions(reviewer, None, chosen)
    person = person_called(reviewer.name, people)
    if person.role != reviewer.role:
        message = f"the register of people has this person as {person.role}, not {reviewer.role}"
        raise PersonNotFound(message, "Start again with that role")
    own = person.regions or None
    if chosen is None or own is None:
        return Permissions(reviewer, person, chosen or own)
    if not chosen <= own:
        beyond = " and ".join(sorted(chosen - own))
        message = f"{beyond} is not a region of this person"
        raise PersonNotFound(message, f"Start again with {' or '.join(sorted(own))}")
    return Permissions(reviewer, person, chosen)
