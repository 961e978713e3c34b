"""The restricted master problem of column generation: a linear programme over sets of each leader's deployments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from matcher.bounding import Rows
from matcher.solve.relaxations.blocks import Blocks
from matcher.solve.relaxations.glop import Basis, Floats, solve_lp
from matcher.solve.relaxations.subset_row_cuts import SubsetCuts
from matcher.world import Ints

Column = tuple[int, tuple[int, ...]]  # a block's number (-1: none) and the choices


@dataclass(eq=False)
class MasterProblem:
    """The restricted master problem over the columns so far: the linking rows, and one convexity row a block."""

    rows: Rows
    worth: Ints
    blocks: Blocks
    matrix: sparse.csc_matrix  # linking rows x choices, whole numbers
    cuts: SubsetCuts
    columns: dict[Column, None] = field(default_factory=dict)
    final_basis: Basis | None = None  # of the last solve; columns added since come after its own
    part: Floats = field(default_factory=lambda: np.zeros(0))  # of each column, in the last solve

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
        """The dual price of each row (0 on the blocks' own) and then of each cut, the primal value of each choice, and
        the optimum."""
        members, linking, blocks = self.members(), len(self.blocks.linking), len(self.blocks.of)
        worth = np.asarray(members.T @ self.worth, dtype=np.int64)
        owner = np.array([block for block, _ in self.columns], dtype=np.int64)
        in_block = np.flatnonzero(owner >= 0)
        one_each = sparse.csr_array(
            (np.ones(len(in_block), dtype=np.int64), (owner[in_block], in_block)),
            shape=(blocks, len(worth)),
        )
        parts = [self.matrix @ members, one_each, self.cuts.matrix(members, owner >= 0)]
        matrix = sparse.csr_matrix(sparse.vstack(parts), dtype=np.float64)
        ones, cuts = np.ones(blocks, dtype=np.int64), np.array(self.cuts.at_most, dtype=np.int64)
        at_most = np.concatenate([self.rows.at_most[self.blocks.linking], ones, cuts])
        (duals, self.part), self.final_basis = solve_lp(worth, matrix, at_most, np.ones(len(worth)), self.final_basis)
        prices = np.zeros(len(self.rows.at_most) + len(cuts))
        prices[self.blocks.linking] = np.maximum(duals[:linking], 0.0)
        prices[len(self.rows.at_most) :] = np.maximum(duals[linking + blocks :], 0.0)
        return prices, np.asarray(members @ self.part), float(worth @ self.part)
