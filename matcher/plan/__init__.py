"""The optimisation problem as arrays (choices, limits, objectives), plans, and the solution with its stages."""

from matcher.plan.choices import (
    ADVISER,
    CHOICE_KIND,
    GOVERNANCE,
    MATCH,
    NOT_NEAR,
    SUPPORTED,
    SUPPORTS,
    Barred,
    Choices,
    Pairs,
)
from matcher.plan.named import Breach, Plan, PlannedAdviser, PlannedGovernance, PlannedMatch
from matcher.plan.problem import Limit, Objective, Problem
from matcher.plan.solution import Progress, Solution, Stage

__all__ = [
    "ADVISER",
    "Barred",
    "Breach",
    "CHOICE_KIND",
    "Choices",
    "GOVERNANCE",
    "Limit",
    "MATCH",
    "NOT_NEAR",
    "Objective",
    "Pairs",
    "Plan",
    "PlannedAdviser",
    "PlannedGovernance",
    "PlannedMatch",
    "Problem",
    "Progress",
    "SUPPORTED",
    "SUPPORTS",
    "Solution",
    "Stage",
]
