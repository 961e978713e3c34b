"""A recipient has at most one accountable system leader."""

from __future__ import annotations

from matcher.plan import Choices, Limit
from matcher.rules.base import Cite, LimitRule
from matcher.rules.limits.limit_rows import ones, rows_by_subject
from matcher.wording.terms import SYSTEM_LEADER
from matcher.world import World


def rows(world: World, choices: Choices) -> Limit:
    subjects = [r.id for r in world.recipients]
    return rows_by_subject(
        "one-leader",
        "matches",
        subjects,
        ones(len(subjects)),
        choices.recipient,
        ones(len(choices)),
        choices.is_match,
    )


def words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"{subject} has {used} {SYSTEM_LEADER:s}; it may have {at_most}"


ONE_LEADER = LimitRule(
    "one-leader",
    Cite("tsio-flyer-2022-23", "system leader role", "the matched system leader remains accountable"),
    rows,
    words,
    short_of="its one leader",
)
