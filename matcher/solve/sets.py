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

from matcher.exact import Packing, Rows, chosen, fillings, weigh_packed, whole
from matcher.solve.core import Relaxed, near_plan
from matcher.solve.simplex import Basis, Floats, glop
from matcher.world import Bools, Ints

HELD = ("leader-days", "team-days", "deployments")  # the rows of one leader alone
SINGLES = 5  # choices per recipient, best priced first, that the master begins with beside the best plan's sets
ROUNDS = 60
CALM = 0.5  # how much of the best prices so far each round keeps: the master's own leap about
NOUGHT = 1e-9
CLOSE = 1e-3  # in the goal's unit: the bound and the master are as good as equal
OFTEN = 5  # every so many rounds the master's own prices are asked as well
FILLINGS = 3_000_000  # ways to fill a leader's room that one round may try, all leaders together
WAYS_OF_ONE = 1_000_000  # and those there could be at most for one leader

Set = tuple[int, tuple[int, ...]]  # a block's number (-1: none) and the choices


@dataclass(frozen=True, eq=False)
class Blocks:
    """Leaders whose own rows hold choices that no other leader's do. `use` is per choice, `room` per block."""

    of: Sequence[tuple[int, ...]]
    choices: Sequence[Ints]
    use: Sequence[Sequence[tuple[int, ...]]]
    room: Sequence[tuple[int, ...]]
    inside: Ints  # choice -> block, -1 for none
    outer: Ints  # the rows that no block keeps by itself


@dataclass(eq=False)
class Master:
    """The programme over the sets found so far: the outer rows, and one a block that lets it have one set."""

    rows: Rows
    worth: Ints
    blocks: Blocks
    matrix: sparse.csc_matrix  # outer rows x choices, whole numbers
    sets: dict[Set, None] = field(default_factory=dict)
    ended: Basis | None = None  # where it was last solved; the sets found since come after those

    def add(self, found: Iterable[Set]) -> int:
        before = len(self.sets)
        self.sets.update(dict.fromkeys(found))
        return len(self.sets) - before

    def members(self) -> sparse.csc_matrix:
        """Choices x sets."""
        sizes = [len(choices) for _, choices in self.sets]
        flat = np.array([c for _, choices in self.sets for c in choices], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        ones = np.ones(len(flat), dtype=np.int64)
        return sparse.csc_matrix((ones, flat, starts), (self.rows.choices, len(self.sets)))

    def solved(self) -> tuple[Floats, Floats, float]:
        """A price per row of the problem (0 on the blocks' own), how much of each choice is held, and the value."""
        members, outer = self.members(), len(self.blocks.outer)
        worth = np.asarray(members.T @ self.worth, dtype=np.int64)
        owner = np.array([block for block, _ in self.sets], dtype=np.int64)
        inside = np.flatnonzero(owner >= 0)
        one_each = sparse.csr_array(
            (np.ones(len(inside), dtype=np.int64), (owner[inside], inside)), shape=(len(self.blocks.of), len(worth))
        )
        matrix = sparse.csr_matrix(sparse.vstack([self.matrix @ members, one_each]), dtype=np.float64)
        at_most = np.concatenate([self.rows.at_most[self.blocks.outer], np.ones(len(self.blocks.of), dtype=np.int64)])
        (duals, part), self.ended = glop(worth, matrix, at_most, np.ones(len(worth)), self.ended)
        prices = np.zeros(len(self.rows.at_most))
        prices[self.blocks.outer] = np.maximum(duals[:outer], 0.0)
        return prices, np.asarray(members @ part), float(worth @ part)


@dataclass(frozen=True, eq=False)
class Pricing:
    """What prices say: a bound, and each block's best sets by number of choices."""

    bound: float
    sets: tuple[Set, ...]


def blocks_of(rows: Rows, open_: Bools) -> Blocks | None:
    """None where a leader's rows hold what another's do, or a weight below nought."""
    by_leader: dict[str, dict[str, int]] = {}
    for k, origin in enumerate(rows.origins):
        if origin.kind == "limit" and origin.name in HELD:
            by_leader.setdefault(origin.subject, {})[origin.name] = k
    own = np.array([o.name in HELD and o.kind in ("limit", "rounded") for o in rows.origins], dtype=np.bool_)
    inside = np.full(rows.choices, -1, dtype=np.int64)
    of: list[tuple[int, ...]] = []
    choices, use, room = [], [], []
    for held in by_leader.values():
        entries = {place: rows.entries(k) for place, k in enumerate(held.values())}
        among = np.unique(np.concatenate([c for c, _ in entries.values()]))
        if (inside[among] >= 0).any() or any((w < 0).any() for _, w in entries.values()):
            return None
        inside[among] = len(of)
        among = among[open_[among]]
        table = np.zeros((len(among), len(held)), dtype=np.int64)
        for place, (c, w) in entries.items():
            kept = open_[c]
            table[np.searchsorted(among, c[kept]), place] = w[kept]
        of.append(tuple(held.values()))
        choices.append(among)
        use.append([tuple(u) for u in table.tolist()])
        room.append(tuple(int(rows.at_most[k]) for k in held.values()))
    return Blocks(of, choices, use, room, inside, np.flatnonzero(~own)) if of else None


def by_sets(rows: Rows, open_: Bools, worth: Ints, best: Bools, recipient: Ints, relaxed: Relaxed) -> Relaxed | None:
    """The bound over whole sets, at the best prices found; None where it cannot be worked out.

    It ends when the bound meets the best plan, when no prices can round it further down, or after `ROUNDS` rounds.
    """
    blocks = blocks_of(rows, open_)
    if blocks is None:
        return None
    master = Master(rows, worth, blocks, _outer(rows, blocks))
    likely = near_plan(relaxed, open_, best, recipient, SINGLES)
    master.add(_plan_sets(blocks, best))
    master.add(_singles(blocks, likely))
    prices = np.where(np.isin(np.arange(len(rows.at_most)), blocks.outer), relaxed.times / relaxed.weighed.scale, 0.0)
    step, reached = relaxed.weighed.step, int(worth[best].sum())
    asked = priced(rows, open_, worth, blocks, prices)
    if asked is None:
        return None
    low, held = asked.bound, relaxed.held
    master.add(asked.sets)
    for number in range(ROUNDS):
        own, held, value = master.solved()
        if low < reached + step or floor(low / step + CLOSE) <= floor(value / step - CLOSE) or low - value < CLOSE:
            break
        added = 0
        for mixed in (CALM * prices + (1 - CALM) * own, own):
            asked = priced(rows, open_, worth, blocks, mixed)
            if asked is None:
                return None
            added += master.add(asked.sets)
            if asked.bound < low:
                low, prices = asked.bound, mixed
            if added and number % OFTEN != OFTEN - 1:
                break
        if not added:
            break
    return _exact(rows, open_, worth, blocks, prices, relaxed, held)


def _outer(rows: Rows, blocks: Blocks) -> sparse.csc_matrix:
    return sparse.csc_matrix(rows.over(np.arange(rows.choices)).tocsr()[blocks.outer])


def _plan_sets(blocks: Blocks, plan: Bools) -> Iterable[Set]:
    for number, choices in enumerate(blocks.choices):
        taken = choices[plan[choices]]
        if len(taken):
            yield number, tuple(taken.tolist())
    yield from ((-1, (c,)) for c in np.flatnonzero(plan & (blocks.inside < 0)).tolist())


def _singles(blocks: Blocks, likely: Bools) -> Iterable[Set]:
    """Those that fit by themselves; what belongs to no leader's room is a set of its own."""
    for number, (choices, use, room) in enumerate(zip(blocks.choices, blocks.use, blocks.room, strict=True)):
        for c, used in zip(choices.tolist(), use, strict=True):
            if likely[c] and all(u <= r for u, r in zip(used, room, strict=True)):
                yield number, (c,)
    yield from ((-1, (c,)) for c in np.flatnonzero(likely & (blocks.inside < 0)).tolist())


def priced(rows: Rows, open_: Bools, worth: Ints, blocks: Blocks, prices: Floats) -> Pricing | None:
    """What the prices leave of each choice's worth, packed leader by leader; None where there are too many ways."""
    left = worth - rows.taken(prices)
    alone = np.flatnonzero(open_ & (blocks.inside < 0) & (left > NOUGHT))
    bound = float(prices @ rows.at_most) + float(left[alone].sum())
    found: list[Set] = [(-1, (c,)) for c in alone.tolist()]
    tried = 0
    for number, (choices, use, room) in enumerate(zip(blocks.choices, blocks.use, blocks.room, strict=True)):
        worths = left[choices]
        positive = np.flatnonzero(worths > NOUGHT)
        if not len(positive):
            continue
        items = [(int(choices[i]), float(worths[i]), use[i]) for i in positive.tolist()]
        if ways(items, room) > WAYS_OF_ONE:
            return None
        filled = fillings(items, room)
        tried += len(filled) * len(items)
        if tried > FILLINGS:
            return None
        best_of: dict[int, tuple[float, tuple[int, ...]]] = {}
        for value, trail in sorted(filled.values(), key=lambda x: -x[0]):
            if not trail:
                continue
            members = chosen(trail)
            best_of.setdefault(len(members), (value, members))
        bound += max((value for value, _ in best_of.values()), default=0.0)
        found += [(number, members) for _, members in best_of.values()]
    return Pricing(bound, tuple(found))


def ways(items: Sequence[tuple[int, float, tuple[int, ...]]], room: tuple[int, ...]) -> int:
    """No more steps than this are needed to try every way to fill the room."""
    used = [sum(use[k] for _, _, use in items) for k in range(len(room))]
    return len(items) * prod(max(0, min(most, total)) + 1 for most, total in zip(room, used, strict=True))


def _exact(
    rows: Rows, open_: Bools, worth: Ints, blocks: Blocks, prices: Floats, relaxed: Relaxed, held: Floats
) -> Relaxed:
    """The bound in whole numbers: nothing of it rests on the floats it began with."""
    times, scale = whole(rows, worth, prices)
    left: Ints = worth * scale - rows.taken(times)
    packings = []
    for of, choices in zip(blocks.of, blocks.choices, strict=True):
        positive = choices[left[choices] > 0]
        if len(positive):
            packings.append(Packing(of, tuple(zip(positive.tolist(), left[positive].tolist(), strict=True))))
    weighed = weigh_packed(rows, open_, worth, times, scale, packings)
    return Relaxed(times, weighed, np.maximum(relaxed.held, held), relaxed.liking, tuple(packings))
