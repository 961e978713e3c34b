"""What keeps somebody from being approved or appointed: a conflict that was found, or a flag that stops it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from matcher.ledger.checks.interest_checks import flags_on, last_check
from matcher.ledger.log.acts import Decision, Objection
from matcher.ledger.log.states import MatchState, Record
from matcher.rules import labels
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER
from matcher.wording.wording import day

# Flags that a check of the leader's interests settles, since whoever checks must know who the leader is.
TO_CONFIRM = ("organisation-unknown", "same-person")


def objection_to_appointment(
    decision: Decision, match_state: MatchState, run: OpenedRun, record: Record
) -> Objection | None:
    """Why this approval or appointment may not be recorded; None for any other act, and where nothing stops it."""
    if decision.act not in ("appoint", "director-approves"):
        return None
    if decision.recipient not in run.world.recipient_row or decision.leader not in run.world.leader_row:
        return Objection("recipient", "the pair is not among those of this run", "Decide in the term's last run")
    check = last_check(record, decision.recipient, decision.leader, decision.on)
    if check is not None and check["detail"]["outcome"] == "conflict":
        todo = "Refuse the match, or check again and record the outcome"
        return Objection("decision", f"the check of {day(check['on'])} found a conflict of interest", todo)
    if decision.act == "director-approves":
        return None
    approved = match_state.last_line_of("director-approves")
    if check is not None and check["detail"]["outcome"] == "sign-off" and approved and approved["seq"] < check["seq"]:
        message = f"the check of {day(check['on'])} found an interest that the director had not seen"
        return Objection("decision", message, f"Mend line {approved['seq']}, and let the director decide again")
    flags = flags_on(run, record, decision.recipient, decision.leader, decision.on)
    return _stopped_by(flags, check is not None, decision.on)


def _stopped_by(flags: Collection[str], checked: bool, on: date) -> Objection | None:
    """The first of the flags that stop an appointment; `checked`: somebody has looked at who the leader is."""
    settled = TO_CONFIRM if checked else ()
    stops = (flag for flag in labels.BEFORE_APPOINTMENT if flag in flags and flag not in settled)
    found = next(stops, None)
    return None if found is None else Objection("decision", *_why(found, on), of_day=found == "not-checked")


def _why(flag: str, on: date) -> tuple[str, str]:
    """What is wrong, and what to do. Raises KeyError for a flag that stops an appointment and is not worded here."""
    if flag in TO_CONFIRM:
        message = f"who the {LEADER} is has to be confirmed first ({labels.flag(flag)})"
        return message, "Look, and record that the interests were checked, or mend the register"
    return {
        "checks-open": (
            f"checks of the {LEADER} are still to be done",
            "Enter their outcome in the register of organisations, and run again",
        ),
        "not-checked": (
            f"the {LEADER}'s declaration is unchecked, expired or too old on {day(on)}",
            "Have it checked, and record that with 'matcher ledger act'",
        ),
        "history-forgotten": (
            "that it qualifies rests on inspections that are no longer in Ofsted's file",
            "Read an older file of Ofsted's too, or confirm it in the register of recipients, and run again",
        ),
    }[flag]
