"""A leader's own days over their matches are no more than the days they offered and have not yet used."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Limit
from matcher.rules.base import Cite, LimitRule
from matcher.rules.limits.commitments import days_committed
from matcher.rules.limits.limit_rows import int_array, rows_by_subject
from matcher.wording.terms import LEADER
from matcher.world import Ints, World


def days_left(world: World) -> Ints:
    """Per leader, days offered minus days already committed, at least 0."""
    committed = days_committed(world)
    return int_array([max(0, x.days - committed[x.id]) for x in world.leaders])


def rows(world: World, choices: Choices) -> Limit:
    group = np.where(choices.is_match, choices.provider, 0)
    subjects = [x.id for x in world.leaders]
    return rows_by_subject("leader-days", "days", subjects, days_left(world), group, choices.own_days, choices.is_match)


def words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"{LEADER} {subject} would give {used} days of their own and has {at_most} left"


LEADER_DAYS = LimitRule(
    "leader-days",
    Cite("tsio-flyer-2022-23", "what support is available", "up to 10 days from a leader, who may not subcontract"),
    rows,
    words,
    short_of="days",
)
