"""Stability: as many pairs as possible are kept from the last proposal, or from running deployments."""

from __future__ import annotations

import numpy as np

from matcher.plan import CHOICE_KIND, Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.world import ProviderKind, World

STABLE_KINDS: tuple[ProviderKind, ...] = ("leaders", "advisers")


def earlier_pairs(world: World) -> set[tuple[str, str]]:
    """Pairs of the last proposal and of running deployments."""
    running = {(d.recipient_id, d.leader_id) for d in world.facts.history if d.state == "running"}
    return running | set(world.facts.previous or ())


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective | str:
    pairs = earlier_pairs(world)
    kept = np.zeros(len(choices), dtype=np.bool_)
    known = False
    for kind in STABLE_KINDS:
        row = world.provider_row[kind]
        keys = sorted(
            world.recipient_row[r] * len(row) + row[j] for r, j in pairs if r in world.recipient_row and j in row
        )
        of_kind = choices.kind == CHOICE_KIND[kind]
        kept |= of_kind & np.isin(choices.recipient * len(row) + choices.provider, keys)
        known = known or bool(keys)
    if not known:
        return "there is no last proposal and no running deployment among those to be matched"
    return Objective("stability", "pairs kept", "most", kept.astype(np.int64), setting.may_lose)


STABILITY = GoalRule(
    "stability",
    Cite("matcher", "stability", "what was published before is changed as little as possible"),
    objective,
    label="Keep pairs that were proposed or are running",
)
