"""One yes: as many pairs as possible are kept to which the school has said yes and the leader has not answered."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.wording.terms import LEADER
from matcher.world import World


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective | str:
    rows = {
        (world.recipient_row.get(p.recipient_id, -1), world.leader_row.get(p.leader_id, -1)) for p in world.policy.yeses
    }
    rows = {(r, j) for r, j in rows if r >= 0 and j >= 0}
    if not rows:
        return f"no school among those to be matched has said yes and waits for its {LEADER}"
    wide = len(world.leaders)
    said_yes = np.isin(choices.recipient * wide + choices.provider, [r * wide + j for r, j in sorted(rows)])
    worth = (said_yes & choices.is_match).astype(np.int64)
    return Objective("one-yes", "pairs kept", "most", worth, setting.may_lose)


ONE_YES = GoalRule(
    "one-yes",
    Cite("matcher", "one yes", "a school's yes is not moved while its leader has not answered"),
    objective,
    label="Keep pairs to which the school has said yes",
)
