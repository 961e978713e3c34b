"""The limits as one list of whole-number rows: sum of weight x choice <= at_most, over 0/1 choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.errors import Defect
from matcher.plan import Problem
from matcher.world import Bools, Ints

ROOM = 2**60  # no sum of a row may pass this: 64-bit solvers and arrays keep a margin


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
class Rows:
    """A x <= b as one list of entries, with the origin of every row."""

    row: Ints
    choice: Ints
    weight: Ints
    at_most: Ints
    origins: tuple[Origin, ...]
    choices: int

    def plus(self, others: Sequence[Rows]) -> Rows:
        parts = [x for x in (self, *others) if len(x.at_most)]
        starts = np.cumsum([0, *(len(x.at_most) for x in parts)])
        none = np.zeros(0, dtype=np.int64)
        return Rows(
            np.concatenate([none, *(x.row + s for x, s in zip(parts, starts, strict=False))]),
            np.concatenate([none, *(x.choice for x in parts)]),
            np.concatenate([none, *(x.weight for x in parts)]),
            np.concatenate([none, *(x.at_most for x in parts)]),
            tuple(o for x in parts for o in x.origins),
            self.choices,
        )

    def used(self, chosen: Bools) -> Ints:
        total: Ints = np.zeros(len(self.at_most), dtype=np.int64)
        picked = chosen[self.choice]
        np.add.at(total, self.row[picked], self.weight[picked])
        return total

    def allow(self, chosen: Bools) -> bool:
        return bool((self.used(chosen) <= self.at_most).all())

    @cached_property
    def by_row(self) -> tuple[Ints, Ints]:
        """The entries' numbers sorted by row, and where each row starts in them."""
        order: Ints = np.argsort(self.row, kind="stable")
        return order, np.searchsorted(self.row[order], np.arange(len(self.at_most) + 1))

    @cached_property
    def by_choice(self) -> tuple[Ints, Ints]:
        """The entries' numbers sorted by choice, and where each choice starts in them."""
        order: Ints = np.argsort(self.choice, kind="stable")
        return order, np.searchsorted(self.choice[order], np.arange(self.choices + 1))

    @cached_property
    def extremes(self) -> tuple[Ints, Ints]:
        """The least and the greatest weight of each row; the greatest is below the least where it has no entry."""
        least, greatest = np.full(len(self.at_most), ROOM), np.full(len(self.at_most), -ROOM)
        np.minimum.at(least, self.row, self.weight)
        np.maximum.at(greatest, self.row, self.weight)
        return least, greatest

    def holding_all(self, choices: Ints) -> list[int]:
        """The rows in which every one of these choices has an entry."""
        order, start = self.by_choice
        first, *others = (self.row[order[start[c] : start[c + 1]]] for c in choices.tolist())
        shared = set(first.tolist())
        for rows in others:
            shared.intersection_update(rows.tolist())
        return sorted(shared)

    def entries(self, row: int) -> tuple[Ints, Ints]:
        """The choices and the weights of one row."""
        order, start = self.by_row
        own = order[start[row] : start[row + 1]]
        return self.choice[own], self.weight[own]


def one_row(choices: int, choice: Ints, weight: Ints, at_most: int, origin: Origin) -> Rows:
    zeros = np.zeros(len(choice), dtype=np.int64)
    return Rows(zeros, choice, weight, np.array([at_most], dtype=np.int64), (origin,), choices)


def rows_of(problem: Problem) -> Rows:
    """Every limit of the problem as rows, in order. Raises Defect where a sum could leave 64 bits."""
    row, choice, weight, at_most = problem.matrix
    origins = tuple(Origin("limit", x.rule, s) for x in problem.limits for s in x.subject)
    size = np.abs(at_most).astype(np.float64)
    np.add.at(size, row, np.abs(weight).astype(np.float64))
    if (size > ROOM).any():
        worst = origins[int(size.argmax())]
        raise Defect(f"the numbers of limit {worst.name} ({worst.subject}) are too large to add up exactly")
    for aim in problem.aims:
        if np.abs(aim.worth).astype(np.float64).sum() > ROOM:
            raise Defect(f"the numbers of goal {aim.goal} are too large to add up exactly")
    return Rows(row, choice, weight, at_most, origins, len(problem.choices))
