"""What a re-run takes from the ledger about a school beside its matches: its adviser, and its case's milestones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from matcher.case.rise.progress import open_cases, reached_of
from matcher.domain import DIAGNOSES, Assessment, Case, Facts
from matcher.ledger.log.acts import ADVISER_CANNOT_ANY, ALLOCATED, BODY_INFORMED, DIAGNOSIS, REFUSED, act_words
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import MatchState, Record
from matcher.policy import Pinned, Policy
from matcher.rules.limits.commitments import appointed_by_case

BESIDE = "the adviser beside a match that is "


def adviser_pins(frozen: Iterable[MatchState], record: Record, policy: Policy) -> Iterator[Pinned]:
    """Pins for every adviser who is allocated, and for the one who was proposed with a match when people agreed to it.

    One who has refused since, withdrew, or cannot at present without being allocated, leaves the place to another.
    """
    kept = {s.recipient: s.adviser for s in record.advisers.values() if s.state == ALLOCATED}
    for school, adviser in sorted(kept.items()):
        yield Pinned(
            recipient_id=school, leader_id=adviser, reason="the adviser is allocated", stands="agreed", source="ledger"
        )
    for match_state in frozen:
        run, school = record.run(match_state.run), match_state.match.recipient
        adviser = run.advisers.get(school, "") if run else ""
        if adviser and school not in kept and _goes_on(school, adviser, record, policy):
            yield Pinned(recipient_id=school, leader_id=adviser, reason=BESIDE + match_state.state, source="ledger")


def no_longer_here(pins: Iterable[Pinned], assessed: Iterable[Assessment]) -> tuple[Pinned, ...]:
    """Those of allocated advisers whose school is none of this run any more; they go on, and hold their load."""
    here = {a.id for a in assessed if a.recipient is not None}
    return tuple(p for p in pins if p.stands and p.recipient_id not in here)


def _goes_on(school: str, adviser: str, record: Record, policy: Policy) -> bool:
    state = record.advisers.get((school, adviser))
    gone = adviser in record.withdrawn or record.is_away(adviser, policy.as_at)
    return not gone and (state is None or state.state != REFUSED)


def refused_advisers(record: Record, policy: Policy | None) -> Iterator[Pinned]:
    """Forbids for the schools that an adviser refused, or that wanted another, until the day that was given."""
    for state in record.advisers.values():
        over = policy is not None and state.until is not None and policy.as_at.isoformat() > state.until
        if state.state == REFUSED and state.last is not None and state.refusal != ADVISER_CANNOT_ANY and not over:
            reason = f"{act_words(state.refusal)} (line {state.last['seq']} of the ledger)"
            yield Pinned(recipient_id=state.recipient, leader_id=state.adviser, reason=reason, source="ledger")


def cases_with(record: Record, facts: Facts, frozen: Iterable[MatchState], day: date) -> tuple[Case, ...]:
    """The department's case list with the ledger's milestones, for schools with or without a case there.

    The appointment of an organisation that the ledger has as this term's agreed match is left out: the run holds that
    match itself, and would else count it twice and call the school one that is in the programme already.
    """
    known = appointed_by_case(facts, day)
    own = {m.match.recipient for m in frozen if known.get(m.match.recipient) == m.match.leader}
    held = tuple(replace(c, appointed_on=None) if c.urn in own and c.status != "stopped" else c for c in facts.cases)
    by_urn = open_cases(facts)
    names = {r.id: r.name for r in facts.recipients} | {s.urn: s.name for s in facts.schools.values()}
    new = (Case(urn=id, name=names.get(id, id), status="in progress") for id in record.milestones if id not in by_urn)
    return tuple(
        _with_milestones(case, record.milestones.get(case.urn, ())) for case in (*held, *sorted(new, key=_urn))
    )


def _urn(case: Case) -> str:
    return case.urn


def _with_milestones(case: Case, lines: tuple[LineBody, ...]) -> Case:
    if not lines or case.status == "stopped":
        return case
    reached = reached_of(case, lines)
    day = {body["act"]: date.fromisoformat(body["on"]) for body in lines}
    return replace(
        case,
        milestone=reached.place,
        reached_on=reached.on,
        decision=DIAGNOSES.get(reached.decision, case.decision),
        informed_on=day.get(BODY_INFORMED, case.informed_on),
        decided_on=day.get(DIAGNOSIS, case.decided_on),
    )
