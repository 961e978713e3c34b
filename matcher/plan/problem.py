"""The optimisation problem as arrays: its limits and its objectives over the choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from matcher.plan.choices import Choices
from matcher.world import Bools, Ints


@dataclass(frozen=True, eq=False)
class Limit:
    """The constraints of one limit rule: for each row k, the sum of weight x choice over its entries <= at_most[k].

    `row`, `choice` and `weight` are one entry per non-zero of the sparse matrix; `subject[k]` is whom row k is about
    (a leader's id, a pot's name, a region). `unit` is that of weight and at_most.
    """

    rule: str
    unit: str
    row: Ints
    choice: Ints
    weight: Ints
    at_most: Ints
    subject: tuple[str, ...]

    def used(self, chosen: Bools) -> Ints:
        """Per row, what the chosen choices use."""
        total: Ints = np.zeros(len(self.at_most), dtype=np.int64)
        picked = chosen[self.choice]
        np.add.at(total, self.row[picked], self.weight[picked])
        return total


@dataclass(frozen=True, eq=False)
class Objective:
    """One goal as an objective function. For `most` and `least` its value is the sum of `worth` over the
    chosen choices.

    For `worst-share`, `group[c]` is the group of choice c (-1: none) and the value is the smallest
    floor(1000 x chosen in group / size[group]) over groups; `worth` is then all zero.
    `may_lose` is what later goals may take from it, in its own unit.
    """

    goal: str
    unit: str
    sense: Literal["most", "least", "worst-share"]
    worth: Ints
    may_lose: int = 0
    group: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    size: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    group_names: tuple[str, ...] = ()
    futures: int = 0  # where it looks ahead: today counts once for each drawn future that it is not declined in

    def value(self, chosen: Bools) -> int:
        if self.sense != "worst-share":
            return int(self.worth[chosen].sum())
        if not len(self.size):
            return 0
        inside = chosen & (self.group >= 0)
        count = np.bincount(self.group[inside], minlength=len(self.size))
        return int((1000 * count // self.size).min())

    def better(self, new: int, old: int) -> bool:
        return new < old if self.sense == "least" else new > old


@dataclass(frozen=True, eq=False)
class Problem:
    """The whole problem: 0/1 choices, limits A x <= b, pins among them, and objectives in order (canonical last).

    The last `futures` of the choices are of drawn futures: they bear on today's, and no plan is told apart by them.
    """

    choices: Choices
    limits: tuple[Limit, ...]
    objectives: tuple[Objective, ...]
    skipped_goals: tuple[tuple[str, str], ...] = ()  # goal, why it was skipped
    futures: int = 0

    @cached_property
    def matrix(self) -> Any:
        """All limits rows_from in order, rows x choices: a `scipy.sparse.csc_array` of 64-bit whole numbers."""
        from scipy import sparse  # a tenth of a second, and whoever only reads files needs none of it

        start = np.cumsum([0, *(len(x.at_most) for x in self.limits)])
        none = np.zeros(0, dtype=np.int64)
        row = np.concatenate([none, *(x.row + start[i] for i, x in enumerate(self.limits))])
        column = np.concatenate([none, *(x.choice for x in self.limits)])
        weight = np.concatenate([none, *(x.weight for x in self.limits)])
        return sparse.csc_array((weight, (row, column)), shape=(int(start[-1]), len(self.choices)))

    @cached_property
    def at_most(self) -> Ints:
        """The right sides of all limits rows_from in order."""
        return np.concatenate([np.zeros(0, dtype=np.int64), *(x.at_most for x in self.limits)])

    def breaks(self, chosen: Bools) -> tuple[tuple[str, str], ...]:
        """(rule, subject) of every row the chosen choices break."""
        return tuple(
            (limit.rule, limit.subject[k])
            for limit in self.limits
            for k in np.flatnonzero(limit.used(chosen) > limit.at_most)
        )

    def values(self, chosen: Bools) -> tuple[int, ...]:
        return tuple(objective.value(chosen) for objective in self.objectives)
