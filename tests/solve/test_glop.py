"""The simplex begun from somewhere else ends at the same value; only its work differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pybind11_abseil.status import Status, StatusCode, StatusNotOk

from benchmarks.instances import problem as instance
from matcher.bounding import Rows, initial_space, worth_to_maximise
from matcher.plan import Problem
from matcher.solve.relaxations import glop
from matcher.solve.relaxations.glop import AT_LOWER, BASIC, Basis, solve_lp
from matcher.solve.relaxations.linear_relaxation import restricted_matrix
from matcher.world import Bools, Ints


@pytest.fixture(scope="module")
def region() -> tuple[Problem, Rows]:
    problem = instance("region", True, 1)
    return problem, initial_space(problem).rows


def value(rows: Rows, worth: Ints, columns: Bools, basis: Basis | None = None) -> tuple[float, Basis]:
    """The greatest sum, which its prices bound from above by the same amount."""
    matrix = restricted_matrix(rows, columns)
    (prices, part), final_basis = solve_lp(worth[columns], matrix, rows.at_most, np.ones(matrix.shape[1]), basis)
    left = np.maximum(worth[columns] - matrix.T @ np.maximum(prices, 0.0), 0.0).sum()
    assert float(part @ worth[columns]) == pytest.approx(float(np.maximum(prices, 0.0) @ rows.at_most + left))
    assert (final_basis.column == BASIC).sum() + (final_basis.row == BASIC).sum() == len(rows.at_most)
    return float(part @ worth[columns]), final_basis


def test_from_the_goal_before_and_from_fewer_columns(region: tuple[Problem, Rows]) -> None:
    problem, rows = region
    every = np.ones(rows.choices, dtype=np.bool_)
    few = np.arange(rows.choices) % 3 > 0
    first, last = (worth_to_maximise(problem.objectives[k]) for k in (0, 4))
    expected, _ = value(rows, last, every)
    for worth, columns in ((first, every), (last, few), (first, few)):
        _, final_basis = value(rows, worth, columns)
        assert value(rows, last, every, final_basis.expanded(columns))[0] == pytest.approx(expected)


def test_from_a_basis_that_rows_and_columns_have_left(region: tuple[Problem, Rows]) -> None:
    problem, rows = region
    every, worth = np.ones(rows.choices, dtype=np.bool_), worth_to_maximise(problem.objectives[0])
    _, final_basis = value(rows, worth, every)
    without = every & (final_basis.column != BASIC)
    fewer = replace(rows, layers=(rows.restricted_to(np.arange(rows.choices))[:-40],), at_most=rows.at_most[:-40])
    for of, columns in ((rows, without), (fewer, every), (fewer, without)):
        expected, _ = value(of, worth, columns)
        assert value(of, worth, columns, final_basis.restricted_to(columns))[0] == pytest.approx(expected)


def test_a_basis_is_sized_to_as_many_as_there_are_rows() -> None:
    full = Basis(np.array([BASIC, BASIC, AT_LOWER]), np.array([AT_LOWER, BASIC, AT_LOWER]))
    for columns, rows in ((3, 3), (1, 3), (0, 3), (5, 5), (3, 2), (2, 1)):
        sized = full.resized(columns, rows)
        assert (len(sized.column), len(sized.row)) == (columns, rows)
        if (full.column[:columns] == BASIC).sum() <= rows:
            assert (sized.column == BASIC).sum() + (sized.row == BASIC).sum() == rows


def test_without_rows_or_columns_there_is_nothing_to_price(region: tuple[Problem, Rows]) -> None:
    _, rows = region
    nobody = restricted_matrix(rows, np.zeros(rows.choices, dtype=np.bool_))
    (prices, part), _ = solve_lp(np.zeros(0), nobody, rows.at_most, np.zeros(0))
    assert not prices.any()
    assert not len(part)


def test_where_glop_gives_up_another_setting_or_the_slack_basis_is_tried(
    region: tuple[Problem, Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    """National, mixed, seed 101: the relaxation of fairness ended in "termination reason: ABNORMAL", and the run with
    it."""
    problem, rows = region
    every, worth = np.ones(rows.choices, dtype=np.bool_), worth_to_maximise(problem.objectives[0])
    expected, _ = value(rows, worth, every)
    solve, tried = glop.math_opt.solve, []

    def gives_up(times: int) -> Callable[..., Any]:
        def solve_later(*asked: Any) -> Any:
            tried.append(asked)
            if len(tried) <= times:
                raise StatusNotOk(Status(StatusCode.INTERNAL, "Unexpected GLOP termination reason: ABNORMAL"))
            return solve(*asked)

        return solve_later

    for times in (1, len(glop.SETTINGS)):
        tried.clear()
        monkeypatch.setattr(glop.math_opt, "solve", gives_up(times))
        assert value(rows, worth, every)[0] == pytest.approx(expected)
        assert len(tried) == times + 1
    tried.clear()
    monkeypatch.setattr(glop.math_opt, "solve", gives_up(99))
    matrix = restricted_matrix(rows, every)
    (prices, part), _ = solve_lp(worth, matrix, rows.at_most, np.ones(rows.choices))
    assert not prices.any()
    assert not part.any()
