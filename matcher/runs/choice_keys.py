"""Choices by ids, which are the same in two worlds, and their numbers among the choices of one problem."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from matcher.errors import Defect
from matcher.plan import Choices, Plan
from matcher.rules.limits.supporter_links import with_links
from matcher.world import Bools, World

Key = tuple[str, str, int, int]  # ids, days, team days; the kind of any other choice, below nought, for team days


def plan_mask(world: World, choices: Choices, plan: Plan) -> Bools:
    """The plan as a mask over these choices. Raises Defect where it holds a choice that nobody may choose."""
    matches: list[Key] = [(m.recipient_id, m.leader_id, m.days, m.team_days) for m in plan.matches]
    governance: list[Key] = [(g.recipient_id, g.governance_leader_id, g.days, -1) for g in plan.governance]
    advisers: list[Key] = [(a.recipient_id, a.adviser_id, 0, -2) for a in plan.advisers]
    number = _numbers(world, choices, {*matches, *governance, *advisers})
    missing = [key for key in (*matches, *governance, *advisers) if key not in number]
    if missing:
        raise Defect(f"the plan holds {len(missing)} choice(s) that nobody may choose")
    return with_links(world, choices, _mask(choices, number.values()))


def still_possible(world: World, choices: Choices, keys: Collection[Key]) -> Bools:
    """A mask of those of the wanted choices that are among these."""
    return _mask(choices, _numbers(world, choices, set(keys)).values())


def keys_of(world: World, choices: Choices) -> list[Key]:
    """Every choice by ids: the same choice in two worlds has the same key."""
    leaders = [x.id for x in world.leaders]
    people = (leaders, *([x.id for x in world.providers[k]] for k in ("governance", "advisers")), leaders, leaders)
    recipients = [r.id for r in world.recipients]
    columns = (choices.kind, choices.recipient, choices.provider, choices.days, choices.team_days)
    return [
        (recipients[r], people[kind][p], days, -kind if kind else team)
        for kind, r, p, days, team in zip(*(c.tolist() for c in columns), strict=True)
    ]


def _numbers(world: World, choices: Choices, wanted: set[Key]) -> dict[Key, int]:
    """Key -> number of each wanted choice that is among these; only their recipients' choices are looked at."""
    ids = {key[0] for key in wanted}
    named = np.array([r.id in ids for r in world.recipients], dtype=np.bool_)
    numbers = np.flatnonzero(named[choices.recipient])
    keys = keys_of(world, choices.where(numbers))
    return {key: number for key, number in zip(keys, numbers.tolist(), strict=True) if key in wanted}


def _mask(choices: Choices, numbers: Collection[int]) -> Bools:
    mask = np.zeros(len(choices), dtype=np.bool_)
    mask[list(numbers)] = True
    return mask
