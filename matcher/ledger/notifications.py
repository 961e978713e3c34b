"""Who is told of a match, in the programme's order, each with a day; what is not known is a gap to fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.explain.who_is_told import Told, told_of
from matcher.ledger.calendar import later, next_day
from matcher.ledger.opened import OpenedRun
from matcher.ledger.states import MatchState
from matcher.read.shipped_telling import telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One who is told of one match. `gap` says what somebody must find out first; `told_on` is as recorded."""

    recipient: str
    leader: str
    step: int
    whom: str  # authority, diocese, trust, school or leader
    name: str
    on: date
    why: str
    source: str
    gap: str = ""
    told_on: str = ""


def who_is_told(held: MatchState, run: OpenedRun, start: date) -> tuple[Notice, ...]:
    """In order; equal steps share a day. `start` is the first day on which anybody could be told."""
    recipient = run.world.recipients[run.world.recipient_row[held.match.recipient]]
    leader = run.world.leaders[run.world.leader_row[held.match.leader]]
    asked = told_of(recipient, run.facts, run.policy)
    days = _days(sorted({t.step.step for t in asked}), start, telling(run.policy.programme).days_between)
    found = [_notice(held, t, leader.name if t.step.who == "leader" else t.name, days[t.step.step]) for t in asked]
    return tuple(sorted(found, key=lambda n: (n.step, n.whom, n.name)))


def _notice(held: MatchState, one: Told, name: str, on: date) -> Notice:
    step = one.step
    told = [b for b in held.acts if b["act"] == "tell" and b["detail"].get("whom") == step.who]
    return Notice(
        recipient=held.match.recipient,
        leader=held.match.leader,
        step=step.step,
        whom=step.who,
        name=name,
        on=on,
        why=step.why,
        source=f"{step.source}, {step.clause}",
        gap=one.gap,
        told_on=told[-1]["on"] if told else "",
    )


def _days(steps: list[int], start: date, between: int) -> dict[int, date]:
    days: dict[int, date] = {}
    day = next_day(start)
    for place, step in enumerate(steps):
        day = later(day, between) if place else day
        days[step] = day
    return days
