"""Checks of the acts about a school's case beside its matches: the order of milestones, and its adviser."""

from __future__ import annotations

from matcher.case.rise.adviser import adviser_flags_on
from matcher.case.rise.progress import LastMilestone, open_cases, reached_of
from matcher.domain import DIAGNOSES, MILESTONES, Person
from matcher.ledger.checks.interest_checks import last_check
from matcher.ledger.checks.people import own_interest
from matcher.ledger.log.acts import (
    ADVISER_CAN_AGAIN,
    ADVISER_CANNOT_ANY,
    ADVISER_CHECKED,
    ADVISER_WITHDRAWS,
    ALLOCATE,
    ALLOCATED,
    APPOINTED,
    DELIVERING,
    DIAGNOSIS,
    FINISHED,
    MATCHED,
    MILESTONE_ACTS,
    OUTCOMES,
    STOPPED,
    Act,
    Decision,
    Objection,
    act_words,
)
from matcher.ledger.log.case_steps import AdviserState
from matcher.ledger.log.states import Record
from matcher.read.parsing.spelling import write_one_of
from matcher.rules import labels
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import day

APPOINTED_OR_LATER = (APPOINTED, DELIVERING, FINISHED, STOPPED)
OF_ADVISER_ALONE = (ADVISER_CAN_AGAIN, ADVISER_WITHDRAWS, ADVISER_CHECKED)  # a school need not be named
_IDS = "Look at the id, zeros and all"
_TO_DAY = "Look at the year and the month; with --accept-dates the row is recorded as it stands"


def objection_to_step(decision: Decision, act: Act, person: Person, run: OpenedRun, record: Record) -> Objection | None:
    """Why a milestone, or an act about an adviser, may not be recorded now; None where it may."""
    if not run.world.advisers:
        return Objection("decision", "this programme has no advisers and no milestones", "Choose another decision")
    if act.about == "milestone":
        return _where(decision, person, run) or _milestone(decision, run, record)
    against = _about_adviser(decision, run, record)
    alone = act.name in OF_ADVISER_ALONE or (act.name == ADVISER_CANNOT_ANY and not decision.recipient)
    if against or alone:
        return against
    return _where(decision, person, run) or _about_pair(decision, act, person, run, record)


def reached(record: Record, run: OpenedRun, recipient: str) -> LastMilestone:
    """The last milestone of a school, by the ledger and the run's case list."""
    return reached_of(open_cases(run.facts).get(recipient), record.milestones.get(recipient, ()))


def _where(decision: Decision, person: Person, run: OpenedRun) -> Objection | None:
    region = run.world.region_of.get(decision.recipient)
    if region is None:
        return Objection("recipient", f"no {RECIPIENT} of this run has this id", _IDS)
    if person.regions and region not in person.regions:
        return Objection("by", f"{region or 'this region'} is not this person's", "Ask who acts for the region")
    return None


# Milestones.


def _milestone(decision: Decision, run: OpenedRun, record: Record) -> Objection | None:
    place, now = MILESTONE_ACTS.index(decision.act), reached(record, run, decision.recipient)
    if decision.act == DIAGNOSIS and decision.detail.get("outcome") not in DIAGNOSES:
        return Objection("outcome", "what the diagnosis decided is missing", write_one_of(tuple(DIAGNOSES)))
    again = decision.act == DIAGNOSIS and now.place == place and decision.detail["outcome"] != now.decision
    if place <= now.place and not again:
        message = f"the milestone is reached already: {MILESTONES[now.place]}{_by(now)}"
        return Objection("decision", message, "Nothing need be done; a mistake is mended by its line")
    if place > now.place + 1:
        return Objection(
            "decision", f"the milestone '{MILESTONES[now.place + 1]}' comes first", "Record that one with its own day"
        )
    if decision.act == MATCHED:
        against = _not_matched(decision, now, run, record)
        if against:
            return against
    if now.on is not None and decision.on < now.on and not decision.dates_accepted:
        message = (
            f"{day(decision.on)} is before the milestone that comes first ({MILESTONES[now.place]}, {day(now.on)})"
        )
        return Objection("on", message, _TO_DAY, question=True)
    return None


def _by(now: LastMilestone) -> str:
    return f" on {day(now.on)} (line {now.line} of the ledger)" if now.line else " (the department's case list)"


def _not_matched(decision: Decision, now: LastMilestone, run: OpenedRun, record: Record) -> Objection | None:
    """Matching is complete when an organisation stands appointed, by the ledger or by the case list."""
    if now.alone:
        return _reviewed_alone()
    case = open_cases(run.facts).get(decision.recipient)
    matches = (m for m in record.matches.values() if m.match.recipient == decision.recipient)
    if (case is not None and case.appointed_on) or any(m.state in APPOINTED_OR_LATER for m in matches):
        return None
    return Objection("decision", f"no {LEADER} is appointed yet", "Record the appointment first")


def _reviewed_alone() -> Objection:
    todo = "Record the initial diagnosis again where it is to be matched now"
    return Objection("decision", f"its progress is to be reviewed, without {LEADER:a}", todo)


def objection_after_diagnosis(decision: Decision, run: OpenedRun, record: Record) -> Objection | None:
    """Why a match may go no further: the school's initial diagnosis left it to an adviser alone."""
    return _reviewed_alone() if reached(record, run, decision.recipient).alone else None


# Advisers.


def _about_adviser(decision: Decision, run: OpenedRun, record: Record) -> Objection | None:
    if decision.leader not in run.world.provider_row["advisers"]:
        return Objection("leader", "no adviser of this run has this id", "Write the id of an adviser of the register")
    if decision.act == ADVISER_CHECKED and decision.detail.get("outcome") not in OUTCOMES:
        return Objection("outcome", "the outcome is missing", write_one_of(OUTCOMES))
    if decision.act == ADVISER_CAN_AGAIN and decision.leader not in record.away:
        return Objection("leader", "nothing is recorded that this adviser cannot", "Look at the adviser's id")
    return None


def _about_pair(decision: Decision, act: Act, person: Person, run: OpenedRun, record: Record) -> Objection | None:
    state = record.advisers.get((decision.recipient, decision.leader))
    if state is None:
        return Objection(
            "leader", f"this adviser was never proposed for this {RECIPIENT}", "Take the pair from the run"
        )
    if state.state not in act.since:
        todo = "Look at the ledger; a mistake there is mended by a later line"
        return Objection("decision", f"'{act.words}' cannot follow: the adviser is {state.state}{_since(state)}", todo)
    tie = own_interest(person, decision.recipient, decision.leader, run.world) if act.decides else ""
    if tie:
        return Objection("by", f"this person may not decide here: {tie}", "Somebody without an interest decides")
    return _not_allocated(decision, person, run, record) if act.name == ALLOCATE else None


def _since(state: AdviserState) -> str:
    last = state.last
    return (
        "" if last is None else f": '{act_words(last['act'])}' on {day(last['on'])} (line {last['seq']} of the ledger)"
    )


def _not_allocated(decision: Decision, person: Person, run: OpenedRun, record: Record) -> Objection | None:
    """An adviser is allocated after the body was informed, and on a declaration that was checked."""
    if reached(record, run, decision.recipient).place < 0:
        todo = "Record that milestone first"
        return Objection("decision", f"'{MILESTONES[0]}' comes before an adviser is allocated", todo)
    if record.is_away(decision.leader, decision.on) or decision.leader in record.withdrawn:
        return Objection("leader", "the adviser cannot advise any school at present", "Propose again with --ledger")
    for other in record.advisers.values():
        if other.recipient == decision.recipient and other.adviser != decision.leader and other.state == ALLOCATED:
            return Objection("leader", f"adviser {other.adviser} is allocated already", "Record first why they go")
    return _interests(decision, person, run, record)


def _interests(decision: Decision, person: Person, run: OpenedRun, record: Record) -> Objection | None:
    school, adviser = decision.recipient, decision.leader
    check = last_check(record, school, adviser, decision.on)
    if check is not None and check["detail"]["outcome"] == "conflict":
        return Objection(
            "decision", f"the check of {day(check['on'])} found a conflict of interest", "Take another adviser"
        )
    flags = adviser_flags_on(run.world, run.rulebook, record.checks, school, adviser, decision.on)
    if "not-checked" in flags:
        todo = f"Have it checked, and record that: '{ADVISER_CHECKED}'"
        return Objection("decision", f"the adviser's declaration is unchecked or too old on {day(decision.on)}", todo)
    declared = "sign-off" in flags or (check is not None and check["detail"]["outcome"] == "sign-off")
    if declared and person.role != "director":
        message = "an interest of the adviser is for the Regional Director to sign off"
        return Objection("by", message, "The director records it")
    open_ = [flag for flag in labels.BEFORE_APPOINTMENT if flag in flags and check is None]
    return Objection("decision", labels.flags(open_), "Look, and record that interests were checked") if open_ else None
