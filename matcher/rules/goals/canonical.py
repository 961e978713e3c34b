"""The canonical goal, always last: a hash names one among plans equal in every other goal, so that answers repeat."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from matcher.plan import Aim, Choices
from matcher.world import Ints, World

BITS = 20


def weights(world: World, choices: Choices) -> Ints:
    """Per choice, the first 20 bits of SHA-256 of its ids and days."""
    recipients = [r.id for r in world.recipients]
    people = ([x.id for x in world.leaders], [x.id for x in world.governance_leaders])
    columns = (choices.kind, choices.recipient, choices.provider, choices.days, choices.team_days)
    keys = (
        f"{kind}|{recipients[r]}|{people[kind][p]}|{days}|{team}"
        for kind, r, p, days, team in zip(*(c.tolist() for c in columns), strict=True)
    )
    first = (int.from_bytes(sha256(key.encode()).digest()[:3], "big") >> (24 - BITS) for key in keys)
    return np.fromiter(first, dtype=np.int64, count=len(choices))


def aim(world: World, choices: Choices) -> Aim:
    return Aim("canonical", "hash", "least", weights(world, choices))
