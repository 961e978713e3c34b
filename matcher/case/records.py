"""What a case holds: frozen facts, typed; `matcher.language.wording` gives their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.domain import Evidence
from matcher.journeys import PairJourney
from matcher.language.wording import Interests, Standing, State


@dataclass(frozen=True, slots=True)
class Act:
    """One recorded act about the school or trust. `act` is the ledger's code; `by` and `reason` are '' if withheld."""

    seq: int
    on: date
    act: str
    leader_id: str
    by: str
    role: str
    reason: str
    whom: str = ""  # who was told, in an act of telling


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody on the list of those who are told: `on` is the first day recorded, None for not told."""

    whom: str
    name: str
    gap: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Move:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A leader proposed for, or offered to, a school or trust. Days are those agreed, claimed and paid."""

    pair: PairFacts
    state: State
    days: int
    team_days: int
    pence: int
    days_claimed: int = 0
    days_paid: int = 0
    reserve: bool = False
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One school or trust on `day`. `acts` are of every leader it had, oldest first; `offers` the newest last."""

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
    offers: tuple[Offer, ...]
    acts: tuple[Act, ...]
    moves: tuple[Move, ...]
    unmatched: str
    gias: str
    ofsted: str

    def offer_of(self, leader_id: str) -> Offer | None:
        return next((o for o in reversed(self.offers) if o.pair.leader_id == leader_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderCase:
    """One leader on `day`. `name` is '' for a reader who may not see names. Days and room are the run's."""

    id: str
    name: str
    role: str
    organisation: str
    region: str
    day: date
    days_offered: int
    days_held: int
    days_proposed: int
    days_left: int
    room_left: int | None
    travels_metres: int | None
    interests: Interests
    own_trust: str  # 'qualifies', 'supported' or ''
    withdrawn_on: date | None
    offers: tuple[Offer, ...]
