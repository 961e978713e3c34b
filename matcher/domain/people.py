"""System leaders, their organisations, governance leaders, what was declared, and those who decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.domain.vocabulary import added, provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """A system leader. `name` is personal data. `regions` are those they are willing to serve.

    `check_recorded_on` is the day of a check that people recorded after the run's own day, which counts on that day.
    `withdrew_on` is the day on which they withdrew altogether, as people recorded it.
    `same_as` and `not_same_as` answer whether another leader is this person; `also` are ids that were read as this one.
    """

    id: str
    name: str
    role: str
    region: str
    days: int
    willing: bool
    phases: frozenset[str]
    regions: frozenset[str]
    organisation_id: str | None = None
    organisation: str | None = None
    base_urn: str | None = None
    postcode: str | None = None
    easting: int | None = None
    northing: int | None = None
    max_matches: int | None = None
    max_travel_metres: int | None = None
    max_travel_minutes: int | None = added("2026-11-29")
    faith: str | None = None
    specialisms: frozenset[str] = frozenset()
    designated_from: date | None = None
    designated_to: date | None = None
    interests_checked_on: date | None = None
    same_as: str | None = None
    not_same_as: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    check_recorded_on: date | None = added("2026-11-29")
    withdrew_on: date | None = added("2026-11-29")
    source: str = provenance()

    @property
    def last_checked_on(self) -> date | None:
        """The day to be shown; a check recorded after the run's own day counts on it, and keeps its day here."""
        return self.check_recorded_on or self.interests_checked_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A leader's organisation, usually a trust (its id is then the GIAS group UID). `team_days` None is none.

    `outside`: known to be no school or trust of the files. One that has a `type` may support schools itself: `number`
    is its public number as its type is numbered, `capacity` the schools it can support at once, of which `running` are
    taken; `regions` are those it is willing to serve; no `phases` are all of them.
    `also` is its id as it was written, where that is another; `authority` is the local authority that it is.
    `withdrew_on`: as a leader's.
    """

    id: str
    name: str | None = None
    team_days: int | None = None
    broker_for: frozenset[str] = frozenset()
    outside: bool | None = None
    type: str | None = added("2026-11-29")
    number: str | None = added("2026-11-29")
    region: str | None = added("2026-11-29")
    regions: frozenset[str] = added("2026-11-29", frozenset())
    phases: frozenset[str] = added("2026-11-29", frozenset())
    capacity: int | None = added("2026-11-29")
    running: int | None = added("2026-11-29")
    willing: bool | None = added("2026-11-29")
    due_diligence: str | None = added("2026-11-29")
    finance_check: str | None = added("2026-11-29")
    vendor_account_on: date | None = added("2026-11-29")
    easting: int | None = added("2026-11-29")
    northing: int | None = added("2026-11-29")
    postcode: str | None = added("2026-11-29")
    interests_checked_on: date | None = added("2026-11-29")
    also: tuple[str, ...] = added("2026-11-29", ())
    authority: str | None = added("2026-11-29")
    check_recorded_on: date | None = added("2026-11-29")
    withdrew_on: date | None = added("2026-11-29")
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adviser:
    """A person who advises schools beside the organisation that supports them. `name` is personal data.

    `caseload` is the schools they can advise at once, of which `running` are taken; `organisation_id` is their
    employer's, `former_organisation_ids` are those of earlier employers.
    """

    id: str
    name: str
    region: str
    caseload: int
    running: int | None = None
    organisation_id: str | None = None
    former_organisation_ids: tuple[str, ...] = ()
    easting: int | None = None
    northing: int | None = None
    postcode: str | None = None
    interests_checked_on: date | None = None
    check_recorded_on: date | None = added("2026-11-29")
    source: str = provenance()

    @property
    def last_checked_on(self) -> date | None:
        """The day to be shown; a check recorded after the run's own day counts on it, and keeps its day here."""
        return self.check_recorded_on or self.interests_checked_on

    @property
    def regions(self) -> frozenset[str]:
        """Where they may be sent by their own word, as of every other provider: their own region."""
        return frozenset((self.region,))


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceLeader:
    """A national leader of governance, or a regional pool of days where somebody else picks the person."""

    id: str
    name: str
    region: str
    days: int
    regions: frozenset[str]
    organisation_id: str | None = None
    easting: int | None = None
    northing: int | None = None
    max_matches: int | None = None
    interests_checked_on: date | None = None
    source: str = provenance()

    @property
    def last_checked_on(self) -> date | None:
        return self.interests_checked_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One declaration: a person, a party and their relation. Relation `none` is a nil return. Personal data.

    `outside`: the party is known to lie outside the files. `check_recorded_on`: as a leader's.
    """

    person_id: str
    party_id: str
    party_kind: str
    relation: str
    level: str | None = None
    declared_by: str | None = None
    declared_on: date | None = None
    expires_on: date | None = None
    declared_in: str | None = None
    outside: bool | None = None
    check_recorded_on: date | None = added("2026-11-29")
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who brokers, approves or decides, so that their conflicts can be seen too. Personal data."""

    id: str
    name: str
    role: str
    organisation_id: str | None = None
    regions: frozenset[str] = frozenset()
    source: str = provenance()
