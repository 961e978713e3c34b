"""The smallest set of facts that leaves no way through, where each way is closed by any one of some facts.

A smallest hitting set, by iterative deepening on the way that fewest facts close (R. Reiter, "A theory of diagnosis
from first principles", Artificial Intelligence 32, 1987, branches the same way).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Fact = TypeVar("Fact", bound=tuple[int, ...])


def smallest_hitting_set(ways: Iterable[frozenset[Fact]], at_most: int = 12) -> tuple[Fact, ...] | None:
    """A smallest set of facts with at least one of each way's, the first such in order; None where a way is open.

    None too where more than `at_most` facts would have to be chosen beyond those that close a way alone.
    """
    closed = set(ways)
    if frozenset() in closed:
        return None
    alone = {fact for way in closed if len(way) == 1 for fact in way}
    left = sorted((way for way in closed if not way & alone), key=lambda way: (len(way), sorted(way)))
    for size in range(at_most + 1):
        more = _within(left, size)
        if more is not None:
            return tuple(sorted(alone | more))
    return None


def _within(ways: list[frozenset[Fact]], size: int) -> frozenset[Fact] | None:
    if not ways:
        return frozenset()
    if not size:
        return None
    for fact in sorted(ways[0]):
        rest = _within([way for way in ways if fact not in way], size - 1)
        if rest is not None:
            return rest | {fact}
    return None
