"""The one builder of the case of a school or trust, from an opened run, the ledger, a day and a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from matcher.case.leader_said import leader_said
from matcher.case.ledger_view import LedgerView, LineBody, MatchRecord, asked_on, on
from matcher.case.notes import notes_about
from matcher.case.notice_recipients import NoticeRecipient, notice_recipients, told_before_asking
from matcher.case.pair.facts import of_pair
from matcher.case.records import LeaderChange, LeaderOffer, SchoolCase, TellingStep
from matcher.case.rise.adviser import adviser_offer
from matcher.case.rise.progress import open_cases, progress_of, reached_of
from matcher.case.states import GONE, state_of, with_absence
from matcher.case.tables.recorded_acts import acts_of
from matcher.case.visible import evidence_seen, leader_labels, reason_seen
from matcher.domain import Facts, Recipient
from matcher.policy import Policy
from matcher.result import Unmatched
from matcher.runs.opened import OpenedRun
from matcher.wording.messages import EVERYTHING, Reader
from matcher.wording.wording import State

# Assumed: the addresses of public pages, which their owners may change.
GIAS = "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/{}"
GIAS_TRUST = "https://get-information-schools.service.gov.uk/Groups/Group/Details/{}"
OFSTED = "https://reports.ofsted.gov.uk/provider/21/{}"

NO_LEDGER = LedgerView()
NOBODY: Mapping[str, Unmatched] = {}


def case_of(
    run: OpenedRun,
    id: str,
    day: date,
    ledger: LedgerView = NO_LEDGER,
    reader: Reader = EVERYTHING,
    unmatched: Mapping[str, Unmatched] = NOBODY,
) -> SchoolCase:
    """The case of a body that the run assessed; `unmatched` says why those without a match have none.

    Raises KeyError where the run did not assess it.
    """
    finished, assessed = run.finished, run.assessments[id]
    row = run.world.recipient_row.get(id)
    recipient = None if row is None else run.world.recipients[row]
    without = unmatched.get(id)
    school = assessed.kind == "school"
    return SchoolCase(
        id=id,
        name=recipient.name if recipient else assessed.name,
        kind=assessed.kind,
        region=assessed.region,
        authority=(recipient.local_authority if recipient else None) or "",
        day=day,
        answer=assessed.verdict.answer,
        why=reason_seen(finished, reader, assessed),
        evidence=evidence_seen(finished, reader, assessed),
        since=assessed.verdict.since,
        offers=tuple(_offers(run, recipient, day, ledger, reader)) if recipient else (),
        acts=acts_of(id, ledger, reader, _leaders_now(run, id, ledger)),
        moves=tuple(_moves(run, id, ledger)),
        unmatched=without.reason if without else "",
        gias=(GIAS if school else GIAS_TRUST).format(id) if id.isdigit() else "",
        ofsted=OFSTED.format(id) if school and id.isdigit() else "",
        support_told=support_told(recipient, run.facts, run.policy, ledger.told) if recipient else (),
        notes=notes_about(ledger, day, reader, recipient=id) if reader.sees(assessed.region) else (),
        broker=role_of_broker(run.facts, assessed.region),
        **_advised(run, recipient, day, ledger, reader),
    )


def role_of_broker(facts: Facts, region: str) -> str:
    """Who does a broker's tasks for a region: its director where the register of people has no broker for it."""
    roles = {person.role for person in facts.people if not person.regions or region in person.regions}
    return "director" if "director" in roles and "broker" not in roles else "broker"


def _leaders_now(run: OpenedRun, id: str, ledger: LedgerView) -> frozenset[str]:
    """The leaders of its matches that are open, stand or are over; of the run's own where the ledger has none."""
    mine = [m for m in ledger.matches if m.match.recipient == id]
    known = {m.match.leader for m in mine}
    proposed = {m.leader for m in run.published.matches if m.recipient == id and m.leader not in known}
    return frozenset(proposed | {m.match.leader for m in mine if m.state not in GONE})


def _advised(
    run: OpenedRun, recipient: Recipient | None, day: date, ledger: LedgerView, reader: Reader
) -> dict[str, Any]:
    """Its adviser and how far its case has come; nothing in a programme without advisers."""
    if recipient is None or not run.world.advisers:
        return {}
    case, lines = open_cases(run.facts).get(recipient.id), ledger.milestones.get(recipient.id, ())
    return {
        "adviser": adviser_offer(run, recipient, day, ledger, reader),
        "progress": progress_of(recipient, case, day, lines),
        "reached": reached_of(case, lines),
    }


# Offers.


def _offers(
    run: OpenedRun, recipient: Recipient, day: date, ledger: LedgerView, reader: Reader
) -> Iterator[LeaderOffer]:
    """Those of the ledger whose leader the run knows, by their last line; else the run's own proposal."""
    known = [m for m in ledger.matches if m.match.recipient == recipient.id and m.match.leader in run.world.leader_row]
    label = leader_labels(run.world, reader)
    for match in sorted(known, key=lambda m: (m.state not in ("refused", "replaced"), _last_line(m))):
        state = state_of(match, ledger, run.policy.as_at, label, day)
        yield _offer(run, recipient, match, state, day, ledger)
    own = next((m for m in run.published.matches if m.recipient == recipient.id), None)
    if own is not None and own.leader not in {m.match.leader for m in known}:
        pair = of_pair(run.finished, own.recipient, own.leader, ledger.checks, day)
        yield LeaderOffer(
            pair=pair,
            state=with_absence(State("proposed", run.policy.as_at), ledger, own.leader, day),
            days=own.days,
            team_days=own.team_days,
            pence=own.pence,
            told=name_told(recipient, run.facts, run.policy, ()),
            asked_on=asked_on(ledger, own.recipient, own.leader),
            said=leader_said(ledger, own.leader, day, run.policy),
        )


def _last_line(match: MatchRecord) -> int:
    return max((int(body["seq"]) for body in match.acts), default=0)


def _offer(
    run: OpenedRun, recipient: Recipient, match: MatchRecord, state: State, day: date, ledger: LedgerView
) -> LeaderOffer:
    m = match.match
    return LeaderOffer(
        pair=of_pair(run.finished, m.recipient, m.leader, ledger.checks, day),
        state=state,
        days=m.days,
        team_days=m.team_days,
        pence=m.pence,
        days_claimed=match.days_claimed,
        days_paid=match.days_paid,
        reserve=match.reserve,
        told=name_told(recipient, run.facts, run.policy, match.acts),
        asked_on=asked_on(ledger, m.recipient, m.leader),
        said=leader_said(ledger, m.leader, day, run.policy),
    )


def name_told(recipient: Recipient, facts: Facts, policy: Policy, acts: Iterable[LineBody]) -> tuple[TellingStep, ...]:
    """Part two: everybody on the programme's list, in its order, with the first day on which they heard the name.

    `acts`: the ledger's lines about the match.
    """
    days: dict[str, date] = {}
    for body in acts:
        if body["act"] == "tell":
            whom = str(body["detail"].get("whom"))
            days[whom] = min(on(body), days.get(whom, on(body)))
    listed = notice_recipients(recipient, facts, policy)
    return tuple(TellingStep(x.step.who, x.name, x.gap, days.get(x.step.who), x.step.step) for x in listed)


def support_told(
    recipient: Recipient, facts: Facts, policy: Policy, lines: Iterable[LineBody]
) -> tuple[TellingStep, ...]:
    """Part one: everybody who hears that support will be offered, with the first recorded day on which they did.

    `lines`: the ledger's on who was told of support.
    """
    about = [b for b in lines if recipient.id in b["detail"]["recipients"]]

    def told(x: NoticeRecipient) -> date | None:
        days = (on(b) for b in about if (b["detail"]["whom"], b["detail"]["name"]) == (x.step.who, x.name))
        return min(days, default=None)

    listed = told_before_asking(recipient, facts, policy)
    return tuple(TellingStep(x.step.who, x.name, x.gap, told(x), x.step.step) for x in listed)


def _moves(run: OpenedRun, id: str, ledger: LedgerView) -> Iterator[LeaderChange]:
    """Each run of the term that gave it another leader than the run before."""
    before: str | None = None
    for published in (r for r in ledger.runs if r.term == run.term and id in r.eligible):
        now = next((m.leader for m in published.matches if m.recipient == id), "")
        if before is not None and now != before:
            refused = [m.refusal for m in ledger.matches if (m.match.recipient, m.match.leader) == (id, before)]
            yield LeaderChange(published.run, date.fromisoformat(published.as_at), before, now, next(iter(refused), ""))
        before = now
