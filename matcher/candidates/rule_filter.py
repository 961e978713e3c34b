"""Pairs filtered by the rules in order: those left, counts per rule, and the barred pairs to be listed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.plan import Barred, Pairs
from matcher.rules.base import PairRule
from matcher.rules.pairs.travel import TRAVEL
from matcher.world import Ints, World


def in_order(rules: tuple[PairRule, ...]) -> tuple[PairRule, ...]:
    """Travel first, whose pairs are mostly never built.

    Then the other screens; then the rules whose pairs are listed.
    """
    return tuple(sorted(rules, key=lambda rule: (rule is not TRAVEL, not rule.screen)))


class RuleFilter:
    """Applies the rules block by block.

    Collects counts per rule and region, and the pairs to be listed with reasons.
    """

    def __init__(self, world: World, rules: tuple[PairRule, ...]) -> None:
        self._world = world
        self._rules = in_order(rules)
        self._barred: list[Barred] = []
        self._tally: dict[str, Ints] = {rule.name: np.zeros(len(world.regions), dtype=np.int64) for rule in self._rules}

    def apply(self, rows: Ints, pairs: Pairs) -> Pairs:
        """The given pairs of these recipients that no rule bars; pairs not given count as out of reach."""
        made = self._per_region(pairs.recipient)
        if TRAVEL in self._rules:
            self._tally[TRAVEL.name] += self._per_region(rows) * len(self._world.leaders) - made
        for rule in self._rules:
            mask = rule.bars(self._world, pairs)
            barred_pairs, pairs = pairs.where(mask), pairs.where(~mask)
            self._tally[rule.name] += self._per_region(barred_pairs.recipient)
            # Pairs barred by a screen are only counted, not listed.
            if not rule.screen:
                self._barred += self._barred_by(rule, barred_pairs)
        return pairs

    def _per_region(self, recipient: Ints) -> Ints:
        return np.bincount(self._world.recipient_region[recipient], minlength=len(self._world.regions))

    def _barred_by(self, rule: PairRule, barred_pairs: Pairs) -> Iterator[Barred]:
        world = self._world
        for r, j in zip(barred_pairs.recipient.tolist(), barred_pairs.leader.tolist(), strict=True):
            yield Barred(world.recipients[r].id, world.leaders[j].id, rule.name, rule.why(world, r, j))

    def barred(self) -> tuple[Barred, ...]:
        """By recipient, then leader; each pair once, under the first rule that bars it."""
        return tuple(sorted(self._barred, key=lambda b: (b.recipient_id, b.leader_id)))

    def counts(self) -> tuple[tuple[str, str, int], ...]:
        """(rule, region, pairs) where there are any: rules in the order asked, regions in alphabetical order."""
        return tuple(
            (name, region, int(count))
            for name, per_region in self._tally.items()
            for region, count in zip(self._world.regions, per_region, strict=True)
            if count
        )
