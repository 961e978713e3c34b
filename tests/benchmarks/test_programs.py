"""Other ways on the same problems: each solver climbs to what every plan tried says; an unlawful plan is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import problem
from benchmarks.integer_programs import Program, Solver, SolverAnswer, own_bound, program_of, solve_in_order
from benchmarks.methods import cbc, cp_sat
from benchmarks.methods.flows import by_networkx, by_ortools
from benchmarks.methods.no_solver import hand, score
from benchmarks.network import network_of, plan_of
from matcher.bounding import rows_of
from matcher.plan import Objective, Problem
from matcher.world import Bools
from tests.solve.problems import bare_problem, by_brute_force, random_problem

SECONDS = 600.0  # never reached: nothing here depends on it


@pytest.mark.parametrize("solver", [cp_sat.solve_program, cbc.solve_program], ids=["cp-sat", "cbc"])
def test_a_bare_solver_climbs_to_the_values_that_trying_every_plan_gives(solver: Solver) -> None:
    for seed in range(12):
        asked = random_problem(seed, most_choices=12, pins=False)
        asked = replace(asked, objectives=tuple(replace(objective, may_lose=0) for objective in asked.objectives))
        reached = list(solve_in_order(asked, solver, SECONDS))
        assert all(r.proved for r in reached), seed
        assert tuple(r.value for r in reached) == tuple(by_brute_force(asked)[0]), seed


def test_the_worst_share_is_one_whole_column_that_no_group_may_fall_below() -> None:
    two = bare_problem(3)
    objective = Objective(
        "fairness", "", "worst-share", np.zeros(3, dtype=np.int64), 0, np.array([0, 0, 1]), np.array([2, 3])
    )
    program = program_of(rows_of(two), objective)
    assert program.most.tolist() == [1, 1, 1, 1000]
    assert program.worth.tolist() == [0, 0, 0, 1]
    dense = program.matrix.toarray().astype(int).tolist()
    assert dense[-2:] == [[-1000, -1000, 0, 2], [0, 0, -1000, 3]]


def an_asked() -> Problem:
    asked = problem("village", mixed=False, seed=1)
    assert asked.breaks(np.ones(len(asked.choices), dtype=np.bool_))
    return asked


def test_a_plan_that_breaks_a_limit_counts_for_nothing_whatever_the_solver_says() -> None:
    def everything(program: Program, seconds: float, plan: Bools) -> SolverAnswer:
        return SolverAnswer(np.ones(len(plan), dtype=np.bool_), 10.0**6, True)

    for reached in solve_in_order(an_asked(), everything, SECONDS):
        assert not reached.proved
        assert reached.said == "its plan breaks a limit in whole numbers"


def test_a_solver_that_finds_nothing_in_its_time_leaves_the_plan_in_hand() -> None:
    asked = an_asked()
    reached = list(solve_in_order(asked, lambda *_: SolverAnswer(None, None, False), SECONDS))
    nothing = np.zeros(len(asked.choices), dtype=np.bool_)
    assert tuple(r.value for r in reached) == asked.values(nothing)
    assert {r.said for r in reached} == {"no plan found in the time"}


@pytest.mark.parametrize(("bound", "sense", "own"), [(7.9, "most", 7), (-7.9, "least", 8), (7.9999999, "most", 8)])
def test_a_bound_is_rounded_the_safe_way_in_the_goal_s_own_sense(bound: float, sense: str, own: int) -> None:
    objective = replace(an_asked().objectives[-1], sense=sense)
    assert own_bound(objective, bound) == own
    assert own_bound(objective, float("inf")) is None


def test_two_flows_over_the_same_network_are_worth_the_same_and_lawful() -> None:
    asked = problem("village", mixed=False, seed=1)
    network = network_of(asked)
    assert network is not None
    used = [by_ortools(network), by_networkx(network)]
    assert len({int(network.worth[one].sum()) for one in used}) == 1
    for one in used:
        assert not asked.breaks(plan_of(asked, network, one))
        assert one.any()


def test_there_is_no_network_where_costs_differ() -> None:
    assert network_of(problem("village", mixed=True, seed=1)) is None


@pytest.mark.parametrize("way", [hand, score])
def test_ways_without_a_solver_tell_every_goal_and_prove_none(way: Solver) -> None:
    asked = problem("village", mixed=True, seed=2)
    reached = list(way(asked, SECONDS))
    assert [r.goal for r in reached] == [objective.goal for objective in asked.objectives]
    assert not any(r.proved for r in reached)
