"""The linear relaxation of one objective: dual prices, their exact bound, and the choices likely in a good plan.

GLOP solves it in floats; `matcher.bounding` turns its prices into whole multipliers and a bound that holds exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matcher.bounding import DualBound, Packing, Rows, SearchSpace, Witness, dual_bound, integer_multipliers
from matcher.solve.relaxations.glop import Basis, Floats, LpSolution, solve_lp
from matcher.world import Bools, Ints

SIFTING_SIZE = 150_000  # open choices; with more, columns are added by sifting
FIRST_PER_RECIPIENT, MORE_PER_RECIPIENT = 10, 8  # columns per recipient to begin with, and that each round adds
SIFTING_ROUNDS = 40
ZERO_TOLERANCE = 1e-7
PRIMAL_TOLERANCE = 1e-6  # a choice is in the relaxation's support where its value is larger


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The relaxation of one objective: integer multipliers of the rows and the exact bound they give.

    `primal` is the value of each choice, from 0 to 1; `packed` are rows that the bound uses as well."""

    multipliers: Ints
    dual: DualBound
    primal: Floats
    reduced_worth: Ints  # less the prices of the rows, or by what the bound loses: the larger, the likelier the choice
    packed: tuple[Packing, ...] = ()
    final_basis: Basis | None = None  # over all choices

    def witness(self, value: int, refuted_share: int | None = None) -> Witness:
        """The multipliers as the proof needs them, for an objective that reached `value`."""
        used = np.flatnonzero(self.multipliers).tolist()
        multipliers = tuple((k, int(self.multipliers[k])) for k in used)
        return Witness(value, multipliers, self.dual.scale, refuted_share, self.packed)


def solve_relaxation(
    space: SearchSpace, worth: Ints, best: Bools, recipient: Ints, basis: Basis | None = None
) -> Relaxation:
    """The relaxation of `worth` (to be maximised) over the rows and open choices; `best` satisfies every row.

    `recipient` is the recipient of each choice; `basis` is the final basis of the relaxation before, over all choices.
    """
    rows = space.rows
    start = Basis.slack(rows.choices) if basis is None else basis
    solution = sift(rows, space.open, worth, best, recipient, start, lambda *of: solve_restricted(rows, worth, *of))
    return _relaxation(rows, space.open, worth, *solution)


def solve_restricted(rows: Rows, worth: Ints, columns: Bools, basis: Basis) -> tuple[LpSolution, Basis]:
    """The linear programme over these columns alone; the result and the basis are over all choices."""
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
    """The linear programme over all open choices, by sifting where they are many.

    `solve` solves it over some columns. Sifting begins with a few columns of each recipient and adds those whose
    reduced worth is positive, until there are none or after `SIFTING_ROUNDS`.
    """
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
        # also those a little below zero: they would enter at the next prices
        columns = columns | _best_per_recipient(others & (reduced > -most), recipient, reduced, MORE_PER_RECIPIENT)
    return (prices, primal), final_basis


def few_per_recipient(open_: Bools, recipient: Ints) -> Bools:
    return _best_per_recipient(open_, recipient, np.zeros(len(open_)), FIRST_PER_RECIPIENT)


def _best_per_recipient(among: Bools, recipient: Ints, reduced_worth: Floats, most: int) -> Bools:
    """A mask of each recipient's `most` choices with the largest reduced worth; ties are spread over the leaders."""
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
    """The relaxation that violates the `last` rows by the least in all.

    A bound below zero proves that no plan meets them.
    """
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


def restricted_matrix(rows: Rows, open_: Bools) -> sparse.csr_matrix:
    """The rows over the open choices alone, as floats, in the order of their numbers."""
    return sparse.csr_matrix(rows.restricted_to(np.flatnonzero(open_)), dtype=np.float64)


def likely_choices(relaxation: Relaxation, open_: Bools, chosen: Bools, recipient: Ints, neighbours: int) -> Bools:
    """A mask of the choices likely in a good plan: the relaxation's support, the chosen ones, and each recipient's best
    `neighbours` by reduced worth."""
    likely: Bools = (open_ & (relaxation.primal > PRIMAL_TOLERANCE)) | chosen
    columns = np.flatnonzero(open_)
    order = columns[np.lexsort((-relaxation.reduced_worth[columns], recipient[columns]))]
    owner = recipient[order]
    place = np.arange(len(order)) - np.searchsorted(owner, owner)
    likely[order[place < neighbours]] = True
    return likely
