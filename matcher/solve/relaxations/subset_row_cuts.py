"""Subset rows as cuts of the master problem: recipients whom several leaders share by halves (`bounding.subset_rows`).

Each is made of three or five rows that allow one choice alone. A column that holds choices of two or three of them
counts once, of four or five twice; all columns together come to at most one, or two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from scipy import sparse

from matcher.bounding import Rows, SubsetCharges, SubsetRow, most_of, weights_in
from matcher.bounding.subset_rows import Weights
from matcher.solve.relaxations.blocks import Blocks
from matcher.solve.relaxations.glop import Floats
from matcher.world import Ints

Subset = tuple[int, ...]  # rows that allow one choice alone, sorted
LEAST_PASSED = 0.02  # by which the master's solution passes a row that is worth adding
MOST_PER_ROW = 6  # subsets with the same row that are added at once
MOST_AT_ONCE = 400
NEARLY_PASSED, MOST_FOURS = -0.5, 1_000  # where fives are looked for
PART_TOLERANCE = 1e-6


@dataclass(eq=False)
class SubsetCuts:
    """The cuts so far, what all columns come to at most in each, and by block those that its columns can count in."""

    rows: Rows
    blocks: Blocks
    of: list[Subset] = field(default_factory=list)
    at_most: list[int] = field(default_factory=list)
    weights: list[Weights] = field(default_factory=list)
    by_block: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, new: Sequence[Subset]) -> None:
        for of in new:
            weights = weights_in(self.rows, of)
            of_blocks = self.blocks.block_of[np.fromiter(weights, dtype=np.int64)]
            own, count = np.unique(of_blocks[of_blocks >= 0], return_counts=True)
            for block in own[count > 1].tolist():
                self.by_block[block].append(len(self.of))
            self.of.append(of)
            self.at_most.append(most_of(self.rows, of))
            self.weights.append(weights)

    def matrix(self, members: sparse.csc_matrix, in_block: Any) -> sparse.csr_matrix:
        """How much each column counts in each cut; `members` are the choices of each column."""
        entries = [(n, c, w) for n, weights in enumerate(self.weights) for c, w in weights.items()]
        cut, choice, weight = np.array(entries, dtype=np.int64).reshape(-1, 3).T
        own = sparse.csr_matrix((weight, (cut, choice)), (len(self.of), members.shape[0]))
        counts = sparse.csr_matrix(own @ members @ sparse.diags(in_block.astype(np.int64), dtype=np.int64))
        counts.data = counts.data // 2
        counts.eliminate_zeros()
        return counts

    def charges(self, block: int, choices: Ints, prices: Floats) -> SubsetCharges | None:
        """What fillings of a block by these choices pay at these prices of the cuts."""
        own = self.by_block.get(block, ())
        if not any(prices[n] > 0 for n in own):
            return None
        return SubsetCharges.of([(self.weights[n], float(prices[n])) for n in own], choices.tolist())

    def shared(self, block: int, times: Ints) -> tuple[SubsetRow, ...]:
        """The subset rows that a block's packing pays for, with these multipliers."""
        return tuple(SubsetRow(self.of[n], int(times[n])) for n in self.by_block.get(block, ()) if times[n] > 0)

    def passed(self, columns: Sequence[tuple[int, tuple[int, ...]]], part: Floats) -> list[Subset]:
        """The subsets that the master's solution passes most: of the rows (`Blocks.one_of`) of its fractional columns,
        few of each row."""
        holders: dict[int, list[int]] = defaultdict(list)
        beside: dict[int, set[int]] = defaultdict(set)
        for j in np.flatnonzero((part > PART_TOLERANCE) & (part < 1 - PART_TOLERANCE)).tolist():
            block, choices = columns[j]
            held = {k for k in self.blocks.one_of[list(choices)].tolist() if k >= 0} if block >= 0 else set()
            for k in held:
                holders[k].append(j)
                beside[k] |= held - {k}
        near = _threes(beside)
        by = {of: _passed_by(holders, of, part) for of in near}
        by |= {of: _passed_by(holders, of, part) for of in _fives(by, holders, beside, part)}
        new = by.keys() - set(self.of)
        return _few_of_each([of for _, of in sorted((-by[of], of) for of in new if by[of] > LEAST_PASSED)])


def _threes(beside: Mapping[int, set[int]]) -> set[Subset]:
    """Rows of which one stands in a column with each of the others."""
    pairs = ((a, b, c) for a in beside for b, c in combinations(sorted(beside[a]), 2))
    return {tuple(sorted(of)) for of in pairs}


def _fives(
    threes: Mapping[Subset, float], holders: Mapping[int, list[int]], beside: Mapping[int, set[int]], part: Floats
) -> set[Subset]:
    """The most promising fives: from threes that are nearly passed by one row more, and from the best of these by
    another."""
    four = {more for of, by in threes.items() if by > NEARLY_PASSED for more in _one_more(of, beside)}
    best = sorted((-_passed_by(holders, of, part), of) for of in four)[:MOST_FOURS]
    return {more for _, of in best for more in _one_more(of, beside)}


def _one_more(of: Subset, beside: Mapping[int, set[int]]) -> Iterator[Subset]:
    for k in set().union(*(beside[own] for own in of)).difference(of):
        yield tuple(sorted((*of, k)))


def _passed_by(holders: Mapping[int, list[int]], of: Subset, part: Floats) -> float:
    """What the columns of these parts come to in a subset row, less what it allows."""
    times = Counter(j for k in of for j in holders[k])
    return sum(float(part[j]) * (n // 2) for j, n in times.items() if n > 1) - len(of) // 2


def _few_of_each(subsets: Sequence[Subset]) -> list[Subset]:
    taken, times = list[Subset](), Counter[int]()
    for of in subsets:
        if len(taken) < MOST_AT_ONCE and all(times[k] < MOST_PER_ROW for k in of):
            taken.append(of)
            times.update(of)
    return taken
