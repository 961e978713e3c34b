"""The decision variables of the optimisation problem as arrays, and the pairs that they are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.world import Bools, Ints, ProviderKind

MATCH, GOVERNANCE, ADVISER = 0, 1, 2
# What follows from the matches and is counted: that an organisation supports a body at all, and that a body has any.
SUPPORTS, SUPPORTED = 3, 4
CHOICE_KIND: Mapping[ProviderKind, int] = {"leaders": MATCH, "governance": GOVERNANCE, "advisers": ADVISER}
NOT_NEAR = int(np.iinfo(np.int64).max)  # the nearness of a journey that is not known, or not by its straight line


@dataclass(frozen=True, eq=False)
class Pairs:
    """Some (recipient, provider) pairs of a world, as columns of row numbers: the input of the pair rules.

    `leader` is the row of a provider of this `kind`. `metres` is the straight-line distance, -1 where unknown.
    """

    recipient: Ints
    leader: Ints
    metres: Ints
    kind: ProviderKind = "leaders"

    def __len__(self) -> int:
        return len(self.recipient)

    def where(self, keep: Bools) -> Pairs:
        return Pairs(self.recipient[keep], self.leader[keep], self.metres[keep], self.kind)


@dataclass(frozen=True, slots=True)
class Barred:
    """A pairing a rule forbids. `reason` holds no personal data."""

    recipient_id: str
    leader_id: str
    rule: str
    reason: str


@dataclass(frozen=True, eq=False)
class Choices:
    """The decision variables, 0 or 1, in canonical order: matches first, then governance choices, then advisers, then
    what follows from them.

    Matches are ordered by (recipient, leader, days, team days).

    One entry per choice in every array. `kind` is one of the five above; `provider` is the row of the leader, of the
    governance leader or of the adviser. Of SUPPORTS and SUPPORTED `recipient` is the body's first recipient, and of
    SUPPORTED `provider` means nothing. `days` is the whole of the days, `team_days` the leadership team's part.
    Costs are pence by purpose; `away` is minutes or metres by the run's measure, or None for the metres.
    `metres` is -1 where unknown; `fit` is 0 to 1000 (0 for governance).
    `weeks`, `flags` and the rest are looked up by pair, not stored here.
    """

    kind: Ints
    recipient: Ints
    provider: Ints
    days: Ints
    team_days: Ints
    metres: Ints
    fit: Ints
    cost_pence: Mapping[str, Ints]  # purpose -> pence, one entry per choice
    away: Ints | None = None

    def __len__(self) -> int:
        return len(self.kind)

    @cached_property
    def is_match(self) -> Bools:
        mask: Bools = self.kind == MATCH
        return mask

    @cached_property
    def is_governance(self) -> Bools:
        mask: Bools = self.kind == GOVERNANCE
        return mask

    @cached_property
    def is_adviser(self) -> Bools:
        mask: Bools = self.kind == ADVISER
        return mask

    @cached_property
    def nearness(self) -> Ints:
        """What `the nearest` goes by, the least first: `away` where it is given, else the metres."""
        return np.where(self.metres < 0, NOT_NEAR, self.metres) if self.away is None else self.away

    @cached_property
    def own_days(self) -> Ints:
        return self.days - self.team_days

    @cached_property
    def total_pence(self) -> Ints:
        total: Ints = np.zeros(len(self), dtype=np.int64)
        for pence in self.cost_pence.values():
            total = total + pence
        return total

    def where(self, rows: Ints) -> Choices:
        """The choices at these numbers, renumbered in that order."""
        return Choices(
            self.kind[rows],
            self.recipient[rows],
            self.provider[rows],
            self.days[rows],
            self.team_days[rows],
            self.metres[rows],
            self.fit[rows],
            {k: v[rows] for k, v in self.cost_pence.items()},
            None if self.away is None else self.away[rows],
        )
