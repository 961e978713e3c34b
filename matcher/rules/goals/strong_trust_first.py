"""Strong trust first: standalone schools are matched with a trust chief executive where one is within reach."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.world import World


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective:
    """Counts them within the goal's distance; an unknown distance is not within one."""
    ceo = np.array([x.role == "trust_ceo" for x in world.leaders], dtype=np.bool_)
    counts = np.zeros(len(choices), dtype=np.bool_)
    matches = choices.is_match
    counts[matches] = ceo[choices.provider[matches]] & ~world.recipient_is_trust[choices.recipient[matches]]
    if setting.within_metres is not None:
        counts &= (choices.metres >= 0) & (choices.metres <= setting.within_metres)
    return Objective("strong-trust-first", "schools", "most", counts.astype(np.int64), setting.may_lose)


STRONG_TRUST_FIRST = GoalRule(
    "strong-trust-first",
    Cite("nle-framework-2022", "matching", "a strong trust first; an NLE where no appropriate trust can be matched"),
    objective,
)
