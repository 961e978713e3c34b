"""Where a match stands: since when, after what, and who took its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from matcher.case.ledger_view import LedgerView, MatchRecord, first_day, is_away, last_day, on, until_of
from matcher.domain import STANDING_STATES
from matcher.runs.published import PublishedMatch, PublishedRun
from matcher.wording.wording import State

BEGAN = {"delivering": "begin", "finished": "finish", "stopped": "stop"}
GONE = ("replaced", "refused")


def state_of(
    match: MatchRecord, ledger: LedgerView, as_at: date, label: Mapping[str, str], day: date | None = None
) -> State:
    """`as_at` is the run's day, for a match of which the ledger holds no run; `label` names leaders for the reader.

    `day` is the day of the reader, on which a leader may be away; None for one who does not ask.
    """
    found = _state_of(match, ledger, as_at, label, day)
    return with_absence(found, ledger, match.match.leader, day)


def with_absence(found: State, ledger: LedgerView, leader: str, day: date | None) -> State:
    """The state of a match that is open or stands, with the leader's withdrawal or absence; any other as it is."""
    if found.code not in ("proposed", "paused", *STANDING_STATES):
        return found
    withdrawn = ledger.withdrawn.get(leader)
    if withdrawn is not None and (day is None or on(withdrawn) <= day):
        return replace(found, withdrew_on=on(withdrawn))
    if day is not None and found.code == "proposed" and is_away(ledger, leader, day):
        return replace(found, away=True, away_until=until_of(ledger.away[leader]))
    return found


def _state_of(match: MatchRecord, ledger: LedgerView, as_at: date, label: Mapping[str, str], day: date | None) -> State:
    if match.state == "refused":
        return State("refused", last_day(match, match.refusal), ledger.act_words(match.refusal))
    if match.state == "replaced" and match.goes_on_in:
        return State("replaced", by=match.goes_on_in, ended="carried")
    if match.state == "replaced" and match.acts and match.acts[-1]["act"] == "close-offer":
        return State("replaced", last_day(match, "close-offer"), ended="closed")
    if match.state == "replaced":
        return _replaced(match, ledger, as_at, label)
    if day is not None and match.state in STANDING_STATES and is_away(ledger, match.match.leader, day):
        return State("paused", until=until_of(ledger.away[match.match.leader]))
    if match.state != "proposed":
        began = BEGAN.get(match.state)
        return State(match.state, last_day(match, began) if began else None)
    if match.school_agrees:
        until = ledger.held_until.get((match.match.recipient, match.match.leader))
        over = "over" if day is not None and until is not None and day > until else ""
        return State("proposed", first_day(match, "school-agrees"), until=until, said_yes="school", ended=over)
    if match.leader_agrees:
        return State("proposed", first_day(match, "leader-agrees"), said_yes="leader")
    return State("proposed", _since(match, ledger) or as_at)


def _since(match: MatchRecord, ledger: LedgerView) -> date | None:
    """The day of the facts of the run since which every run has proposed it; of a reserve, of the offer."""
    since = first_day(match, "offer-reserve")
    for run in _runs_of(match, ledger):
        if not _holds(run, match.match):
            since = None
        elif since is None:
            since = date.fromisoformat(run.as_at)
    return since


def _replaced(match: MatchRecord, ledger: LedgerView, as_at: date, label: Mapping[str, str]) -> State:
    """By the leader that the school or trust has now; the day is that of the facts of the run that left it out."""
    left = as_at
    for run in reversed(_runs_of(match, ledger)):
        if _holds(run, match.match):
            break
        left = date.fromisoformat(run.as_at)
    now = [m for m in ledger.matches if m.match.recipient == match.match.recipient and m.state not in GONE]
    return State("replaced", left, label.get(now[-1].match.leader, now[-1].match.leader) if now else "")


def _runs_of(match: MatchRecord, ledger: LedgerView) -> list[PublishedRun]:
    return [run for run in ledger.runs if run.term == match.term and run.speaks_of(match.match.region)]


def _holds(run: PublishedRun, match: PublishedMatch) -> bool:
    return any((m.recipient, m.leader) == (match.recipient, match.leader) for m in run.matches)
