"""Goals of a programme of organisations and advisers: advisers of the region, few fellow advisers, few supporters for
one responsible body, and short journeys of both."""

from __future__ import annotations

import numpy as np

from matcher.plan import SUPPORTED, SUPPORTS, Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.rules.choices import pairs_of
from matcher.rules.limits.supporters import is_fellow
from matcher.rules.pairs.distance.region import out_of_region
from matcher.rules.pairs.rise.fellow import FELLOW_CITE
from matcher.world import UNKNOWN, Ints, World

UNKNOWN_METRES = 100_000  # what a journey that nobody can measure counts for: it is not preferred to a known one


def from_elsewhere(world: World, choices: Choices, setting: GoalChoice) -> Objective | str:
    """One for each school advised by somebody of another region."""
    if not choices.is_adviser.any():
        return "there is no adviser among those who could be chosen"
    worth = np.zeros(len(choices), dtype=np.int64)
    worth[choices.is_adviser] = out_of_region(world, pairs_of(choices, "advisers"))
    return Objective("advisers-in-region", "advisers from another region", "least", worth, setting.may_lose)


def fellows(world: World, choices: Choices, setting: GoalChoice) -> Objective | str:
    """One for each match with an organisation that employs an adviser of the programme."""
    worth = is_fellow(world, choices).astype(np.int64)
    if not worth.any():
        return "no organisation that could be chosen employs an adviser"
    return Objective("fellow-advisers", "matches with an adviser's employer", "least", worth, setting.may_lose)


def beyond_one(world: World, choices: Choices, setting: GoalChoice) -> Objective | str:
    """The supporters of each responsible body beyond its first, added up."""
    worth = (choices.kind == SUPPORTS).astype(np.int64) - (choices.kind == SUPPORTED)
    if not worth.any():
        return "no responsible body has two schools that could be matched"
    return Objective("supporters-per-body", "supporters beyond one a body", "least", worth, setting.may_lose)


def travel(world: World, choices: Choices, setting: GoalChoice) -> Objective:
    """Kilometres in a straight line, rounded down, of organisations and of advisers."""
    worth = np.where(choices.is_match | choices.is_adviser, _kilometres(choices), 0)
    return Objective("travel", "km", "least", worth, setting.may_lose)


def _kilometres(choices: Choices) -> Ints:
    metres = np.where(choices.metres == UNKNOWN, UNKNOWN_METRES, choices.metres)
    whole: Ints = metres // 1000
    return whole


ADVISERS_IN_REGION = GoalRule(
    "advisers-in-region",
    Cite("matcher", "advisers", "an adviser knows their region; those from elsewhere were counted in Parliament"),
    from_elsewhere,
    label="As few advisers from another region as can be",
)
FELLOW_ADVISERS = GoalRule(
    "fellow-advisers",
    FELLOW_CITE,
    fellows,
    label="As few organisations that employ an adviser as can be",
)
SUPPORTERS_PER_BODY = GoalRule(
    "supporters-per-body",
    Cite("matcher", "supporters per body", "schools of one trust are not sent many different supporters"),
    beyond_one,
    label="As few different supporters for one responsible body as can be",
)
TRAVEL = GoalRule(
    "travel",
    Cite("matcher", "travel", "organisations and advisers come from as near as the goals before allow"),
    travel,
    label="Short journeys of organisations and advisers",
)
