"""The rows of the tables that a run seals of its drawn futures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from matcher.rules.goals.governance_benefit import benefit
from matcher.wording.words import amount
from matcher.world import World
from matcher.year_ahead.columns import YearProblem
from matcher.year_ahead.stand_ins import StandIns

FUTURES = "future,month,id,kind,region,from_year,priority"
DECLINES = "future,id"
COLUMNS = "future,kind,recipient_id,provider_id,days,team_days,cost,fit,benefit"


def futures_table(stand_ins: StandIns) -> tuple[tuple[Any, ...], ...]:
    """One row for each stand-in of each future: a real school or trust of a past year."""
    return tuple(
        (
            s.future,
            s.month,
            s.arrival.recipient.id,
            s.arrival.recipient.kind,
            s.arrival.recipient.region,
            s.from_year.name,
            s.priority,
        )
        for s in stand_ins.drawn
    )


def declines_table(year: YearProblem) -> tuple[tuple[int, str], ...]:
    """One row for each future and each of today's schools and trusts that is drawn to say no in it."""
    return tuple(
        (part.number, year.world.recipients[r].id)
        for part in year.parts
        for r in np.flatnonzero(part.declining).tolist()
    )


def columns_table(year: YearProblem, world: World) -> tuple[tuple[Any, ...], ...]:
    """One row for each future choice, in the order of the problem's columns."""
    return tuple(_columns(year, world))


def _columns(year: YearProblem, world: World) -> Iterator[tuple[Any, ...]]:
    bodies = year.world.recipients
    for part in year.parts:
        c = part.choices
        need, pence = benefit(year.world, c), c.total_pence
        for k in range(len(c)):
            people = world.leaders if c.is_match[k] else world.governance_leaders
            kind = "match" if c.is_match[k] else "governance"
            who = bodies[int(c.recipient[k])].id, people[int(c.provider[k])].id
            numbers = (int(c.days[k]), int(c.team_days[k]), amount(int(pence[k])), int(c.fit[k]), int(need[k]))
            yield (part.number, kind, *who, *numbers)
