"""Where a leader has hundreds of days HiGHS searches the programme that a bare solver would be given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from benchmarks.integer_programs import Program
from matcher.bounding import SearchSpace, has_wide_room, initial_space, knapsack, rows_of
from matcher.plan import Objective, Problem
from matcher.policy import Effort
from matcher.proof.proof import certify
from matcher.proof.second_solver import Opinion
from matcher.solve import highs_strategies, solve, strategies
from matcher.solve.search.highs_heuristic import HighsHeuristic
from matcher.solver_process import shared_processes
from tests.solve.problems import a_limit, bare_problem, by_brute_force
from tests.solve.test_near_bound import assignment, settled_as_every_plan_says
from tests.test_proof import Says


def of_one_leader(days: list[int], room: int) -> Problem:
    problem = bare_problem(len(days))
    entries = [(0, choice, taken) for choice, taken in enumerate(days)]
    return replace(problem, limits=(a_limit("leader-days", "days", entries, [room], ["A"]),))


@pytest.mark.parametrize(
    ("days", "room", "wide"),
    [
        ([5 + k % 21 for k in range(100)], 300, True),
        ([5 + k % 21 for k in range(100)], 20, False),  # the room of any scenario
        ([5 + k % 4 for k in range(100)], 300, False),  # counts of like choices are quicker there
    ],
)
def test_a_room_is_wide_by_its_days_and_what_is_taken_from_it(days: list[int], room: int, wide: bool) -> None:
    problem = of_one_leader(days, room)
    every = np.ones(len(days), dtype=np.bool_)
    assert has_wide_room(initial_space(problem).rows, every) is wide


def asked_alone(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """From now on the engine has this strategy alone. Returns the list of what HiGHS is asked."""
    requests, ask = list[dict[str, Any]](), HighsHeuristic.ask
    monkeypatch.setattr(HighsHeuristic, "ask", lambda self, arrays: (requests.append(arrays), ask(self, arrays))[1])
    monkeypatch.setitem(strategies.STRATEGIES, "core", ((highs_strategies.highs_search_as_it_stands, 0.0),))
    return requests


def test_its_claims_are_those_of_every_plan_and_prove_without_asking_again(monkeypatch: pytest.MonkeyPatch) -> None:
    requests = asked_alone(monkeypatch)
    monkeypatch.setattr(knapsack, "WIDE_STEPS", -1)
    monkeypatch.setattr(knapsack, "FEW_WEIGHTS", 0)
    with shared_processes():
        for problem in map(assignment, range(6)):
            stage = certify(problem, settled_as_every_plan_says(problem), Says(Opinion("none")))[0].stages[0]
            assert stage.proved
    assert requests
    assert not any("defining" in request for request in requests)


def test_it_is_asked_what_a_bare_solver_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a goal that is held: the rows, in their order, of the programme that `benchmarks` gives to bare HiGHS."""
    requests = asked_alone(monkeypatch)
    monkeypatch.setattr(knapsack, "WIDE_STEPS", -1)
    monkeypatch.setattr(knapsack, "FEW_WEIGHTS", 0)
    problem = assignment(1)
    every = np.ones(len(problem.choices), dtype=np.int64)
    goals = (Objective("coverage", "", "most", every), *problem.objectives)
    nobody = np.zeros(len(problem.choices), dtype=np.bool_)
    found = solve(replace(problem, objectives=goals), nobody, Effort(), lambda _: None, "core", check_unique=False)
    rows = rows_of(problem)
    space = SearchSpace(rows, nobody).fix(goals[0], found.stages[0].value, None)
    bare = Program(space.rows, problem.objectives[0].worth, every)
    asked = requests[-1]
    held = sparse.csr_matrix((asked["weight"], (asked["row"], asked["column"])), shape=bare.matrix.shape)
    assert abs(held - bare.matrix).sum() == 0
    assert asked["at_most"].tolist() == space.rows.at_most.tolist()


def test_it_is_not_asked_where_rooms_are_those_of_a_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    requests, problem = asked_alone(monkeypatch), assignment(0)
    nobody = np.zeros(len(problem.choices), dtype=np.bool_)
    solve(problem, nobody, Effort(), lambda _: None, "core", check_unique=False)
    assert not requests


def test_a_search_that_its_nodes_end_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_alone(monkeypatch)
    for name, value in (("WIDE_STEPS", -1), ("FEW_WEIGHTS", 0)):
        monkeypatch.setattr(knapsack, name, value)
    problem = assignment(0)
    answer = {"status": np.array(4), "chosen": np.zeros(len(problem.choices))}
    monkeypatch.setattr(HighsHeuristic, "ask", lambda *_: answer)
    nobody = np.zeros(len(problem.choices), dtype=np.bool_)
    found = solve(problem, nobody, Effort(), lambda _: None, "core", check_unique=False)
    assert found.stages[0].value == 0
    assert (found.stages[0].bound or 0) >= by_brute_force(problem)[0][0]
