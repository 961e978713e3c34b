"""Dantzig-Wolfe decomposition by leader: a column is a whole set of one leader's deployments.

A leader's own days, team days and number of deployments then hold exactly, which gives a tighter bound than the linear
relaxation. The master problem prices the linking rows over the columns so far; the pricing problem of a leader is a
small knapsack, solved by enumeration. The final bound is exact (`exact.packing`), and the master's support together
with the relaxation's is small enough for HiGHS to find a good plan in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, inf

import numpy as np
from scipy import sparse

from matcher.bounding import (
    Packing,
    Rows,
    SubsetCharges,
    best_filling,
    choices_of_trail,
    dual_bound_with_packings,
    fillings,
    fillings_with_charges,
    integer_multipliers,
    is_wide,
)
from matcher.plan import Choices
from matcher.solve.relaxations.blocks import Blocks, blocks_of, enumeration_size, providers_of
from matcher.solve.relaxations.glop import Floats
from matcher.solve.relaxations.linear_relaxation import Relaxation, likely_choices
from matcher.solve.relaxations.master_problem import Column, MasterProblem
from matcher.solve.relaxations.subset_row_cuts import SubsetCuts
from matcher.world import Bools, Ints

SINGLES_PER_RECIPIENT = 5  # likely choices per recipient among the first columns, beside the incumbent's
ROUNDS, MORE_ROUNDS = 60, 200  # rounds at most: more of them only within `COLUMN_WORK`
COLUMN_WORK = 600_000  # rounds times columns
MAX_IDLE_ROUNDS = 25  # rounds in a row that neither lower the bound nor raise the master's value by much
CUT_ROUNDS, ROUNDS_PER_CUT = 8, 30  # how often subset rows are added, and rounds after each time
SMOOTHING = 0.8  # weight of the best prices so far in each round: the master's own oscillate
ZERO_TOLERANCE = 1e-9
GAP_TOLERANCE = 1e-3  # in the objective's unit: bound and master count as equal
# or within this part of what the bound leaves open: where the rounded bound can fall no more, and where it can
GAP_PART, LITTLE_PART = 0.02, 0.002
UNSMOOTHED_EVERY = 5  # every so many rounds the master's own prices are tried as well
IDLE_STEPS = 5_000  # enumeration steps for each open choice that do not lower the bound: rooms are too large for it
MAX_FILLINGS = 3_000_000  # enumeration steps of one round, all leaders together
MAX_FILLINGS_OF_ONE = 1_000_000  # the same for one leader, by its upper bound
STEPS_AT_ONCE = 100  # of enumeration, in the time of one, where a wide room is filled by arrays

Item = tuple[int, float, tuple[int, ...]]  # a choice, its worth and its use of each room


@dataclass(frozen=True, eq=False)
class Pricing:
    """The result of pricing: a bound in floats, each block's best column for each number of choices, and how many steps
    of enumeration it took."""

    bound: float
    columns: tuple[Column, ...]
    steps: int


@dataclass(eq=False)
class ColumnGeneration:
    """The state between rounds: the master problem, the best bound so far and the prices that gave it."""

    open: Bools
    current_worth: int  # of the incumbent
    step: int  # every plan's worth is a multiple of it
    master: MasterProblem
    prices: Floats
    best_bound: float = inf
    moved: int = 0  # the last round with a lower bound, or with a master's value that was nearer to it
    value: float = -inf  # the master's, when it last counted as nearer
    work: int = 0  # rounds times columns so far
    idle_steps: int = 0  # of enumeration, since the bound was last lowered
    primal: Floats | None = None

    def price(self, prices: Floats, number: int) -> int | None:
        """Pricing at these prices in this round: how many columns are new; None where the enumeration is too large."""
        master = self.master
        pricing = solve_pricing(master.rows, self.open, master.worth, master.blocks, prices, master.cuts)
        if pricing is None:
            return None
        if pricing.bound < self.best_bound:
            self.best_bound, self.prices, self.moved, self.idle_steps = pricing.bound, prices, number, 0
        self.idle_steps += pricing.steps
        return master.add(pricing.columns)

    def run_round(self, number: int) -> bool | None:
        """One round: whether another may lower the bound; None where pricing is too large."""
        master_prices, self.primal, value = self.master.solve()
        self.work += len(self.master.columns)
        if self._is_settled(value) or (number >= ROUNDS and self.work > COLUMN_WORK):
            return False
        if value - self.value > GAP_PART * (self.best_bound - value):
            self.value, self.moved = value, number
        added = 0
        for prices in (SMOOTHING * self.prices + (1 - SMOOTHING) * master_prices, master_prices):
            new = self.price(prices, number)
            if new is None:
                return None
            added += new
            if added and number % UNSMOOTHED_EVERY != UNSMOOTHED_EVERY - 1:
                break
        idle = number - self.moved >= MAX_IDLE_ROUNDS or self.idle_steps > IDLE_STEPS * int(self.open.sum())
        return added > 0 and not idle

    def cut(self) -> int:
        """Adds the subset rows that the master's solution passes; returns how many, and counts anew what is idle."""
        new = self.master.cuts.passed(list(self.master.columns), self.master.part)
        self.master.cuts.add(new)
        self.prices = np.concatenate([self.prices, np.zeros(len(new))])
        self.moved, self.value, self.idle_steps = 0, -inf, 0
        return len(new)

    def _is_settled(self, value: float) -> bool:
        """Whether the bound meets the incumbent, or is as near to the master's `value`, which no prices pass, as is of
        use: the rounded bound can fall no more, and a little less would close few choices; or hardly any is left."""
        short, left = self.best_bound - self.current_worth, self.best_bound - value
        falls = floor(self.best_bound / self.step + GAP_TOLERANCE) > floor(value / self.step - GAP_TOLERANCE)
        return short < self.step or left < max(
            GAP_TOLERANCE, (LITTLE_PART if falls or self.master.cuts.of else GAP_PART) * short
        )


def column_generation_bound(
    rows: Rows,
    open_: Bools,
    worth: Ints,
    best: Bools,
    choices: Choices,
    relaxation: Relaxation,
    serve_once: bool = False,
) -> Relaxation | None:
    """The exact bound at the best prices found by column generation.

    None where there are no blocks or pricing is too large. It ends when the bound meets the incumbent's worth, when no
    prices can lower it by much, when no column is new, or after `ROUNDS`. `serve_once`: no filling serves one twice,
    which takes longer and lowers the bound where costs differ.
    """
    blocks = blocks_of(rows, open_, providers_of(choices), choices.recipient, serve_once)
    if blocks is None:
        return None
    master = MasterProblem(rows, worth, blocks, _linking_matrix(rows, blocks), SubsetCuts(rows, blocks))
    master.add(_plan_columns(blocks, best))
    master.add(
        _single_columns(blocks, likely_choices(relaxation, open_, best, choices.recipient, SINGLES_PER_RECIPIENT))
    )
    linking = np.isin(np.arange(len(rows.at_most)), blocks.linking)
    start = np.where(linking, relaxation.multipliers / relaxation.dual.scale, 0.0)
    search = ColumnGeneration(open_, int(worth[best].sum()), relaxation.dual.step, master, start)
    going_on = None if search.price(start, 0) is None else True
    for number in range(MORE_ROUNDS):
        if not going_on:
            break
        going_on = search.run_round(number)
    if going_on is not None and serve_once:
        _tighten_by_cuts(search)
    return None if going_on is None else _exact(rows, open_, worth, blocks, search, relaxation)


def _tighten_by_cuts(search: ColumnGeneration) -> None:
    """Further rounds with subset rows, until the master's solution passes none or they bring little."""
    for _ in range(CUT_ROUNDS):
        if not search.cut():
            break
        for number in range(ROUNDS_PER_CUT):
            if not search.run_round(number):
                break


def _linking_matrix(rows: Rows, blocks: Blocks) -> sparse.csc_matrix:
    return sparse.csc_matrix(rows.restricted_to(np.arange(rows.choices)).tocsr()[blocks.linking])


def _plan_columns(blocks: Blocks, plan: Bools) -> Iterable[Column]:
    for number, choices in enumerate(blocks.choices):
        chosen = choices[plan[choices]]
        if len(chosen):
            yield number, tuple(chosen.tolist())
    yield from ((-1, (c,)) for c in np.flatnonzero(plan & (blocks.block_of < 0)).tolist())


def _single_columns(blocks: Blocks, likely: Bools) -> Iterable[Column]:
    """One column for each likely choice that fits alone; a choice of no block is a column of its own."""
    for number, (choices, use, room) in enumerate(zip(blocks.choices, blocks.use, blocks.room, strict=True)):
        for c, used in zip(choices.tolist(), use, strict=True):
            if likely[c] and all(u <= r for u, r in zip(used, room, strict=True)):
                yield number, (c,)
    yield from ((-1, (c,)) for c in np.flatnonzero(likely & (blocks.block_of < 0)).tolist())


def solve_pricing(
    rows: Rows, open_: Bools, worth: Ints, blocks: Blocks, every_price: Floats, cuts: SubsetCuts
) -> Pricing | None:
    """The best columns of every block at these prices (of the rows, then of the cuts), and the bound; None where the
    enumeration would be too large."""
    prices, of_cuts = np.split(every_price, [len(rows.at_most)])
    reduced = worth - rows.dual_cost(prices)
    alone = np.flatnonzero(open_ & (blocks.block_of < 0) & (reduced > ZERO_TOLERANCE))
    bound = float(prices @ rows.at_most) + float(of_cuts @ cuts.at_most) + float(reduced[alone].sum())
    columns: list[Column] = [(-1, (c,)) for c in alone.tolist()]
    steps = 0
    for number, (choices, use, room) in enumerate(zip(blocks.choices, blocks.use, blocks.room, strict=True)):
        worths = reduced[choices]
        positive = np.flatnonzero(worths > ZERO_TOLERANCE)
        if not len(positive):
            continue
        if len(room) > blocks.own[number]:
            kept = blocks.binding(number, positive.tolist())
            use, room = [tuple(own[j] for j in kept) for own in use], tuple(room[j] for j in kept)
        items = [(int(choices[i]), float(worths[i]), use[i]) for i in positive.tolist()]
        subsets = 1 << len(items)  # no enumeration is larger
        if subsets > MAX_FILLINGS_OF_ONE < enumeration_size([use for _, _, use in items], room):
            return None
        best, taken = _best_of_block(items, room, cuts.charges(number, choices[positive], of_cuts))
        steps += taken
        if steps > MAX_FILLINGS:
            return None
        bound += max((value for value, _ in best), default=0.0)
        columns += [(number, members) for _, members in best]
    return Pricing(bound, tuple(columns), steps)


def _best_of_block(
    items: Sequence[Item], room: tuple[int, ...], charges: SubsetCharges | None
) -> tuple[Sequence[tuple[float, tuple[int, ...]]], int]:
    """The best filling of each number of choices, or in a wide room the best of all, with its worth; and the steps."""
    if charges is None and is_wide(len(items), room):
        value, members = best_filling(items, room)
        return [(value, members)] if members else [], len(items) * room[0] // STEPS_AT_ONCE
    filled = fillings(items, room) if charges is None else fillings_with_charges(items, room, charges)
    best: dict[int, tuple[float, tuple[int, ...]]] = {}
    for value, trail in sorted(filled.values(), key=lambda x: -x[0]):
        if trail:
            members = choices_of_trail(trail)
            best.setdefault(len(members), (value, members))
    return list(best.values()), len(filled) * len(items)


def _exact(
    rows: Rows, open_: Bools, worth: Ints, blocks: Blocks, search: ColumnGeneration, relaxation: Relaxation
) -> Relaxation:
    """The bound at the best prices in whole numbers, with a packed row for each block."""
    prices, of_cuts = np.split(search.prices, [len(rows.at_most)])
    multipliers, scale = integer_multipliers(rows, worth, prices)
    times: Ints = np.rint(of_cuts * scale).astype(np.int64)
    reduced: Ints = worth * scale - rows.dual_cost(multipliers)
    packings = []
    for number, (of, choices) in enumerate(zip(blocks.of, blocks.choices, strict=True)):
        places = np.flatnonzero(reduced[choices] > 0)
        positive = choices[places]
        if len(positive):
            rows_of_block = tuple(of[j] for j in blocks.binding(number, places.tolist()))
            worths = tuple(zip(positive.tolist(), reduced[positive].tolist(), strict=True))
            packings.append(Packing(rows_of_block, worths, search.master.cuts.shared(number, times)))
    dual = dual_bound_with_packings(rows, open_, worth, multipliers, scale, packings)
    primal = relaxation.primal if search.primal is None else np.maximum(relaxation.primal, search.primal)
    return Relaxation(multipliers, dual, primal, dual.slack, tuple(packings))
