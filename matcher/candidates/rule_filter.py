"""Pairs filtered by the rules in order: those left, counts per rule, and the barred pairs to be listed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.plan import Barred, Pairs
from matcher.rules.base import PairRule, ProviderRules
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.distance.travel import TRAVEL
from matcher.world import Ints, World


def in_order(rules: tuple[PairRule, ...]) -> tuple[PairRule, ...]:
    """First rules of the recipient alone, then travel, of both of which pairs are mostly never built.

    Then the other screens; then the rules whose pairs are listed.
    """
    return tuple(sorted(rules, key=lambda rule: (not rule.of_recipient, rule is not TRAVEL, not rule.screen)))


class RuleFilter:
    """Applies the pair rules of one kind of provider block by block.

    Collects counts per rule and region, and the pairs to be listed with reasons; nothing where the kind is not listed.
    """

    def __init__(self, world: World, provider: ProviderRules) -> None:
        self._world = world
        self._provider = provider
        self._people = world.providers[provider.kind]
        self._rules = in_order(provider.pairs)
        self._barred: list[Barred] = []
        self._tally: dict[str, Ints] = {rule.name: np.zeros(len(world.regions), dtype=np.int64) for rule in self._rules}

    def recipients(self, rows: Ints) -> Ints:
        """The given recipients that no rule of the recipient alone bars."""
        for rule in self._rules:
            if rule.of_recipient and self._people:
                one_each = pairs_at(self._world, rows, np.zeros(len(rows), dtype=np.int64), self._provider.kind)
                mask = rule.bars(self._world, one_each)
                self._tally[rule.name] += self._per_region(rows[mask]) * len(self._people)
                rows = rows[~mask]
        return rows

    def apply(self, rows: Ints, pairs: Pairs) -> Pairs:
        """The given pairs of these recipients that no rule of pairs bars; pairs not given count as out of reach."""
        made = self._per_region(pairs.recipient)
        if TRAVEL in self._rules:
            self._tally[TRAVEL.name] += self._per_region(rows) * len(self._people) - made
        for rule in self._rules:
            if rule.of_recipient:
                continue
            mask = rule.bars(self._world, pairs)
            barred_pairs, pairs = pairs.where(mask), pairs.where(~mask)
            self._tally[rule.name] += self._per_region(barred_pairs.recipient)
            # Pairs barred by a screen are only counted, not listed.
            if self._provider.listed and not rule.screen:
                self._barred += self._barred_by(rule, barred_pairs)
        return pairs

    def _per_region(self, recipient: Ints) -> Ints:
        return np.bincount(self._world.recipient_region[recipient], minlength=len(self._world.regions))

    def _barred_by(self, rule: PairRule, barred_pairs: Pairs) -> Iterator[Barred]:
        world = self._world
        for r, j in zip(barred_pairs.recipient.tolist(), barred_pairs.leader.tolist(), strict=True):
            yield Barred(world.recipients[r].id, self._people[j].id, rule.name, rule.why(world, r, j))

    def barred(self) -> tuple[Barred, ...]:
        """By recipient, then leader; each pair once, under the first rule that bars it."""
        return tuple(sorted(self._barred, key=lambda b: (b.recipient_id, b.leader_id)))

    def counts(self) -> tuple[tuple[str, str, int], ...]:
        """(rule, region, pairs) where there are any: rules in the order asked, regions in alphabetical order."""
        if not self._provider.listed:
            return ()
        return tuple(
            (name, region, int(count))
            for name, per_region in self._tally.items()
            for region, count in zip(self._world.regions, per_region, strict=True)
            if count
        )
