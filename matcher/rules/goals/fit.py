"""Fit: leaders are near, know the phase and the areas of need, and share the school's faith."""

from __future__ import annotations

from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.world import World


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective:
    return Objective("fit", "fit points", "most", choices.fit * choices.is_match, setting.may_lose)


FIT = GoalRule(
    "fit",
    Cite("tsc-capacity-survey-2019", "matching", "taking into account distance, expertise and capacity"),
    objective,
    label="Best fit of leader to school or trust",
)
