"""Dantzig-Wolfe decomposition by leader: a column is a whole set of one leader's deployments.

A leader's own days, team days and number of deployments then hold exactly, which gives a tighter bound than the linear
relaxation. The master problem prices the linking rows over the columns so far; the pricing problem of a leader is a
small knapsack, solved by enumeration. The final bound is exact (`exact.packing`), and the master's support together
with the relaxation's is small enough for HiGHS to find a good plan in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import floor, prod

import numpy as np
from scipy import sparse

from matcher.exact import Packing, Rows, choices_of_trail, dual_bound_with_packings, fillings, integer_multipliers
from matcher.solve.glop import Basis, Floats, solve_lp
from matcher.solve.linear_relaxation import Relaxation, likely_choices
from matcher.world import Bools, Ints

LEADER_LIMITS = ("leader-days", "team-days", "deployments")  # the rows of one leader alone
SINGLES_PER_RECIPIENT = 5  # likely choices per recipient among the first columns, beside the incumbent's
ROUNDS = 60
SMOOTHING = 0.5  # weight of the best prices so far in each round: the master's own oscillate
ZERO_TOLERANCE = 1e-9
GAP_TOLERANCE = 1e-3  # in the objective's unit: bound and master count as equal
UNSMOOTHED_EVERY = 5  # every so many rounds the master's own prices are tried as well
MAX_FILLINGS = 3_000_000  # enumeration steps of one round, all leaders together
MAX_FILLINGS_OF_ONE = 1_000_000  # the same for one leader, by its upper bound

Column = tuple[int, tuple[int, ...]]  # a block's number (-1: none) and the choices


@dataclass(frozen=True, eq=False)
class Blocks:
    """One block per leader: the rows `of` that limit this leader alone, and the open choices in them.

    `use` is the weight of each choice in the block's rows, `room` what the rows allow.
    """

    of: Sequence[tuple[int, ...]]
    choices: Sequence[Ints]
    use: Sequence[Sequence[tuple[int, ...]]]
    room: Sequence[tuple[int, ...]]
    block_of: Ints  # choice -> block, -1 for none
    linking: Ints  # the rows that belong to no block


@dataclass(eq=False)
class MasterProblem:
    """The restricted master problem over the columns so far: the linking rows, and one convexity row a block."""

    rows: Rows
    worth: Ints
    blocks: Blocks
    matrix: sparse.csc_matrix  # linking rows x choices, whole numbers
    columns: dict[Column, None] = field(default_factory=dict)
    final_basis: Basis | None = None  # of the last solve; columns added since come after its own

    def add(self, new: Iterable[Column]) -> int:
        """Adds columns; returns how many of them are new."""
        before = len(self.columns)
        self.columns.update(dict.fromkeys(new))
        return len(self.columns) - before

    def members(self) -> sparse.csc_matrix:
        """The incidence matrix, choices x columns."""
        sizes = [len(choices) for _, choices in self.columns]
        flat = np.array([c for _, choices in self.columns for c in choices], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        ones = np.ones(len(flat), dtype=np.int64)
        return sparse.csc_matrix((ones, flat, starts), (self.rows.choices, len(self.columns)))

    def solve(self) -> tuple[Floats, Floats, float]:
        """The dual price of each row (0 on the blocks' own), the primal value of each choice, and the optimum."""
        members, linking = self.members(), len(self.blocks.linking)
        worth = np.asarray(members.T @ self.worth, dtype=np.int64)
        owner = np.array([block for block, _ in self.columns], dtype=np.int64)
        in_block = np.flatnonzero(owner >= 0)
        one_each = sparse.csr_array(
            (np.ones(len(in_block), dtype=np.int64), (owner[in_block], in_block)),
            shape=(len(self.blocks.of), len(worth)),
        )
        matrix = sparse.csr_matrix(sparse.vstack([self.matrix @ members, one_each]), dtype=np.float64)
        at_most = np.concatenate([self.rows.at_most[self.blocks.linking], np.ones(len(self.blocks.of), dtype=np.int64)])
        (duals, part), self.final_basis = solve_lp(worth, matrix, at_most, np.ones(len(worth)), self.final_basis)
        prices = np.zeros(len(self.rows.at_most))
        prices[self.blocks.linking] = np.maximum(duals[:linking], 0.0)
        return prices, np.asarray(members @ part), float(worth @ part)


@dataclass(frozen=True, eq=False)
class Pricing:
    """The result of pricing: a bound in floats, and each block's best column for each number of choices."""

    bound: float
    columns: tuple[Column, ...]


def blocks_of(rows: Rows, open_: Bools) -> Blocks | None:
    """The blocks, or None where two leaders' rows share a choice or a weight is negative."""
    by_leader: dict[str, dict[str, int]] = {}
    for k, origin in enumerate(rows.origins):
        if origin.kind == "limit" and origin.name in LEADER_LIMITS:
            by_leader.setdefault(origin.subject, {})[origin.name] = k
    leader_own = np.array(
        [o.name in LEADER_LIMITS and o.kind in ("limit", "rounded") for o in rows.origins], dtype=np.bool_
    )
    block_of = np.full(rows.choices, -1, dtype=np.int64)
    of: list[tuple[int, ...]] = []
    choices, use, room = [], [], []
    for leader_rows in by_leader.values():
        entries = {place: rows.entries(k) for place, k in enumerate(leader_rows.values())}
        among = np.unique(np.concatenate([c for c, _ in entries.values()]))
        if (block_of[among] >= 0).any() or any((w < 0).any() for _, w in entries.values()):
            return None
        block_of[among] = len(of)
        among = among[open_[among]]
        table = np.zeros((len(among), len(leader_rows)), dtype=np.int64)
        for place, (c, w) in entries.items():
            is_open = open_[c]
            table[np.searchsorted(among, c[is_open]), place] = w[is_open]
        of.append(tuple(leader_rows.values()))
        choices.append(among)
        use.append([tuple(u) for u in table.tolist()])
        room.append(tuple(int(rows.at_most[k]) for k in leader_rows.values()))
    return Blocks(of, choices, use, room, block_of, np.flatnonzero(~leader_own)) if of else None


def column_generation_bound(
    rows: Rows, open_: Bools, worth: Ints, best: Bools, recipient: Ints, relaxation: Relaxation
) -> Relaxation | None:
    """The exact bound at the best prices found by column generation.

    None where there are no blocks or pricing is too large.

    It ends when the bound meets the incumbent's worth, when no prices can lower the rounded bound, when no column is
    new, or after `ROUNDS`.
    """
    blocks = blocks_of(rows, open_)
    if blocks is None:
        return None
    master = MasterProblem(rows, worth, blocks, _linking_matrix(rows, blocks))
    likely = likely_choices(relaxation, open_, best, recipient, SINGLES_PER_RECIPIENT)
    master.add(_plan_columns(blocks, best))
    master.add(_single_columns(blocks, likely))
    prices = np.where(
        np.isin(np.arange(len(rows.at_most)), blocks.linking), relaxation.multipliers / relaxation.dual.scale, 0.0
    )
    step, current_worth = relaxation.dual.step, int(worth[best].sum())
    pricing = solve_pricing(rows, open_, worth, blocks, prices)
    if pricing is None:
        return None
    best_bound, primal = pricing.bound, relaxation.primal
    master.add(pricing.columns)
    for number in range(ROUNDS):
        master_prices, primal, value = master.solve()
        if (
            best_bound < current_worth + step
            or floor(best_bound / step + GAP_TOLERANCE) <= floor(value / step - GAP_TOLERANCE)
            or best_bound - value < GAP_TOLERANCE
        ):
            break
        added = 0
        for smoothed in (SMOOTHING * prices + (1 - SMOOTHING) * master_prices, master_prices):
            pricing = solve_pricing(rows, open_, worth, blocks, smoothed)
            if pricing is None:
                return None
            added += master.add(pricing.columns)
            if pricing.bound < best_bound:
                best_bound, prices = pricing.bound, smoothed
            if added and number % UNSMOOTHED_EVERY != UNSMOOTHED_EVERY - 1:
                break
        if not added:
            break
    return _exact(rows, open_, worth, blocks, prices, relaxation, primal)


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


def solve_pricing(rows: Rows, open_: Bools, worth: Ints, blocks: Blocks, prices: Floats) -> Pricing | None:
    """The best columns of every block at these prices, and the bound; None where the enumeration would be too large."""
    reduced = worth - rows.dual_cost(prices)
    alone = np.flatnonzero(open_ & (blocks.block_of < 0) & (reduced > ZERO_TOLERANCE))
    bound = float(prices @ rows.at_most) + float(reduced[alone].sum())
    columns: list[Column] = [(-1, (c,)) for c in alone.tolist()]
    steps = 0
    for number, (choices, use, room) in enumerate(zip(blocks.choices, blocks.use, blocks.room, strict=True)):
        worths = reduced[choices]
        positive = np.flatnonzero(worths > ZERO_TOLERANCE)
        if not len(positive):
            continue
        items = [(int(choices[i]), float(worths[i]), use[i]) for i in positive.tolist()]
        if enumeration_size(items, room) > MAX_FILLINGS_OF_ONE:
            return None
        filled = fillings(items, room)
        steps += len(filled) * len(items)
        if steps > MAX_FILLINGS:
            return None
        best_of: dict[int, tuple[float, tuple[int, ...]]] = {}
        for value, trail in sorted(filled.values(), key=lambda x: -x[0]):
            if not trail:
                continue
            members = choices_of_trail(trail)
            best_of.setdefault(len(members), (value, members))
        bound += max((value for value, _ in best_of.values()), default=0.0)
        columns += [(number, members) for _, members in best_of.values()]
    return Pricing(bound, tuple(columns))


def enumeration_size(items: Sequence[tuple[int, float, tuple[int, ...]]], room: tuple[int, ...]) -> int:
    """An upper bound on the steps of enumerating the fillings of one leader's room."""
    used = [sum(use[k] for _, _, use in items) for k in range(len(room))]
    return len(items) * prod(max(0, min(most, total)) + 1 for most, total in zip(room, used, strict=True))


def _exact(
    rows: Rows, open_: Bools, worth: Ints, blocks: Blocks, prices: Floats, relaxation: Relaxation, primal: Floats
) -> Relaxation:
    """The bound at these prices in whole numbers, with a packed row for each block."""
    multipliers, scale = integer_multipliers(rows, worth, prices)
    reduced: Ints = worth * scale - rows.dual_cost(multipliers)
    packings = []
    for of, choices in zip(blocks.of, blocks.choices, strict=True):
        positive = choices[reduced[choices] > 0]
        if len(positive):
            packings.append(Packing(of, tuple(zip(positive.tolist(), reduced[positive].tolist(), strict=True))))
    dual = dual_bound_with_packings(rows, open_, worth, multipliers, scale, packings)
    return Relaxation(
        multipliers, dual, np.maximum(relaxation.primal, primal), relaxation.reduced_worth, tuple(packings)
    )
