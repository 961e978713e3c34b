"""Dates of the registers that contradict another date of the same record, or lie in the future where they cannot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from matcher.errors import Fault
from matcher.read.parsing.row_places import place_of
from matcher.read.registers.register_set import Registers

Told = tuple[Any, str, date | None]  # a fact, its column, and the day there

_TODO = "Look at its year; a day that has not come is no day on which it was done"


def check_dates(registers: Registers, today: date | None, faults: list[Fault]) -> None:
    """A fault for each check, declaration or approval of a day that has not come. `today` None asks nothing."""
    if today is None:
        return
    for fact, column, day in _done(registers):
        if day is not None and day > today:
            file, row = place_of(fact)
            faults.append(Fault(file, row, column, day.isoformat(), f"is after today, {today.isoformat()}", _TODO))


def _done(registers: Registers) -> Iterable[Told]:
    """The days on which something has been done."""
    people: tuple[Any, ...] = (
        *registers.leaders,
        *registers.governance_leaders,
        *registers.organisations,
        *registers.advisers,
    )
    for leader in people:
        yield leader, "interests_checked_on", leader.interests_checked_on
    for interest in registers.interests:
        yield interest, "declared_on", interest.declared_on
    for request in registers.requests:
        yield request, "received_on", request.received_on
        yield request, "approved_on", request.approved_on
    for past in registers.history:
        if past.state == "finished":
            yield past, "ends_on", past.ends_on
