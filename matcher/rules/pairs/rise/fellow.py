"""Fellow advisers: a match with an organisation that employs an adviser of the programme is shown and signed off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.world import Bools, World

FELLOW_CITE = Cite(
    "matcher", "fellow advisers", "an adviser's employer is paid to support a school that a colleague advises"
)


def employees(world: World) -> Mapping[str, tuple[int, ...]]:
    """Organisation id to the rows of the advisers whom it employs."""
    return cached(world, "supporters.employees", _employees)


def _employees(world: World) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row, adviser in enumerate(world.advisers):
        if adviser.organisation_id:
            found[adviser.organisation_id].append(row)
    return {id: tuple(rows) for id, rows in found.items()}


def employs_an_adviser(world: World) -> Bools:
    """Per organisation in a leader's place."""
    return cached(world, "supporters.fellow", lambda w: bools(x.id in employees(w) for x in w.leaders))


def flags(world: World, pairs: Pairs) -> Bools:
    if not world.policy.rules.fellow_adviser.show:
        return np.zeros(len(pairs), dtype=np.bool_)
    return employs_an_adviser(world)[pairs.leader]


def why(world: World, recipient_row: int, leader_row: int) -> str:
    id = world.leaders[leader_row].id
    names = ", ".join(world.advisers[row].id for row in employees(world)[id])
    return f"{id} employs {names}, who advise{'s' if ',' not in names else ''} schools of the programme"


FELLOW_ADVISER = FlagRule(
    "fellow-adviser",
    FELLOW_CITE,
    flags,
    why,
    weight="signs-off",
    label="The organisation employs an adviser of the programme",
)
