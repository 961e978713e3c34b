"""Telling, part one: support will be offered, no leader named. One letter for each body, for all of its schools.

It comes before a school is asked. Part two, the leader's name, is told of one match: `notification_order`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.case.notice_recipients import NoticeRecipient, told_before_asking
from matcher.domain import Person
from matcher.ledger.log.acts import ASK, FROZEN, PROPOSED, TELL_OF_SUPPORT, Decision, Objection
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.notify.how_far import ANSWERS
from matcher.ledger.notify.notification_order import InOrder, TooEarly
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import RECIPIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportNotice:
    """One body to be told, before any of these schools and trusts is asked. `gap`: what must be found out first;
    `told_day`: per recipient the day (ISO) on which it was told, for those of whom it was."""

    step: int
    whom: str  # authority, diocese or trust
    name: str
    recipients: tuple[str, ...]
    gap: str = ""
    told_day: Mapping[str, str]

    @property
    def open(self) -> tuple[str, ...]:
        """Those of whom the body has not been told."""
        return tuple(r for r in self.recipients if r not in self.told_day)


def support_notices(run: OpenedRun, record: Record) -> tuple[SupportNotice, ...]:
    """Every body that is told of the run's open and agreed matches, in the programme's order, each once."""
    about: dict[tuple[int, str, str, str], list[str]] = defaultdict(list)
    gaps: dict[tuple[int, str, str, str], list[str]] = defaultdict(list)
    for recipient in dict.fromkeys(m.match.recipient for m in _concerned(run, record)):
        for one in first_part(run, recipient):
            # a body with a name gets one letter, whatever must be found out about some of its schools
            key = one.step.step, one.step.who, one.name, "" if one.name else one.gap
            about[key].append(recipient)
            gaps[key] += [one.gap] if one.gap else []
    return tuple(
        SupportNotice(
            step=step,
            whom=whom,
            name=name,
            recipients=tuple(sorted(recipients)),
            gap="; ".join(dict.fromkeys(gaps[key])),
            told_day={r: day for r in sorted(recipients) if (day := told_day(record, r, whom, name))},
        )
        for key, recipients in sorted(about.items())
        for step, whom, name, _ in (key,)
    )


def _concerned(run: OpenedRun, record: Record) -> Iterator[MatchState]:
    rows = run.world.recipient_row
    return (m for m in record.of_term(run.term) if m.state in (PROPOSED, *FROZEN) and m.match.recipient in rows)


def first_part(run: OpenedRun, recipient: str) -> tuple[NoticeRecipient, ...]:
    """Who hears that support will be offered to this school or trust before it is asked, in order."""
    return told_before_asking(run.world.recipients[run.world.recipient_row[recipient]], run.facts, run.policy)


def told_day(record: Record, recipient: str, whom: str, name: str) -> str:
    """The first recorded day (ISO) on which this body was told of this recipient; '' for none."""
    days = [
        str(b["on"])
        for b in record.told
        if recipient in b["detail"]["recipients"] and (b["detail"]["whom"], b["detail"]["name"]) == (whom, name)
    ]
    return min(days, default="")


def not_told(run: OpenedRun, record: Record, recipient: str, before: int | None, day: date) -> tuple[str, ...]:
    """The bodies of this recipient's earlier steps (None: of all) that had not been told by this day, in order."""
    return tuple(
        f"{one.step.who}{f' ({one.name})' if one.name else ''}"
        for one in first_part(run, recipient)
        if (before is None or one.step.step < before)
        and not _by(told_day(record, recipient, one.step.who, one.name), day)
    )


def _by(told: str, day: date) -> bool:
    return bool(told) and told <= day.isoformat()


def telling_decision(
    notice: SupportNotice, run: OpenedRun, by: str, on: date, reason: str, out_of_order: bool = False
) -> Decision:
    """The decision that records that a body was told of all of its schools and trusts of which it was not yet."""
    detail: dict[str, Any] = {"whom": notice.whom, "name": notice.name, "recipients": list(notice.open)}
    detail |= {"out_of_order": True} if out_of_order else {}
    return Decision(act=TELL_OF_SUPPORT, on=on, by=by, reason=reason, run=run.id, detail=detail)


def objection_to_notice_of_support(
    decision: Decision, person: Person, run: OpenedRun, record: Record
) -> Objection | None:
    """Why it may not be recorded that this body was told of these schools and trusts: unknown, another region's, or out
    of the programme's order without being declared so."""
    whom, name = str(decision.detail.get("whom", "")), str(decision.detail.get("name", ""))
    recipients = decision.detail.get("recipients") or ()
    if not recipients:
        return Objection("recipient", f"no {RECIPIENT} is named", "Take the list of who is told")
    late: list[str] = []
    for id in recipients:
        region = run.world.region_of.get(id)
        if id not in run.world.recipient_row:
            return Objection("recipient", f"{id} is no {RECIPIENT} of this run", "Take the list of who is told")
        if person.regions and region not in person.regions:
            return Objection("by", f"{region or 'this region'} is not this person's", "Ask who acts for the region")
        own = next((n for n in first_part(run, id) if (n.step.who, n.name) == (whom, name)), None)
        if own is None:
            return Objection("whom", f"nobody of this name is told about {id}", "Take the list of who is told")
        late += not_told(run, record, id, own.step.step, decision.on)
    return _in_order(decision, tuple(dict.fromkeys(late)), f"the {whom}")


def objection_to_asking(decision: Decision, run: OpenedRun, record: Record) -> Objection | None:
    """Why a school or trust may not be asked yet; it may be recorded that it was asked earlier, with the reason."""
    if decision.recipient not in run.world.recipient_row:
        return Objection("recipient", "it is not among those of this run", "Decide in the term's last run")
    return _in_order(decision, not_told(run, record, decision.recipient, None, decision.on), "the school is asked")


def _in_order(decision: Decision, before: tuple[str, ...], then: str) -> Objection | None:
    declared = bool(decision.detail.get("out_of_order"))
    if before and not declared:
        message = f"the {' and the '.join(before)} must be told before {then}, and that is not recorded"
        todo = "Record that first; or, if it happened so, add --out-of-order and say why as the reason"
        return TooEarly("whom", message, todo)
    if declared and not before:
        return InOrder("whom", "this is in order", "Leave out --out-of-order")
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedEarlier:
    """A school or trust that was asked before those who must be told first, and the line that gives the reason."""

    recipient: str
    leader: str
    line: LineBody
    before: tuple[str, ...]


def asked_earlier(run: OpenedRun, record: Record) -> tuple[AskedEarlier, ...]:
    """Those that were asked, or answered, before everybody of part one was told; with the first such line. Matches from
    the register of earlier deployments have no lines and are exempt."""
    found = []
    for match_state in record.of_term(run.term):
        m = match_state.match
        line = next((b for b in match_state.acts if b["act"] in (ASK, *ANSWERS)), None)
        if line is None or m.recipient not in run.world.recipient_row:
            continue
        before = not_told(run, record, m.recipient, None, date.fromisoformat(line["on"]))
        if before:
            found.append(AskedEarlier(recipient=m.recipient, leader=m.leader, line=line, before=before))
    return tuple(found)
