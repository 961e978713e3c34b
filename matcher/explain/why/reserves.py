"""Reserves: for each match, up to three other leaders who are free of conflicts and have room, best first."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matcher.plan import Choices, Problem
from matcher.result import Candidates
from matcher.rules.labels import NO_RESERVE_WITH
from matcher.runs.overruns import current_match, with_room
from matcher.wording.terms import in_words
from matcher.world import Bools, Ints, World

AT_MOST = 3


def reserves(world: World, candidates: Candidates, problem: Problem, chosen: Bools) -> Mapping[str, tuple[str, ...]]:
    """Recipient id -> leader ids, by fit, then distance, then id; only recipients that are matched have reserves.

    Several recipients may share a reserve: each has room taken alone, the others unmoved.
    """
    choices = problem.choices
    current = current_match(problem, chosen)
    free = with_room(problem, chosen) & _other_leader(choices, current) & free_of_conflicts(candidates)
    rows = np.flatnonzero(free)
    rows = rows[
        np.lexsort((choices.provider[rows], choices.nearness[rows], -choices.fit[rows], choices.recipient[rows]))
    ]
    leader_ids: dict[str, list[str]] = {world.recipients[r].id: [] for r in np.unique(choices.recipient[chosen])}
    for row in rows.tolist():
        names = leader_ids[world.recipients[int(choices.recipient[row])].id]
        leader = world.leaders[int(choices.provider[row])].id
        if len(names) < AT_MOST and leader not in names:
            names.append(leader)
    return {recipient: tuple(names) for recipient, names in leader_ids.items()}


def _other_leader(choices: Choices, current: Ints) -> Bools:
    """Per choice, whether it would give a matched recipient another leader than its own."""
    same = choices.provider == choices.provider[np.maximum(current, 0)]
    other: Bools = choices.is_match & (current >= 0) & ~same
    return other


def free_of_conflicts(candidates: Candidates) -> Bools:
    free = np.ones(len(candidates.choices), dtype=np.bool_)
    for flag in NO_RESERVE_WITH:
        if flag in candidates.flags:
            free &= ~candidates.flags[flag]
    return free


def no_reserve_reasons(world: World, candidates: Candidates, problem: Problem, chosen: Bools) -> Mapping[str, str]:
    """Recipient id -> why a matched recipient has no reserve, for those that have none."""
    choices = problem.choices
    others = _other_leader(choices, current_match(problem, chosen))
    clear = others & free_of_conflicts(candidates)
    room = clear & with_room(problem, chosen)
    many = len(world.recipients)
    any_other, any_clear, any_room = (
        np.bincount(choices.recipient[m], minlength=many) > 0 for m in (others, clear, room)
    )
    reasons = {}
    for row in np.unique(choices.recipient[chosen & choices.is_match]).tolist():
        if not any_room[row]:
            why = CONFLICTS if any_other[row] and not any_clear[row] else NO_ROOM if any_other[row] else NOBODY
            reasons[world.recipients[row].id] = in_words(why)
    return reasons


NOBODY = "no other leader may support it"
CONFLICTS = (
    "every other leader who may support it has an interest that is declared or not checked, or was declined before"
)
NO_ROOM = "the other leaders who are free of conflicts have no room for it"
