"""Plans asked for near the bound, against every plan of small worlds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from matcher.plan import Objective, Problem, Solution
from matcher.policy import Effort
from matcher.solve import solve, strategies
from matcher.solve.search import near_bound
from matcher.solve.search.near_bound import highs_search_near_bound, worths_to_ask_for
from tests.solve.problems import a_limit, bare_problem, by_brute_force

EFFORT = Effort(per_goal=10.0)
LEADERS, RECIPIENTS = 3, 4


@pytest.mark.parametrize(("bound", "now", "step"), [(91569, 91506, 1), (40, 0, 4), (7, 6, 1), (7, 7, 1), (100, 1, 3)])
def test_what_is_asked_for_falls_from_near_the_bound_to_just_above_the_incumbent(
    bound: int, now: int, step: int
) -> None:
    asked = list(worths_to_ask_for(bound, now, step))
    assert all(now < worth <= bound and (bound - worth) % step == 0 for worth in asked)
    assert all(first > second for first, second in pairwise(asked))
    assert bool(asked) == (bound - now >= step)
    assert not asked or asked[-1] - step < now + step


def assignment(seed: int) -> Problem:
    """Recipients who take different days of different leaders, and are worth different sums: a bound is seldom met."""
    draw, count = np.random.default_rng(seed), LEADERS * RECIPIENTS
    leader, recipient = np.divmod(np.arange(count), RECIPIENTS)
    days, worth = draw.integers(5, 25, count), draw.integers(10, 60, count)
    room = [int(days[leader == k].sum() * 0.4) for k in range(LEADERS)]
    problem = bare_problem(count)
    choices = replace(problem.choices, recipient=recipient, provider=leader, days=days)
    of_days = a_limit("leader-days", "", list(zip(leader, range(count), days, strict=True)), room, ["A", "B", "C"])
    names = [str(k) for k in range(RECIPIENTS)]
    one = a_limit("one-leader", "", [(int(r), c, 1) for c, r in enumerate(recipient)], [1] * RECIPIENTS, names)
    return replace(problem, choices=choices, limits=(of_days, one), objectives=(Objective("fit", "", "most", worth),))


def settled_as_every_plan_says(problem: Problem) -> Solution:
    """The solution by the engine `core`: its first goal has the best value of all plans, and that as its bound."""
    nobody = np.zeros(len(problem.choices), dtype=np.bool_)
    found = solve(problem, nobody, EFFORT, lambda _: None, "core", check_unique=False)
    (best,), _ = by_brute_force(problem)
    assert (found.stages[0].value, found.stages[0].bound) == (best, best)
    return found


def test_it_agrees_with_every_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Alone after column generation: what it finds is the best, and what it refutes no plan reaches."""
    only = ((strategies.tighten_by_column_generation, 0.0), (highs_search_near_bound, 0.0))
    monkeypatch.setitem(strategies.STRATEGIES, "mixed", only)
    monkeypatch.setattr(near_bound, "NARROWER", 1.0)
    monkeypatch.setattr(near_bound, "FIRST_PART", 10_000)  # the bound itself is asked for first
    answers, ask = list[Any](), near_bound.ask_for_at_least

    def asked(state: Any, objective: Objective, relaxation: Any, least: int) -> Any:
        answers.append((ask(state, objective, relaxation, least), least))
        return answers[-1][0]

    monkeypatch.setattr(near_bound, "ask_for_at_least", asked)
    ends = set()
    for seed in range(2):
        problem, nobody = assignment(seed), np.zeros(LEADERS * RECIPIENTS, dtype=np.bool_)
        (best,), _ = by_brute_force(problem)
        answers.clear()
        stage = solve(problem, nobody, EFFORT, lambda _: None, "mixed", check_unique=False).stages[0]
        for (step, settled), least in answers:
            refuted = bool(step.solver_bound < least)
            assert settled
            assert refuted == (best < least), seed
            ends.add(refuted)
        assert not answers or (stage.value, stage.bound) == (best, best), seed
    assert ends == {True, False}
