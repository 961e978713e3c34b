"""Every broken rule in any plan, whoever wrote it, from the facts and the rules alone; no solver is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matcher.plan import CHOICE_KIND, Breach, Choices, Pairs, Plan
from matcher.rules.base import ProviderRules, Rulebook
from matcher.rules.choices import choices_of, pairs_at, pairs_of
from matcher.wording.terms import LEADER
from matcher.world import World


def audit_part(world: World, plan: Plan, rulebook: Rulebook) -> tuple[Breach, ...]:
    """The breaches of a part of a plan: rules on whole plans say nothing of it."""
    limits = tuple(rule for rule in rulebook.limits if not rule.of_whole_plans)
    return audit(world, plan, replace(rulebook, limits=limits))


def audit(world: World, plan: Plan, rulebook: Rulebook) -> tuple[Breach, ...]:
    """Breaches in the order ids, then days and pairings of each kind of provider, limits; none for a lawful plan, the
    empty plan included.

    A plan is judged on what it says: ids and days. Costs are worked out again from the policy's rates.
    """
    choices, unknown = choices_of(world, plan)
    return (
        *unknown,
        *_named_twice(plan),
        *(breach for provider in rulebook.providers for breach in _pairings(world, choices, provider)),
        *_limits(world, choices, rulebook),
    )


def _named_twice(plan: Plan) -> Iterator[Breach]:
    named = Counter((m.recipient_id, m.leader_id) for m in plan.matches)
    for (recipient, leader), times in named.items():
        if times > 1:
            message = f"the match of {recipient} to {LEADER} {leader} is written {times} times"
            yield Breach("named-once", f"{recipient}+{leader}", message, times, 1, "matches")


def _pairings(world: World, choices: Choices, provider: ProviderRules) -> Iterator[Breach]:
    """What is wrong with the pairs of one kind of provider: their days, and the rules that bar them."""
    pairs = pairs_of(choices, provider.kind)
    subjects = [
        f"{world.recipients[r].id}+{world.providers[provider.kind][j].id}"
        for r, j in zip(pairs.recipient.tolist(), pairs.leader.tolist(), strict=True)
    ]
    yield from _days_on_offer(world, choices, provider, pairs, subjects)
    reported = np.zeros(len(pairs), dtype=np.bool_)
    for rule in provider.pairs:
        broken = rule.bars(world, pairs)
        if provider.barred_as:
            broken, reported = broken & ~reported, broken | reported
        for k in np.flatnonzero(broken).tolist():
            why = rule.why(world, int(pairs.recipient[k]), int(pairs.leader[k]))
            yield Breach(provider.barred_as or rule.name, subjects[k], why)


def _days_on_offer(
    world: World, choices: Choices, provider: ProviderRules, pairs: Pairs, subjects: list[str]
) -> Iterator[Breach]:
    of_kind = choices.kind == CHOICE_KIND[provider.kind]
    planned = zip(choices.days[of_kind].tolist(), choices.team_days[of_kind].tolist(), strict=True)
    for k, (days, team) in enumerate(planned):
        r, j = pairs.recipient[k : k + 1], pairs.leader[k : k + 1]
        if (days, team) not in provider.days.on_offer(world, pairs_at(world, r, j, provider.kind)):
            message = provider.days.words(world, int(r[0]), int(j[0]), days, team)
            yield Breach(provider.days.name, subjects[k], message, days, None, "days")


def _limits(world: World, choices: Choices, rulebook: Rulebook) -> Iterator[Breach]:
    everything = np.ones(len(choices), dtype=np.bool_)
    for rule in rulebook.limits:
        limit = rule.rows(world, choices)
        used = limit.used(everything)
        for k in np.flatnonzero(used > limit.at_most).tolist():
            subject, had, most = limit.subject[k], int(used[k]), int(limit.at_most[k])
            yield Breach(rule.name, subject, rule.words(world, subject, had, most), had, most, limit.unit)
