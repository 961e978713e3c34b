"""Whose leaders would be lost to the rest of the year: a leader whose own trust is supported supports nobody more.

Today's plan may hold both, and people sign it off; but once the support of the trust is agreed, the rule
`leader-own-trust` bars its leader from every later match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.plan import Choices, Limit
from matcher.rules.limits.leader_days import days_left
from matcher.rules.pairs.interests.leader_own_trust import leaders_at_home
from matcher.world import Ints, World

RULE = "own-trust-later"
SHORT_OF = "days of its own leader, who supports nobody while it is supported"
Home = tuple[int, int]  # rows of a body of today and of a leader whose own trust or school it is


def homes(world: World, today: Choices) -> tuple[Home, ...]:
    """Every body that may be matched today, with each leader whom its support would bar from later matches."""
    if world.policy.rules.leader_own_trust.supported != "bar":
        return ()
    bodies = np.unique(today.recipient[today.is_match]).tolist()
    return tuple((r, j) for r in bodies for j in leaders_at_home(world, world.recipients[r].id))


def limit_later(world: World, found: Sequence[Home], today: Choices, later: Choices, start: int) -> Limit:
    """Rows over today's choices and those of one future, which are numbered from `start` on: a leader's days in the
    future are none where their own trust or school is matched today."""
    rows = list(_rows(world, found, today, later, start))
    none: Ints = np.zeros(0, dtype=np.int64)
    return Limit(
        RULE,
        "days",
        np.repeat(np.arange(len(rows)), [len(choice) for choice, _, _, _ in rows]),
        np.concatenate([none, *(choice for choice, _, _, _ in rows)]),
        np.concatenate([none, *(weight for _, weight, _, _ in rows)]),
        np.array([most for _, _, most, _ in rows], dtype=np.int64),
        tuple(subject for _, _, _, subject in rows),
    )


def _rows(
    world: World, found: Sequence[Home], today: Choices, later: Choices, start: int
) -> Iterator[tuple[Ints, Ints, int, str]]:
    """Choices with their weights, what they come to at most, and whom that is about."""
    left = days_left(world)
    for r, j in found:
        own = np.flatnonzero(later.is_match & (later.provider == j))
        most = int(left[j]) + int((later.own_days[own] == 0).sum())
        if not most or not len(own):
            continue
        weight = np.clip(later.own_days[own], 1, most)  # a match by team days alone counts as well
        here = np.flatnonzero(today.is_match & (today.recipient == r))
        both = np.concatenate([np.full(len(here), most, dtype=np.int64), weight])
        yield np.concatenate([here, own + start]), both, most, f"{world.recipients[r].id}+{world.leaders[j].id}"
