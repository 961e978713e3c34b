"""What a case reads of the ledger: the replayed record, which stands a floor above and is not imported here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from matcher.runs.published import PublishedMatch, PublishedRun

Body = Mapping[str, Any]


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
    def days_claimed(self) -> int: ...
    @property
    def days_paid(self) -> int: ...
    @property
    def acts(self) -> tuple[Body, ...]: ...


@dataclass(frozen=True, kw_only=True)
class LedgerView:
    """The part of a ledger that is about one term: its runs in order, its matches, checks and withdrawals.

    `texts` holds names and reasons by digest, without those erased; `act_words` gives the words of an act.
    """

    runs: tuple[PublishedRun, ...] = ()
    matches: tuple[MatchRecord, ...] = ()
    checks: tuple[Body, ...] = ()
    withdrawn: Mapping[str, Body] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    act_words: Callable[[str], str] = str


def on(body: Body) -> date:
    return date.fromisoformat(body["on"])


def first_day(match: MatchRecord, act: str) -> date | None:
    """The first day on which this act was recorded about the match."""
    return min((on(body) for body in match.acts if body["act"] == act), default=None)


def last_day(match: MatchRecord, act: str) -> date | None:
    return max((on(body) for body in match.acts if body["act"] == act), default=None)
