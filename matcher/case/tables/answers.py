"""What is recorded of each match of a plan, for the run that proposes it again: the answers go with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from matcher.case.ledger_view import LedgerView, MatchRecord, asked_on, last_day
from matcher.case.states import GONE, state_of
from matcher.wording.answers import RecordedAnswers, answers
from matcher.wording.wording import State

WANTS_SUPPORT = "school-wants-support"


def answers_of(
    ledger: LedgerView, pairs: Iterable[tuple[str, str]], as_at: date, label: Mapping[str, str]
) -> dict[str, RecordedAnswers]:
    """By recipient id; only those of which something is recorded. `pairs` are (recipient id, leader id) of the plan."""
    found = ((recipient, _of(ledger, recipient, leader, as_at, label)) for recipient, leader in pairs)
    return {recipient: x for recipient, x in found if answers(x) or x.lines}


def _of(ledger: LedgerView, recipient: str, leader: str, as_at: date, label: Mapping[str, str]) -> RecordedAnswers:
    about = [m for m in ledger.matches if m.match.recipient == recipient]
    earlier = [m for m in ledger.earlier_this_year if m.match.recipient == recipient]
    own = next((m for m in about if m.match.leader == leader and m.state not in GONE), _carried(earlier, leader))
    return RecordedAnswers(
        state=state_of(own, ledger, as_at, label, as_at) if own else State("proposed", as_at),
        asked_on=asked_on(ledger, recipient, leader),
        wants_support_on=wants_support_on((*about, *earlier)),
        days_claimed=own.days_claimed if own else 0,
        days_paid=own.days_paid if own else 0,
        lines=own.acts if own else (),
    )


def _carried(earlier: Iterable[MatchRecord], leader: str) -> MatchRecord | None:
    """The offer of an earlier term that one side has said yes to and that goes on with this leader; None for none."""
    open_ = (m for m in earlier if m.match.leader == leader and m.state == "proposed")
    return next((m for m in open_ if m.school_agrees or m.leader_agrees), None)


def wants_support_on(matches: Iterable[MatchRecord]) -> date | None:
    """The last day on which it said yes to support, to whichever leader of these matches; None for never."""
    return max((on for m in matches if (on := last_day(m, WANTS_SUPPORT))), default=None)
