"""Bounds and rounded rows hold for every lawful plan, whatever the multipliers."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.bounding import (
    dual_bound,
    exact_sum,
    initial_space,
    integer_multipliers,
    rounding_cuts,
    rows_of,
    share_rows,
    worth_to_maximise,
)
from matcher.errors import Defect
from matcher.plan import Objective
from tests.solve.problems import a_limit, bare_problem, lawful_plans, random_problem


def test_no_lawful_plan_breaks_a_rounded_row() -> None:
    gained = 0
    for seed in range(200):
        problem = random_problem(seed, pins=False)
        rows = initial_space(problem).rows
        gained += len(rows.at_most) - len(rows_of(problem).at_most)
        assert all(rows.allow(plan) for plan in lawful_plans(problem)), seed
    assert gained > 200


def test_no_lawful_plan_passes_the_bound_of_any_multipliers() -> None:
    for seed in range(100):
        problem = random_problem(seed, pins=False)
        draw, rows = np.random.default_rng(seed), initial_space(problem).rows
        for objective in problem.objectives:
            if objective.sense == "worst-share":
                continue
            worth = worth_to_maximise(objective)
            times, scale = integer_multipliers(
                rows, worth, draw.exponential(1, len(rows.at_most)) * draw.integers(0, 2)
            )
            found = dual_bound(rows, np.ones(rows.choices, dtype=np.bool_), worth, times, scale)
            for plan in lawful_plans(problem):
                value = int(worth[plan].sum())
                assert value <= found.bound
                assert found.can_reach(value)[plan].all()


def test_no_plan_that_keeps_a_goal_breaks_the_ladder() -> None:
    for seed in range(100):
        problem = random_problem(seed, pins=False)
        space, plans = initial_space(problem), lawful_plans(problem)
        for objective in problem.objectives:
            values = [objective.value(p) for p in plans]
            best = min(values) if objective.sense == "least" else max(values)
            dual = None
            if objective.sense != "worst-share":
                nought = np.zeros(len(space.rows.at_most), dtype=np.int64)
                dual = dual_bound(space.rows, space.open, worth_to_maximise(objective), nought, 1)
            space = space.fix(objective, best, dual)
            keep = best + objective.may_lose if objective.sense == "least" else best - objective.may_lose
            for plan, value in zip(plans, values, strict=True):
                kept = value <= keep if objective.sense == "least" else value >= keep
                assert kept == space.rows.allow(plan), (seed, objective.goal)
                assert not kept or not (plan & ~space.open).any()
            plans = [p for p in plans if space.rows.allow(p)]


def test_a_pot_holds_whole_matches_only() -> None:
    problem = bare_problem(3)
    pot = a_limit("pots", "pence", [(0, c, 600_000) for c in range(3)], [1_500_000], ["offer"])
    rows = rows_of(type(problem)(problem.choices, (pot,), ()))
    (cut,) = rounding_cuts(rows, [0])
    assert cut.at_most == 2
    assert cut.weight.tolist() == [1, 1, 1]


def test_a_share_of_a_region_is_rounded_up_to_whole_matches() -> None:
    none, group = np.zeros(0, dtype=np.int64), np.zeros(7, dtype=np.int64)
    objective = Objective("fairness", "per thousand", "worst-share", none, group=group, size=np.array([7]))
    asked = {share: -int(share_rows(objective, share, 7).at_most[0]) for share in (0, 1, 142, 143, 1000)}
    assert asked == {0: 0, 1: 1, 142: 1, 143: 2, 1000: 7}


def test_adds_up_beyond_sixty_four_bits() -> None:
    values = np.full(64, 2**60, dtype=np.int64)
    assert exact_sum(values) == 64 * 2**60
    assert exact_sum(-values) == -64 * 2**60


def test_a_negative_multiplier_is_refused() -> None:
    rows = rows_of(random_problem(7, pins=False))
    times = np.full(len(rows.at_most), -1, dtype=np.int64)
    with pytest.raises(Defect, match="negative"):
        dual_bound(rows, np.ones(rows.choices, dtype=np.bool_), np.zeros(rows.choices, dtype=np.int64), times, 1)


def test_multipliers_too_large_for_sixty_four_bits_are_refused() -> None:
    problem = bare_problem(1)
    pot = a_limit("pots", "pence", [(0, 0, 2**40)], [2**40], ["offer"])
    rows = rows_of(type(problem)(problem.choices, (pot,), ()))
    with pytest.raises(Defect, match="too large"):
        dual_bound(rows, np.ones(1, dtype=np.bool_), np.ones(1, dtype=np.int64), np.array([2**30]), 1)
