"""Leaders of many days: prices by subgradients, against every plan of small worlds."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.bounding import initial_space, knapsack
from matcher.greedy import greedy
from matcher.policy import Effort
from matcher.solve import solve, strategies
from matcher.solve.relaxations.column_generation import ColumnGeneration
from matcher.solve.relaxations.subgradient import PolyakSteps
from tests.solve.problems import by_brute_force
from tests.solve.test_near_bound import assignment

EFFORT = Effort(per_goal=10.0)


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_passes_the_bound_at_prices_by_subgradients(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knapsack, "WIDE_STEPS", -1)
    monkeypatch.setattr(ColumnGeneration, "run_round", lambda *_: False)  # their prices alone
    monkeypatch.setitem(strategies.STRATEGIES, "core", ((strategies.tighten_by_column_generation, 0.0),))
    problem, (best,) = assignment(seed), by_brute_force(assignment(seed))[0]
    found = solve(problem, greedy(problem), EFFORT, lambda _: None, "core", check_unique=False).stages[0]
    assert found.bound is not None
    assert found.bound >= best


def test_prices_by_subgradients_lower_the_relaxations_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knapsack, "WIDE_STEPS", -1)
    monkeypatch.setattr(ColumnGeneration, "run_round", lambda *_: False)
    lowered = 0
    for problem in map(assignment, range(12)):
        bounds = list[int]()
        for step in ((), ((strategies.tighten_by_column_generation, 0.0),)):
            monkeypatch.setitem(strategies.STRATEGIES, "core", step)
            stage = solve(problem, greedy(problem), EFFORT, lambda _: None, "core", check_unique=False).stages[0]
            bounds.append(stage.bound or 0)
        assert bounds[1] <= bounds[0]
        lowered += bounds[1] < bounds[0]
    assert lowered


def test_steps_end_where_the_bound_meets_what_it_is_to_meet_or_nothing_is_left_over() -> None:
    problem = assignment(0)
    rows, none = initial_space(problem).rows, np.zeros(0, dtype=np.int64)
    linking = np.arange(len(rows.at_most))
    start = np.zeros(len(linking))
    met = PolyakSteps(rows, linking, start, 50.0)
    assert [met.move(50.0, none) for _ in met] == [None]
    even = PolyakSteps(rows, linking, start, 0.0)
    assert [even.move(100.0, none) for _ in even] == [None]  # every price is nought and no row is exceeded
    assert (even.best == start).all()
