"""What leaders said since the register was written, as facts of a re-run: days, travel, checks, and new interests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from matcher.case.leader_said import leader_said
from matcher.domain import Adviser, Facts, Interest, Leader, Organisation
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import Record
from matcher.policy import Policy
from matcher.wording.messages import LeaderRef, Message, message

CHECK, LEDGER = "interests-checked", "ledger"
PARTY_TO_BE_FOUND_OUT = "line {} of the ledger"  # of an interest whose party nobody has written into the register yet
Giver = TypeVar("Giver", Leader, Organisation, Adviser)


def giver_since(leader: Giver, record: Record, policy: Policy) -> Giver:
    """The leader, adviser or organisation that supports schools, with the ledger's withdrawal, changes and checks.

    What the ledger has is known to this run, so that a check of a later day counts on the run's own: only a register's
    check of a later day does not. An adviser who withdrew is among those who cannot.
    """
    withdrawal = record.withdrawn.get(leader.id)
    if withdrawal is not None and not isinstance(leader, Adviser):
        leader = replace(leader, willing=False, withdrew_on=date.fromisoformat(withdrawal["on"]))
    if isinstance(leader, Leader):
        leader = _changed(leader, record, policy)
    days = [
        date.fromisoformat(b["on"])
        for b in record.checks
        if b["leader"] == leader.id and not b["recipient"] and b["detail"]["outcome"] != "conflict"
    ]
    if not days:
        return leader
    last, registered = max(days), leader.interests_checked_on
    if registered is not None and last < registered <= policy.as_at:
        return leader
    return replace(leader, interests_checked_on=min(last, policy.as_at), check_recorded_on=_later(last, policy.as_at))


def _later(day: date, as_at: date) -> date | None:
    """The day of a check where it is later than the run's own."""
    return day if day > as_at else None


def _changed(leader: Leader, record: Record, policy: Policy) -> Leader:
    """Travel from then on; days in the programme year in which they were said."""
    said = leader_said(record, leader.id, date.max, policy)
    days = leader.days if said.days is None else said.days
    metres = leader.max_travel_metres if said.travel_metres is None else said.travel_metres
    return replace(leader, days=days, max_travel_metres=metres)


def changed_notes(record: Record, facts: Facts, policy: Policy) -> Iterator[Message]:
    """What this run takes from the ledger instead of the register of leaders."""
    for leader in facts.leaders:
        now = _changed(leader, record, policy)
        parts = [f"{now.days} days, not {leader.days}"] if now.days != leader.days else []
        if now.max_travel_metres != leader.max_travel_metres:
            parts.append(f"travels up to {(now.max_travel_metres or 0) // 1000} km")
        if parts:
            lines = [int(b["seq"]) for b in record.leader_changes if b["leader"] == leader.id]
            text = "Leader {leader}, as they said (line {line} of the ledger): {what}"
            yield message(text, leader=LeaderRef(leader.id), line=lines[-1], what=", ".join(parts))


def interests_since(record: Record, as_at: date) -> Iterator[Interest]:
    """The last check of each leader, and of each pair: a nil return for a pair where it found nothing, and an interest
    for the director to sign off where it found one. One that names no school or trust stands against a party to be
    found out, so that the leader's pairs are to be checked until the register says which it is."""
    last = {(b["leader"], b["recipient"]): b for b in sorted(record.checks, key=lambda b: (b["on"], b["seq"]))}
    for _, body in sorted(last.items()):
        outcome = body["detail"]["outcome"]
        if outcome == "clear" and body["recipient"]:
            yield _interest(body, body["recipient"], "none", None, as_at)
        elif outcome == "sign-off" and body["recipient"]:
            yield _interest(body, body["recipient"], "other", "sign_off", as_at)
        elif outcome != "clear" and not body["recipient"]:
            yield _interest(body, PARTY_TO_BE_FOUND_OUT.format(body["seq"]), "other", "sign_off", as_at)


def _interest(body: LineBody, party: str, relation: str, level: str | None, as_at: date) -> Interest:
    return Interest(
        person_id=body["leader"],
        party_id=party,
        party_kind=str(body["detail"].get("kind", "school")) if body["recipient"] else "organisation",
        relation=relation,
        level=level,
        declared_by="broker",
        declared_on=min(date.fromisoformat(body["on"]), as_at),
        check_recorded_on=_later(date.fromisoformat(body["on"]), as_at),
        source=LEDGER,
    )
