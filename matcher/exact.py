"""What follows from the limits by whole-number arithmetic alone: rows, bounds, and choices no better plan can hold.

Rows are `sum of weight x choice <= at_most` over 0/1 choices. With multipliers y >= 0 on the rows, no lawful plan is
worth more than `y b + sum of max(0, worth - y A)`. Nothing here trusts a solver: whoever found the multipliers, the
sum is the bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.errors import Defect
from matcher.plan import Aim, Problem
from matcher.world import Bools, Ints

ROOM = 2**60  # no sum of a row may pass this: 64-bit solvers and arrays keep a margin
FINEST = 40  # multipliers are at most this many binary places fine
FEW_WEIGHTS = 4  # a row with more distinct weights is not worth rounding


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


def worth_to_raise(aim: Aim) -> Ints:
    """The goal as something to make large."""
    return -aim.worth if aim.sense == "least" else aim.worth


def total(values: Ints) -> int:
    """The sum as a whole number of any size."""
    low = values & 0xFFFFF
    return (int((values >> 20).sum()) << 20) + int(low.sum())


@dataclass(frozen=True, eq=False)
class Weighed:
    """What multipliers on rows say of a goal (to be made large): all amounts are in 1/scale of the goal's unit.

    `most` bounds every lawful plan over the open choices; a plan that holds choice c is bounded by
    `most + min(0, slack[c])`. Where every worth is a multiple of `step`, so is every plan's value.
    """

    most: int
    slack: Ints
    scale: int
    step: int

    @property
    def bound(self) -> int:
        return self.most // (self.scale * self.step) * self.step

    def can_reach(self, value: int) -> Bools:
        """The choices that a plan worth at least `value` may hold."""
        return self.slack >= value * self.scale - self.most


def weigh(rows: Rows, open_: Bools, worth: Ints, times: Ints, scale: int) -> Weighed:
    """The bound that these whole multipliers (one per row, >= 0) give. Raises Defect where 64 bits would not do."""
    if (times < 0).any():
        raise Defect("a multiplier of a bound is negative")
    size = np.abs(worth).astype(np.float64) * scale
    used = np.flatnonzero(times[rows.row])
    row, choice, weight = rows.row[used], rows.choice[used], rows.weight[used]
    np.add.at(size, choice, np.abs(weight).astype(np.float64) * times[row])
    if size.size and size.max() > ROOM:
        raise Defect("the multipliers of a bound are too large for 64 bits")
    slack: Ints = worth * scale
    np.subtract.at(slack, choice, weight * times[row])
    paid = sum(int(times[k]) * int(rows.at_most[k]) for k in np.flatnonzero(times))
    step = int(np.gcd.reduce(worth[open_])) if open_.any() else 0
    return Weighed(paid + total(np.maximum(slack[open_], 0)), slack, scale, max(step, 1))


def whole(rows: Rows, worth: Ints, prices: np.ndarray) -> tuple[Ints, int]:
    """Prices (one float per row) as whole multipliers and their scale, as fine as 64 bits allow."""
    prices = np.where(np.isfinite(prices) & (prices > 0), prices, 0.0)
    size = np.abs(worth).astype(np.float64)
    np.add.at(size, rows.choice, np.abs(rows.weight) * prices[rows.row])
    largest = max(size.max(initial=1.0), prices.max(initial=0.0), 1.0)
    scale = 2 ** max(0, min(FINEST, 58 - int(np.ceil(np.log2(largest)))))
    return np.rint(prices * scale).astype(np.int64), scale


def rounded(rows: Rows, parts: Sequence[tuple[int, int]], divide_by: int) -> Rows:
    """The sum of the parts (row, times >= 0), divided and rounded down: as true as its parts for 0/1 choices."""
    if divide_by < 1 or any(t < 0 for _, t in parts):
        raise Defect("a rounded row needs times of at least nought and a divisor of at least one")
    found = [rows.entries(k) for k, _ in parts]
    choice = np.concatenate([c for c, _ in found])
    weight = np.concatenate([w * t for (_, w), (_, t) in zip(found, parts, strict=True)])
    names, where = np.unique(choice, return_inverse=True)
    summed: Ints = np.zeros(len(names), dtype=np.int64)
    np.add.at(summed, where, weight)
    down = summed // divide_by
    at_most = sum(int(rows.at_most[k]) * t for k, t in parts) // divide_by
    origin = Origin(
        "rounded", rows.origins[parts[0][0]].name, rows.origins[parts[0][0]].subject, tuple(parts), divide_by
    )
    return one_row(rows.choices, names[down != 0], down[down != 0], at_most, origin)


def roundings(rows: Rows, which: Iterable[int]) -> list[Rows]:
    """Each row divided by each of its few weights, where rounding the right side down gains something.

    A pot of 646,225 that pays 6,000 a match holds 107 matches, not 107.7.
    """
    return [
        rounded(rows, ((k, 1),), d) for k in which for d in divisors(rows.entries(k)[1]) if int(rows.at_most[k]) % d
    ]


def divisors(weights: Ints) -> list[int]:
    distinct = np.unique(weights)
    if not len(distinct) or len(distinct) > FEW_WEIGHTS:
        return []
    positive = {int(w) for w in distinct if w > 1}
    common = int(np.gcd.reduce(distinct))
    return sorted(positive | ({common} if common > 1 else set()))


@dataclass(frozen=True, slots=True)
class Witness:
    """Why a goal cannot be better: `times` (row, whole multiplier) over the ladder's rows, all in 1/scale.

    `kept` is the value reached when the goal's turn came; a later goal may take from it what it may lose.
    For the worst-off share the multipliers show that no lawful plan reaches the share `denied`; the rows that ask for
    it come after the ladder's own.
    """

    kept: int
    times: tuple[tuple[int, int], ...] = ()
    scale: int = 1
    denied: int | None = None


@dataclass(frozen=True, eq=False)
class Ladder:
    """The goals so far: every row that later goals must respect, and the choices still open to them."""

    rows: Rows
    open: Bools

    def step(self, aim: Aim, value: int, weighed: Weighed | None) -> Ladder:
        """The next rung: this goal is kept at its value, less what it may lose."""
        if aim.sense == "worst-share":
            return Ladder(self.rows.plus([share_rows(aim, value - aim.may_lose, self.rows.choices)]), self.open)
        worth = worth_to_raise(aim)
        keep = (-value if aim.sense == "least" else value) - aim.may_lose
        extra = [self._row(aim, "floor", -worth, -keep)]
        if weighed is None:
            return Ladder(self.rows.plus(extra), self.open)
        extra.append(self._row(aim, "ceiling", worth, weighed.bound))
        return Ladder(self.rows.plus(extra), self.open & weighed.can_reach(keep))

    def _row(self, aim: Aim, kind: str, weight: Ints, at_most: int) -> Rows:
        held = np.flatnonzero(weight)
        return one_row(self.rows.choices, held, weight[held], at_most, Origin(kind, aim.goal))


def ground(problem: Problem) -> Ladder:
    """The foot of the ladder: the limits, and what rounding them down gives."""
    rows = rows_of(problem)
    largest: Ints = np.zeros(len(rows.at_most), dtype=np.int64)
    np.maximum.at(largest, rows.row, rows.weight)
    first = roundings(rows, np.flatnonzero(largest > 1).tolist())
    more = rows.plus(first)
    second = [r for k in range(len(rows.at_most), len(more.at_most)) for r in topped_up(more, k)]
    third = [r for k in np.flatnonzero(largest > 1).tolist() for r in paired(rows, k)]
    return Ladder(more.plus([*second, *third]), np.ones(rows.choices, dtype=np.bool_))


def paired(rows: Rows, row: int) -> list[Rows]:
    """The row with as much of a row that holds all its lighter choices as makes every weight a multiple of the largest.

    Where a leader has 20 days and their team 5, two deployments fit whether or not the team takes half of one; added
    up without rounding, the limits would allow two and a half.
    """
    choice, weight = rows.entries(row)
    distinct = np.unique(weight)
    if len(distinct) != 2 or distinct[0] < 1 or distinct[1] % distinct[0]:
        return []
    small, large = (int(w) for w in distinct)
    light = choice[weight == small]
    found = []
    for partner in rows.holding_all(light):
        beside = np.unique(rows.entries(partner)[1]).tolist()
        if partner == row or len(beside) != 1 or beside[0] < 1 or (large - small) % beside[0]:
            continue
        times = (large - small) // beside[0]
        room = int(rows.at_most[row]) + times * int(rows.at_most[partner])
        if room % large and room // large < len(choice):
            found.append(rounded(rows, ((row, 1), (partner, times)), large))
    return found


def topped_up(rows: Rows, cut: int) -> list[Rows]:
    """The row behind a rounded one, with as much of the rounded one as makes its larger weight a multiple of a smaller.

    A pot that holds 107 matches of 6,000 and then 1.7 governance supports of 2,500 holds only 1 of those: unlike the
    rounded row alone, this one says so for any mixture of the two.
    """
    ((parent, _),), large = rows.origins[cut].parts, rows.origins[cut].divide_by
    smaller = [d for d in divisors(rows.entries(parent)[1]) if d < large and large % d]
    return [rounded(rows, ((parent, 1), (cut, -large % d)), d) for d in smaller]


def share_rows(aim: Aim, share: int, choices: int) -> Rows:
    """Rows that say every group reaches this share: chosen in group >= ceil(share x size / 1000)."""
    inside = np.flatnonzero(aim.group >= 0)
    least = -(-max(share, 0) * aim.size // 1000)
    origins = tuple(Origin("floor", aim.goal, str(k)) for k in range(len(aim.size)))
    return Rows(aim.group[inside], inside, np.full(len(inside), -1, dtype=np.int64), -least, origins, choices)
