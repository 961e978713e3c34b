"""Checks of the acts about a wait: who may decide it, until when, in which order, and before which act."""

from __future__ import annotations

from datetime import date

from matcher.domain import Person
from matcher.ledger.checks.people import own_interest
from matcher.ledger.log.acts import APPROVE_WAIT, REFUSE_WAIT, TELL_OF_WAIT, Decision, Objection
from matcher.ledger.log.states import Record
from matcher.ledger.wait_decisions.standing import (
    APPROVED,
    REFUSED_WAIT,
    Wait,
    last_day_of_wait,
    to_decide,
    waits_of,
)
from matcher.policy import Policy
from matcher.runs.opened import OpenedRun
from matcher.wording import wording
from matcher.wording.terms import RECIPIENT
from matcher.wording.words import count

_LOOK = "'matcher ledger waits RUN' lists those who are"


def objection_to_wait(decision: Decision, person: Person, run: OpenedRun, record: Record) -> Objection | None:
    """Why this may not be recorded of somebody asked to wait; None where it may."""
    wait = next((w for w in waits_of(record, run.term) if w.recipient == decision.recipient), None)
    if wait is None:
        return Objection("recipient", f"this {RECIPIENT} is not asked to wait", _LOOK)
    if person.regions and wait.region not in person.regions:
        return Objection("by", f"{wait.region or 'this region'} is not this person's", "Ask who acts for the region")
    if decision.act == TELL_OF_WAIT:
        return _to_telling(wait)
    return _interest(person, wait, run) or _again(decision, wait) or _until(decision, run.policy, run.term)


def _to_telling(wait: Wait) -> Objection | None:
    if wait.state != APPROVED:
        return Objection("decision", "no director has approved the wait", "Let the director decide first")
    if wait.told is not None:
        return Objection("decision", f"this is recorded already (line {wait.told['seq']})", "Nothing need be done")
    return None


def _interest(person: Person, wait: Wait, run: OpenedRun) -> Objection | None:
    if wait.leader not in run.world.leader_row or wait.recipient not in run.world.recipient_row:
        return Objection("recipient", "it is not among those of this run", "Decide in the term's last run")
    tie = own_interest(person, wait.recipient, wait.leader, run.world)
    if tie:
        return Objection("by", f"this person may not decide here: {tie}", "Somebody without an interest decides")
    return None


def _again(decision: Decision, wait: Wait) -> Objection | None:
    """A second decision of the same kind; the day of an approval may be changed."""
    same = (decision.act == REFUSE_WAIT and wait.state == REFUSED_WAIT) or (
        decision.act == APPROVE_WAIT and wait.state == APPROVED and not decision.detail.get("until")
    )
    if not same or wait.decision is None:
        return None
    return Objection("decision", f"this is recorded already (line {wait.decision['seq']})", "Nothing need be done")


def last_day_here(policy: Policy, term: str, decided: date) -> date:
    """The last day that an approval of that day may give a wait of this term."""
    return last_day_of_wait(term, decided) if policy.year_ahead.wait_at_most == "1 term" else policy.year_to


def _until(decision: Decision, policy: Policy, term: str) -> Objection | None:
    """An approved wait ends with the term in which it begins, or with the programme year where the scenario sets no
    limit, and not before it is decided."""
    given = decision.detail.get("until")
    if given is None:
        return None
    until = date.fromisoformat(str(given))
    last = last_day_here(policy, term, decision.on)
    if until > last:
        message = f"nobody may be asked to wait beyond {wording.day(last)} (year_ahead.wait_at_most)"
        return Objection("until", message, "Write that day or an earlier one, or leave it empty for the whole term")
    if until < decision.on:
        message = f"the wait would end before it is decided, on {wording.day(decision.on)}"
        return Objection("until", message, f"Write a day from then to {wording.day(last)}")
    return None


def objection_before_final(decision: Decision, region: str, run: OpenedRun, record: Record) -> Objection | None:
    """Why the director may not approve a match yet: waits of its region are undecided, so the run is not final."""
    if decision.act != "director-approves":
        return None
    open_ = to_decide(record, run.term, region)
    if not open_:
        return None
    who = count(len(open_), f"{RECIPIENT} is asked", f"{RECIPIENT:s} are asked")
    message = f"the run is not final in {region}: {who} to wait, and no director has approved or refused it"
    return Objection("decision", message, "Decide each wait first; 'matcher ledger waits RUN' lists them")
