"""What is charged to a pot of money is no more than what the pot has left."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Limit
from matcher.policy import Pot
from matcher.rules.base import Cite, LimitRule
from matcher.rules.limits.commitments import overspent_pence
from matcher.rules.limits.limit_rows import int_array
from matcher.wording.words import pounds
from matcher.world import Ints, World


def charge(world: World, choices: Choices, pot: Pot) -> Ints:
    """Pence of each choice that this pot pays, or, for a ceiling, that it binds. A cost belongs to the recipient's
    region, wherever the leader lives."""
    pence: Ints = np.zeros(len(choices), dtype=np.int64)
    for purpose in pot.pays_for:
        if purpose in choices.cost_pence:
            pence = pence + choices.cost_pence[purpose]
    if pot.regions is None:
        return pence
    inside = np.array([region in pot.regions for region in world.regions], dtype=np.bool_)
    return np.where(inside[world.recipient_region[choices.recipient]], pence, 0) if len(choices) else pence


def left_pence(world: World, pot: Pot) -> int:
    """What the pot has for this run minus what is committed; at least 0."""
    return max(0, -overspent_pence(world, pot))


def rows(world: World, choices: Choices) -> Limit:
    """One row per pot that has an amount; a pot without one counts and never binds."""
    binding = [pot for pot in world.policy.pots if pot.amount_pence is not None]
    charges = [charge(world, choices, pot) for pot in binding]
    entries = [np.flatnonzero(pence) for pence in charges]
    none = np.zeros(0, dtype=np.int64)
    return Limit(
        "pots",
        "pence",
        np.concatenate([none, *(np.full(len(e), k, dtype=np.int64) for k, e in enumerate(entries))]),
        np.concatenate([none, *entries]),
        np.concatenate([none, *(pence[e] for pence, e in zip(charges, entries, strict=True))]),
        int_array([left_pence(world, pot) for pot in binding]),
        tuple(pot.name for pot in binding),
    )


def words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"the pot '{subject}' would pay {pounds(used, True)} and has {pounds(at_most, True)} left"


POTS = LimitRule(
    "pots",
    Cite("system-leader-grant-letter-2021-22", "funding", "days are paid at a daily rate up to the amount granted"),
    rows,
    words,
    short_of="money",
)
