"""Who had not been told on the day of an appointment: a note beside the decision, which is recorded all the same."""

from __future__ import annotations

from matcher.ledger.log.acts import Decision
from matcher.ledger.log.states import Record
from matcher.ledger.notify.notification_order import notified_on, steps_of
from matcher.ledger.notify.telling import not_told
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER
from matcher.wording.wording import day


def untold_at_appointment(decision: Decision, run: OpenedRun, record: Record) -> str:
    """Which bodies had not been told of the support, and who not of the leader, by the day of an appointment; '' for
    none, and for every other act. The programme tells them first."""
    match_state = record.matches.get((run.term, decision.recipient, decision.leader))
    if decision.act != "appoint" or match_state is None:
        return ""
    on, days = decision.on, notified_on(match_state)
    of_support = not_told(run, record, decision.recipient, None, on)
    of_leader = tuple(who for who in steps_of(match_state, run) if days.get(who, "9999") > on.isoformat())
    parts = [f"that support will be offered: {', '.join(of_support)}"] if of_support else []
    parts += [f"of the {LEADER}: {', '.join(of_leader)}"] if of_leader else []
    if not parts:
        return ""
    todo = "Telling comes before an appointment: record who was told and when"
    return f"{decision.recipient}: not recorded as told by {day(on)} {'; nor '.join(parts)}. {todo}"
