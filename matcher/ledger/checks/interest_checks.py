"""Flags of a pair on a given day: declarations of interest expire, and recorded checks renew them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from matcher.case.pair import interests
from matcher.ledger.log.states import Record
from matcher.runs.opened import OpenedRun


def checks_of(bodies: Iterable[Mapping[str, Any]], recipient: str, leader: str) -> Iterator[Mapping[str, Any]]:
    """Every recorded check of this leader's interests, general or about this recipient, including corrected lines."""
    for body in bodies:
        if body["act"] == "interests-checked" and body["leader"] == leader and body["recipient"] in ("", recipient):
            yield body


def last_check(record: Record, recipient: str, leader: str, day: date) -> Mapping[str, Any] | None:
    """The latest check of this leader's interests on or before a day, general or about this recipient; else None."""
    return interests.last_check(record.checks, recipient, leader, day)


def flags_on(run: OpenedRun, record: Record, recipient: str, leader: str, day: date) -> tuple[str, ...]:
    """Names of the flags of a pair on a day (at the earliest the run's day), with recorded checks applied."""
    return interests.flags_on(run.world, run.rulebook, record.checks, recipient, leader, day)


def bodies_in(text: str, known: Container[str]) -> tuple[str, ...]:
    """The numbers of known schools and trusts (four digits or more) that stand in what somebody wrote; no year."""
    numbers = dict.fromkeys(re.findall(r"(?<![\w/.-])\d{4,}(?![\w/])", text))
    return tuple(x for x in numbers if x in known and not re.fullmatch(r"(?:19|20)\d\d", x))
