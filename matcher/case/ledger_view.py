"""What a case reads of the ledger: the replayed record, which stands a floor above and is not imported here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from matcher.case.records import CaseNote
from matcher.runs.published import PublishedMatch, PublishedRun

LineBody = Mapping[str, Any]
PairKey = tuple[str, str]  # recipient id, leader id
ASKED = "ask-school"


class MatchRecord(Protocol):
    """One match of one term with its state, as the ledger's replay gives it."""

    @property
    def term(self) -> str: ...
    @property
    def match(self) -> PublishedMatch: ...
    @property
    def state(self) -> str: ...
    @property
    def refusal(self) -> str: ...
    @property
    def school_agrees(self) -> bool: ...
    @property
    def leader_agrees(self) -> bool: ...
    @property
    def reserve(self) -> bool: ...
    @property
    def goes_on_in(self) -> str: ...
    @property
    def days_claimed(self) -> int: ...
    @property
    def days_paid(self) -> int: ...
    @property
    def acts(self) -> tuple[LineBody, ...]: ...


class AdviserRecord(Protocol):
    """A school with an adviser, as the ledger's replay gives it: proposed, allocated, refused or replaced."""

    @property
    def recipient(self) -> str: ...
    @property
    def adviser(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def refusal(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def acts(self) -> tuple[LineBody, ...]: ...


@dataclass(frozen=True, kw_only=True)
class LedgerView:
    """The part of a ledger that is about one term: its runs in order, its matches, checks and withdrawals.

    `of_other_terms` are the matches of the ledger's other terms; `earlier_this_year` those of them of this programme
    year, as far as the year is known.
    `away`: the last line about each leader who cannot support any school. `told`: who was told that support will be
    offered. `leader_changes`: days or travel that leaders said have changed. `pair_constraints` and `reopened`: what
    was fixed, ruled out, withdrawn or reopened. `advisers` and `milestones` (by school) are of every term.
    `held_until`: the last day on which a school's lone yes holds its pair,
    for those that are held. `texts` holds names and reasons by digest, without those erased; `act_words` gives the
    words of an act.
    """

    runs: tuple[PublishedRun, ...] = ()
    matches: tuple[MatchRecord, ...] = ()
    of_other_terms: tuple[MatchRecord, ...] = ()
    earlier_this_year: tuple[MatchRecord, ...] = ()
    checks: tuple[LineBody, ...] = ()
    withdrawn: Mapping[str, LineBody] = field(default_factory=dict)
    away: Mapping[str, LineBody] = field(default_factory=dict)
    told: tuple[LineBody, ...] = ()
    leader_changes: tuple[LineBody, ...] = ()
    pair_constraints: tuple[LineBody, ...] = ()
    reopened: tuple[LineBody, ...] = ()
    held_until: Mapping[PairKey, date] = field(default_factory=dict)
    notes: tuple[CaseNote, ...] = ()
    advisers: tuple[AdviserRecord, ...] = ()
    milestones: Mapping[str, tuple[LineBody, ...]] = field(default_factory=dict)
    lines: tuple[LineBody, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    act_words: Callable[[str], str] = str


def on(body: LineBody) -> date:
    return date.fromisoformat(body["on"])


def is_about(body: LineBody, recipient: str) -> bool:
    """Whether a line names this school or trust, alone or among those of whom a body was told."""
    return bool(body["recipient"] == recipient) or recipient in (body.get("detail") or {}).get("recipients", ())


def until_of(body: LineBody) -> date | None:
    """The last day that was given with the act; None for none."""
    until = (body.get("detail") or {}).get("until")
    return date.fromisoformat(until) if until else None


class Absences(Protocol):
    """Who cannot support any school, by the leader's id: the last line about each."""

    @property
    def away(self) -> Mapping[str, LineBody]: ...


def is_away(ledger: Absences, leader: str, day: date) -> bool:
    """Whether the leader cannot support any school on this day; the last day they gave is included."""
    body = ledger.away.get(leader)
    if body is None:
        return False
    until = until_of(body)
    return until is None or day <= until


def first_day(match: MatchRecord, act: str) -> date | None:
    """The first day on which this act was recorded about the match."""
    return min((on(body) for body in match.acts if body["act"] == act), default=None)


def asked_on(ledger: LedgerView, recipient: str, leader: str) -> date | None:
    """The first day on which the school or trust was asked about this leader, in this term or, where the pair was not
    refused then, an earlier one of the programme year."""
    earlier = (m for m in ledger.earlier_this_year if m.state != "refused")
    mine = [m for m in (*ledger.matches, *earlier) if (m.match.recipient, m.match.leader) == (recipient, leader)]
    return min((on for m in mine if (on := first_day(m, ASKED))), default=None)


def last_day(match: MatchRecord, act: str) -> date | None:
    return max((on(body) for body in match.acts if body["act"] == act), default=None)
