"""Coverage: as much priority as possible is matched, a recipient counting once.

Where an adviser alone is decided, a school counts with its adviser.
"""

from __future__ import annotations

import numpy as np

from matcher.domain import Recipient
from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice, Policy
from matcher.rules.base import Cite, GoalRule
from matcher.rules.goals.grades_running import all_below_good_twice
from matcher.rules.supporters import serves
from matcher.world import Ints, World


def weeks_waiting(recipient: Recipient, policy: Policy) -> int:
    """Whole weeks from the day the recipient became eligible to the run's day, at least 1."""
    if recipient.eligible_since is None:
        return 1
    return max(1, (policy.as_at - recipient.eligible_since).days // 7)


def history_points(recipient: Recipient, policy: Policy, twice: bool) -> int:
    """The programme's points for a school that was below good twice running, for a trust, or for another school."""
    points = policy.history_points
    if recipient.kind == "trust":
        return points.trust
    return points.below_good_twice if twice else points.school


def priority_of(recipient: Recipient, policy: Policy, twice: bool = False) -> int:
    """What matching is worth, by the scenario's reading: register (1 where empty), days-waiting, equal or history.

    `twice`: whether its last two grades were below good, which only `history` asks.
    """
    if policy.priority == "equal":
        return 1
    if policy.priority == "history":
        return history_points(recipient, policy, twice)
    if policy.priority == "days-waiting":
        return weeks_waiting(recipient, policy)
    return 1 if recipient.priority is None else recipient.priority


def priorities_of(world: World) -> Ints:
    """The priority of every recipient of the world, in its order."""
    twice = all_below_good_twice(world) if world.policy.priority == "history" else frozenset()
    return np.array([priority_of(r, world.policy, r.id in twice) for r in world.recipients], dtype=np.int64)


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective:
    per_recipient = priorities_of(world)
    worth = np.zeros(len(choices), dtype=np.int64)
    served = serves(world, choices)
    worth[served] = per_recipient[choices.recipient[served]]
    return Objective("coverage", "priority points", "most", worth, setting.may_lose)


COVERAGE = GoalRule(
    "coverage",
    Cite("tsio-flyer-2022-23", "who can access this offer", "every eligible school and trust is offered support"),
    objective,
    label="Match as many as possible, by priority",
)
