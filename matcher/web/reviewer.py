"""The reader of the pages and their permissions on a run, checked against the run's register of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matcher.domain import Person
from matcher.ledger import PersonNotFound, own_interest, person_called
from matcher.ledger.log.acts import RECORDERS
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
    """A reader, as entered on the start page or as in the register of roles.

    `regions` is None for all England. `organisation` is an id whose interests count as theirs, in addition to the one
    in the register of people.
    """

    name: str
    role: str
    regions: frozenset[str] | None
    organisation: str = ""

    @property
    def from_register(self) -> bool:
        """Whether they must be in the register of people: everybody who may record an act."""
        return self.role in RECORDERS

    @property
    def description(self) -> str:
        """Name, role and regions, as in the page header."""
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
        """Whether they may start a check of the registers, whose faults quote rows."""
        return self.role != "auditor"

    @property
    def loads(self) -> bool:
        """Whether they may upload registers and start a proposal."""
        return self.role in ("broker", "approver", "analyst")


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a reader may see of one run. `person` is their entry in its register of people; `regions` None is all."""

    reviewer: Reviewer
    person: Person | None
    regions: frozenset[str] | None

    @property
    def decides(self) -> bool:
        return self.person is not None

    def tie(self, recipient: str, leader: str, world: World) -> str:
        """The interest, theirs or an organisation's, that bars this reader from deciding on a pair; '' for none."""
        if self.person is None or recipient not in world.recipient_row or leader not in world.leader_row:
            return ""
        organisations = [self.person.organisation_id, self.reviewer.organisation or None]
        as_each = (replace(self.person, organisation_id=name) for name in dict.fromkeys(organisations))
        return next((t for t in (own_interest(p, recipient, leader, world) for p in as_each) if t), "")

    def sees(self, region: str) -> bool:
        return self.regions is None or region in self.regions


def permissions_for(reviewer: Reviewer, people: Iterable[Person]) -> Permissions:
    """The reader's permissions. Raises PersonNotFound where the register lacks them in this role or region."""
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
