"""Plans asked for near the bound: against every plan of small worlds, and what the proof makes of the answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from matcher.greedy import greedy
from matcher.policy import Effort
from matcher.solve import solve, strategies
from matcher.solve.search import near_bound
from matcher.solve.search.near_bound import highs_search_near_bound, worths_to_ask_for
from tests.solve.problems import by_brute_force, random_problem

EFFORT = Effort(per_goal=10.0)


@pytest.mark.parametrize(("bound", "now", "step"), [(91569, 91506, 1), (40, 0, 4), (7, 6, 1), (7, 7, 1), (100, 1, 3)])
def test_what_is_asked_for_falls_from_near_the_bound_to_just_above_the_incumbent(
    bound: int, now: int, step: int
) -> None:
    asked = list(worths_to_ask_for(bound, now, step))
    assert all(now < worth <= bound and (bound - worth) % step == 0 for worth in asked)
    assert all(first > second for first, second in pairwise(asked))
    assert bool(asked) == (bound - now >= step)
    assert not asked or asked[-1] - step <= now + step - 1


def test_it_agrees_with_every_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Alone after column generation: what it finds is never beyond the best, and what it refutes never below it."""
    monkeypatch.setitem(
        strategies.STRATEGIES,
        "mixed",
        ((strategies.tighten_by_column_generation, 0.0), (highs_search_near_bound, 0.0)),
    )
    monkeypatch.setattr(near_bound, "NARROWER", 1.0)
    met = 0
    for seed in range(40):
        problem = random_problem(seed, pins=False)
        problem = replace(problem, objectives=tuple(o for o in problem.objectives if o.sense != "worst-share")[:1])
        if not problem.objectives:
            continue
        (best,), _ = by_brute_force(problem)
        solution = solve(problem, greedy(problem), EFFORT, lambda _: None, "mixed", check_unique=False)
        worth, most = (-v if problem.objectives[0].sense == "least" else v for v in (solution.stages[0].value, best))
        bound = solution.stages[0].bound
        assert bound is not None
        assert worth <= most <= (-bound if problem.objectives[0].sense == "least" else bound), seed
        met += worth == most
    assert met >= 30
