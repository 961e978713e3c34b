"""A leader has no more deployments at once than the number they gave."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Limit
from matcher.rules.base import Cite, LimitRule
from matcher.rules.limits.commitments import deployments_committed
from matcher.rules.limits.limit_rows import int_array, ones, rows_by_subject
from matcher.wording.terms import LEADER
from matcher.world import World


def rows(world: World, choices: Choices) -> Limit:
    """One row per leader who gave a most; a leader who gave none has no limit."""
    committed = deployments_committed(world)
    limited = [(i, x) for i, x in enumerate(world.leaders) if x.max_matches is not None]
    place = np.full(len(world.leaders), -1, dtype=np.int64)
    place[[i for i, _ in limited]] = np.arange(len(limited))
    group = np.full(len(choices), -1, dtype=np.int64)
    group[choices.is_match] = place[choices.provider[choices.is_match]]
    at_most = int_array([max(0, (x.max_matches or 0) - committed[x.id]) for _, x in limited])
    mask = choices.is_match & (group >= 0)
    subjects = [x.id for _, x in limited]
    return rows_by_subject("deployments", "matches", subjects, at_most, group, ones(len(choices)), mask)


def words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"{LEADER} {subject} would take on {used} more deployments and has room for {at_most}"


DEPLOYMENTS = LimitRule(
    "deployments",
    Cite("tsc-capacity-survey-2019", "capacity", "leaders say how many schools they can support at once"),
    rows,
    words,
    short_of="room",
)
