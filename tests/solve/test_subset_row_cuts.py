"""Subset rows in column generation: recipients whom several leaders share by halves."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matcher.bounding import Origin, Rows
from matcher.solve.relaxations.blocks import blocks_of
from matcher.solve.relaxations.column_generation import solve_pricing
from matcher.solve.relaxations.subset_row_cuts import SubsetCuts


def every_pair(schools: int) -> tuple[Rows, SubsetCuts]:
    """As many leaders as schools; each may serve any of them, and has days for two."""
    school, leader = (own.ravel() for own in np.divmod(np.arange(schools**2), schools))
    one = np.ones(schools**2, dtype=np.int64)
    row, weight = np.concatenate([school, schools + leader]), np.concatenate([one, 5 * one])
    at_most = np.concatenate([np.ones(schools, dtype=np.int64), np.full(schools, 10)])
    names = ["one-leader"] * schools + ["leader-days"] * schools
    origins = tuple(Origin("limit", name, str(k)) for k, name in enumerate(names))
    rows = Rows.of(row, np.tile(np.arange(schools**2), 2), weight, at_most, origins, schools**2)
    blocks = blocks_of(rows, np.ones(schools**2, dtype=np.bool_), leader, school, serve_once=True)
    assert blocks is not None
    return rows, SubsetCuts(rows, blocks)


def ring(cuts: SubsetCuts, schools: int) -> list[tuple[int, tuple[int, ...]]]:
    """A column of each leader: the school of the same number and the next."""
    choices = [(x * schools + x, (x + 1) % schools * schools + x) for x in range(schools)]
    return [(int(cuts.blocks.block_of[own[0]]), tuple(sorted(own))) for own in choices]


def test_three_and_five_schools_that_leaders_share_by_halves_pass_a_subset_row() -> None:
    for schools, allowed in ((3, 1), (5, 2)):
        _, cuts = every_pair(schools)
        columns, halves = ring(cuts, schools), np.full(schools, 0.5)
        found = cuts.passed(columns, halves)
        assert found == [tuple(range(schools))]
        cuts.add(found)
        assert cuts.at_most == [allowed]
        assert cuts.passed(columns, halves) == []  # it is there already


def test_what_whole_columns_use_passes_none() -> None:
    _, cuts = every_pair(3)
    assert cuts.passed(ring(cuts, 3), np.array([1.0, 0.0, 0.0])) == []


def test_a_column_counts_each_two_of_a_subset() -> None:
    rows, cuts = every_pair(5)
    cuts.add([(0, 1, 2), (0, 1, 2, 3, 4)])
    members = np.zeros((rows.choices, 3), dtype=np.int64)
    for column, schools in enumerate(([0, 1], [2, 3], [1, 2, 3, 4])):
        members[[5 * school for school in schools], column] = 1
    counted = cuts.matrix(sparse.csc_matrix(members), np.array([True, True, True]))
    assert counted.toarray().tolist() == [[1, 0, 1], [1, 1, 2]]
    assert cuts.matrix(sparse.csc_matrix(members), np.array([False, True, True])).toarray().tolist()[0] == [0, 0, 1]


def test_what_is_too_heavy_for_its_leader_is_in_no_filling() -> None:
    """A leader of ten days to whom one school of fifteen is open: else the linear programme would take two thirds."""
    none = np.zeros(3, dtype=np.int64)
    entries = ([0, 1, 1, 2, 2], [0, 1, 2, 1, 2], [15, 5, 8, 1, 1])
    row, choice, weight = (np.array(own, dtype=np.int64) for own in entries)
    origins = tuple(Origin("limit", "leader-days", str(k)) for k in range(3))
    rows = Rows.of(row, choice, weight, np.array([10, 10, 1]), origins, 3)
    blocks = blocks_of(rows, np.ones(3, dtype=np.bool_), np.array([0, 1, 1]), np.array([0, 1, 2]))
    assert blocks is not None
    heavy = int(blocks.block_of[0])
    assert heavy >= 0
    pricing = solve_pricing(rows, np.ones(3, dtype=np.bool_), none + 7, blocks, np.zeros(3), SubsetCuts(rows, blocks))
    assert pricing is not None
    assert pricing.bound == 7  # one of the other leader's two, and nothing of the first's
    assert all(block != heavy for block, _ in pricing.columns)
