"""Days given by a leader's own leadership team are no more than the organisation offers and has not yet used."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Limit
from matcher.rules.base import Cite, LimitRule
from matcher.rules.limits.commitments import team_days_committed
from matcher.rules.limits.limit_rows import int_array, rows_by_subject
from matcher.world import World


def rows(world: World, choices: Choices) -> Limit:
    """One row per organisation of a leader; an organisation that is not on the register offers no team days."""
    ids = sorted({x.organisation_id for x in world.leaders if x.organisation_id is not None})
    place = {organisation: k for k, organisation in enumerate(ids)}
    of_leader = int_array([place.get(x.organisation_id or "", -1) for x in world.leaders])
    group = np.full(len(choices), -1, dtype=np.int64)
    group[choices.is_match] = of_leader[choices.provider[choices.is_match]]
    committed = team_days_committed(world)
    at_most = int_array([max(0, _pool(world, organisation) - committed[organisation]) for organisation in ids])
    mask = choices.is_match & (group >= 0)
    return rows_by_subject("team-days", "days", ids, at_most, group, choices.team_days, mask)


def _pool(world: World, organisation_id: str) -> int:
    organisation = world.organisations.get(organisation_id)
    return 0 if organisation is None else organisation.team_days or 0


def words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"the leadership team of organisation {subject} would give {used} days and has {at_most} left"


TEAM_DAYS = LimitRule(
    "team-days",
    Cite("tsio-flyer-2022-23", "system leader role, trusts", "the leader may call upon their leadership team"),
    rows,
    words,
    short_of="days",
)
