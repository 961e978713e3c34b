"""The linear relaxation: prices for the rows, from which come an exact bound and the choices worth a look.

The relaxation is GLOP's and its floats are only a suggestion: `exact` turns them into whole multipliers and a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matcher.exact import Ladder, Packing, Rows, Weighed, Witness, weigh, whole
from matcher.plan import Aim
from matcher.solve.simplex import Basis, Floats, Priced, glop
from matcher.world import Bools, Ints

SIFTED = 150_000  # open choices; with more it begins with a few of each recipient's
FIRST, MORE, SIFTINGS = 10, 8, 40  # choices per recipient to begin with, and that each round adds; rounds at most
NOUGHT = 1e-7
HELD = 1e-6  # the relaxed plan holds more than this much of a choice


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What the relaxation says of one goal: the multipliers found, the exact bound they give (with the packed rows, if
    there are any), and the part of each choice the relaxed plan holds."""

    times: Ints
    weighed: Weighed
    held: Floats
    liking: Ints  # the larger, the better priced a choice is
    packed: tuple[Packing, ...] = ()
    ended: Basis | None = None  # where the simplex ended, over all choices

    def witness(self, kept: int, denied: int | None = None) -> Witness:
        used = np.flatnonzero(self.times).tolist()
        times = tuple((k, int(self.times[k])) for k in used)
        return Witness(kept, times, self.weighed.scale, denied, self.packed)


def relax(ladder: Ladder, worth: Ints, best: Bools, recipient: Ints, begun: Basis | None = None) -> Relaxed:
    """A bound on `worth` (to be made large) over the ladder's rows and open choices; `best` keeps every row.

    `begun`: where the relaxation of the goal before ended, over all choices.
    """
    rows = ladder.rows
    stand = Basis.none(rows.choices) if begun is None else begun
    found = sifted(rows, ladder.open, worth, best, recipient, stand, lambda *of: over(rows, worth, *of))
    return _relaxed(rows, ladder.open, worth, *found)


def over(rows: Rows, worth: Ints, columns: Bools, begun: Basis) -> tuple[Priced, Basis]:
    """Each row's price and how much of each choice is held, where only these may be."""
    matrix = compressed(rows, columns)
    (prices, part), ended = glop(worth[columns], matrix, rows.at_most, np.ones(int(columns.sum())), begun.over(columns))
    held = np.zeros(rows.choices)
    held[columns] = part
    return (prices, held), ended.back(columns)


def sifted(
    rows: Rows,
    open_: Bools,
    worth: Ints,
    best: Bools,
    recipient: Ints,
    begun: Basis,
    solved: Callable[[Bools, Basis], tuple[Priced, Basis]],
) -> tuple[Priced, Basis]:
    """What `solved` says of all open choices. Where they are many: of a few of each recipient's first, and of more of
    those that the prices find wanting, until none is."""
    if open_.sum() <= SIFTED:
        return solved(open_, begun)
    columns, ended = best | few_of_each(open_, recipient) | (open_ & begun.wanted), begun
    for _ in range(SIFTINGS):
        (prices, held), ended = solved(columns, ended)
        left = worth - rows.taken(np.maximum(prices, 0.0))
        others = open_ & ~columns
        most = left[others].max(initial=0.0)
        if most <= NOUGHT:
            break
        # those a little short of it too: the next prices would want them
        columns = columns | _first(others & (left > -most), recipient, left, MORE)
    return (prices, held), ended


def few_of_each(open_: Bools, recipient: Ints) -> Bools:
    return _first(open_, recipient, np.zeros(len(open_)), FIRST)


def _first(among: Bools, recipient: Ints, liking: Floats, most: int) -> Bools:
    """So many of each recipient's choices, the best liked; where liked alike, spread over the leaders."""
    columns = np.flatnonzero(among)
    spread = (columns * 2_654_435_761) % 2**32
    order = columns[np.lexsort((spread, -liking[columns], recipient[columns]))]
    owner = recipient[order]
    first = np.zeros(len(among), dtype=np.bool_)
    first[order[np.arange(len(order)) - np.searchsorted(owner, owner) < most]] = True
    return first


def relax_shortfall(
    rows: Rows, open_: Bools, last: int, best: Bools, recipient: Ints, begun: Basis | None = None
) -> Relaxed:
    """The plan that misses the `last` rows by the least in all; a bound below nought shows that none meets them."""
    nothing: Ints = np.zeros(rows.choices, dtype=np.int64)
    count = len(rows.at_most)
    missing = sparse.csr_matrix((-np.ones(last), (np.arange(count - last, count), np.arange(last))), (count, last))

    def solved(columns: Bools, begun: Basis) -> tuple[Priced, Basis]:
        own = int(columns.sum())
        matrix = sparse.hstack([compressed(rows, columns), missing], format="csr")
        worth = np.concatenate([np.zeros(own), -np.ones(last)])
        most = np.concatenate([np.ones(own), np.full(last, np.inf)])
        (prices, part), ended = glop(worth, matrix, rows.at_most, most, begun.over(columns))
        held = np.zeros(rows.choices)
        held[columns] = part[:own]
        return (prices, held), ended.sized(own, count).back(columns)

    stand = Basis.none(rows.choices) if begun is None else begun
    return _relaxed(rows, open_, nothing, *sifted(rows, open_, nothing, best, recipient, stand, solved))


def _relaxed(rows: Rows, open_: Bools, worth: Ints, priced: Priced, ended: Basis) -> Relaxed:
    prices, held = priced
    times, scale = whole(rows, worth, prices)
    weighed = weigh(rows, open_, worth, times, scale)
    return Relaxed(times, weighed, held, weighed.slack, ended=ended)


def relaxed_share(
    rows: Rows, open_: Bools, aim: Aim, best: Bools, recipient: Ints, begun: Basis | None = None
) -> float:
    """The share, in thousandths, that the relaxed plan could give every group; for guessing only, and so from a few
    choices of each recipient where there are many."""
    if open_.sum() > SIFTED:
        open_ = best | few_of_each(open_, recipient)
        open_ = open_ if begun is None else open_ | begun.wanted
    columns, groups, count = np.flatnonzero(open_), len(aim.size), len(rows.at_most)
    group = aim.group[columns]
    inside = np.flatnonzero(group >= 0)
    served = sparse.csr_matrix((np.full(len(inside), -1000.0), (group[inside], inside)), (groups, len(columns)))
    share = sparse.csr_matrix(np.concatenate([np.zeros(count), aim.size.astype(np.float64)])[:, None])
    matrix = sparse.hstack([sparse.vstack([compressed(rows, open_), served]), share], format="csr")
    at_most = np.concatenate([rows.at_most, np.zeros(groups, dtype=np.int64)])
    worth, most = np.zeros(len(columns) + 1), np.ones(len(columns) + 1)
    worth[-1], most[-1] = 1.0, 1000.0
    stand = Basis.none(rows.choices) if begun is None else begun
    return float(glop(worth, matrix, at_most, most, stand.over(open_))[0][1][-1])


def compressed(rows: Rows, open_: Bools) -> sparse.csr_matrix:
    """The rows over the open choices alone, in the order of their numbers."""
    return sparse.csr_matrix(rows.over(np.flatnonzero(open_)), dtype=np.float64)


def near_plan(relaxed: Relaxed, open_: Bools, chosen: Bools, recipient: Ints, neighbours: int) -> Bools:
    """The choices most likely to be in a good plan: those held or chosen, and each recipient's best priced few."""
    near: Bools = (open_ & (relaxed.held > HELD)) | chosen
    columns = np.flatnonzero(open_)
    order = columns[np.lexsort((-relaxed.liking[columns], recipient[columns]))]
    owner = recipient[order]
    place = np.arange(len(order)) - np.searchsorted(owner, owner)
    near[order[place < neighbours]] = True
    return near
