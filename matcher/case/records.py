"""What a case holds: frozen facts, typed; `matcher.wording.wording` gives their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.case.rise.progress import LastMilestone, Progress
from matcher.domain import Evidence
from matcher.journeys import PairJourney
from matcher.runs.closing import Closing
from matcher.wording.wording import Interests, Standing, State


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One recorded act about the school or trust. `act` is the ledger's code; `by` and `reason` are '' if withheld."""

    seq: int
    on: date
    act: str
    leader_id: str
    by: str
    role: str
    reason: str
    whom: str = ""  # who was told, in an act of telling; what a check of interests found
    until: date | None = None  # the last day of 'cannot', where one was given
    recipient_id: str = ""  # '' for an act about a leader in general, and of telling that is about several


@dataclass(frozen=True, slots=True)
class TellingStep:
    """Somebody on the list of those who are told: `on` is the first day recorded, None for not told.

    `whom` is authority, diocese, trust, school or leader; the leader's `name` is left empty. `gap`: what must be found
    out first. Those of one `step` hear on one day.
    """

    whom: str
    name: str
    gap: str
    on: date | None
    step: int = 0


@dataclass(frozen=True, slots=True)
class CaseNote:
    """What somebody noted about a school, trust or leader: outside the sealed record, and gone after `expires`.

    `by` is the writer's id in the register of people. `text` and `by` are '' for a reader who may not see names.
    """

    number: int
    on: date
    expires: date
    recipient_id: str
    leader_id: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class LeaderChange:
    """A published run that gave the school or trust another leader than the run before, or none."""

    run: str
    on: date
    from_leader: str
    to_leader: str
    why: str  # the refusal that came between, as the ledger's code; '' where the plan changed by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFacts:
    """A school or trust with a leader: what any page may say of the two. `standing` is None where none may be said."""

    recipient_id: str
    leader_id: str
    role: str
    organisation: str
    journey: PairJourney
    limit: str
    fit: int | None
    standing: Standing | None
    flags: tuple[str, ...]
    interests: Interests
    phases: tuple[str, ...]
    needs: tuple[str, ...]
    closing: Closing | None = None  # where the files give the school a last day within the programme year


@dataclass(frozen=True, slots=True)
class LeaderSaid:
    """As known on one day; None for what they have not said.

    `away`: they cannot support any school, until `away_until` (None: they have not said). `days` and `travel_metres`
    are what they offer now, said last on `changed_on`. `declared_on`: the day of a declaration that names no school or
    trust, and so is open for every match of theirs. `said_on` is the last day on which they said anything in general,
    `cannot_said` whether that was that they cannot, until `cannot_until`.
    """

    withdrawn_on: date | None = None
    away: bool = False
    away_until: date | None = None
    days: int | None = None
    travel_metres: int | None = None
    changed_on: date | None = None
    declared_on: date | None = None
    said_on: date | None = None
    cannot_said: bool = False
    cannot_until: date | None = None


SILENT = LeaderSaid()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderOffer:
    """A leader proposed for, or offered to, a school or trust. Days are those agreed, claimed and paid.

    `told` are those who hear of the leader's name, part two of telling; `asked_on` the day on which the school or trust
    was asked, None where that is not recorded. `said`: what the leader has said since.
    """

    pair: PairFacts
    state: State
    days: int
    team_days: int
    pence: int
    days_claimed: int = 0
    days_paid: int = 0
    reserve: bool = False
    told: tuple[TellingStep, ...] = ()
    asked_on: date | None = None
    said: LeaderSaid = SILENT


@dataclass(frozen=True, slots=True)
class AdviserLoadShown:
    """The schools that an adviser can advise at once, has already, and is proposed for in the run."""

    caseload: int
    held: int
    proposed: int

    @property
    def text(self) -> str:
        return f"{self.held} of {self.caseload} schools taken, {self.proposed} proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserOffer:
    """The adviser of a school. `label` is the name where the reader may see names, else the id; `employer` is '' where
    it is not recorded or not for the reader. `state` is proposed, allocated or paused."""

    adviser_id: str
    label: str
    region: str
    in_region: bool
    employer: str
    journey: str
    load: AdviserLoadShown
    flags: tuple[str, ...]
    interests: Interests
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCase:
    """One school or trust on `day`. `acts` are of every leader it had, oldest first; `offers` the newest last.

    `support_told` are those who hear that support will be offered, before it is asked: part one of telling. `gias` and
    `ofsted` are the addresses of its public pages, '' for none. `notes` are those that have not expired.

    `broker` is the role that does a broker's tasks for its region: the director where the register of people has none.
    `adviser`, `progress` and `reached` (its last milestone) are None in a programme without advisers.
    """

    id: str
    name: str
    kind: str
    region: str
    authority: str
    day: date
    answer: str
    why: str
    evidence: tuple[Evidence | str, ...]
    since: date | None
    offers: tuple[LeaderOffer, ...]
    acts: tuple[RecordedAct, ...]
    moves: tuple[LeaderChange, ...]
    unmatched: str
    gias: str
    ofsted: str
    support_told: tuple[TellingStep, ...] = ()
    notes: tuple[CaseNote, ...] = ()
    broker: str = "broker"
    adviser: AdviserOffer | None = None
    progress: Progress | None = None
    reached: LastMilestone | None = None

    @property
    def current(self) -> LeaderOffer | None:
        """The offer that is open, agreed, running or over; None where every one was refused or replaced."""
        live = [o for o in self.offers if o.state.code not in ("refused", "replaced")]
        return live[-1] if live else None

    def offer_of(self, leader_id: str) -> LeaderOffer | None:
        return next((o for o in reversed(self.offers) if o.pair.leader_id == leader_id), None)


@dataclass(frozen=True, slots=True)
class OwnTrust:
    """What holds of a leader's own trust or school: `standing` is 'qualifies', 'supported' or '' for neither.

    `name` is that of the body where this run assessed it, and `route` how it qualifies; '' where not known.
    """

    standing: str = ""
    id: str = ""
    name: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderCase:
    """One leader on `day`. `name` is '' for a reader who may not see names. Days and room are the run's.

    `organisation` is the name where the registers have one. `away`: they cannot support any school at present, until
    `away_until` (None: they have not said); `said`: all that they have said since the register was written, by which
    days offered and travel stand. `offers` and `acts` are those of the reader's regions, and
    acts about the leader in general.
    """

    id: str
    name: str
    role: str
    organisation: str
    organisation_id: str
    region: str
    day: date
    days_offered: int
    days_held: int
    days_proposed: int
    days_left: int
    room_left: int | None
    travels_metres: int | None
    interests: Interests
    own_trust: OwnTrust
    withdrawn_on: date | None
    away: bool = False
    away_until: date | None = None
    said: LeaderSaid = SILENT
    days_on_register: int = 0
    days_kept: int = 0  # the most that a drawn future uses of those left, where the run looks at the year ahead
    offers: tuple[LeaderOffer, ...]
    notes: tuple[CaseNote, ...] = ()
    acts: tuple[RecordedAct, ...] = ()

    def in_state(self, *codes: str) -> tuple[LeaderOffer, ...]:
        """Their offers that stand so: `proposed`, `agreed`, `delivering` and so on, as the ledger calls them."""
        return tuple(o for o in self.offers if o.state.code in codes)

    @property
    def proposed(self) -> tuple[LeaderOffer, ...]:
        return self.in_state("proposed")

    @property
    def agreed(self) -> tuple[LeaderOffer, ...]:
        """Agreed, approved or appointed, those that are paused included; not yet running."""
        return self.in_state("agreed", "approved", "appointed", "paused")

    @property
    def running(self) -> tuple[LeaderOffer, ...]:
        return self.in_state("delivering")
