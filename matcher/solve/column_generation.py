"""Each leader's deployments as one set: the relaxation over whole sets (Dantzig-Wolfe), where a leader's own days,
team days and number of deployments are kept exactly and not merely in part.

Prices on the other rows come from a master programme over the sets found so far; each leader's best sets at those
prices come from trying every way to fill their room. The bound that the prices give is exact (`exact.packing`), and
what the master holds beside what the linear relaxation holds is little enough for HiGHS to find a best plan in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import floor, prod

import numpy as np
from scipy import sparse

from matcher.exact import Packing, Rows, choices_of_trail, fillings, dual_bound_with_packings, integer_multipliers
from matcher.solve.linear_relaxation import Relaxation, likely_choices
from matcher.solve.glop import Basis, Floats, solve_lp
from matcher.world import Bools, Ints

LEADER_LIMITS = ("leader-days", "team-days", "deployments")  # the rows of one leader alone
SINGLES_PER_RECIPIENT = (
    5  # choices per recipient, best priced first, that the master begins with beside the best plan's sets
)
ROUNDS = 60
SMOOTHING = 0.5  # how much of the best prices so far each round keeps: the master's own leap about
ZERO_TOLERANCE = 1e-9
GAP_TOLERANCE = 1e-3  # in the goal's unit: the bound and the master are as good as equal
UNSMOOTHED_EVERY = 5  # every so many rounds the master's own prices are asked as well
MAX_FILLINGS = 3_000_000  # ways to fill a leader's room that one round may try, all leaders together
MAX_FILLINGS_OF_ONE = 1_000_000  # and those there could be at most for one leader

Column = tuple[int, tuple[int, ...]]  # a block's number (-1: none) and the choices


@dataclass(frozen=True, eq=False)
class Blocks:
    """Leaders whose own rows hold choices that no other leader's do. `use` is per choice, `room` per block."""

    of: Sequence[tuple[int, ...]]
    choices: Sequence[Ints]
    use: Sequence[Sequence[tuple[int, ...]]]
    room: Sequence[tuple[int, ...]]
    block_of: Ints  # choice -> block, -1 for none
    linking: Ints  # the rows that no block keeps by itself


@dataclass(eq=False)
class MasterProblem:
    """The programme over the sets found so far: the outer rows, and one a block that lets it have one set."""

    rows: Rows
    worth: Ints
    blocks: Blocks
    matrix: sparse.csc_matrix  # outer rows x choices, whole numbers
    columns: dict[Column, None] = field(default_factory=dict)
    final_basis: Basis | None = None  # where it was last solved; the sets found since come after those

    def add(self, new: Iterable[Column]) -> int:
        before = len(self.columns)
        self.columns.update(dict.fromkeys(new))
        return len(self.columns) - before

    def members(self) -> sparse.csc_matrix:
        """Choices x sets."""
        sizes = [len(choices) for _, choices in self.columns]
        flat = np.array([c for _, choices in self.columns for c in choices], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        ones = np.ones(len(flat), dtype=np.int64)
        return sparse.csc_matrix((ones, flat, starts), (self.rows.choices, len(self.columns)))

    def solve(self) -> tuple[Floats, Floats, float]:
        """A price per row of the problem (0 on the blocks' own), how much of each choice is held, and the value."""
        members, linking = self.members(), len(self.blocks.linking)
        worth = np.asarray(members.T @ self.worth, dtype=np.int64)
        owner = np.array([block for block, _ in self.columns], dtype=np.int64)
        block_of = np.flatnonzero(owner >= 0)
        one_each = sparse.csr_array(
            (np.ones(len(block_of), dtype=np.int64), (owner[block_of], block_of)),
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
    """What prices say: a bound, and each block's best sets by number of choices."""

    bound: float
    columns: tuple[Column, ...]


def blocks_of(rows: Rows, open_: Bools) -> Blocks | None:
    """None where a leader's rows hold what another's do, or a weight below nought."""
    by_leader: dict[str, dict[str, int]] = {}
    for k, origin in enumerate(rows.origins):
        if origin.kind == "limit" and origin.name in LEADER_LIMITS:
            by_leader.setdefault(origin.subject, {})[origin.name] = k
    master_prices = np.array(
        [o.name in LEADER_LIMITS and o.kind in ("limit", "rounded") for o in rows.origins], dtype=np.bool_
    )
    block_of = np.full(rows.choices, -1, dtype=np.int64)
    of: list[tuple[int, ...]] = []
    choices, use, room = [], [], []
    for primal in by_leader.values():
        entries = {place: rows.entries(k) for place, k in enumerate(primal.values())}
        among = np.unique(np.concatenate([c for c, _ in entries.values()]))
        if (block_of[among] >= 0).any() or any((w < 0).any() for _, w in entries.values()):
            return None
        block_of[among] = len(of)
        among = among[open_[among]]
        table = np.zeros((len(among), len(primal)), dtype=np.int64)
        for place, (c, w) in entries.items():
            kept = open_[c]
            table[np.searchsorted(among, c[kept]), place] = w[kept]
        of.append(tuple(primal.values()))
        choices.append(among)
        use.append([tuple(u) for u in table.tolist()])
        room.append(tuple(int(rows.at_most[k]) for k in primal.values()))
    return Blocks(of, choices, use, room, block_of, np.flatnonzero(~master_prices)) if of else None


def column_generation_bound(
    rows: Rows, open_: Bools, worth: Ints, best: Bools, recipient: Ints, relaxation: Relaxation
) -> Relaxation | None:
    """The bound over whole sets, at the best prices found; None where it cannot be worked out.

    It ends when the bound meets the best plan, when no prices can round it further down, or after `ROUNDS` rounds.
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
    """Those that fit by themselves; what belongs to no leader's room is a set of its own."""
    for number, (choices, use, room) in enumerate(zip(blocks.choices, blocks.use, blocks.room, strict=True)):
        for c, used in zip(choices.tolist(), use, strict=True):
            if likely[c] and all(u <= r for u, r in zip(used, room, strict=True)):
                yield number, (c,)
    yield from ((-1, (c,)) for c in np.flatnonzero(likely & (blocks.block_of < 0)).tolist())


def solve_pricing(rows: Rows, open_: Bools, worth: Ints, blocks: Blocks, prices: Floats) -> Pricing | None:
    """What the prices leave of each choice's worth, packed leader by leader; None where there are too many ways."""
    reduced = worth - rows.dual_cost(prices)
    alone = np.flatnonzero(open_ & (blocks.block_of < 0) & (reduced > ZERO_TOLERANCE))
    bound = float(prices @ rows.at_most) + float(reduced[alone].sum())
    new: list[Column] = [(-1, (c,)) for c in alone.tolist()]
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
        new += [(number, members) for _, members in best_of.values()]
    return Pricing(bound, tuple(new))


def enumeration_size(items: Sequence[tuple[int, float, tuple[int, ...]]], room: tuple[int, ...]) -> int:
    """No more steps than this are needed to try every way to fill the room."""
    used = [sum(use[k] for _, _, use in items) for k in range(len(room))]
    return len(items) * prod(max(0, min(most, total)) + 1 for most, total in zip(room, used, strict=True))


def _exact(
    rows: Rows, open_: Bools, worth: Ints, blocks: Blocks, prices: Floats, relaxation: Relaxation, primal: Floats
) -> Relaxation:
    """The bound in whole numbers: nothing of it rests on the floats it began with."""
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
