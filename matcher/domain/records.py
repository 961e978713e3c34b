"""What people wrote down of pairs, requests and deployments, and everything that was read, together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from matcher.domain.bodies import Judgement, Membership, Recipient, School, Succession, Trust
from matcher.domain.cases import Case, TrustNumber
from matcher.domain.inspections import AreaGrade, InspectionRow
from matcher.domain.people import Adviser, GovernanceLeader, Interest, Leader, Organisation, Person
from matcher.domain.vocabulary import Kind, added, provenance


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
class Journey:
    """How long one way takes, as somebody measured it. An end is a URN, a trust's UID, a leader's id or a postcode
    (in capitals with one space); `metres` is the length of the way, where given.

    `measured_by` is `road` (an engine on a network of roads) or `register` (somebody's word); `engine` says which.
    """

    start: str
    end: str
    minutes: int
    metres: int | None = None
    measured_by: str = "register"
    engine: str | None = None
    on: date | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Somebody's judgement of the water between two ends, named as a journey's: whether people do travel there."""

    a: str
    b: str
    ok: bool
    by: str | None = None
    on: date | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFigure:
    """One figure of a school from a published table, as decimal text; None where it is not known, and `withheld` says
    how the table puts that.
    """

    urn: str
    column: str
    value: str | None = None
    withheld: str = ""
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedArrivals:
    """How many schools or trusts somebody expects to qualify in a month (2023-01) and region."""

    month: str
    region: str
    kind: Kind
    number: int
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
    """An earlier or running deployment from `history.csv`. `cost_pence` None: not given, so worked out at the rates.

    `team_days`, None or zero for none, are those of its days that the leader's leadership team gives.
    """

    term: str
    recipient_id: str
    leader_id: str
    state: str
    days_agreed: int | None = None
    days_claimed: int | None = None
    team_days: int | None = None
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


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """What was dropped, clipped or assumed while reading. `kind`: what it is about.

    `references` are ids of registers that are nowhere in the data; `brokers` authorities that nobody, or more than one,
    serves; `files` everything else.
    """

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that was read, parsed; the same whatever the order of the files' rows. Tuples are sorted by id."""

    schools: Mapping[str, School] = field(default_factory=dict)
    trusts: Mapping[str, Trust] = field(default_factory=dict)
    memberships: tuple[Membership, ...] = ()
    successions: tuple[Succession, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    inspection_rows: tuple[InspectionRow, ...] = added("2026-11-29", ())
    area_grades: tuple[AreaGrade, ...] = added("2026-11-29", ())
    recipients: tuple[Recipient, ...] = ()
    leaders: tuple[Leader, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    governance_leaders: tuple[GovernanceLeader, ...] = ()
    advisers: tuple[Adviser, ...] = added("2026-11-29", ())
    interests: tuple[Interest, ...] = ()
    people: tuple[Person, ...] = ()
    pairs: tuple[JudgedPair, ...] = ()
    requests: tuple[Request, ...] = ()
    history: tuple[Deployment, ...] = ()
    cases: tuple[Case, ...] = added("2026-11-29", ())
    trust_numbers: tuple[TrustNumber, ...] = added("2026-11-29", ())
    journeys: tuple[Journey, ...] = added("2026-11-29", ())
    crossings: tuple[Crossing, ...] = added("2026-11-29", ())
    figures: tuple[SchoolFigure, ...] = added("2026-11-29", ())
    expected: tuple[ExpectedArrivals, ...] = added("2026-11-29", ())
    previous: tuple[tuple[str, str], ...] | None = None
    files: tuple[InputFile, ...] = field(default=(), metadata={"provenance": True})
    notes: tuple[ReadingNote, ...] = field(default=(), metadata={"provenance": True})
