"""Stability: as many pairs as possible are kept from the last proposal, or from running deployments."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.world import World


def earlier_pairs(world: World) -> set[tuple[str, str]]:
    """Pairs of the last proposal and of running deployments."""
    running = {(d.recipient_id, d.leader_id) for d in world.facts.history if d.state == "running"}
    return running | set(world.facts.previous or ())


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective | str:
    pairs = earlier_pairs(world)
    rows = {(world.recipient_row.get(r, -1), world.leader_row.get(j, -1)) for r, j in pairs}
    rows = {(r, j) for r, j in rows if r >= 0 and j >= 0}
    if not rows:
        return "there is no last proposal and no running deployment among those to be matched"
    wide = len(world.leaders)
    is_earlier_pair = np.isin(choices.recipient * wide + choices.provider, [r * wide + j for r, j in sorted(rows)])
    return Objective(
        "stability", "pairs kept", "most", (is_earlier_pair & choices.is_match).astype(np.int64), setting.may_lose
    )


STABILITY = GoalRule(
    "stability",
    Cite("matcher", "stability", "what was published before is changed as little as possible"),
    objective,
    label="Keep pairs that were proposed or are running",
)
