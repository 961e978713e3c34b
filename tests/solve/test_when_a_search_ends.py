"""When a search goes on and when it ends: by what it brings, never by the clock."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.policy import Effort
from matcher.solve import solve, strategies
from matcher.solve.highs_strategies import highs_look_where_few
from matcher.solve.relaxations import column_generation
from matcher.solve.relaxations.column_generation import ColumnGeneration
from matcher.solve.search.neighbourhood_search import MOST_EFFORT, SearchBudget
from matcher.solver_process import shared_processes
from tests.solve.problems import by_brute_force
from tests.solve.test_near_bound import assignment, settled_as_every_plan_says


def test_a_look_at_all_that_is_open_claims_only_what_every_plan_confirms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(strategies.STRATEGIES, "core", ((highs_look_where_few, 0.0),))
    with shared_processes():
        for problem in map(assignment, range(6)):
            settled_as_every_plan_says(problem)


def test_effort_beyond_a_searchs_part_lasts_as_long_as_it_gains() -> None:
    budget = SearchBudget(per_goal=10.0, part=0.5, bound=1000, while_gaining=True, gained_at=(0.0, 0))
    assert budget.allows(4.9, 0)
    assert budget.allows(5.0, 100)  # a tenth of what was open
    assert budget.allows(5.9, 100)  # within the next window
    assert not budget.allows(6.0, 104)  # less than a two-hundredth of 900
    assert budget.allows(6.0, 105)
    assert not budget.allows(10.0 * MOST_EFFORT, 900)
    assert not replace(budget, while_gaining=False).allows(5.0, 999)


def test_column_generation_ends_where_enumeration_lowers_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = list[int]()
    run = ColumnGeneration.run_round

    def counted(self: ColumnGeneration, number: int) -> bool | None:
        rounds.append(number)
        return run(self, number)

    monkeypatch.setattr(ColumnGeneration, "run_round", counted)
    steps = list[int]()
    for most in (column_generation.IDLE_STEPS, -1):
        monkeypatch.setattr(column_generation, "IDLE_STEPS", most)
        monkeypatch.setitem(strategies.STRATEGIES, "core", ((strategies.tighten_by_column_generation, 0.0),))
        rounds.clear()
        problem = assignment(3)
        nobody = np.zeros(len(problem.choices), dtype=np.bool_)
        found = solve(problem, nobody, Effort(), lambda _: None, "core", check_unique=False)
        assert found.stages[0].bound is not None
        assert found.stages[0].bound >= by_brute_force(problem)[0][0]
        steps.append(len(rounds))
    assert steps[0] > steps[1] == 1
