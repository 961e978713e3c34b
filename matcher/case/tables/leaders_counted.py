"""Which leaders a report, a sheet or a page of some regions lists, and how many of them may support anybody.

The register may hold more: those who neither live in these regions, offer to serve them nor may support anybody there
are on no list of theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matcher.plan import Choices
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.words import count
from matcher.world import World


@dataclass(frozen=True, slots=True)
class LeadersCounted:
    """`rows` are those listed, in the order of the register; `may` those of them with a school or trust of these
    regions that the rules allow them."""

    rows: tuple[int, ...]
    may: frozenset[int]

    @property
    def sentence(self) -> str:
        if not self.rows:
            return ""
        here = f"{count(len(self.rows), f'{LEADER}', f'{LEADER:s}')} in all"
        return (
            f"{here}: {len(self.may):,} may support a {RECIPIENT} of this run, and {len(self.rows) - len(self.may):,}"
            " may support none of them, though they live there or offer to serve there."
        )


def leaders_counted(world: World, choices: Choices, sees: Callable[[str], bool]) -> LeadersCounted:
    """Those who live in the regions that are seen, offer to serve them, or may support somebody there."""
    may = _may_support(world, choices, sees)
    rows = tuple(row for row, x in enumerate(world.leaders) if row in may or any(map(sees, {x.region, *x.regions})))
    return LeadersCounted(rows, may)


def _may_support(world: World, choices: Choices, sees: Callable[[str], bool]) -> frozenset[int]:
    here = np.array([sees(r.region) for r in world.recipients], dtype=bool)
    of_match = np.flatnonzero(choices.is_match)
    if not len(here):
        return frozenset()
    return frozenset(choices.provider[of_match][here[choices.recipient[of_match]]].tolist())
