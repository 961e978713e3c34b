"""The flow against every plan, and against the general engine on hundreds of small worlds of one cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.bounding import initial_space, worth_to_maximise
from matcher.greedy import greedy
from matcher.plan import Limit, Problem
from matcher.policy import Effort
from matcher.solve import solve
from matcher.solve.engines import engine_for
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations.linear_relaxation import solve_relaxation
from matcher.solve.relaxations.min_cost_flow import solve_flow
from matcher.solve.search.highs_heuristic import HighsHeuristic
from tests.solve.problems import all_limits, all_objectives, by_brute_force, random_problem, some_choices

EFFORT = Effort(per_goal=10.0)
NOBODY = np.zeros(0, dtype=np.int64)
DAYS, RATE = 6, 600


def of_one_cost(seed: int, most_choices: int) -> Problem:
    """A small world in which every match is of six of the leader's own days at one rate."""
    draw = np.random.default_rng(seed)
    recipients, leaders, people = (int(draw.integers(a, b)) for a, b in ((2, 9), (1, 6), (0, 3)))
    c = some_choices(draw, recipients, leaders, people)
    c = c.where(np.flatnonzero(c.team_days == 0))
    c = c.where(np.sort(draw.permutation(len(c))[:most_choices]))
    days = np.where(c.is_match, DAYS, c.days)
    cost = {"leader_days": np.where(c.is_match, DAYS * RATE, 0), "governance_days": c.cost_pence["governance_days"]}
    c = replace(c, days=days, cost_pence=cost)
    limits = all_limits(draw, c, recipients, leaders, people)
    return Problem(c, limits, all_objectives(draw, c, recipients))


def solve_with(problem: Problem, engine: str) -> tuple[list[int], list[int], list[bool], bool]:
    found = solve(problem, greedy(problem), EFFORT, lambda _: None, engine)
    return (
        [w.solved_value for w in found.witnesses],
        [s.bound or 0 for s in found.stages],
        found.chosen.tolist(),
        found.unique,
    )


def test_agrees_with_every_plan_of_small_worlds_of_one_cost() -> None:
    for seed in range(100):
        problem = of_one_cost(seed, 11)
        kept, bounds, _, _ = solve_with(problem, "flow")
        assert kept == bounds == by_brute_force(problem)[0], seed


def same_as_the_general_engine(seeds: range) -> None:
    for seed in seeds:
        problem = of_one_cost(seed, 60)
        kept, bounds, chosen, unique = solve_with(problem, "flow")
        other = solve_with(problem, "core")
        assert (kept, bounds, unique) == (other[0], other[1], other[3]), seed
        if unique:
            assert chosen == other[2], seed


def test_gives_the_general_engines_values_and_its_plan() -> None:
    same_as_the_general_engine(range(200))


@pytest.mark.long
def test_gives_the_general_engines_values_and_its_plan_in_thousands_of_worlds() -> None:
    same_as_the_general_engine(range(200, 3200))


def test_agrees_with_the_general_engine_whatever_the_structure() -> None:
    for seed in range(60):
        problem = random_problem(seed, most_choices=30, pins=False)
        assert solve_with(problem, "flow")[:2] == solve_with(problem, "core")[:2], seed


def test_is_taken_only_where_every_match_takes_the_same() -> None:
    assert engine_for(of_one_cost(3, 60), "auto") == "flow"
    with_team = [p for p in (random_problem(s) for s in range(40)) if (p.choices.team_days > 0).any()]
    assert with_team
    assert "flow" not in {engine_for(p, "auto") for p in with_team}
    assert engine_for(random_problem(1, most_choices=0, pins=False), "auto") == "core"


def initial_state(problem: Problem) -> LexicographicState:
    return LexicographicState(
        problem, initial_space(problem), greedy(problem), EFFORT, "flow", HighsHeuristic(), NOBODY
    )


def test_its_bound_is_that_of_the_relaxation_and_its_plan_meets_it_where_nothing_else_counts() -> None:
    """One leader each, deployments and one pot: all that is left is the flow, and no search is needed."""
    closed = 0
    for seed in range(100):
        problem = of_one_cost(seed, 60)
        kept = ("one-leader", "deployments", "pots")
        limits: tuple[Limit, ...] = tuple(x for x in problem.limits if x.rule in kept and len(x.at_most) != 2)
        objectives = tuple(a for a in problem.objectives if a.sense == "most" and a.goal != "governance")[:1]
        problem = replace(problem, limits=limits, objectives=objectives)
        if not objectives or not problem.choices.is_match.any():
            continue
        state = initial_state(problem)
        found = solve_flow(state, objectives[0])
        assert found is not None
        plan, bounded = found
        linear = solve_relaxation(state.space, worth_to_maximise(objectives[0]), state.best, problem.choices.recipient)
        assert bounded.dual.bound <= linear.dual.bound, seed
        assert objectives[0].value(plan) == bounded.dual.bound, seed
        assert not problem.breaks(plan), seed
        closed += 1
    assert closed > 50


def test_goals_that_would_not_fit_64_bits_together_are_left_to_the_relaxation() -> None:
    problem = of_one_cost(3, 60)
    objective = replace(problem.objectives[-1], goal="fit", sense="most", worth=problem.objectives[-1].worth << 30)
    state = initial_state(problem)
    state = replace(state, space=state.space.fix(objective, objective.value(state.best), None))
    assert solve_flow(state, objective) is None
