"""Where a plan loses what the bound has: by leader, how much less its deployments are worth than its best filling.

At the bound's prices whatever is open between plan and bound is lost at somebody: at leaders who are not filled for the
best, or by choices that cost more than they bring. It is often a few dozen of a thousand leaders.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.bounding import charges_of, packed_rows
from matcher.bounding.rows import Rows
from matcher.plan import Choices
from matcher.solve.relaxations.blocks import providers_of
from matcher.solve.relaxations.linear_relaxation import Relaxation
from matcher.world import Bools, Ints

Floats = npt.NDArray[np.float64]

LITTLE_LOSS = 0.1  # of the mean loss of all providers: less than this is none


class Losses:
    """The best fillings at a relaxation's prices, against which plans are held."""

    def __init__(self, rows: Rows, worth: Ints, relaxation: Relaxation, choices: Choices) -> None:
        self.packed = packed_rows(rows, relaxation.packed)
        self.charges = {n: charges_of(rows, packing) for n, packing in enumerate(relaxation.packed) if packing.shared}
        self.reduced: Ints = worth * relaxation.dual.scale - rows.dual_cost(relaxation.multipliers)
        self.recipient, self.provider = choices.recipient, providers_of(choices)
        pairs = [(n, self.provider[c]) for n, packing in enumerate(relaxation.packed) for c, _ in packing.worth]
        self.packing_of, self.provider_of = np.unique(np.array(pairs, dtype=np.int64).reshape(-1, 2), axis=0).T

    def by_provider(self, plan: Bools) -> Floats:
        """What each provider's deployments lose in this plan; nought where it is little."""
        loss = np.zeros(int(self.provider.max(initial=-1)) + 1)
        short = (self.packed.at_most - self.packed.used(plan)).astype(np.float64)
        for n, charges in self.charges.items():
            if charges is not None:
                short[n] += charges.paid_by(c for c in charges.odd if plan[c])
        np.add.at(loss, self.provider_of, short[self.packing_of])
        np.add.at(loss, self.provider[plan], -np.minimum(self.reduced[plan], 0).astype(np.float64))
        return np.where(loss > LITTLE_LOSS * loss.mean(), loss, 0.0)

    def recipients(self, plan: Bools, likely: Bools) -> tuple[Bools, Bools]:
        """Masks of the recipients whom a provider that loses serves, and of those whom it could serve."""
        loses = self.by_provider(plan)[self.provider] > 0
        count = int(self.recipient.max(initial=-1)) + 1
        served, could = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
        served[self.recipient[plan & loses]] = True
        could[self.recipient[likely & loses]] = True
        return served, could
