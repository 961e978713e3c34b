"""Checks of the acts about a case: a yes, a leader who cannot, an old offer, what may be proposed again."""

from __future__ import annotations

from datetime import date

from matcher.domain import Person
from matcher.ledger.log.acts import (
    ADVISER_CANNOT,
    ADVISER_CANNOT_ANY,
    APPROVE_WAIT,
    CAN_AGAIN,
    CANNOT_ANY,
    CLOSE,
    FROZEN,
    REFUSED,
    RELEASE,
    Act,
    Decision,
    Objection,
    act_words,
)
from matcher.ledger.log.states import MatchState, Record
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import day

UNTIL_OF = ("leader-cannot", CANNOT_ANY, ADVISER_CANNOT, ADVISER_CANNOT_ANY, APPROVE_WAIT)
AGREES = ("school-agrees", "leader-agrees")
WAIT_WHILE_PAUSED = ("director-approves", "appoint", "begin")


def objection_to_until(decision: Decision) -> Objection | None:
    """A last day stands only beside 'leader cannot', as a day, and not before the decision's own."""
    until = decision.detail.get("until")
    if until is None:
        return None
    if decision.act not in UNTIL_OF:
        return Objection(
            "until", f"a last day is given for another decision than '{LEADER} cannot' or a wait", "Clear the cell"
        )
    try:
        last = date.fromisoformat(str(until))
    except ValueError:
        return Objection("until", "this is not a day", "Write it as 2023-03-01, or leave it empty")
    if last < decision.on:
        return Objection("until", "the last day lies before the day of the decision", "Write the last day, or nothing")
    return None


def objection_to_case_act(decision: Decision, act: Act, match_state: MatchState, record: Record) -> Objection | None:
    """Why this act may not be recorded of this match; None where it may, or is of another kind."""
    if act.name in (RELEASE, CLOSE) and not match_state.one_yes:
        return Objection("decision", f"the school has not said yes to this {LEADER} alone", "Look at what was recorded")
    if act.name == RELEASE and match_state.released:
        return Objection("decision", "its hold was released already", "Nothing need be done")
    if act.name in WAIT_WHILE_PAUSED and record.is_paused(match_state, decision.on):
        todo = f"Record '{act_words(CAN_AGAIN)}' first, or a refusal of the match"
        return Objection("decision", f"the match is paused: its {LEADER} cannot support any school at present", todo)
    against = _withdrew(decision, record) if act.name in (*AGREES, *WAIT_WHILE_PAUSED) else None
    return against or (_agreed_elsewhere(match_state, record) if act.name in AGREES else None)


def _withdrew(decision: Decision, record: Record) -> Objection | None:
    """Nothing goes on with a leader who had withdrawn altogether by that day."""
    line = record.withdrawn.get(decision.leader)
    if line is None or line["on"] > decision.on.isoformat():
        return None
    message = f"this {LEADER} withdrew altogether on {day(line['on'])} (line {line['seq']} of the ledger)"
    todo = f"Record '{act_words('leader-cannot')}', and offer the next reserve; or mend that line, if it is a mistake"
    return Objection("decision", message, todo)


def _agreed_elsewhere(match_state: MatchState, record: Record) -> Objection | None:
    """A school or trust has one leader: of two open offers the other may be agreed already."""
    m = match_state.match
    for other in record.of_term(match_state.term):
        if other.match.recipient == m.recipient and other.key != match_state.key and other.state in FROZEN:
            message = f"its match with {LEADER} {other.match.leader} is {other.state}"
            return Objection("decision", message, "Refuse that one first, or close this offer")
    return None


def objection_to_can_again(decision: Decision, record: Record) -> Objection | None:
    if decision.leader in record.away:
        return None
    return Objection("leader", f"nothing is recorded that this {LEADER} cannot", f"Look at the {LEADER}'s id")


def objection_to_reopening(decision: Decision, person: Person, run: OpenedRun, record: Record) -> Objection | None:
    """Only what was refused, and not reopened since, may be reopened; by a person of its region."""
    region = run.world.region_of.get(decision.recipient)
    if region is None:
        return Objection("recipient", f"no {RECIPIENT} of this run has this id", "Look at the id, zeros and all")
    if person.regions and region not in person.regions:
        return Objection("by", f"{region or 'this region'} is not this person's", "Ask who acts for the region")
    refused = [
        m
        for m in record.matches.values()
        if m.state == REFUSED
        and m.match.recipient == decision.recipient
        and decision.leader in ("", m.match.leader)
        and not record.was_reopened(m)
    ]
    todo = "'matcher ledger show' lists what was refused"
    return None if refused else Objection("recipient", "nothing that was refused stands about it", todo)


DAYS_AT_MOST, KILOMETRES_AT_MOST = 366, 1_000


def objection_to_changed_offer(decision: Decision) -> Objection | None:
    """A leader's days and travel are whole numbers, and one of them is given."""
    days, km = decision.detail.get("days"), decision.detail.get("travel_km")
    if days is None and km is None:
        return Objection("days", "neither days nor kilometres are given", "Write what changed")
    if days is not None and not (isinstance(days, int) and 0 <= days <= DAYS_AT_MOST):
        return Objection("days", "these are no days", f"Write whole days, 0 to {DAYS_AT_MOST}")
    if km is not None and not (isinstance(km, int) and 0 < km <= KILOMETRES_AT_MOST):
        return Objection("travel_km", "this is no distance", f"Write whole kilometres, 1 to {KILOMETRES_AT_MOST:,}")
    return None
