"""The candidates of a world: pairs in reach that no rule bars, and their choices of days with costs, fit and flags."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matcher.candidates.reach import ReachIndex, all_pairs, recipient_blocks
from matcher.candidates.rule_filter import RuleFilter
from matcher.plan import Choices, Pairs
from matcher.result import Candidates
from matcher.rules.base import FlagRule, PairRule
from matcher.rules.choices import concatenate_choices, governance_choices, match_choices, options
from matcher.rules.pairs.governance import governance_flags, governance_pairs
from matcher.rules.pairs.travel import TRAVEL
from matcher.world import Bools, Ints, World


def find_candidates(world: World, rules: tuple[PairRule, ...], flags: tuple[FlagRule, ...]) -> Candidates:
    """Every choice that no rule bars, in canonical order, with its flags; and what was barred.

    A pair counts for the first rule that bars it: travel, then the other screens, then the rest, in the order given.
    Pairs out of reach are never built; the count for travel is all pairs less those that it allows.
    """
    rule_filter = RuleFilter(world, rules)
    pairs = _open_pairs(world, rule_filter, rules)
    row, days, team = options(world, pairs)
    to, by = governance_pairs(world)
    offered = np.full(len(to), world.policy.support.governance_days, dtype=np.int64)
    choices = concatenate_choices(
        match_choices(world, pairs, row, days, team), governance_choices(world, to, by, offered)
    )
    return Candidates(choices, _flags(world, flags, pairs, row, choices), rule_filter.barred(), rule_filter.counts())


def _open_pairs(world: World, rule_filter: RuleFilter, rules: tuple[PairRule, ...]) -> Pairs:
    reach = ReachIndex(world) if TRAVEL in rules else None
    open_pairs = [
        rule_filter.apply(rows, reach.pairs(rows) if reach else all_pairs(world, rows))
        for rows in recipient_blocks(world)
    ]
    none = np.zeros(0, dtype=np.int64)
    return Pairs(
        np.concatenate([none, *(p.recipient for p in open_pairs)]),
        np.concatenate([none, *(p.leader for p in open_pairs)]),
        np.concatenate([none, *(p.metres for p in open_pairs)]),
    )


def _flags(world: World, flags: tuple[FlagRule, ...], pairs: Pairs, row: Ints, choices: Choices) -> Mapping[str, Bools]:
    """Flag name to a mask over the choices: every choice of a pair has the pair's flags."""
    governance = ~choices.is_match
    extra = governance_flags(world, choices.recipient[governance], choices.provider[governance])
    none = np.zeros(int(governance.sum()), dtype=np.bool_)
    return {flag.name: np.concatenate([flag.flags(world, pairs)[row], extra.get(flag.name, none)]) for flag in flags}
