"""A smallest hitting set: the fewest facts such that each given set holds at least one of them.

By iterative deepening on the smallest set first (R. Reiter, "A theory of diagnosis
from first principles", Artificial Intelligence 32, 1987, branches the same way).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Fact = TypeVar("Fact", bound=tuple[int, ...])


def smallest_hitting_set(fact_sets: Iterable[frozenset[Fact]], at_most: int = 12) -> tuple[Fact, ...] | None:
    """The first smallest hitting set in order of facts; None where one of the sets is empty.

    None too where more than `at_most` facts are needed beyond those of the sets with one fact.
    """
    closed = set(fact_sets)
    if frozenset() in closed:
        return None
    alone = {fact for fact_set in closed if len(fact_set) == 1 for fact in fact_set}
    left = sorted(
        (fact_set for fact_set in closed if not fact_set & alone),
        key=lambda fact_set: (len(fact_set), sorted(fact_set)),
    )
    for size in range(at_most + 1):
        more = _within(left, size)
        if more is not None:
            return tuple(sorted(alone | more))
    return None


def _within(fact_sets: list[frozenset[Fact]], size: int) -> frozenset[Fact] | None:
    if not fact_sets:
        return frozenset()
    if not size:
        return None
    for fact in sorted(fact_sets[0]):
        rest = _within([fact_set for fact_set in fact_sets if fact not in fact_set], size - 1)
        if rest is not None:
            return rest | {fact}
    return None
