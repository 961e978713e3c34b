"""Days that contradict the record of the same match: decided before it was published, or ended before it began."""

from __future__ import annotations

from datetime import date

from matcher.ledger.log.acts import Decision, Objection
from matcher.ledger.log.states import MatchState, Record
from matcher.runs.closing import closed, closing_of
from matcher.runs.opened import OpenedRun
from matcher.wording.wording import day

ANY_DAY = ("tell", "offer-reserve")  # a school may have been told by telephone; a reserve is offered as it is recorded
ENDINGS = ("finish", "stop")
GOING_ON = (
    "ask-school",
    "school-wants-support",
    "school-agrees",
    "leader-agrees",
    "director-approves",
    "appoint",
    "begin",
)

_TODO = "Look at the year and the month; with --accept-dates the row is recorded as it stands"


def objection_to_day(decision: Decision, match_state: MatchState, record: Record) -> Objection | None:
    """Why an act cannot have been done on its day; None where it can, or where somebody stands by it."""
    if decision.dates_accepted or decision.act in ANY_DAY:
        return None
    first = first_published(match_state, record)
    if first is not None and decision.on < first:
        return _objection(f"{day(decision.on)} is before this pair was first published (as at {day(first)})")
    begun = match_state.last_line_of("begin")
    if decision.act in ENDINGS and begun is not None and decision.on < date.fromisoformat(begun["on"]):
        return _objection(f"{day(decision.on)} is before delivery began ({day(begun['on'])})")
    return None


def note_after_closing(decision: Decision, run: OpenedRun) -> str:
    """A note where a school asks for, or agrees to, support on a day after its last: it is recorded all the same, and
    the next run says that it is not carried to the school that follows; '' for every other act."""
    ended = closing_of(run.facts, decision.recipient)
    if ended is None or decision.on <= ended.on or decision.act not in GOING_ON:
        return ""
    return f"{decision.recipient} {closed(ended)}: nothing that is recorded of it later is carried there"


def first_published(match_state: MatchState, record: Record) -> date | None:
    """The `as_at` of the first run of the term that proposed the pair; of a reserve, the day of the offer."""
    if match_state.reserve:
        return min((date.fromisoformat(b["on"]) for b in match_state.acts if b["act"] == "offer-reserve"), default=None)
    pair = match_state.match.recipient, match_state.match.leader
    runs = (run for run in record.runs if run.term == match_state.term)
    days = (date.fromisoformat(run.as_at) for run in runs if any((m.recipient, m.leader) == pair for m in run.matches))
    return min(days, default=None)


def _objection(message: str) -> Objection:
    return Objection("on", message, _TODO, question=True)
