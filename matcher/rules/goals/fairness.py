"""Fairness: the region served worst is served as well as can be."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.world import Ints, World


def regions_with_a_candidate(world: World, choices: Choices) -> Ints:
    """Rows in `world.regions` that have at least one match to choose; the others cannot be served and are listed."""
    return np.unique(world.recipient_region[choices.recipient[choices.is_match]])


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective | str:
    """The smallest region's floor(1000 x matched / eligible)."""
    regions = regions_with_a_candidate(world, choices)
    if not len(regions):
        return "no region has anybody who could be matched"
    place = np.full(len(world.regions), -1, dtype=np.int64)
    place[regions] = np.arange(len(regions))
    group = np.full(len(choices), -1, dtype=np.int64)
    matches = choices.is_match
    group[matches] = place[world.recipient_region[choices.recipient[matches]]]
    size = np.bincount(world.recipient_region, minlength=len(world.regions))[regions].astype(np.int64)
    none = np.zeros(len(choices), dtype=np.int64)
    names = tuple(world.regions[k] for k in regions)
    return Objective("fairness", "per thousand", "worst-share", none, setting.may_lose, group, size, names)


FAIRNESS = GoalRule(
    "fairness",
    Cite("matcher", "fairness", "no region is left behind for the sake of fit or money"),
    objective,
    label="Serve the worst-served region as well as can be",
)
