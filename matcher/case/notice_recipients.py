"""Who must be notified of a match with one school or trust, in the programme's order, and what is missing to do so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matcher.domain import Facts, Recipient, School, may_be_christian
from matcher.policy import Policy
from matcher.read.notification_data import NotificationOrder, NotificationStep, read_notification_order
from matcher.rules.pairs.pair_wording import and_list

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
        if not is_one_body(name, recipient.name):
            yield name, "" if name else "the school is an academy and its trust is not known"


def is_one_body(trust: str, school: str) -> bool:
    """Whether a trust of one academy goes by its school's own name: it is told once, as the school."""
    return bool(trust) and _bare(trust) == _bare(school)


def _bare(name: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", name.casefold()).split())


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
    """The dioceses of this step's church, each once; what must be found out about several schools is one gap."""
    doubts: dict[str, dict[str, list[str]]] = {}
    for school in filter(_may_be_diocesan, schools):
        church, diocese, doubt = _church(school, order)
        if (church == "catholic") == (step.of == "catholic"):
            doubts.setdefault(diocese, {}).setdefault(doubt, []).append(school.name)
    for diocese, by_doubt in sorted(doubts.items()):
        gaps = [_gap(doubt, diocese, sorted(set(names))) for doubt, names in sorted(by_doubt.items()) if doubt]
        yield diocese, "; ".join(gaps)


_UNKNOWN, _UNNAMED, _SHARED = "catholic, diocese not known", "no diocese named", "name of two dioceses"


def _gap(doubt: str, diocese: str, names: Sequence[str]) -> str:
    """What somebody must find out about the schools of these names."""
    listed, several = and_list(tuple(names)), len(names) > 1
    if doubt == _UNKNOWN:
        return (
            f"{listed} {'are' if several else 'is'} Catholic and {'their' if several else 'its'} diocese is not known"
        )
    if doubt == _UNNAMED:
        if several:
            return f"{listed} may be church schools and no file names their diocese: find out if they have one"
        return f"{listed} may be a church school and no file names its diocese: find out if it has one"
    verb = "belong" if several else "belongs"
    return f"{diocese} is the name of two dioceses: find out which church {listed} {verb} to"


def _may_be_diocesan(school: School) -> bool:
    """Voluntary schools mostly have a church behind them, whether or not the file says which."""
    return bool(school.diocese) or may_be_christian(school.faith) or "voluntary" in (school.type_name or "").casefold()


def _church(school: School, order: NotificationOrder) -> tuple[str, str, str]:
    """(church, diocese, doubt). Where two churches use a diocese's name, the order for Catholic schools serves both."""
    diocese = school.diocese or ""
    if _CATHOLIC.search(f"{school.name} {diocese}") or diocese.casefold().startswith("archdiocese"):
        return "catholic", diocese, "" if diocese else _UNKNOWN
    if not diocese:
        return "other", "", _UNNAMED
    bare = re.sub(r"^(the )?(roman catholic )?diocese of ", "", _PLACE.sub("", diocese.casefold())).strip()
    if bare in {name.casefold() for name in order.catholic}:
        return "catholic", diocese, ""
    if bare in {name.casefold() for name in order.either} and "church of england" not in school.name.casefold():
        return "catholic", diocese, _SHARED
    return "other", diocese, ""
