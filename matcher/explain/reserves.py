"""Reserves: for each match, up to three other leaders who are free of conflicts and have room, best first."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matcher.explain.room import current_match, with_room
from matcher.plan import Problem
from matcher.result import Candidates
from matcher.world import Bools, World

AT_MOST = 3
CONFLICT_FLAGS = ("not-checked", "sign-off", "declared", "broker-interest", "potential-sponsor", "declined-before")


def reserves(world: World, candidates: Candidates, problem: Problem, chosen: Bools) -> Mapping[str, tuple[str, ...]]:
    """Recipient id -> leader ids, by fit, then distance, then id; only recipients that are matched have reserves.

    Several recipients may share a reserve: each has room taken alone, the others unmoved.
    """
    choices = problem.choices
    current = current_match(problem, chosen)
    free = with_room(problem, chosen) & (current >= 0)
    for flag in CONFLICT_FLAGS:
        if flag in candidates.flags:
            free &= ~candidates.flags[flag]
    free &= choices.provider != choices.provider[np.maximum(current, 0)]
    rows = np.flatnonzero(free)
    far = np.where(choices.metres < 0, np.iinfo(np.int64).max, choices.metres)
    rows = rows[np.lexsort((choices.provider[rows], far[rows], -choices.fit[rows], choices.recipient[rows]))]
    found: dict[str, list[str]] = {world.recipients[r].id: [] for r in np.unique(choices.recipient[chosen])}
    for row in rows.tolist():
        names = found[world.recipients[int(choices.recipient[row])].id]
        leader = world.leaders[int(choices.provider[row])].id
        if len(names) < AT_MOST and leader not in names:
            names.append(leader)
    return {recipient: tuple(names) for recipient, names in found.items()}
