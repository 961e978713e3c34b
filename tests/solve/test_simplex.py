"""The simplex begun from somewhere else ends at the same value; only its work differs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import problem as instance
from matcher.exact import Rows, ground, worth_to_raise
from matcher.plan import Problem
from matcher.solve.core import compressed
from matcher.solve.simplex import AT_NOUGHT, IN, Basis, glop
from matcher.world import Bools, Ints


@pytest.fixture(scope="module")
def region() -> tuple[Problem, Rows]:
    problem = instance("region", True, 1)
    return problem, ground(problem).rows


def value(rows: Rows, worth: Ints, columns: Bools, begun: Basis | None = None) -> tuple[float, Basis]:
    """The greatest sum, which its prices bound from above by the same amount."""
    matrix = compressed(rows, columns)
    (prices, part), ended = glop(worth[columns], matrix, rows.at_most, np.ones(matrix.shape[1]), begun)
    left = np.maximum(worth[columns] - matrix.T @ np.maximum(prices, 0.0), 0.0).sum()
    assert float(part @ worth[columns]) == pytest.approx(float(np.maximum(prices, 0.0) @ rows.at_most + left))
    assert (ended.column == IN).sum() + (ended.row == IN).sum() == len(rows.at_most)
    return float(part @ worth[columns]), ended


def test_from_the_goal_before_and_from_fewer_columns(region: tuple[Problem, Rows]) -> None:
    problem, rows = region
    every = np.ones(rows.choices, dtype=np.bool_)
    few = np.arange(rows.choices) % 3 > 0
    first, last = (worth_to_raise(problem.aims[k]) for k in (0, 4))
    expected, _ = value(rows, last, every)
    for worth, columns in ((first, every), (last, few), (first, few)):
        _, ended = value(rows, worth, columns)
        assert value(rows, last, every, ended.back(columns))[0] == pytest.approx(expected)


def test_from_a_basis_that_rows_and_columns_have_left(region: tuple[Problem, Rows]) -> None:
    problem, rows = region
    every, worth = np.ones(rows.choices, dtype=np.bool_), worth_to_raise(problem.aims[0])
    _, ended = value(rows, worth, every)
    without = every & (ended.column != IN)
    fewer = replace(rows, layers=(rows.over(np.arange(rows.choices))[:-40],), at_most=rows.at_most[:-40])
    for of, columns in ((rows, without), (fewer, every), (fewer, without)):
        expected, _ = value(of, worth, columns)
        assert value(of, worth, columns, ended.over(columns))[0] == pytest.approx(expected)


def test_a_basis_is_sized_to_as_many_as_there_are_rows() -> None:
    full = Basis(np.array([IN, IN, AT_NOUGHT]), np.array([AT_NOUGHT, IN, AT_NOUGHT]))
    for columns, rows in ((3, 3), (1, 3), (0, 3), (5, 5), (3, 2), (2, 1)):
        sized = full.sized(columns, rows)
        assert (len(sized.column), len(sized.row)) == (columns, rows)
        if (full.column[:columns] == IN).sum() <= rows:
            assert (sized.column == IN).sum() + (sized.row == IN).sum() == rows


def test_without_rows_or_columns_there_is_nothing_to_price(region: tuple[Problem, Rows]) -> None:
    _, rows = region
    nobody = compressed(rows, np.zeros(rows.choices, dtype=np.bool_))
    (prices, part), _ = glop(np.zeros(0), nobody, rows.at_most, np.zeros(0))
    assert not prices.any()
    assert not len(part)
