"""The facts of the programme: schools, trusts, leaders, interests, judgements; frozen, nothing computed.

Fields marked as provenance say where a fact was read; they never take part in the run's identity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

PHASES = ("nursery", "primary", "middle", "secondary", "all-through", "special", "alternative-provision", "16-plus")
AREAS = (
    "leadership",
    "governance",
    "curriculum",
    "teaching",
    "behaviour",
    "attendance",
    "personal-development",
    "safeguarding",
    "early-years",
    "sixth-form",
    "send",
    "inclusion",
)
REGIONS = (
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and the Humber",
)
LEADER_ROLES = ("trust_ceo", "nle", "equivalent")
PEOPLE_ROLES = ("broker", "director", "approver", "board")
RELATIONS = (
    "employed_by",
    "governs",
    "trustee_of",
    "family",
    "business",
    "formerly_employed_by",
    "supplies",
    "sponsor_interest",
    "supported_before",
    "other",
    "none",
)
PARTY_KINDS = ("school", "trust", "authority", "diocese", "person", "organisation")
LEVELS = ("declare", "sign_off", "block")  # from mildest to strictest
HISTORY_STATES = ("proposed", "agreed", "running", "finished", "declined")

Kind = Literal["school", "trust"]
Sector = Literal["maintained", "academy", "other"]
Regime = Literal["headline", "sub-judgements", "report-card"]


def provenance() -> Any:
    """A field that says where a fact came from and is left out of the run's identity."""
    return field(default="", metadata={"provenance": True}, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school under one URN. A conversion closes one URN and opens another; `Succession` joins them."""

    urn: str
    name: str
    sector: Sector | None = None
    type_name: str | None = None
    phases: frozenset[str] = frozenset()
    region: str | None = None
    local_authority: str | None = None
    opened: date | None = None
    closed: date | None = None
    postcode: str | None = None
    easting: int | None = None
    northing: int | None = None
    diocese: str | None = None
    faith: str | None = None
    pupils: int | None = None
    deprivation_quintile: int | None = None
    rural: bool | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """An academy trust under its GIAS group UID; `multi` is False for a single-academy trust."""

    uid: str
    name: str
    multi: bool
    opened: date | None = None
    closed: date | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A school's stay in a trust. `joined` is None where no file gives the date.

    `seen_on` is the date of the file that shows it: nothing is known from that file about later days.
    """

    urn: str
    trust_uid: str
    joined: date | None
    left: date | None = None
    seen_on: date | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """One URN followed another. `plain` is True for a one-to-one successor, False for mergers, splits and the like."""

    old_urn: str
    new_urn: str
    plain: bool
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One graded inspection of the school that then had this URN.

    `grade` is the headline 1 to 4, or None where Ofsted gave none (`Not judged`, codes 0, 8, 9).
    `category` is SM, SWK or NTI, or RSI on a report card. `areas` holds the sub-judgements that are 1 to 4.
    """

    urn: str
    started: date | None
    published: date | None
    grade: int | None
    category: str | None = None
    regime: Regime = "headline"
    leadership: int | None = None
    areas: tuple[tuple[str, int], ...] = ()
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A school or trust to be supported. `schools` are its URNs (a standalone school's own), old URNs included."""

    id: str
    name: str
    kind: Kind
    region: str
    phases: frozenset[str]
    local_authority: str | None = None
    easting: int | None = None
    northing: int | None = None
    postcode: str | None = None
    trust_id: str | None = None
    trust_name: str | None = None
    diocese: str | None = None
    faith: str | None = None
    pupils: int | None = None
    priority: int | None = None
    governance_need: int | None = None
    eligible_since: date | None = None
    route: str = ""
    areas_of_need: frozenset[str] = frozenset()
    days: int | None = None
    schools: tuple[str, ...] = ()
    sector: Sector | None = None
    deprivation_quintile: int | None = None
    rural: bool | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """A system leader. `name` is personal data. `regions` are those they are willing to serve."""

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
    faith: str | None = None
    specialisms: frozenset[str] = frozenset()
    designated_from: date | None = None
    designated_to: date | None = None
    interests_checked_on: date | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A leader's organisation, usually a trust (its id is then the GIAS group UID). `team_days` None is none."""

    id: str
    name: str | None = None
    team_days: int | None = None
    broker_for: frozenset[str] = frozenset()
    source: str = provenance()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One declaration: a person, a party and their relation. Relation `none` is a nil return. Personal data."""

    person_id: str
    party_id: str
    party_kind: str
    relation: str
    level: str | None = None
    declared_by: str | None = None
    declared_on: date | None = None
    expires_on: date | None = None
    declared_in: str | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPair:
    """Somebody's judgement of one pair: `score` 0 to 1000, its own `days`, `minutes` of travel."""

    recipient_id: str
    leader_id: str
    score: int | None = None
    days: int | None = None
    minutes: int | None = None
    note: str | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A body put forward by exception."""

    id: str
    kind: Kind
    reason: str
    requested_by: str | None = None
    received_on: date | None = None
    approver: str | None = None
    approved_on: date | None = None
    outcome: str | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """An earlier or running deployment from `history.csv`. `cost_pence` None: not given, so worked out at the rates."""

    term: str
    recipient_id: str
    leader_id: str
    state: str
    days_agreed: int | None = None
    days_claimed: int | None = None
    pot: str | None = None
    cost_pence: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One file that was read: its role in the scenario, its bare name, SHA-256 of its bytes and its data rows."""

    role: str
    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that was read, parsed; the same whatever the order of the files' rows. Tuples are sorted by id."""

    schools: Mapping[str, School] = field(default_factory=dict)
    trusts: Mapping[str, Trust] = field(default_factory=dict)
    memberships: tuple[Membership, ...] = ()
    successions: tuple[Succession, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    leaders: tuple[Leader, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    governance_leaders: tuple[GovernanceLeader, ...] = ()
    interests: tuple[Interest, ...] = ()
    people: tuple[Person, ...] = ()
    pairs: tuple[JudgedPair, ...] = ()
    requests: tuple[Request, ...] = ()
    history: tuple[Deployment, ...] = ()
    previous: tuple[tuple[str, str], ...] | None = None
    files: tuple[InputFile, ...] = field(default=(), metadata={"provenance": True})
    notes: tuple[str, ...] = field(default=(), metadata={"provenance": True})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cell that a verdict rests on. `grade` is as Ofsted gave it, in words a reader can check."""

    urn: str
    on: date | None
    grade: str
    source: str

    def __str__(self) -> str:
        when = self.on.isoformat() if self.on else "no date"
        return f"URN {self.urn}, {when}: {self.grade} [{self.source}]"


Answer = Literal["eligible", "not eligible", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A gate's answer, its reason in one sentence, and the cells it rests on. `cause` says in a word why not known."""

    answer: Answer
    reason: str
    evidence: tuple[Evidence, ...] = ()
    since: date | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One body and what was found of it. `recipient` is there when it may be offered support."""

    id: str
    name: str
    kind: Kind
    region: str
    route: str
    verdict: Verdict
    recipient: Recipient | None = None
    cause: str = ""
