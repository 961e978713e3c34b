"""The solver against every possible plan of small problems, and its promises one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matcher.errors import Defect, InputFaults
from matcher.greedy import greedy
from matcher.plan import Limit, Objective, Problem, Solution
from matcher.policy import Effort
from matcher.solve import highs_strategies, pins_conflict, share_objective, solve, strategies
from matcher.solve.relaxations import linear_relaxation
from matcher.solve.relaxations.glop import Basis, LpSolution
from matcher.solver_process import SolverProcess, shared_processes
from matcher.world import Ints
from tests.solve.problems import a_limit, bare_problem, by_brute_force, lawful_plans, random_problem

EFFORT = Effort(per_goal=10.0)
SIZED, WHOLE = range(300), range(300, 5300)


def solved(problem: Problem, engine: str = "auto", effort: Effort = EFFORT) -> Solution:
    return solve(problem, greedy(problem), effort, lambda _: None, engine)


def check_against_every_plan(seed: int, engine: str = "auto") -> None:
    problem = random_problem(seed)
    best, plans = ([], lawful_plans(problem)) if not lawful_plans(problem) else by_brute_force(problem)
    conflict = pins_conflict(problem)
    assert (conflict is None) == bool(plans), seed
    if not plans:
        return
    solution = solved(problem, engine)
    assert [w.solved_value for w in solution.witnesses] == best, seed
    assert [s.bound for s in solution.stages] == best, seed
    assert any((solution.chosen == plan).all() for plan in plans), seed
    assert not problem.breaks(solution.chosen)
    assert tuple(s.value for s in solution.stages) == problem.values(solution.chosen)


@pytest.mark.parametrize("block", range(0, len(SIZED), 50))
def test_agrees_with_every_plan_of_small_problems(block: int) -> None:
    for seed in SIZED[block : block + 50]:
        check_against_every_plan(seed)


def test_the_plain_engine_agrees_with_every_plan_too() -> None:
    for seed in range(40):
        check_against_every_plan(seed, "plain")


@pytest.mark.long
@pytest.mark.parametrize("block", range(0, len(WHOLE), 500))
def test_agrees_with_every_plan_of_thousands_of_problems(block: int) -> None:
    for seed in WHOLE[block : block + 500]:
        check_against_every_plan(seed)


def test_says_a_plan_is_the_only_one_exactly_where_it_is() -> None:
    seen = set()
    for seed in range(120):
        problem = random_problem(seed, pins=False)
        if seed % 2:  # without the canonical goal several plans are often best
            problem = replace(problem, objectives=problem.objectives[:-1])
        _, plans = by_brute_force(problem)
        unique = solved(problem).unique
        assert unique == (len(plans) == 1), seed
        seen.add(unique)
    assert seen == {True, False}


def test_one_plan_whatever_the_seed_of_the_search() -> None:
    for seed in range(60):
        problem = random_problem(seed, most_choices=40, pins=False)
        plans = [solved(problem, effort=replace(EFFORT, seed=s)) for s in (1, 2, 99)]
        if plans[0].unique:
            assert (plans[0].chosen == plans[1].chosen).all()
            assert (plans[0].chosen == plans[2].chosen).all()


def test_is_never_worse_in_the_order_of_goals_than_where_it_starts() -> None:
    for seed in range(60):
        problem = random_problem(seed, most_choices=40, pins=False)
        problem = replace(problem, objectives=tuple(replace(a, may_lose=0) for a in problem.objectives))
        start = greedy(problem)
        little = replace(EFFORT, per_goal=1e-9)
        end = solve(problem, start, little, lambda _: None)
        signs = [-1 if a.sense == "least" else 1 for a in problem.objectives]
        before, after = ([s * v for s, v in zip(signs, problem.values(p), strict=True)] for p in (start, end.chosen))
        assert after >= before
        for stage in end.stages:
            assert stage.bound is not None


def test_a_later_goal_takes_no_more_than_an_earlier_one_may_lose() -> None:
    problem = two_for_one(may_lose=0)
    assert problem.values(solved(problem).chosen)[:2] == (2, 0)
    problem = two_for_one(may_lose=1)
    assert problem.values(solved(problem).chosen)[:2] == (1, 9)


def two_for_one(may_lose: int) -> Problem:
    """Two matches that count 2, or one that counts 1 and fits better."""
    problem = bare_problem(3)
    limit = a_limit("pots", "pence", [(0, 0, 1), (0, 1, 1), (0, 2, 2)], [2], ["offer"])
    coverage = Objective("coverage", "", "most", np.array([1, 1, 1]), may_lose)
    return replace(problem, limits=(limit,), objectives=(coverage, Objective("fit", "", "most", np.array([0, 0, 9]))))


def test_nothing_to_choose_is_an_empty_plan() -> None:
    problem = random_problem(1, most_choices=0, pins=False)
    solution = solved(problem)
    assert len(solution.chosen) == 0
    assert solution.unique
    assert all(stage.value == stage.bound == 0 for stage in solution.stages)


def test_no_goals_leaves_the_start_as_it_is() -> None:
    problem = replace(random_problem(3, pins=False), objectives=())
    start = greedy(problem)
    assert (solve(problem, start, EFFORT, lambda _: None).chosen == start).all()


def test_a_pot_of_nought_matches_nobody() -> None:
    problem = bare_problem(3)
    pot = a_limit("pots", "pence", [(0, c, 6000) for c in range(3)], [0], ["offer"])
    problem = replace(
        problem, limits=(pot,), objectives=(Objective("coverage", "", "most", np.ones(3, dtype=np.int64)),)
    )
    solution = solved(problem)
    assert not solution.chosen.any()
    assert solution.stages[0].bound == 0


def test_a_single_choice_is_chosen() -> None:
    problem = bare_problem(1)
    solution = solved(replace(problem, objectives=(Objective("coverage", "", "most", np.ones(1, dtype=np.int64)),)))
    assert solution.chosen.all()
    assert solution.unique


def test_mends_a_start_that_breaks_a_limit() -> None:
    problem = bare_problem(2)
    limit = a_limit("one-leader", "matches", [(0, 0, 1), (0, 1, 1)], [1], ["R0"])
    problem = replace(
        problem, limits=(limit,), objectives=(Objective("coverage", "", "most", np.ones(2, dtype=np.int64)),)
    )
    solution = solve(problem, np.ones(2, dtype=np.bool_), EFFORT, lambda _: None)
    assert solution.chosen.sum() == 1


def test_refuses_a_problem_no_plan_can_obey() -> None:
    pin = a_limit("pins", "matches", [], [-1], ["R0+L0"])
    problem = replace(bare_problem(1), limits=(pin,))
    with pytest.raises(Defect, match="no lawful plan"):
        solve(problem, np.zeros(1, dtype=np.bool_), EFFORT, lambda _: None)


@pytest.mark.parametrize("pence", [2**61, 2**62])
def test_refuses_numbers_that_cannot_be_added_up_exactly(pence: int) -> None:
    problem = bare_problem(2)
    pot: Limit = a_limit("pots", "pence", [(0, 0, pence), (0, 1, pence)], [pence], ["offer"])
    with pytest.raises(Defect, match="limit pots \\(offer\\) are too large"):
        solved(replace(problem, limits=(pot,)))
    with pytest.raises(Defect, match="goal spend are too large"):
        solved(replace(problem, objectives=(Objective("spend", "pence", "least", np.array([pence, 0])),)))


def test_numbers_just_within_reach_are_exact() -> None:
    problem, big = bare_problem(3), 2**57
    pot = a_limit("pots", "pence", [(0, 0, big), (0, 1, big + 1), (0, 2, 1)], [big + 1], ["offer"])
    fit = Objective("fit", "", "most", np.array([big, big + 1, 2]))
    solution = solved(replace(problem, limits=(pot,), objectives=(fit,)))
    assert solution.chosen.tolist() == [True, False, True]


def test_an_unknown_engine_is_an_error() -> None:
    with pytest.raises(InputFaults, match="1 fault"):
        solved(bare_problem(1), engine="magic")


def test_the_answer_is_the_same_where_the_relaxation_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: Ints, matrix: Any, *__: Any) -> tuple[LpSolution, Basis]:
        rows, columns = matrix.shape
        return (np.zeros(rows), np.zeros(columns)), Basis.slack(columns)

    monkeypatch.setattr(linear_relaxation, "solve_lp", nothing)
    for seed in range(60):
        check_against_every_plan(seed)


def test_where_one_row_says_it_all_no_relaxation_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of three choices fill the pot, and only those who are matched can be matched well."""
    monkeypatch.setattr(linear_relaxation, "solve_lp", None)
    pot = a_limit("pots", "pence", [(0, c, 5) for c in range(3)], [14], ["offer"])
    goals = (
        Objective("coverage", "", "most", np.ones(3, dtype=np.int64)),
        Objective("strong", "", "most", np.array([1, 0, 1])),
    )
    problem = replace(bare_problem(3), limits=(pot,), objectives=goals)
    solution = solve(problem, np.array([True, False, True]), EFFORT, lambda _: None, "core")
    assert [(s.value, s.bound) for s in solution.stages] == [(2, 2), (2, 2)]
    assert solution.witnesses[0].multipliers[0][0] == 0


@pytest.mark.parametrize(("guess", "tries"), [(0, 10), (500, 10), (1000, 10), (500, 0)])
def test_a_wrong_guess_of_the_share_does_no_harm(monkeypatch: pytest.MonkeyPatch, guess: int, tries: int) -> None:
    """Nor does bisecting, where trying what the last multipliers leave would take too many relaxations."""
    monkeypatch.setattr(share_objective, "even_share", lambda *_: guess)
    monkeypatch.setattr(share_objective, "TRIES_FROM_ABOVE", tries)
    for seed in range(40):
        check_against_every_plan(seed)


def test_the_even_share_is_the_largest_that_so_many_matches_could_give_to_all() -> None:
    group, size = np.array([0, 0, 0, 1, 1, -1]), np.array([3, 2])
    objective = Objective("fairness", "share", "worst-share", np.zeros(6, dtype=np.int64), group=group, size=size)
    given = {0: 0, 1: 0, 2: 333, 3: 500, 4: 666, 5: 1000}  # one of three and one of two is a third and a half
    for number, share in given.items():
        assert share_objective.even_share(objective, np.arange(6) < number) == share
    assert share_objective.even_share(objective, np.arange(6) == 5) == 0


def test_highs_is_hardly_asked_where_few_choices_are_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process takes half a second to start: among few likely choices CP-SAT looks first, however many are open."""
    for module in (strategies, highs_strategies):
        monkeypatch.setattr(module, "FEW_CHOICES", 0)  # so that every problem counts as one of many choices
    asked, ask = list[bool](), SolverProcess.ask

    def noted(self: SolverProcess, arrays: Any) -> Any:
        asked.append(True)
        return ask(self, arrays)

    def questions(few: int) -> int:
        monkeypatch.setattr(strategies, "FEW_LIKELY", few)
        asked.clear()
        for seed in (4, 9, 10, 17, 28, 52):
            problem = random_problem(seed)
            assert [w.solved_value for w in solved(problem, "core").witnesses] == by_brute_force(problem)[0], seed
        return len(asked)

    monkeypatch.setattr(SolverProcess, "ask", noted)
    with shared_processes():
        assert questions(few=-1) > 0 == questions(few=1_000)
