"""The candidates of a world: pairs in reach that no rule bars, and their choices of days with costs, fit and flags."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matcher.candidates.reach import ReachIndex, all_pairs, recipient_blocks
from matcher.candidates.rule_filter import RuleFilter
from matcher.plan import Pairs
from matcher.result import Candidates
from matcher.rules.base import ProviderRules, Rulebook
from matcher.rules.choices import concatenate_choices
from matcher.rules.limits.supporter_links import GOAL as LINKED_GOAL
from matcher.rules.limits.supporter_links import link_choices
from matcher.rules.pairs.distance.travel import TRAVEL
from matcher.world import Bools, World


def find_candidates(world: World, rulebook: Rulebook) -> Candidates:
    """Every choice that no rule bars, in canonical order, with its flags; and what was barred.

    Kind of provider by kind, in the rulebook's order. A pair counts for the first rule that bars it: travel, then the
    other screens, then the rest, in the order given. Pairs out of reach are never built; the count for travel is all
    pairs less those that it allows. Where the goal that counts supporters of a body is asked, what follows from the
    matches comes after them.
    """
    kinds = [_candidates_of(world, provider) for provider in rulebook.providers]
    if any(setting.goal == LINKED_GOAL for setting in world.policy.goals):
        kinds.append(Candidates(link_choices(world, concatenate_choices(*(k.choices for k in kinds))), {}, (), ()))
    return Candidates(
        concatenate_choices(*(kind.choices for kind in kinds)),
        _joined_flags(kinds),
        tuple(barred for kind in kinds for barred in kind.barred),
        tuple(count for kind in kinds for count in kind.barred_counts),
    )


def _candidates_of(world: World, provider: ProviderRules) -> Candidates:
    """The candidates of one kind of provider."""
    rule_filter = RuleFilter(world, provider)
    pairs = _open_pairs(world, rule_filter, provider)
    row, days, team = provider.days.options(world, pairs)
    choices = provider.choices(world, pairs, row, days, team)
    # Every choice of a pair has the pair's flags.
    flags = {flag.name: flag.flags(world, pairs)[row] for flag in provider.flags}
    return Candidates(choices, flags, rule_filter.barred(), rule_filter.counts())


def _open_pairs(world: World, rule_filter: RuleFilter, provider: ProviderRules) -> Pairs:
    reach = ReachIndex(world) if TRAVEL in provider.pairs else None
    open_pairs = [
        rule_filter.apply(rows, reach.pairs(rows) if reach else all_pairs(world, rows, provider.kind))
        for rows in map(rule_filter.recipients, recipient_blocks(world, provider.kind))
    ]
    none = np.zeros(0, dtype=np.int64)
    return Pairs(
        np.concatenate([none, *(p.recipient for p in open_pairs)]),
        np.concatenate([none, *(p.leader for p in open_pairs)]),
        np.concatenate([none, *(p.metres for p in open_pairs)]),
        provider.kind,
    )


def _joined_flags(kinds: list[Candidates]) -> Mapping[str, Bools]:
    """Flag name to a mask over the choices of all kinds: nothing is flagged where a kind has no such flag."""
    names = dict.fromkeys(name for kind in kinds for name in kind.flags)
    return {
        name: np.concatenate([kind.flags.get(name, np.zeros(len(kind.choices), dtype=np.bool_)) for kind in kinds])
        for name in names
    }
