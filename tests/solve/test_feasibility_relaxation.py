"""Ways out of pins that cannot hold, against every plan: no fewer pins and no smaller sum would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from matcher.plan import Limit, Problem
from matcher.solve import pins_conflict
from matcher.solve.feasibility_relaxation import cheapest_raise, fewest_pins_to_drop, is_feasible_without
from tests.brute_force import Plan, every_lawful_plan
from tests.random_worlds import SMALL, a_random_world, posed, with_pins

RAISABLE = ("leader-days", "team-days", "deployments", "pots", "own-interest")
SIZED, WHOLE = 30, 1_000
MOST_CHOICES = 11


def problems_that_contradict(count: int) -> Iterator[tuple[int, Problem]]:
    """With up to three pins on pairs that may be chosen."""
    found, seed = 0, 0
    while found < count:
        seed += 1
        problem = posed(with_pins(a_random_world(seed, SMALL, pins=False), seed, 3))
        if len(problem.choices) <= MOST_CHOICES and pins_conflict(problem) is not None:
            found += 1
            yield seed, problem


def without(problem: Problem, rules: tuple[str, ...]) -> Problem:
    return replace(problem, limits=tuple(x for x in problem.limits if x.rule not in rules))


def used(limit: Limit, plan: Plan) -> list[int]:
    total = [0] * len(limit.at_most)
    for row, choice, weight in zip(limit.row.tolist(), limit.choice.tolist(), limit.weight.tolist(), strict=True):
        total[row] += weight * (choice in plan)
    return total


def over(problem: Problem, rules: tuple[str, ...], plan: Plan) -> dict[tuple[str, str], int]:
    return {
        (limit.rule, subject): amount - int(most)
        for limit in problem.limits
        if limit.rule in rules
        for subject, amount, most in zip(limit.subject, used(limit, plan), limit.at_most, strict=True)
        if amount > most
    }


def check(count: int) -> None:
    raised_some = 0
    for seed, problem in problems_that_contradict(count):
        dropped = fewest_pins_to_drop(problem)
        assert dropped is not None
        assert is_feasible_without(problem, dropped)
        plans = every_lawful_plan(without(problem, ("pins",)))
        assert len(dropped) == min(len(over(problem, ("pins",), p)) for p in plans), seed
        price = {(x.rule, s): 1 + k for k, x in enumerate(problem.limits) if x.rule in RAISABLE for s in x.subject}
        costs = [
            sum(price[row] * more for row, more in over(problem, RAISABLE, p).items())
            for p in every_lawful_plan(without(problem, RAISABLE))
        ]
        raised = cheapest_raise(problem, price)
        assert (raised is None) == (not costs), seed
        if raised is not None:
            raised_some += 1
            assert sum(price[row] * more for row, more in raised.by.items()) == min(costs), seed
    assert raised_some > count // 4


def test_no_fewer_pins_and_no_smaller_sum_would_do() -> None:
    check(SIZED)


@pytest.mark.long
def test_no_fewer_pins_and_no_smaller_sum_would_do_in_many_worlds() -> None:
    check(WHOLE)
