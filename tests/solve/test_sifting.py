"""Where choices are many, the relaxation begins with a few of them and ends with the same prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import problem as instance
from matcher.bounding import Rows, initial_space, share_rows, worth_to_maximise
from matcher.greedy import greedy
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.solve import solve, strategies
from matcher.solve.relaxations import linear_relaxation
from matcher.solve.relaxations.glop import Basis, LpSolution
from matcher.world import Bools, Ints


def bound(problem: Problem, number: int) -> float:
    objective, space = problem.objectives[number], initial_space(problem)
    found = linear_relaxation.solve_relaxation(
        space, worth_to_maximise(objective), greedy(problem), problem.choices.recipient
    ).dual
    return found.most / found.scale


@pytest.mark.parametrize("costs", ["uniform", "mixed"])
@pytest.mark.parametrize("number", [0, 1, 4, 5])
def test_the_bound_is_that_of_all_choices_at_once(costs: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = instance("region", costs == "mixed", 1)
    whole = bound(problem, number)
    monkeypatch.setattr(linear_relaxation, "SIFTING_SIZE", 0)
    monkeypatch.setattr(linear_relaxation, "FIRST_PER_RECIPIENT", 2)
    monkeypatch.setattr(linear_relaxation, "MORE_PER_RECIPIENT", 1)
    assert bound(problem, number) == pytest.approx(whole, abs=1e-3)


def test_it_begins_with_few_and_ends_with_far_fewer_than_all(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, over = instance("region", False, 1), linear_relaxation.solve_restricted
    seen: list[int] = []
    monkeypatch.setattr(linear_relaxation, "SIFTING_SIZE", 0)

    def counting_solve(rows: Rows, worth: Ints, columns: Bools, basis: Basis) -> tuple[LpSolution, Basis]:
        seen.append(int(columns.sum()))
        return over(rows, worth, columns, basis)

    monkeypatch.setattr(linear_relaxation, "solve_restricted", counting_solve)
    bound(problem, 4)
    assert seen == sorted(seen)
    assert len(seen) > 1
    assert seen[-1] < len(problem.choices) / 2


def test_what_no_plan_reaches_is_denied_from_a_few_choices_too(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = instance("region", False, 1)
    objective = next(a for a in problem.objectives if a.sense == "worst-share")
    space, best, recipient = initial_space(problem), greedy(problem), problem.choices.recipient

    def is_refuted(share: int) -> bool:
        rows = space.rows.plus([share_rows(objective, share, space.rows.choices)])
        return (
            linear_relaxation.minimise_shortfall(rows, space.open, len(objective.size), best, recipient).dual.most < 0
        )

    whole = [is_refuted(share) for share in range(300, 1000, 50)]
    monkeypatch.setattr(linear_relaxation, "SIFTING_SIZE", 0)
    assert [is_refuted(share) for share in range(300, 1000, 50)] == whole
    assert any(whole)
    assert not all(whole)


def test_the_plan_is_as_good_and_as_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = instance("village", False, 3)
    problem = replace(problem, objectives=problem.objectives[:5])
    plain = solve(problem, greedy(problem), Effort(), lambda _: None, "core")
    monkeypatch.setattr(linear_relaxation, "SIFTING_SIZE", 0)
    few = solve(problem, greedy(problem), Effort(), lambda _: None, "core")
    assert [w.solved_value for w in few.witnesses] == [w.solved_value for w in plain.witnesses]
    assert [s.bound for s in few.stages] == [s.bound for s in plain.stages]


def test_too_many_choices_are_not_given_to_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = instance("village", True, 1)
    monkeypatch.setattr(strategies, "MANY_CHOICES", -1)
    monkeypatch.setattr(strategies, "search", lambda *_: pytest.fail("it was asked"))
    monkeypatch.setitem(strategies.STRATEGIES, "core", ((strategies.full_search, 1.0),))
    problem = replace(problem, objectives=problem.objectives[:1])
    found = solve(
        problem, np.zeros(len(problem.choices), dtype=np.bool_), Effort(), lambda _: None, "core", check_unique=False
    )
    assert not problem.breaks(found.chosen)
