"""Who must be notified of a match with one school or trust, in the programme's order, and what is missing to do so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from matcher.domain import Facts, Recipient, School
from matcher.policy import Policy
from matcher.read.notification_data import NotificationOrder, NotificationStep, read_notification_order

_CATHOLIC = re.compile(r"\b(catholic|r\.? ?c\.?)\b", re.IGNORECASE)

_PLACE = re.compile(r"\s*\([^)]*\)$")


@dataclass(frozen=True, slots=True)
class NoticeRecipient:
    """One recipient of a notice. The leader's name is left empty; `gap` says what somebody must find out first."""

    step: NotificationStep
    name: str
    gap: str


def notice_recipients(recipient: Recipient, facts: Facts, policy: Policy) -> tuple[NoticeRecipient, ...]:
    """In the programme's order; those of equal steps are notified on the same day."""
    order = read_notification_order(policy.programme)
    schools = _schools(recipient, facts, policy.as_at)
    in_order = [
        NoticeRecipient(step, name, gap)
        for step in order.steps
        for name, gap in _step_recipients(step, recipient, schools, order)
    ]
    return tuple(sorted(in_order, key=lambda t: (t.step.step, t.step.who, t.name)))


def told_before_asking(recipient: Recipient, facts: Facts, policy: Policy) -> tuple[NoticeRecipient, ...]:
    """Part one: who hears that support will be offered before the school or trust itself is asked, in order."""
    listed = notice_recipients(recipient, facts, policy)
    itself = next((n.step.step for n in listed if n.step.who == n.step.of == recipient.kind), 0)
    return tuple(n for n in listed if n.step.who not in ("leader", "school") and n.step.step < itself)


def _step_recipients(
    step: NotificationStep, recipient: Recipient, schools: tuple[School, ...], order: NotificationOrder
) -> Iterator[tuple[str, str]]:
    """(name, gap) of each body that this step notifies about this recipient."""
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


def _schools(recipient: Recipient, facts: Facts, as_at: date) -> tuple[School, ...]:
    """The schools concerned: the standalone school with the run's own facts, or every open school of the trust."""
    register = facts.schools
    if recipient.kind == "school":
        own = register.get(recipient.id, School(urn=recipient.id, name=recipient.name))
        return (
            replace(
                own,
                sector=recipient.sector or own.sector,
                local_authority=recipient.local_authority or own.local_authority,
                diocese=recipient.diocese or own.diocese,
                faith=recipient.faith or own.faith,
            ),
        )
    members = [register[urn] for urn in recipient.schools if urn in register]
    return tuple(s for s in members if s.closed is None or s.closed > as_at)


def _authority(schools: tuple[School, ...], recipient: Recipient) -> Iterator[tuple[str, str]]:
    if recipient.kind == "school" and schools[0].sector is None:
        yield "", "no file says whether the school is maintained, and so whether its authority is told first"
    maintained = [s for s in schools if s.sector == "maintained"]
    for name in sorted({s.local_authority or "" for s in maintained}):
        yield name, "" if name else "the school is maintained and its authority is not known"


def _is_academy(schools: tuple[School, ...]) -> bool:
    return any(s.sector == "academy" for s in schools)


def _dioceses(
    step: NotificationStep, schools: tuple[School, ...], order: NotificationOrder
) -> Iterator[tuple[str, str]]:
    """The dioceses of this step's church, each once; a school with a faith and no diocese is a gap."""
    by_church = {_church(s, order): s for s in schools if _may_be_diocesan(s)}
    for (church, diocese, gap), _ in sorted(by_church.items()):
        if (church == "catholic") == (step.of == "catholic"):
            yield diocese, gap


def _may_be_diocesan(school: School) -> bool:
    """Voluntary schools mostly have a church behind them, whether or not the file says which."""
    return bool(school.diocese) or school.faith == "Christian" or "voluntary" in (school.type_name or "").casefold()


def _church(school: School, order: NotificationOrder) -> tuple[str, str, str]:
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
