"""Validation of one act before it is recorded: role, region, interests, order of states, and a fresh declaration."""

from __future__ import annotations

from datetime import date

from matcher.domain import Person
from matcher.ledger.checks.appointment import objection_to_appointment
from matcher.ledger.checks.case_checks import (
    objection_to_can_again,
    objection_to_case_act,
    objection_to_changed_offer,
    objection_to_reopening,
    objection_to_until,
)
from matcher.ledger.checks.date_checks import objection_to_day
from matcher.ledger.checks.mending import objection_to_mending
from matcher.ledger.checks.people import own_interest
from matcher.ledger.checks.step_checks import objection_after_diagnosis, objection_to_step
from matcher.ledger.log.acts import (
    ACT,
    ASK,
    BEFORE_DELIVERY,
    CAN_AGAIN,
    CANNOT_ANY,
    EXPLORED,
    LEADER_CHANGED,
    MEND,
    OF_LEADER,
    OF_WAIT,
    OUTCOMES,
    PAIR_CONSTRAINT_ACTS,
    REASON_AT_MOST,
    REFUSED,
    REOPEN,
    REPLACED,
    TELL,
    TELL_OF_SUPPORT,
    Act,
    Decision,
    Objection,
    act_words,
)
from matcher.ledger.log.published_lines import published_match
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.notify.notification_order import objection_to_notification
from matcher.ledger.notify.telling import objection_to_asking, objection_to_notice_of_support
from matcher.ledger.replan.offers import why_not_offered
from matcher.ledger.replan.pins import objection_to_pair_constraint, objection_to_ruled_out_pair
from matcher.ledger.wait_decisions.wait_checks import objection_before_final, objection_to_wait
from matcher.read.parsing.spelling import write_one_of
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import day

GOES_ON = ("school-agrees", "leader-agrees", "director-approves", "appoint")  # refused for a pair that is ruled out


def objection(decision: Decision, person: Person, run: OpenedRun, record: Record, today: date) -> Objection | None:
    """The first objection to recording this act now; None where it may be recorded."""
    act = ACT[decision.act]
    return (
        _words(decision, today)
        or _role(act, person)
        or objection_to_until(decision)
        or _by_what_it_is_about(decision, act, person, run, record)
    )


def _by_what_it_is_about(
    decision: Decision, act: Act, person: Person, run: OpenedRun, record: Record
) -> Objection | None:
    if act.about != "match":
        return objection_to_step(decision, act, person, run, record)
    if act.name in OF_LEADER or (act.name == CANNOT_ANY and not decision.recipient):
        against = _about_leader(decision, run)
        return against or (objection_to_can_again(decision, record) if act.name == CAN_AGAIN else None)
    if act.name == MEND:
        return objection_to_mending(decision, person, run, record)
    if act.name == REOPEN:
        return objection_to_reopening(decision, person, run, record)
    if act.name in OF_WAIT:
        return objection_to_wait(decision, person, run, record)
    if act.name == TELL_OF_SUPPORT:
        return objection_to_notice_of_support(decision, person, run, record)
    return _about_match(decision, act, person, run, record)


def _words(decision: Decision, today: date) -> Objection | None:
    if not decision.reason.strip():
        return Objection("reason", "the reason is missing", "Write why, in a sentence that may be read out later")
    if characters(decision.reason) > REASON_AT_MOST:
        return Objection("reason", too_long(decision.reason), "Write it shorter, and keep the long form elsewhere")
    if decision.on > today:
        return Objection("on", "the day has not come yet", "Write the day on which it was decided")
    return None


def characters(reason: str) -> int:
    """How long a reason is: a line's end counts as one character, though a browser sends two."""
    return len(reason.strip().replace("\r\n", "\n"))


def too_long(reason: str) -> str:
    return f"the reason has {characters(reason):,} characters, and at most {REASON_AT_MOST:,} are kept"


def _role(act: Act, person: Person) -> Objection | None:
    if person.role in act.roles:
        return None
    who = " or ".join(act.roles)
    return Objection("by", f"'{act.words}' is not for a {person.role} to record", f"It takes a {who} of the register")


def _about_leader(decision: Decision, run: OpenedRun) -> Objection | None:
    if decision.leader not in run.world.leader_row:
        return Objection("leader", f"this {LEADER} is not in the run", f"Write the id of {LEADER:a} of the register")
    if decision.act == "interests-checked" and decision.detail.get("outcome") not in OUTCOMES:
        return Objection("outcome", "the outcome is missing", write_one_of(OUTCOMES))
    if decision.act == LEADER_CHANGED:
        return objection_to_changed_offer(decision)
    return None


def _about_match(decision: Decision, act: Act, person: Person, run: OpenedRun, record: Record) -> Objection | None:
    region = run.world.region_of.get(decision.recipient)
    if region is None:
        return Objection("recipient", f"no {RECIPIENT} of this run has this id", "Look at the id, zeros and all")
    if person.regions and region not in person.regions:
        return Objection("by", f"{region or 'this region'} is not this person's", "Ask who acts for the region")
    if act.decides and decision.leader in run.world.leader_row and decision.recipient in run.world.recipient_row:
        tie = own_interest(person, decision.recipient, decision.leader, run.world)
        if tie:
            return Objection("by", f"this person may not decide here: {tie}", "Somebody without an interest decides")
    if act.name in PAIR_CONSTRAINT_ACTS:
        return objection_to_pair_constraint(decision, run, record)
    match_state = record.matches.get((run.term, decision.recipient, decision.leader))
    if act.name == "offer-reserve":
        return _reserve(decision, match_state, record, run)
    if match_state is None:
        return Objection("recipient", "this pair was never proposed", "Take it from the run's own workbook")
    against = objection_to_ruled_out_pair(decision, run, record)
    if against and act.name in GOES_ON:
        return against
    alone = objection_after_diagnosis(decision, run, record) if act.name in (*GOES_ON, ASK) else None
    if alone:
        return alone
    return (
        objection_to_day(decision, match_state, record)
        or _after(decision, act, match_state)
        or objection_to_case_act(decision, act, match_state, record)
        or objection_before_final(decision, match_state.match.region, run, record)
        or (objection_to_asking(decision, run, record) if act.name == ASK else None)
        or _detail(decision, match_state, run, record)
        or objection_to_appointment(decision, match_state, run, record)
    )


def _reserve(decision: Decision, match_state: MatchState | None, record: Record, run: OpenedRun) -> Objection | None:
    if match_state is not None and match_state.state != REPLACED:
        return Objection("leader", f"this {LEADER} was offered already ({match_state.state})", "Offer the next reserve")
    open_ = [m for m in record.of_term(run.term) if m.match.recipient == decision.recipient]
    if any(m.state not in (REFUSED, REPLACED) for m in open_):
        return Objection("recipient", f"another match of this {RECIPIENT} is still open", "Decide that one first")
    against = why_not_offered(published_match(decision.detail), run, record, decision.on)
    todo = "Offer the next reserve, or propose again"
    return Objection("leader", str(against), todo, against) if against else None


def _after(decision: Decision, act: Act, match_state: MatchState) -> Objection | None:
    message = f"the match is {match_state.state}" + _since(match_state)
    if match_state.state not in act.since:
        return Objection("decision", f"'{act.words}' cannot follow: {message}", _next_step(match_state, act))
    agreed = {"school-agrees": match_state.school_agrees, "leader-agrees": match_state.leader_agrees}.get(
        act.name, False
    )
    if agreed:
        return Objection("decision", f"this is recorded already: {message}", "Leave the cell as it was, or empty")
    last = match_state.last
    asked = (TELL, ASK)  # an answer may come on the very day
    if act.refuses and last is not None and decision.on.isoformat() <= last["on"] and last["act"] not in asked:
        todo = "Look at what was decided; if this came later, write its later day"
        return DecidedMeanwhile("decision", f"decided meanwhile: {message}", todo)
    return None


class DecidedMeanwhile(Objection):
    """Somebody recorded an act of the same or a later day, or after whoever decides had looked at the match."""


def not_seen(decision: Decision, run: OpenedRun, record: Record) -> Objection | None:
    """Somebody recorded an act about the match after whoever decides looked at it; `record` is without their own."""
    match_state = record.matches.get((run.term, decision.recipient, decision.leader))
    last = match_state.last if match_state is not None else None
    if decision.seen is None or match_state is None or last is None or last["seq"] <= decision.seen:
        return None
    message = f"decided meanwhile: the match is {match_state.state}{_since(match_state)}"
    return DecidedMeanwhile("decision", message, "Look at what was decided, and decide again")


def _since(match_state: MatchState) -> str:
    last = match_state.last
    if last is None:
        return ""
    return f": '{act_words(last['act'])}' on {day(last['on'])}, by a {last['role']} (line {last['seq']} of the ledger)"


def _next_step(match_state: MatchState, act: Act) -> str:
    if match_state.state == REPLACED:
        return "A later run proposes otherwise: decide in the workbook of that run"
    if act.since and match_state.state in BEFORE_DELIVERY:
        return f"It may follow when the match is {' or '.join(act.since)}"
    return "Decided meanwhile: look at the ledger; a mistake there is mended by a later line"


def _detail(decision: Decision, match_state: MatchState, run: OpenedRun, record: Record) -> Objection | None:
    if decision.act in ("claim", "pay"):
        return _days(decision, match_state)
    if decision.act == "review" and decision.detail.get("explored") not in EXPLORED:
        return Objection("explored", "whether a partnership was explored is missing", f"Write {', '.join(EXPLORED)}")
    return objection_to_notification(decision, match_state, run, record) if decision.act == "tell" else None


def _days(decision: Decision, match_state: MatchState) -> Objection | None:
    days = decision.detail.get("days")
    if not isinstance(days, int) or days < 1:
        return Objection("days", "the days are missing", "Write whole days, 1 or more")
    ceiling = match_state.match.days if decision.act == "claim" else match_state.days_claimed
    so_far = match_state.days_claimed if decision.act == "claim" else match_state.days_paid
    if so_far + days > ceiling:
        of = "agreed" if decision.act == "claim" else "claimed"
        return Objection("days", f"{so_far + days} days would be more than the {ceiling} {of}", "Write what is left")
    return None
