"""Bounds and rounded rows hold for every lawful plan, whatever the multipliers."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.errors import Defect
from matcher.exact import ground, roundings, rows_of, share_rows, total, weigh, whole, worth_to_raise
from matcher.plan import Aim
from tests.solve.problems import a_limit, bare_problem, lawful_plans, random_problem


def test_no_lawful_plan_breaks_a_rounded_row() -> None:
    gained = 0
    for seed in range(200):
        problem = random_problem(seed, pins=False)
        rows = ground(problem).rows
        gained += len(rows.at_most) - len(rows_of(problem).at_most)
        assert all(rows.allow(plan) for plan in lawful_plans(problem)), seed
    assert gained > 200


def test_no_lawful_plan_passes_the_bound_of_any_multipliers() -> None:
    for seed in range(100):
        problem = random_problem(seed, pins=False)
        draw, rows = np.random.default_rng(seed), ground(problem).rows
        for aim in problem.aims:
            if aim.sense == "worst-share":
                continue
            worth = worth_to_raise(aim)
            times, scale = whole(rows, worth, draw.exponential(1, len(rows.at_most)) * draw.integers(0, 2))
            found = weigh(rows, np.ones(rows.choices, dtype=np.bool_), worth, times, scale)
            for plan in lawful_plans(problem):
                value = int(worth[plan].sum())
                assert value <= found.bound
                assert found.can_reach(value)[plan].all()


def test_no_plan_that_keeps_a_goal_breaks_the_ladder() -> None:
    for seed in range(100):
        problem = random_problem(seed, pins=False)
        ladder, plans = ground(problem), lawful_plans(problem)
        for aim in problem.aims:
            values = [aim.value(p) for p in plans]
            best = min(values) if aim.sense == "least" else max(values)
            weighed = None
            if aim.sense != "worst-share":
                nought = np.zeros(len(ladder.rows.at_most), dtype=np.int64)
                weighed = weigh(ladder.rows, ladder.open, worth_to_raise(aim), nought, 1)
            ladder = ladder.step(aim, best, weighed)
            keep = best + aim.may_lose if aim.sense == "least" else best - aim.may_lose
            for plan, value in zip(plans, values, strict=True):
                kept = value <= keep if aim.sense == "least" else value >= keep
                assert kept == ladder.rows.allow(plan), (seed, aim.goal)
                assert not kept or not (plan & ~ladder.open).any()
            plans = [p for p in plans if ladder.rows.allow(p)]


def test_a_pot_holds_whole_matches_only() -> None:
    problem = bare_problem(3)
    pot = a_limit("pots", "pence", [(0, c, 600_000) for c in range(3)], [1_500_000], ["offer"])
    rows = rows_of(type(problem)(problem.choices, (pot,), ()))
    (cut,) = roundings(rows, [0])
    assert cut.at_most == 2
    assert cut.weight.tolist() == [1, 1, 1]


def test_a_share_of_a_region_is_rounded_up_to_whole_matches() -> None:
    none, group = np.zeros(0, dtype=np.int64), np.zeros(7, dtype=np.int64)
    aim = Aim("fairness", "per thousand", "worst-share", none, group=group, size=np.array([7]))
    asked = {share: -int(share_rows(aim, share, 7).at_most[0]) for share in (0, 1, 142, 143, 1000)}
    assert asked == {0: 0, 1: 1, 142: 1, 143: 2, 1000: 7}


def test_adds_up_beyond_sixty_four_bits() -> None:
    values = np.full(64, 2**60, dtype=np.int64)
    assert total(values) == 64 * 2**60
    assert total(-values) == -64 * 2**60


def test_a_negative_multiplier_is_refused() -> None:
    rows = rows_of(random_problem(7, pins=False))
    times = np.full(len(rows.at_most), -1, dtype=np.int64)
    with pytest.raises(Defect, match="negative"):
        weigh(rows, np.ones(rows.choices, dtype=np.bool_), np.zeros(rows.choices, dtype=np.int64), times, 1)


def test_multipliers_too_large_for_sixty_four_bits_are_refused() -> None:
    problem = bare_problem(1)
    pot = a_limit("pots", "pence", [(0, 0, 2**40)], [2**40], ["offer"])
    rows = rows_of(type(problem)(problem.choices, (pot,), ()))
    with pytest.raises(Defect, match="too large"):
        weigh(rows, np.ones(1, dtype=np.bool_), np.ones(1, dtype=np.int64), np.array([2**30]), 1)
