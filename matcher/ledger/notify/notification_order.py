"""The order in which people are notified of a match, and the check that nobody is notified too early."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from matcher.case.notice_recipients import notice_recipients
from matcher.case.pair.interests import interests_on
from matcher.ledger.checks.interest_checks import flags_on
from matcher.ledger.log.acts import FROZEN, PROPOSED, Decision, Objection
from matcher.ledger.log.states import MatchState, Record
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER
from matcher.wording.wording import CONFLICT, NEVER, OPEN, OUT_OF_DATE, interests


def may_be_written_about(match_state: MatchState) -> bool:
    """Whether letters may be sent: the match is agreed, or somebody has been notified of it already."""
    return match_state.state in FROZEN or bool(notified_on(match_state))


def steps_of(match_state: MatchState, run: OpenedRun) -> Mapping[str, int]:
    """Kind of addressee -> first step at which it is notified, by step; empty where the run lacks the recipient."""
    row = run.world.recipient_row.get(match_state.match.recipient)
    if row is None:
        return {}
    first_steps: dict[str, int] = {}
    for notice in notice_recipients(run.world.recipients[row], run.facts, run.policy):
        first_steps[notice.step.who] = min(notice.step.step, first_steps.get(notice.step.who, notice.step.step))
    return dict(sorted(first_steps.items(), key=lambda item: (item[1], item[0])))


def notified_on(match_state: MatchState) -> Mapping[str, str]:
    """Kind of addressee -> first recorded day (ISO) of notification."""
    first_days: dict[str, str] = {}
    for body in match_state.acts:
        if body["act"] == "tell":
            whom = str(body["detail"].get("whom"))
            first_days[whom] = min(body["on"], first_days.get(whom, body["on"]))
    return first_days


def notified_earlier(whom: str, match_state: MatchState, run: OpenedRun, day: date | None = None) -> tuple[str, ...]:
    """Addressees of earlier steps than `whom` without a recorded notification by `day` (None: ever), in order."""
    steps, days_notified = steps_of(match_state, run), notified_on(match_state)
    by = day.isoformat() if day else ""
    done = {name for name, on in days_notified.items() if not by or on <= by}
    return tuple(name for name, step in steps.items() if step < steps.get(whom, 0) and name not in done)


def not_ready(match_state: MatchState, run: OpenedRun, record: Record, day: date) -> str:
    """Why the leader's name may not be told yet: they have not said that they are free, or their interests are not
    checked on this day; '' where it may. Telling, part two, names them.
    """
    m = match_state.match
    if not match_state.leader_agrees and match_state.state == PROPOSED:
        return f"the {LEADER} has not said yes"
    if record.is_away(m.leader, day) or m.leader in record.withdrawn:
        return f"the {LEADER} cannot at present"
    if m.recipient not in run.world.recipient_row or m.leader not in run.world.leader_row:
        return ""  # a match of an earlier run: this one knows nothing of its interests
    flags = flags_on(run, record, m.recipient, m.leader, day)
    known = interests_on(run.world, flags, record.checks, m.recipient, m.leader, day)
    unchecked = known.code in (NEVER, OUT_OF_DATE, OPEN, CONFLICT)
    return f"the {LEADER}'s interests are not clear ({interests(known)})" if unchecked else ""


class TooEarly(Objection):
    """Others are to be notified first, or the leader may not be named yet, and it is not said that it happened so."""


class InOrder(Objection):
    """Said to be out of order, and it is not."""


def objection_to_notification(
    decision: Decision, match_state: MatchState, run: OpenedRun, record: Record
) -> Objection | None:
    """Why a notification may not be recorded: unknown addressee, or out of order without being declared so."""
    whom, steps = str(decision.detail.get("whom", "")), steps_of(match_state, run)
    if not whom:
        return Objection("whom", "who was told is missing", "Write who it was, as the list of who is told names them")
    if whom not in steps:
        expected = ", ".join(steps) or "nobody, since this run does not hold the pair"
        return Objection("whom", "nobody of this name is on the list of who is told", f"The list has: {expected}")
    before, out_of_order = (
        notified_earlier(whom, match_state, run, decision.on),
        bool(decision.detail.get("out_of_order")),
    )
    unready = not_ready(match_state, run, record, decision.on) if whom != "leader" else ""
    if unready and not out_of_order:
        todo = "Record that first; or, if it happened so, add --out-of-order and say why as the reason"
        return TooEarly("whom", f"{unready}, and the {whom} would hear the {LEADER}'s name", todo)
    if before and not out_of_order:
        message = f"the {' and the '.join(before)} must be told before the {whom}, and that is not recorded"
        todo = "Record that first; or, if it happened so, add --out-of-order and say why as the reason"
        return TooEarly("whom", message, todo)
    if out_of_order and not before and not unready:
        return InOrder("whom", "this is in order", "Leave out --out-of-order")
    return None
