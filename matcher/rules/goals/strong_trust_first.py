"""Strong trust first: as many matches as possible are led by a trust's chief executive who is within reach.

Every match counts, a school's or a trust's. Counting standalone schools alone (`counts: schools`, as until November
2026) starved trusts where money binds: only chief executives and their equivalents may lead a trust's support, so each
match of a trust cost the goal a school.
"""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.world import World


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective:
    """One for each match led by a trust's chief executive within the goal's distance; an unknown one is not within it.

    Unit: matches, or schools where only standalone schools count.
    """
    ceo = np.array([x.role == "trust_ceo" for x in world.leaders], dtype=np.bool_)
    counts = np.zeros(len(choices), dtype=np.bool_)
    matches = choices.is_match
    counts[matches] = ceo[choices.provider[matches]]
    if setting.counts == "schools":
        counts[matches] &= ~world.recipient_is_trust[choices.recipient[matches]]
    if setting.within_metres is not None:
        counts &= (choices.metres >= 0) & (choices.metres <= setting.within_metres)
    unit = "schools" if setting.counts == "schools" else "matches"
    return Objective("strong-trust-first", unit, "most", counts.astype(np.int64), setting.may_lose)


STRONG_TRUST_FIRST = GoalRule(
    "strong-trust-first",
    Cite("nle-framework-2022", "matching", "a strong trust first; an NLE where no appropriate trust can be matched"),
    objective,
    label="Strong trust first",
)
