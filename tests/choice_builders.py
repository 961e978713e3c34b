"""Choices written out by ids, for tests of limits and goals that need no candidates worked out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.plan import GOVERNANCE, MATCH, Choices
from matcher.world import Ints, World, metres_between

Match = tuple[str, str, int, int]  # recipient, leader, days, team days
Governance = tuple[str, str, int]


def some_choices(world: World, matches: Sequence[Match] = (), governance: Sequence[Governance] = ()) -> Choices:
    """In the order given, which tests keep canonical: matches first. Fit is 0; costs are at the policy's rates."""
    rates = world.policy.rates
    recipient = whole([world.recipient_row[r] for r, *_ in (*matches, *governance)])
    leaders = [world.leader_row[j] for _, j, *_ in matches]
    provider = whole([*leaders, *(world.governance_row[g] for _, g, _ in governance)])
    days = whole([*(d for _, _, d, _ in matches), *(d for _, _, d in governance)])
    is_match = np.arange(len(days)) < len(matches)
    paid = [rates.leader_day_pence[world.leaders[j].role] for j in leaders]
    metres = np.full(len(days), -1, dtype=np.int64)
    metres[is_match] = metres_between(
        world.recipient_place[recipient[is_match]], world.leader_place[provider[is_match]]
    )
    return Choices(
        kind=np.where(is_match, MATCH, GOVERNANCE),
        recipient=recipient,
        provider=provider,
        days=days,
        team_days=whole([*(t for *_, t in matches), *(0 for _ in governance)]),
        metres=metres,
        fit=np.zeros(len(days), dtype=np.int64),
        cost_pence={
            "leader_days": days * whole([*paid, *(0 for _ in governance)]),
            "governance_days": np.where(is_match, 0, days * rates.governance_day_pence),
            "match_fees": np.where(is_match, rates.match_fee_pence, 0),
        },
    )


def whole(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def every(choices: Choices) -> np.ndarray:
    return np.ones(len(choices), dtype=np.bool_)
