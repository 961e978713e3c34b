"""Which of several leaders is the nearest: by the same measure that decides who is too far away."""

from __future__ import annotations

import numpy as np

from matcher.plan import NOT_NEAR, Pairs
from matcher.rules.pairs.distance.measured import NO_LIMIT, limit_minutes, measured, minutes_judged
from matcher.rules.pairs.distance.water import not_by_distance
from matcher.world import UNKNOWN, Ints, World


def nearness(world: World, pairs: Pairs) -> Ints:
    """What `the nearest` goes by, the least first: minutes in a run where a limit in minutes decides, else metres.

    `NOT_NEAR` where the journey is not known, or is a straight line over water.
    """
    by_minutes = measured(world).rate is not None and bool((limit_minutes(world) != NO_LIMIT).any())
    away = minutes_judged(world, pairs) if by_minutes else pairs.metres
    return np.where((away == UNKNOWN) | not_by_distance(world, pairs), NOT_NEAR, away)
