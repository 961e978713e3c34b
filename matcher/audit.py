"""Every broken rule in any plan, whoever wrote it, from the facts and the rules alone; no solver is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from matcher.plan import Breach, Choices, Plan
from matcher.rules.base import Rulebook
from matcher.rules.choices import choices_of, day_options, pairs_of
from matcher.rules.pairs.governance import why_not_governance
from matcher.world import World


def audit(world: World, plan: Plan, rulebook: Rulebook) -> tuple[Breach, ...]:
    """Breaches in the order ids, days, pairings, governance, limits; none for a lawful plan, the empty plan included.

    A plan is judged on what it says: ids and days. Costs are worked out again from the policy's rates.
    """
    choices, unknown = choices_of(world, plan)
    return (
        *unknown,
        *_named_twice(plan),
        *_days_on_offer(world, choices),
        *_pairings(world, choices, rulebook),
        *_governance(world, choices),
        *_limits(world, choices, rulebook),
    )


def _named_twice(plan: Plan) -> Iterator[Breach]:
    named = Counter((m.recipient_id, m.leader_id) for m in plan.matches)
    for (recipient, leader), times in named.items():
        if times > 1:
            message = f"the match of {recipient} to leader {leader} is written {times} times"
            yield Breach("named-once", f"{recipient}+{leader}", message, times, 1, "matches")


def _days_on_offer(world: World, choices: Choices) -> Iterator[Breach]:
    for k in np.flatnonzero(choices.is_match).tolist():
        r, j = int(choices.recipient[k]), int(choices.provider[k])
        days, team = int(choices.days[k]), int(choices.team_days[k])
        allowed = day_options(world, r, j)
        if (days, team) not in allowed:
            subject = f"{world.recipients[r].id}+{world.leaders[j].id}"
            offered = " or ".join(f"{d} days ({t} of the team's)" for d, t in sorted(allowed)) or "none"
            message = f"{days} days with {team} of the team's are not on offer to this pair; on offer: {offered}"
            yield Breach("days-on-offer", subject, message, days, None, "days")


def _pairings(world: World, choices: Choices, rulebook: Rulebook) -> Iterator[Breach]:
    pairs = pairs_of(choices)
    for rule in rulebook.pairs:
        for k in np.flatnonzero(rule.bars(world, pairs)).tolist():
            r, j = int(pairs.recipient[k]), int(pairs.leader[k])
            subject = f"{world.recipients[r].id}+{world.leaders[j].id}"
            yield Breach(rule.name, subject, rule.why(world, r, j))


def _governance(world: World, choices: Choices) -> Iterator[Breach]:
    offered = world.policy.support.governance_days
    for k in np.flatnonzero(~choices.is_match).tolist():
        r, g, days = int(choices.recipient[k]), int(choices.provider[k]), int(choices.days[k])
        subject = f"{world.recipients[r].id}+{world.governance_leaders[g].id}"
        against = why_not_governance(world, r, g)
        if against:
            yield Breach("governance-offer", subject, against)
        if days != offered or days < 1:
            yield Breach(
                "governance-days-on-offer",
                subject,
                f"{days} governance days; {offered} are on offer",
                days,
                offered,
                "days",
            )


def _limits(world: World, choices: Choices, rulebook: Rulebook) -> Iterator[Breach]:
    everything = np.ones(len(choices), dtype=np.bool_)
    for rule in rulebook.limits:
        limit = rule.rows(world, choices)
        used = limit.used(everything)
        for k in np.flatnonzero(used > limit.at_most).tolist():
            subject, had, most = limit.subject[k], int(used[k]), int(limit.at_most[k])
            yield Breach(rule.name, subject, rule.words(world, subject, had, most), had, most, limit.unit)
