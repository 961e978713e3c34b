"""For whom a school or trust waits: what most of those are who take its room in the drawn futures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.plan import Limit
from matcher.policy import Policy
from matcher.runs.year_ahead.solved import SolvedYear
from matcher.world import Bools
from matcher.year_ahead.stand_ins import StandIns

TWICE, TRUST, SCHOOL, WAITING = "below-good-twice", "trust", "school", "waiting"


def in_row(year: SolvedYear, limit: Limit, row: int, others: Bools, policy: Policy) -> Iterator[str]:
    """What each of those is who later use this row of a limit in the plan: who comes, or one of today who waits."""
    assert year.posed.year is not None
    assert year.posed.stand_ins is not None
    bodies = year.posed.year.world.recipients
    own = limit.choice[(limit.row == row) & (limit.weight > 0)]
    later = own[(own >= year.posed.today) & others[own]]
    today = len(bodies) - len(year.posed.stand_ins.recipients)
    for body in np.unique(year.posed.problem.choices.recipient[later] % len(bodies)).tolist():
        yield _what(year.posed.stand_ins, body - today, policy) if body >= today else WAITING


def _what(stand_ins: StandIns, number: int, policy: Policy) -> str:
    """By kind; by `priority: history` a school that counts as below good twice running is told apart."""
    points, kind = policy.history_points, stand_ins.recipients[number].kind
    counts = policy.priority == "history" and points.below_good_twice != points.school
    twice = kind == "school" and counts and int(stand_ins.priorities[number]) == points.below_good_twice
    return TWICE if twice else kind
