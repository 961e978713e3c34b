"""What is shown beside a pair is what the law says, for every pair of small random worlds, barred ones too."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from matcher.candidates.reach import all_pairs
from matcher.rules.rulebooks import RULEBOOKS
from matcher.world import World
from tests.law_flags import flags
from tests.law_worlds import random_world

RULES = RULEBOOKS["tsio-2022-23"].flags


def by_rules(world: World) -> dict[tuple[str, str], set[str]]:
    pairs = all_pairs(world, np.arange(len(world.recipients)))
    names = [(world.recipients[r].id, world.leaders[j].id) for r, j in zip(pairs.recipient, pairs.leader, strict=True)]
    masks = {rule.name: rule.flags(world, pairs) for rule in RULES}
    return {pair: {name for name, mask in masks.items() if mask[k]} for k, pair in enumerate(names)}


def by_law(world: World) -> dict[tuple[str, str], set[str]]:
    return {(r.id, x.id): flags(world, r, x) for r in world.recipients for x in world.leaders}


def differences(seeds: Iterable[int]) -> list[str]:
    found = []
    for seed in seeds:
        world = random_world(seed, small=seed % 2 == 0)
        rules, law = by_rules(world), by_law(world)
        found += [
            f"{seed} {p}: only rules {rules[p] - law[p]}, only law {law[p] - rules[p]}"
            for p in law
            if rules[p] != law[p]
        ]
    return found


def test_flags_are_the_laws() -> None:
    assert differences(range(600)) == []


@pytest.mark.long
def test_flags_are_the_laws_in_thousands_of_worlds() -> None:
    assert differences(range(20_000, 30_000)) == []


def test_every_flag_is_up_on_some_pair_and_down_on_another() -> None:
    worlds = [random_world(seed) for seed in range(300)]
    shown = [found for world in worlds for found in by_law(world).values()]
    differ = sorted(set().union(*shown) ^ {rule.name for rule in RULES})
    assert not differ, f"a flag and its law differ: give it in tests/law_flags.py, or vary what it reads: {differ}"
    assert set.intersection(*shown) == set()
