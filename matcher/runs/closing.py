"""A school that closes, or has closed, and the one that goes on in its place under another URN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.domain import Facts
from matcher.wording.wording import day


@dataclass(frozen=True, slots=True)
class Closing:
    """The last day of a school, and its one plain successor: '' where the files name none."""

    on: date
    successor: str = ""
    successor_name: str = ""


def closing_of(facts: Facts, urn: str) -> Closing | None:
    """As the files that were read have it, planned closings among them; None for no closing day, and for a trust."""
    school = facts.schools.get(urn)
    if school is None or school.closed is None:
        return None
    heirs = [s.new_urn for s in facts.successions if s.old_urn == urn and s.plain]
    if len(heirs) != 1:
        return Closing(school.closed)
    heir = facts.schools.get(heirs[0])
    return Closing(school.closed, heirs[0], heir.name if heir else "")


def closed_by(facts: Facts, urn: str, on: date) -> Closing | None:
    """Its closing where its last day is this one or was before; a day to come is no reason for anything."""
    ended = closing_of(facts, urn)
    return ended if ended is not None and ended.on <= on else None


def goes_on_as(x: Closing) -> str:
    """`goes on as Nanpean Community Primary School (149540)`; '' where no file names a successor."""
    if not x.successor:
        return ""
    return f"goes on as {f'{x.successor_name} ({x.successor})' if x.successor_name else x.successor}"


def closes(x: Closing) -> str:
    """Of a school that is proposed for: what is to be asked before anybody relies on it."""
    after = f" and {goes_on_as(x)}" if x.successor else ""
    return f"It closes on {day(x.on)}{after}: ask who answers for it"


def closed(x: Closing) -> str:
    """Of a school that is gone: `closed on 31 December 2022 and goes on as ...`, without the school."""
    after = f" and {goes_on_as(x)}" if x.successor else ""
    return f"closed on {day(x.on)}{after}"
