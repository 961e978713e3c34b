"""Governance days: at most one governance leader for each trust, within their days and room, and only with a match."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Limit
from matcher.rules.base import Cite, LimitRule
from matcher.rules.limits.commitments import days_committed, deployments_committed
from matcher.rules.limits.limit_rows import int_array, ones, rows_by_subject
from matcher.wording.terms import SYSTEM_LEADER
from matcher.world import World

_OFFER = Cite("tsio-flyer-2022-23", "what support is available, trusts", "5 days of governance support")


def one_each(world: World, choices: Choices) -> Limit:
    subjects = [r.id for r in world.recipients]
    count = ones(len(choices))
    return rows_by_subject(
        "one-governance-leader",
        "matches",
        subjects,
        ones(len(subjects)),
        choices.recipient,
        count,
        choices.is_governance,
    )


def one_each_words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"{subject} has {used} governance leaders; it may have {at_most}"


def days(world: World, choices: Choices) -> Limit:
    committed = days_committed(world)
    people = world.governance_leaders
    group = np.where(choices.is_governance, choices.provider, 0)
    left = int_array([max(0, x.days - committed[x.id]) for x in people])
    return rows_by_subject(
        "governance-days", "days", [x.id for x in people], left, group, choices.days, choices.is_governance
    )


def days_words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"governance leader {subject} would give {used} days and has {at_most} left"


def room(world: World, choices: Choices) -> Limit:
    """One row per governance leader who gave a most."""
    committed = deployments_committed(world)
    limited = [(i, x) for i, x in enumerate(world.governance_leaders) if x.max_matches is not None]
    place = np.full(len(world.governance_leaders), -1, dtype=np.int64)
    place[[i for i, _ in limited]] = np.arange(len(limited))
    group = np.full(len(choices), -1, dtype=np.int64)
    group[choices.is_governance] = place[choices.provider[choices.is_governance]]
    at_most = int_array([max(0, (x.max_matches or 0) - committed[x.id]) for _, x in limited])
    subjects = [x.id for _, x in limited]
    return rows_by_subject("governance-room", "matches", subjects, at_most, group, ones(len(choices)), group >= 0)


def room_words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"governance leader {subject} would take on {used} more trusts and has room for {at_most}"


def with_match(world: World, choices: Choices) -> Limit:
    """Per recipient: governance choices minus matches are at most 0. No rows if the policy does not require a match."""
    if not world.policy.support.governance_needs_match:
        none = np.zeros(0, dtype=np.int64)
        return Limit("governance-needs-match", "matches", none, none, none, none, ())
    has_governance = np.zeros(len(world.recipients), dtype=np.bool_)
    has_governance[choices.recipient[choices.is_governance]] = True
    place = np.cumsum(has_governance) - 1
    subjects = [r.id for r, yes in zip(world.recipients, has_governance, strict=True) if yes]
    sign = np.where(choices.is_match, -1, 1)
    mask = has_governance[choices.recipient] if len(choices) else np.zeros(0, dtype=np.bool_)
    group = place[choices.recipient] if len(choices) else choices.recipient
    return rows_by_subject(
        "governance-needs-match", "matches", subjects, int_array([0] * len(subjects)), group, sign, mask
    )


def with_match_words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"{subject} would have governance days without a match to {SYSTEM_LEADER:a}"


ONE_GOVERNANCE_LEADER = LimitRule(
    "one-governance-leader", _OFFER, one_each, one_each_words, short_of="its one governance leader"
)
GOVERNANCE_DAYS = LimitRule(
    "governance-days",
    Cite("nga-nlg-2021", "deployment", "governance leaders give a limited number of days"),
    days,
    days_words,
    short_of="governance days",
)
GOVERNANCE_ROOM = LimitRule(
    "governance-room",
    Cite("nga-nlg-2021", "deployment", "a governance leader takes on a limited number of reviews"),
    room,
    room_words,
    short_of="governance room",
)
GOVERNANCE_NEEDS_MATCH = LimitRule("governance-needs-match", _OFFER, with_match, with_match_words, short_of="a match")
