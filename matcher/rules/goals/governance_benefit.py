"""Governance benefit: governance days go where they are needed most, need times days."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.world import Ints, World


def benefit(world: World, choices: Choices) -> Ints:
    """Per choice, the trust's governance need (0 to 3) times the days; 0 for matches."""
    need = np.array([r.governance_need or 0 for r in world.recipients], dtype=np.int64)
    worth = np.zeros(len(choices), dtype=np.int64)
    governance = choices.is_governance
    worth[governance] = need[choices.recipient[governance]] * choices.days[governance]
    return worth


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective:
    return Objective("governance", "need x days", "most", benefit(world, choices), setting.may_lose)


GOVERNANCE_BENEFIT = GoalRule(
    "governance",
    Cite("tsio-flyer-2022-23", "what support is available, trusts", "governance support where beneficial"),
    objective,
    label="Governance days where they are needed most",
)
