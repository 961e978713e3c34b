"""The constraint matrix in whole numbers: rows sum of weight x choice <= at_most, over 0/1 choices."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from scipy import sparse

from matcher.errors import Defect
from matcher.plan import Problem
from matcher.world import Bools, Ints

Layer = Any  # a scipy.sparse.csc_array of 64-bit whole numbers, rows x choices: scipy ships no types

MAX_SUM = 2**60  # no sum of a row may exceed this, so that 64-bit solvers and arrays keep a margin


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from: a `limit`, an earlier goal's `floor` or `ceiling`, or `rounded` from other rows.

    A rounded row is the sum of its parts (row, times), each weight and the right side divided and rounded down.
    """

    kind: str
    name: str
    subject: str = ""
    parts: tuple[tuple[int, int], ...] = ()
    divide_by: int = 1


@dataclass(frozen=True, eq=False)
class Row:
    """One row by itself: the choices in it, each once, their weights, and what these may come to."""

    choice: Ints
    weight: Ints
    at_most: int
    origin: Origin


@dataclass(frozen=True, eq=False)
class Rows:
    """A x <= b, with the origin of every row.

    A is whole numbers, in layers of rows. Layers are shared between objects: the limits of a whole country alone take
    a quarter of a gigabyte.
    """

    layers: tuple[Layer, ...]
    at_most: Ints
    origins: tuple[Origin, ...]
    choices: int

    @classmethod
    def of(
        cls, row: Ints, choice: Ints, weight: Ints, at_most: Ints, origins: tuple[Origin, ...], choices: int
    ) -> Rows:
        """From one entry for each weight that is not zero."""
        layer = sparse.csc_array((weight.astype(np.int64), (row, choice)), shape=(len(at_most), choices))
        return cls((layer,), at_most, origins, choices)

    def plus(self, others: Sequence[Rows]) -> Rows:
        parts = [x for x in (self, *others) if len(x.at_most)]
        return Rows(
            tuple(layer for x in parts for layer in x.layers),
            np.concatenate([np.zeros(0, dtype=np.int64), *(x.at_most for x in parts)]),
            tuple(o for x in parts for o in x.origins),
            self.choices,
        )

    @cached_property
    def starts(self) -> list[int]:
        """The number of each layer's first row, and of all rows."""
        return [0, *accumulate(layer.shape[0] for layer in self.layers)]

    def parts(self, values: Any) -> Iterator[tuple[Layer, Any]]:
        """Each layer with its rows' part of the values."""
        for layer, first, end in zip(self.layers, self.starts, self.starts[1:], strict=False):
            yield layer, values[first:end]

    def dual_cost(self, prices: Any) -> Any:
        """Per choice the sum of weight x price over its rows (A transposed times prices), in the prices' own type."""
        cost = np.zeros(self.choices, dtype=prices.dtype)
        for layer, own in self.parts(prices):
            if own.any():
                cost += layer.T @ own
        return cost

    def dual_cost_magnitude(self, prices: Any) -> Any:
        """Per choice the sum of |weight| x price, as floats: a bound on every partial sum of `dual_cost`."""
        cost = np.zeros(self.choices)
        for layer, own in self.parts(prices):
            if own.any():
                cost += abs(layer).T @ own.astype(np.float64)
        return cost

    def restricted_to(self, choices: Ints) -> Layer:
        """The rows over these choices alone, in this order."""
        found = [layer[:, choices] for layer in self.layers]
        if len(found) == 1:
            return found[0]
        return sparse.csc_array(sparse.vstack(found, format="csc")) if found else sparse.csc_array((0, len(choices)))

    def used(self, chosen: Bools) -> Ints:
        """Per row, the sum of the weights of the chosen choices."""
        picked = np.flatnonzero(chosen)
        parts = [layer[:, picked] @ np.ones(len(picked), dtype=np.int64) for layer in self.layers]
        return np.concatenate([np.zeros(0, dtype=np.int64), *parts])

    def allow(self, chosen: Bools) -> bool:
        return bool((self.used(chosen) <= self.at_most).all())

    @cached_property
    def _layers_by_row(self) -> dict[int, Any]:
        return {}

    def layer_by_row(self, number: int) -> Any:
        """A layer as a `csr_array`, whose rows are quick to read; cached."""
        if number not in self._layers_by_row:
            self._layers_by_row[number] = sparse.csr_array(self.layers[number])
        return self._layers_by_row[number]

    def subset(self, kept: Sequence[int]) -> Rows:
        """These rows alone, in this order."""
        turned = [self.layer_by_row(k) for k in range(len(self.layers))]
        every = turned[0] if len(turned) == 1 else sparse.vstack(turned, format="csr")
        layer = sparse.csc_array(every[list(kept)])
        return Rows((layer,), self.at_most[list(kept)], tuple(self.origins[k] for k in kept), self.choices)

    @cached_property
    def extremes(self) -> tuple[Ints, Ints]:
        """The least and the greatest weight of each row; the greatest is below the least where it has no entry."""
        least, greatest = np.full(len(self.at_most), MAX_SUM), np.full(len(self.at_most), -MAX_SUM)
        for layer, lowest in self.parts(least):
            np.minimum.at(lowest, layer.indices, layer.data)
        for layer, highest in self.parts(greatest):
            np.maximum.at(highest, layer.indices, layer.data)
        return least, greatest

    def helpful(self) -> Bools:
        """The choices with a negative weight in some row: where there is no objective all others can stay unchosen."""
        helps = np.zeros(self.choices, dtype=np.bool_)
        for layer in self.layers:
            helps[layer.tocoo().col[layer.data < 0]] = True
        return helps

    def holding_all(self, choices: Ints) -> list[int]:
        """The rows in which every one of these choices has an entry."""
        own = [
            layer.indices[layer.indptr[choice] : layer.indptr[choice + 1]] + first
            for layer, first in zip(self.layers, self.starts, strict=False)
            for choice in choices.tolist()
        ]
        counts = np.bincount(np.concatenate([np.zeros(0, dtype=np.int64), *own]), minlength=len(self.at_most))
        found: list[int] = np.flatnonzero(counts == len(choices)).tolist()
        return found

    def entries(self, row: int) -> tuple[Ints, Ints]:
        """The choices, each once and in order, and the weights of one row."""
        number = bisect_right(self.starts, row) - 1
        layer, k = self.layer_by_row(number), row - self.starts[number]
        own = slice(layer.indptr[k], layer.indptr[k + 1])
        return layer.indices[own].astype(np.int64), layer.data[own]


def rows_from(found: Sequence[Row], choices: int) -> Rows:
    """These rows as one layer."""
    number = np.repeat(np.arange(len(found)), [len(x.choice) for x in found])
    none: Ints = np.zeros(0, dtype=np.int64)
    choice, weight = (np.concatenate([none, *(getattr(x, what) for x in found)]) for what in ("choice", "weight"))
    at_most: Ints = np.array([x.at_most for x in found], dtype=np.int64)
    return Rows.of(number, choice, weight, at_most, tuple(x.origin for x in found), choices)


def rows_of(problem: Problem) -> Rows:
    """Every limit of the problem as rows, in order. Raises Defect where a sum could leave 64 bits."""
    origins = tuple(Origin("limit", x.rule, s) for x in problem.limits for s in x.subject)
    rows = Rows((problem.matrix,), problem.at_most, origins, len(problem.choices))
    size = np.abs(rows.at_most).astype(np.float64)
    size += abs(problem.matrix) @ np.ones(rows.choices)
    if (size > MAX_SUM).any():
        worst = origins[int(size.argmax())]
        raise Defect(f"the numbers of limit {worst.name} ({worst.subject}) are too large to add up exactly")
    refuse_large_worths(problem)
    return rows


def refuse_large_worths(problem: Problem) -> None:
    """Raises Defect where what an objective's choices are worth could leave 64 bits together."""
    for objective in problem.objectives:
        if np.abs(objective.worth).astype(np.float64).sum() > MAX_SUM:
            raise Defect(f"the numbers of goal {objective.goal} are too large to add up exactly")
