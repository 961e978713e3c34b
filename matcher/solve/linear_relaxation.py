"""The linear relaxation: prices for the rows, from which come an exact bound and the choices worth a look.

The relaxation is GLOP's and its floats are only a suggestion: `exact` turns them into whole multipliers and a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matcher.exact import SearchSpace, Packing, Rows, DualBound, Witness, dual_bound, integer_multipliers
from matcher.plan import Objective
from matcher.solve.glop import Basis, Floats, LpSolution, solve_lp
from matcher.world import Bools, Ints

SIFTING_SIZE = 150_000  # open choices; with more it begins with a few of each recipient's
FIRST_PER_RECIPIENT, MORE_PER_RECIPIENT, SIFTING_ROUNDS = (
    10,
    8,
    40,
)  # choices per recipient to begin with, and that each round adds; rounds at most
ZERO_TOLERANCE = 1e-7
PRIMAL_TOLERANCE = 1e-6  # the relaxed plan holds more than this much of a choice


@dataclass(frozen=True, eq=False)
class Relaxation:
    """What the relaxation says of one goal: the multipliers found, the exact bound they give (with the packed rows, if
    there are any), and the part of each choice the relaxed plan holds."""

    multipliers: Ints
    dual: DualBound
    primal: Floats
    reduced_worth: Ints  # the larger, the better priced a choice is
    packed: tuple[Packing, ...] = ()
    final_basis: Basis | None = None  # where the simplex ended, over all choices

    def witness(self, value: int, refuted_share: int | None = None) -> Witness:
        used = np.flatnonzero(self.multipliers).tolist()
        multipliers = tuple((k, int(self.multipliers[k])) for k in used)
        return Witness(value, multipliers, self.dual.scale, refuted_share, self.packed)


def solve_relaxation(
    space: SearchSpace, worth: Ints, best: Bools, recipient: Ints, basis: Basis | None = None
) -> Relaxation:
    """A bound on `worth` (to be made large) over the ladder's rows and open choices; `best` keeps every row.

    `begun`: where the relaxation of the goal before ended, over all choices.
    """
    rows = space.rows
    start = Basis.slack(rows.choices) if basis is None else basis
    solution = sift(rows, space.open, worth, best, recipient, start, lambda *of: solve_restricted(rows, worth, *of))
    return _relaxation(rows, space.open, worth, *solution)


def solve_restricted(rows: Rows, worth: Ints, columns: Bools, basis: Basis) -> tuple[LpSolution, Basis]:
    """Each row's price and how much of each choice is held, where only these may be."""
    matrix = restricted_matrix(rows, columns)
    (prices, part), final_basis = solve_lp(
        worth[columns], matrix, rows.at_most, np.ones(int(columns.sum())), basis.restricted_to(columns)
    )
    primal = np.zeros(rows.choices)
    primal[columns] = part
    return (prices, primal), final_basis.expanded(columns)


def sift(
    rows: Rows,
    open_: Bools,
    worth: Ints,
    best: Bools,
    recipient: Ints,
    basis: Basis,
    solve: Callable[[Bools, Basis], tuple[LpSolution, Basis]],
) -> tuple[LpSolution, Basis]:
    """What `solved` says of all open choices. Where they are many: of a few of each recipient's first, and of more of
    those that the prices find wanting, until none is."""
    if open_.sum() <= SIFTING_SIZE:
        return solve(open_, basis)
    columns, final_basis = best | few_per_recipient(open_, recipient) | (open_ & basis.active), basis
    for _ in range(SIFTING_ROUNDS):
        (prices, primal), final_basis = solve(columns, final_basis)
        reduced = worth - rows.dual_cost(np.maximum(prices, 0.0))
        others = open_ & ~columns
        most = reduced[others].max(initial=0.0)
        if most <= ZERO_TOLERANCE:
            break
        # those a little short of it too: the next prices would want them
        columns = columns | _best_per_recipient(others & (reduced > -most), recipient, reduced, MORE_PER_RECIPIENT)
    return (prices, primal), final_basis


def few_per_recipient(open_: Bools, recipient: Ints) -> Bools:
    return _best_per_recipient(open_, recipient, np.zeros(len(open_)), FIRST_PER_RECIPIENT)


def _best_per_recipient(among: Bools, recipient: Ints, reduced_worth: Floats, most: int) -> Bools:
    """So many of each recipient's choices, the best liked; where liked alike, spread over the leaders."""
    columns = np.flatnonzero(among)
    spread = (columns * 2_654_435_761) % 2**32
    order = columns[np.lexsort((spread, -reduced_worth[columns], recipient[columns]))]
    owner = recipient[order]
    first = np.zeros(len(among), dtype=np.bool_)
    first[order[np.arange(len(order)) - np.searchsorted(owner, owner) < most]] = True
    return first


def minimise_shortfall(
    rows: Rows, open_: Bools, last: int, best: Bools, recipient: Ints, basis: Basis | None = None
) -> Relaxation:
    """The plan that misses the `last` rows by the least in all; a bound below nought shows that none meets them."""
    nothing: Ints = np.zeros(rows.choices, dtype=np.int64)
    count = len(rows.at_most)
    missing = sparse.csr_matrix((-np.ones(last), (np.arange(count - last, count), np.arange(last))), (count, last))

    def solve(columns: Bools, basis: Basis) -> tuple[LpSolution, Basis]:
        own = int(columns.sum())
        matrix = sparse.hstack([restricted_matrix(rows, columns), missing], format="csr")
        worth = np.concatenate([np.zeros(own), -np.ones(last)])
        most = np.concatenate([np.ones(own), np.full(last, np.inf)])
        (prices, part), final_basis = solve_lp(worth, matrix, rows.at_most, most, basis.restricted_to(columns))
        primal = np.zeros(rows.choices)
        primal[columns] = part[:own]
        return (prices, primal), final_basis.resized(own, count).expanded(columns)

    start = Basis.slack(rows.choices) if basis is None else basis
    return _relaxation(rows, open_, nothing, *sift(rows, open_, nothing, best, recipient, start, solve))


def _relaxation(rows: Rows, open_: Bools, worth: Ints, solution: LpSolution, final_basis: Basis) -> Relaxation:
    prices, primal = solution
    multipliers, scale = integer_multipliers(rows, worth, prices)
    dual = dual_bound(rows, open_, worth, multipliers, scale)
    return Relaxation(multipliers, dual, primal, dual.slack, final_basis=final_basis)


def relaxation_share(
    rows: Rows, open_: Bools, objective: Objective, best: Bools, recipient: Ints, basis: Basis | None = None
) -> float:
    """The share, in thousandths, that the relaxed plan could give every group; for guessing only, and so from a few
    choices of each recipient where there are many."""
    if open_.sum() > SIFTING_SIZE:
        open_ = best | few_per_recipient(open_, recipient)
        open_ = open_ if basis is None else open_ | basis.active
    columns, groups, count = np.flatnonzero(open_), len(objective.size), len(rows.at_most)
    group = objective.group[columns]
    inside = np.flatnonzero(group >= 0)
    served = sparse.csr_matrix((np.full(len(inside), -1000.0), (group[inside], inside)), (groups, len(columns)))
    share = sparse.csr_matrix(np.concatenate([np.zeros(count), objective.size.astype(np.float64)])[:, None])
    matrix = sparse.hstack([sparse.vstack([restricted_matrix(rows, open_), served]), share], format="csr")
    at_most = np.concatenate([rows.at_most, np.zeros(groups, dtype=np.int64)])
    worth, most = np.zeros(len(columns) + 1), np.ones(len(columns) + 1)
    worth[-1], most[-1] = 1.0, 1000.0
    start = Basis.slack(rows.choices) if basis is None else basis
    return float(solve_lp(worth, matrix, at_most, most, start.restricted_to(open_))[0][1][-1])


def restricted_matrix(rows: Rows, open_: Bools) -> sparse.csr_matrix:
    """The rows over the open choices alone, in the order of their numbers."""
    return sparse.csr_matrix(rows.restricted_to(np.flatnonzero(open_)), dtype=np.float64)


def likely_choices(relaxation: Relaxation, open_: Bools, chosen: Bools, recipient: Ints, neighbours: int) -> Bools:
    """The choices most likely to be in a good plan: those held or chosen, and each recipient's best priced few."""
    likely: Bools = (open_ & (relaxation.primal > PRIMAL_TOLERANCE)) | chosen
    columns = np.flatnonzero(open_)
    order = columns[np.lexsort((-relaxation.reduced_worth[columns], recipient[columns]))]
    owner = recipient[order]
    place = np.arange(len(order)) - np.searchsorted(owner, owner)
    likely[order[place < neighbours]] = True
    return likely
