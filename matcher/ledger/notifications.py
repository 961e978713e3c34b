"""Who is told of a match, in the programme's order, each with a day; what is not known is a gap to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from matcher.domain import Recipient, School
from matcher.ledger.calendar import later, next_day
from matcher.ledger.opened import OpenedRun
from matcher.ledger.states import MatchState
from matcher.read.shipped_telling import Step, Telling, telling

_CATHOLIC = re.compile(r"\b(catholic|r\.? ?c\.?)\b", re.IGNORECASE)

_PLACE = re.compile(r"\s*\([^)]*\)$")


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
    order = telling(run.policy.programme)
    recipient = run.world.recipients[run.world.recipient_row[held.match.recipient]]
    leader = run.world.leaders[run.world.leader_row[held.match.leader]]
    asked = [(step, name, gap) for step in order.steps for name, gap in _told(step, recipient, run, order)]
    asked = [(step, leader.name if step.who == "leader" else name, gap) for step, name, gap in asked]
    days = _days(sorted({step.step for step, _, _ in asked}), start, order.days_between)
    found = [_notice(held, step, name, gap, days[step.step]) for step, name, gap in asked]
    return tuple(sorted(found, key=lambda n: (n.step, n.whom, n.name)))


def _notice(held: MatchState, step: Step, name: str, gap: str, on: date) -> Notice:
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
        gap=gap,
        told_on=told[-1]["on"] if told else "",
    )


def _days(steps: list[int], start: date, between: int) -> dict[int, date]:
    days: dict[int, date] = {}
    day = next_day(start)
    for place, step in enumerate(steps):
        day = later(day, between) if place else day
        days[step] = day
    return days


def _told(step: Step, recipient: Recipient, run: OpenedRun, order: Telling) -> Iterator[tuple[str, str]]:
    """(name, gap) of each whom this step tells about this recipient."""
    schools = _schools(recipient, run)
    if step.who == "leader":
        yield "", ""
    elif step.of == recipient.kind:
        yield recipient.name, ""
    elif step.who == "diocese":
        yield from _dioceses(step, schools, order)
    elif step.who == "authority":
        yield from _authority(schools, recipient)
    elif step.who == "trust" and step.of == "academy" and recipient.kind == "school" and _is_academy(schools):
        name = recipient.trust_name or ""
        yield name, "" if name else "the school is an academy and its trust is not known"


def _schools(recipient: Recipient, run: OpenedRun) -> tuple[School, ...]:
    """The schools that are told about: a standalone school as it stands, or every open school of a trust."""
    known = run.facts.schools
    if recipient.kind == "school":
        own = known.get(recipient.id, School(urn=recipient.id, name=recipient.name))
        return (
            replace(
                own,
                sector=recipient.sector or own.sector,
                local_authority=recipient.local_authority or own.local_authority,
                diocese=recipient.diocese or own.diocese,
                faith=recipient.faith or own.faith,
            ),
        )
    found = [known[urn] for urn in recipient.schools if urn in known]
    return tuple(s for s in found if s.closed is None or s.closed > run.policy.as_at)


def _authority(schools: tuple[School, ...], recipient: Recipient) -> Iterator[tuple[str, str]]:
    if recipient.kind == "school" and schools[0].sector is None:
        yield "", "no file says whether the school is maintained, and so whether its authority is told first"
    kept = [s for s in schools if s.sector == "maintained"]
    for name in sorted({s.local_authority or "" for s in kept}):
        yield name, "" if name else "the school is maintained and its authority is not known"


def _is_academy(schools: tuple[School, ...]) -> bool:
    return any(s.sector == "academy" for s in schools)


def _dioceses(step: Step, schools: tuple[School, ...], order: Telling) -> Iterator[tuple[str, str]]:
    """The dioceses of this step's church, each once; a school with a faith and no diocese is a gap."""
    found = {_church(s, order): s for s in schools if _may_be_diocesan(s)}
    for (church, diocese, gap), _ in sorted(found.items()):
        if (church == "catholic") == (step.of == "catholic"):
            yield diocese, gap


def _may_be_diocesan(school: School) -> bool:
    """Voluntary schools mostly have a church behind them, whether or not the file says which."""
    return bool(school.diocese) or school.faith == "Christian" or "voluntary" in (school.type_name or "").casefold()


def _church(school: School, order: Telling) -> tuple[str, str, str]:
    """(church, diocese, gap). Where two churches use a diocese's name, the order for Catholic schools serves both."""
    diocese = school.diocese or ""
    if _CATHOLIC.search(f"{school.name} {diocese}") or diocese.casefold().startswith("archdiocese"):
        return "catholic", diocese, "" if diocese else f"{school.name} is Catholic and its diocese is not known"
    if not diocese:
        return (
            "other",
            "",
            f"{school.name} may be a church school and no file names its diocese: find out if it has one",
        )
    bare = re.sub(r"^(the )?(roman catholic )?diocese of ", "", _PLACE.sub("", diocese.casefold())).strip()
    if bare in {name.casefold() for name in order.catholic}:
        return "catholic", diocese, ""
    if bare in {name.casefold() for name in order.either} and "church of england" not in school.name.casefold():
        return (
            "catholic",
            diocese,
            f"{diocese} is the name of two dioceses: find out which church {school.name} belongs to",
        )
    return "other", diocese, ""
