"""A region's matches served by its own broker's organisation are at most the policy's share of the region's matches."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Limit
from matcher.rules.base import Cite, LimitRule
from matcher.rules.choices import pairs_of
from matcher.rules.limits.limit_rows import int_array, rows_by_subject
from matcher.rules.pairs.interests.broker_interest import own_interest
from matcher.world import Bools, World


def served_by_broker(world: World, choices: Choices) -> Bools:
    """Per choice: a match whose leader's organisation brokers the recipient's region."""
    mask = np.zeros(len(choices), dtype=np.bool_)
    mask[choices.is_match] = own_interest(world, pairs_of(choices))
    return mask


def rows(world: World, choices: Choices) -> Limit:
    """For a share p/q, per region: (q - p) x the broker's own matches - p x the others <= 0; without one, no rows."""
    share = world.policy.rules.own_interest_share_at_most
    if share is None or not len(choices):
        none = np.zeros(0, dtype=np.int64)
        return Limit("own-interest", "matches", none, none, none, none, ())
    p, q = share.numerator, share.denominator
    weight = np.where(served_by_broker(world, choices), q - p, -p)
    group = world.recipient_region[choices.recipient]
    regions = world.regions
    return rows_by_subject(
        "own-interest", "matches", regions, int_array([0] * len(regions)), group, weight, choices.is_match
    )


def words(world: World, subject: str, used: int, at_most: int) -> str:
    share = world.policy.rules.own_interest_share_at_most
    return f"in {subject} the broker's own organisation would serve more than {share} of the region's matches"


OWN_INTEREST = LimitRule(
    "own-interest",
    Cite("matcher", "own interest", "a cap on matches served by the region's own broker, a response to press reports"),
    rows,
    words,
    short_of="own interest",
)
