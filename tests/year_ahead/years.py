"""Past years and futures for tests, each with a default for everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from matcher.domain import Recipient
from matcher.policy import Futures, Policy, YearAhead
from matcher.year_ahead.arrivals import Arrival, PastYear
from tests.worlds import a_policy, a_recipient


def an_arrival(id: str, on: date, twice: bool | None = False, **rest: Any) -> Arrival:
    recipient: Recipient = a_recipient(id, **rest)
    return Arrival(on, recipient, twice)


def a_past_year(starts: int, *arrivals: Arrival) -> PastYear:
    return PastYear(date(starts, 9, 1), tuple(sorted(arrivals, key=lambda a: (a.on, a.recipient.id))))


def monthly(starts: int, autumn: int, later: int, prefix: str = "") -> PastYear:
    """A past year with so many schools in October and so many in February."""
    first = [an_arrival(f"{prefix}{starts}{k:03d}", date(starts, 10, 3)) for k in range(autumn)]
    second = [an_arrival(f"{prefix}{starts}{500 + k:03d}", date(starts + 1, 2, 7)) for k in range(later)]
    return a_past_year(starts, *first, *second)


def an_ahead_policy(use: str = "who-and-when", futures: dict[str, Any] | None = None, **rest: Any) -> Policy:
    limits = {name: rest.pop(name) for name in ("never_hold", "wait_at_most", "hold_at_most") if name in rest}
    ahead = YearAhead(use=use, futures=Futures(**(futures or {})), **limits)  # type: ignore[arg-type]
    return replace(a_policy(**rest), year_ahead=ahead)


def ids(things: Iterable[Recipient]) -> list[str]:
    return [r.id for r in things]
