"""The leaders of a run as lines of a list, and what one of them said, as decisions to record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from matcher.case.leader import general_interests
from matcher.case.leader_room import LeaderRoom, leader_room
from matcher.case.ledger_view import LedgerView, is_away, on, until_of
from matcher.case.visible import leader_label, organisation_seen
from matcher.domain import Leader
from matcher.language.messages import Reader
from matcher.language.terms import in_words
from matcher.language.wording import Interests, day
from matcher.ledger import Decision
from matcher.ledger.log.acts import CAN_AGAIN, CANNOT_ANY, LEADER_CHANGED
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions

CONFIRMED, CHANGED, CANNOT, CAN, WITHDRAWS = "confirmed", "changed", "cannot", "can-again", "withdraws"
ASK_OFFER = (CONFIRMED, CHANGED)  # days and travel are asked with these
SAID: Mapping[str, tuple[str, str]] = {
    CONFIRMED: ("Interests as before", "Recorded as a check of interests: clear. What they offer now is asked too."),
    CHANGED: (
        "Interests changed",
        "It counts from now on: for the director to sign off with the school or trust that it concerns.",
    ),
    CANNOT: (
        "Cannot support any school at present",
        "In no new proposal until they have answered; an agreed match is paused, and kept.",
    ),
    CAN: ("Can again", "They may be proposed again."),
    WITHDRAWS: ("Withdraws altogether", "From every match and every later proposal of the term."),
}
_ACT = {
    CONFIRMED: ("interests-checked", {"outcome": "clear"}),
    CHANGED: ("interests-checked", {"outcome": "sign-off"}),
    CANNOT: (CANNOT_ANY, {}),
    CAN: (CAN_AGAIN, {}),
    WITHDRAWS: ("leader-withdraws", {}),
}


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """One leader of the list. `answered` says what they said last, in words; '' where they have not answered."""

    leader: Leader
    label: str
    organisation: str
    room: LeaderRoom
    interests: Interests
    answered: str


def leader_lines(run: ReviewRun, view: LedgerView, permissions: Permissions, today: date) -> tuple[LeaderLine, ...]:
    """Those of the reader's regions, and those who may support a school or trust there; by label."""
    reader = reader_of(permissions)
    lines = (_line(run, view, row, reader, today) for row in leader_rows(run, permissions))
    return tuple(sorted(lines, key=lambda x: (x.label.casefold(), x.leader.id)))


def leader_rows(run: ReviewRun, permissions: Permissions) -> Iterator[int]:
    """The rows of the leaders whom the reader may see: of their regions, or who may support a school or trust there."""
    world, choices = run.opened.world, run.finished.choices
    mine = np.array([permissions.sees(r.region) for r in world.recipients], dtype=bool)
    of_match = np.flatnonzero(choices.is_match)
    may = set(choices.provider[of_match][mine[choices.recipient[of_match]]].tolist()) if len(mine) else set()
    return (row for row, x in enumerate(world.leaders) if row in may or permissions.sees(x.region))


def _line(run: ReviewRun, view: LedgerView, row: int, reader: Reader, today: date) -> LeaderLine:
    leader = run.opened.world.leaders[row]
    return LeaderLine(
        leader=leader,
        label=leader_label(leader, reader),
        organisation=organisation_seen(run.opened.world, leader, reader),
        room=leader_room(run.finished, row),
        interests=general_interests(run.opened, leader, today, view),
        answered=_answered(leader.id, view, run.opened.policy.as_at, today),
    )


def _answered(leader: str, view: LedgerView, since: date, today: date) -> str:
    """What they said last on or after the run's day; a withdrawal and an absence count whenever they were said."""
    if leader in view.withdrawn:
        return f"Withdrew on {day(on(view.withdrawn[leader]))}"
    if is_away(view, leader, today):
        until = until_of(view.away[leader])
        return f"Cannot until {day(until)}" if until else "Cannot, until they answer"
    days = [on(b) for b in view.checks if b["leader"] == leader and not b["recipient"] and on(b) >= since]
    return f"Answered on {day(max(days))}" if days else ""


def said_now(leader: str, view: LedgerView, today: date) -> dict[str, tuple[str, str]]:
    """What may be recorded of this leader now."""
    away = leader in view.away
    words = {k: (in_words(title), in_words(hint)) for k, (title, hint) in SAID.items()}
    return {k: v for k, v in words.items() if (k != CAN or away) and (k != CANNOT or not is_away(view, leader, today))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one leader said. `until` counts only for who cannot; `days` and `km` where they are others than before;
    `party` is the school or trust that a changed interest concerns, '' where they did not say."""

    chosen: str
    on: date
    reason: str
    until: date | None = None
    days: int | None = None
    km: int | None = None
    party: str = ""


def said_decisions(answer: Answer, leader: str, run: ReviewRun, by: str) -> tuple[Decision, ...]:
    """The decisions that record it: one, or two where days or travel changed as well."""
    act, detail = _ACT[answer.chosen]
    more: dict[str, object] = dict(detail)
    if answer.chosen == CANNOT and answer.until:
        more["until"] = answer.until.isoformat()
    if answer.party:
        more["kind"] = run.opened.assessments[answer.party].kind
    asked = partial(Decision, on=answer.on, by=by, reason=answer.reason, leader=leader, run=run.opened.id)
    first = asked(act=act, recipient=answer.party, detail=more)
    changed = {name: n for name, n in (("days", answer.days), ("travel_km", answer.km)) if n is not None}
    return (first, asked(act=LEADER_CHANGED, detail=changed)) if changed else (first,)
