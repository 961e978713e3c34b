"""Spend: as little money as the goals before it allow."""

from __future__ import annotations

from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.world import World


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective:
    return Objective("spend", "pence", "least", choices.total_pence, setting.may_lose)


SPEND = GoalRule(
    "spend",
    Cite("matcher", "spend", "public money is not spent without need"),
    objective,
    label="Spend no more than is needed",
)
