"""What keeping days and money for those who come later has won or lost, in sentences for the command and the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from matcher.ledger.wait_decisions.brought import Brought, KeptFor, PlanOutcome
from matcher.runs.opened import OpenedRun
from matcher.wording.messages import BodyRef, Count, Day, LeaderRef, Listed, Message, message, plain
from matcher.wording.terms import RECIPIENT
from matcher.wording.wording import day
from matcher.wording.words import count

Bodies = Mapping[str, BodyRef]


def brought_sentences(brought: Brought, run: OpenedRun, later: OpenedRun) -> Iterator[Message]:
    """Who came, what became of each wait and each kept leader, and both plans in priority points."""
    bodies = {r.id: BodyRef(r.id, r.region, r.name) for r in (*run.world.recipients, *later.world.recipients)}
    since, until = day(run.policy.as_at), day(later.policy.as_at)
    yield plain(f"Since {since}, {len(brought.came):,} more {RECIPIENT:s} qualify, by {until}.")
    for one in brought.kept:
        yield _said(one, bodies)
    yield plain(
        f"Had everything been agreed as proposed, {_by(brought.with_it)} with the year ahead by {until};"
        f" {_by(brought.alone)} without it: keeping has {_won(brought.won)} so far."
    )


def _said(one: KeptFor, bodies: Bodies) -> Message:
    leader, got = LeaderRef(one.leader), _got(one, bodies)
    if not one.recipient:
        days = Count(one.days, "day was", "days were")
        return message("Leader {leader}, of whom {days} kept: {got}.", leader=leader, days=days, got=got)
    return message(
        "{who} was asked to wait ({decision}); leader {leader} {got}; {now}.",
        who=bodies.get(one.recipient) or BodyRef(one.recipient, one.region),
        decision=one.decision,
        leader=leader,
        got=got,
        now=message("it has leader {leader} now", leader=LeaderRef(one.now))
        if one.now
        else plain("it has no match yet"),
    )


def _got(one: KeptFor, bodies: Bodies) -> Message:
    if not one.got:
        return plain("supports nobody who came since")
    came = tuple(_came(bodies.get(id) or BodyRef(id, ""), since) for id, since in one.got)
    return message("supports {came}", came=Listed(came))


def _came(who: BodyRef, since: str) -> Message:
    if not since:
        return message("{who}", who=who)
    return message("{who}, which qualifies since {since}", who=who, since=Day(date.fromisoformat(since)))


def _by(outcome: PlanOutcome) -> str:
    matched = outcome.matched + outcome.since
    return f"{matched:,} would be matched ({outcome.matched:,} then, {outcome.since:,} now), {outcome.points:,} points,"


def _won(points: int) -> str:
    if not points:
        return "neither won nor lost a priority point"
    return f"{'won' if points > 0 else 'lost'} {count(abs(points), 'priority point')}"
