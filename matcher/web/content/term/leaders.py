"""The leaders of a run as lines of a list, and what one of them said, as decisions to record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from matcher.case.leader import general_interests
from matcher.case.leader_room import LeaderRoom, leader_room, room_as_said
from matcher.case.leader_said import leader_said
from matcher.case.ledger_view import LedgerView, is_away
from matcher.case.records import LeaderSaid
from matcher.case.tables.leaders_counted import LeadersCounted, leaders_counted
from matcher.case.visible import leader_label, organisation_seen
from matcher.domain import Leader
from matcher.ledger import Decision
from matcher.ledger.log.acts import CAN_AGAIN, CANNOT_ANY, LEADER_CHANGED
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions
from matcher.wording.messages import Reader
from matcher.wording.terms import in_words
from matcher.wording.wording import Interests, cannot, day, withdrew
from matcher.wording.words import capital

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
    """Those of the reader's regions, and those who offer to serve there or may support somebody there; by label."""
    reader = reader_of(permissions)
    lines = (_line(run, view, row, reader, today) for row in leader_rows(run, permissions))
    return tuple(sorted(lines, key=lambda x: (x.label.casefold(), x.leader.id)))


def leaders_of(run: ReviewRun, permissions: Permissions) -> LeadersCounted:
    """The leaders whom the reader may see, of the regions of the run that are theirs; counted as the report counts."""
    regions = run.opened.policy.regions
    return leaders_counted(
        run.opened.world, run.finished.choices, lambda x: permissions.sees(x) and (regions is None or x in regions)
    )


def leader_rows(run: ReviewRun, permissions: Permissions) -> tuple[int, ...]:
    return leaders_of(run, permissions).rows


def _line(run: ReviewRun, view: LedgerView, row: int, reader: Reader, today: date) -> LeaderLine:
    leader = run.opened.world.leaders[row]
    said = leader_said(view, leader.id, today, run.opened.policy)
    return LeaderLine(
        leader=leader,
        label=leader_label(leader, reader),
        organisation=organisation_seen(run.opened.world, leader, reader),
        room=room_as_said(leader_room(run.finished, row), said),
        interests=general_interests(run.opened, leader, today, view),
        answered=_answered(said, run.opened.policy.as_at),
    )


def _answered(said: LeaderSaid, since: date) -> str:
    """What they said last on or after the run's day; a withdrawal and an absence count whenever they were said, and one
    that is over by now was an answer too."""
    if said.withdrawn_on:
        return capital(withdrew(said.withdrawn_on))
    if said.away:
        return capital(cannot(said.away_until))
    if said.said_on is None or said.said_on < since:
        return ""
    could_not = f": cannot{f' until {day(said.cannot_until)}' if said.cannot_until else ''}" if said.cannot_said else ""
    return f"Answered on {day(said.said_on)}{could_not}"


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
    """The decisions that record it: what they said; before it, where a new interest is in one school or trust, that all
    else is as before; after it other days or travel."""
    act, detail = _ACT[answer.chosen]
    more: dict[str, object] = dict(detail)
    if answer.chosen == CANNOT and answer.until:
        more["until"] = answer.until.isoformat()
    if answer.party:
        more["kind"] = run.opened.assessments[answer.party].kind
    asked = partial(Decision, on=answer.on, by=by, reason=answer.reason, leader=leader, run=run.opened.id)
    # with an interest in one school or trust everything else is as before: their answer about all others
    as_before = (asked(act=act, detail={"outcome": "clear"}),) if answer.party else ()
    first = asked(act=act, recipient=answer.party, detail=more)
    changed = {name: n for name, n in (("days", answer.days), ("travel_km", answer.km)) if n is not None}
    return (*as_before, first, *((asked(act=LEADER_CHANGED, detail=changed),) if changed else ()))
