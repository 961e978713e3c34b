"""How many days a pair may be offered: the support's choice of days for a match, one length for governance days."""

from __future__ import annotations

import numpy as np

from matcher.plan import Pairs
from matcher.rules.base import Cite, DayOptions, DaysRule
from matcher.rules.choices import day_options, options
from matcher.world import World


def match_words(world: World, recipient_row: int, leader_row: int, days: int, team_days: int) -> str:
    allowed = sorted(day_options(world, recipient_row, leader_row))
    offered = " or ".join(f"{d} days ({t} of the team's)" for d, t in allowed) or "none"
    return f"{days} days with {team_days} of the team's are not on offer to this pair; on offer: {offered}"


def governance_options(world: World, pairs: Pairs) -> DayOptions:
    """One choice for each pair; none where the support offers no governance days."""
    offered = world.policy.support.governance_days
    row = np.arange(len(pairs) if offered >= 1 else 0, dtype=np.int64)
    return row, np.full(len(row), offered, dtype=np.int64), np.zeros(len(row), dtype=np.int64)


def governance_words(world: World, recipient_row: int, leader_row: int, days: int, team_days: int) -> str:
    return f"{days} governance days; {world.policy.support.governance_days} are on offer"


def no_days_options(world: World, pairs: Pairs) -> DayOptions:
    """One choice for each pair, of no days: who supports and who advises is decided, and not for how long."""
    row = np.arange(len(pairs), dtype=np.int64)
    return row, np.zeros(len(row), dtype=np.int64), np.zeros(len(row), dtype=np.int64)


def no_days_words(world: World, recipient_row: int, leader_row: int, days: int, team_days: int) -> str:
    return f"{days} days; this programme counts no days"


MATCH_DAYS = DaysRule(
    "days-on-offer",
    Cite("tsio-flyer-2022-23", "what support is available", "days from a leader, for a trust from their team too"),
    options,
    match_words,
)
GOVERNANCE_DAYS_ON_OFFER = DaysRule(
    "governance-days-on-offer",
    Cite("tsio-flyer-2022-23", "what support is available, trusts", "5 days of governance support"),
    governance_options,
    governance_words,
)
NO_DAYS = DaysRule(
    "days-on-offer",
    Cite("msi-2026", "appointment of an organisation", "an appointment names an organisation and no days"),
    no_days_options,
    no_days_words,
)
