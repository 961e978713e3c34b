"""A pair that somebody pinned, with a reason, is in every plan: with a leader, or with a governance leader."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Limit
from matcher.policy import Pinned
from matcher.rules.base import Cite, LimitRule
from matcher.rules.limits.limit_rows import int_array
from matcher.world import Ints, World


def rows(world: World, choices: Choices) -> Limit:
    """Per pin: minus the choices of its pair, with its days where it fixes them, <= -1.

    A pin on a barred pair has a row nothing can satisfy. A pin of another region's body has none.
    """
    pins = world.binding_pins
    none = np.zeros(0, dtype=np.int64)
    entries = [_of_pair(world, choices, pin) for pin in pins]
    choice = np.concatenate([none, *entries])
    row = np.concatenate([none, *(np.full(len(e), k, dtype=np.int64) for k, e in enumerate(entries))])
    subjects = tuple(f"{pin.recipient_id}+{pin.leader_id}" for pin in pins)
    return Limit(
        "pins", "matches", row, choice, -np.ones(len(choice), dtype=np.int64), int_array([-1] * len(pins)), subjects
    )


def _of_pair(world: World, choices: Choices, pin: Pinned) -> Ints:
    r, j = world.recipient_row.get(pin.recipient_id, -1), world.leader_row.get(pin.leader_id, -1)
    g, a = world.governance_row.get(pin.leader_id, -1), world.provider_row["advisers"].get(pin.leader_id, -1)
    wanted = np.array([j, g, a, -1, -1])[choices.kind]
    mask = (choices.recipient == r) & (choices.provider == wanted) & (wanted >= 0)
    if pin.days is not None:
        mask &= choices.days == pin.days
    if pin.team_days is not None:
        mask &= choices.team_days == pin.team_days
    return np.flatnonzero(mask)


def words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"the fixed pair {subject} is not in the plan"


PINS = LimitRule("pins", Cite("matcher", "pins", "what people have agreed is kept"), rows, words, short_of="pins")
