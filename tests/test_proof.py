"""Proved is said only where exact arithmetic, or an unrelated solver, agrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pytest

from matcher.bounding import Answered, Witness, initial_space, rows_at_least, share_rows, worth_to_maximise
from matcher.errors import Defect
from matcher.greedy import greedy
from matcher.plan import Objective, Problem, Solution
from matcher.policy import Effort
from matcher.proof import proof
from matcher.proof.proof import certify
from matcher.proof.second_solver import HighsSecondSolver, Opinion
from matcher.solve import resume, solve
from matcher.solver_process import encode_with_counts, question_of
from tests.solve.problems import a_limit, bare_problem, by_brute_force, random_problem


@pytest.fixture(scope="module")
def ask() -> Iterator[HighsSecondSolver]:
    with HighsSecondSolver() as second:
        yield second


def solved(problem: Problem) -> Solution:
    return solve(problem, greedy(problem), Effort(per_goal=10.0), lambda _: None)


@dataclass(frozen=True)
class Says:
    """A second solver that says one thing whatever it is asked."""

    said: Opinion

    def prices(self, *_: object) -> np.ndarray:
        raise AssertionError("prices were not to be asked for")

    def opinion(self, *_: object) -> Opinion:
        return self.said


def test_every_goal_of_small_problems_is_proved_by_one_or_the_other(ask: HighsSecondSolver) -> None:
    ways = {"certificate": 0, "second-solver": 0}
    for seed in range(150):
        problem = random_problem(seed, pins=False)
        best, plans = by_brute_force(problem)
        proved, _ = certify(problem, solved(problem), ask)
        for stage, value in zip(proved.stages, best, strict=True):
            assert stage.proved, (seed, stage)
            assert stage.bound == value
            ways[stage.how] += 1
        assert proved.unique == (len(plans) == 1)
    assert ways["certificate"] > 5 * ways["second-solver"] > 0


def test_a_certificate_never_claims_what_is_not_so_however_wrong_the_multipliers() -> None:
    for seed in range(150):
        problem = random_problem(seed, pins=False)
        solution, draw = solved(problem), np.random.default_rng(seed)
        wild = tuple(
            replace(w, multipliers=tuple((k, int(t * draw.integers(0, 3))) for k, t in w.multipliers))
            for w in solution.witnesses
        )
        proved, _ = certify(problem, replace(solution, witnesses=wild))
        best, _ = by_brute_force(problem)
        for stage, value in zip(proved.stages, best, strict=True):
            assert stage.bound is not None
            assert stage.bound <= value if stage.sense == "least" else stage.bound >= value
            assert stage.proved == (stage.how == "certificate")
            assert not stage.proved or stage.bound == value


def odd_triangle() -> Problem:
    """Three choices of which any two exclude each other: the relaxation allows one and a half."""
    entries = [(k, c, 1) for k in range(3) for c in range(3) if c != k]
    pairs = a_limit("one-leader", "", entries, [1] * 3, ["a", "b", "c"])
    return replace(bare_problem(3), limits=(pairs,), objectives=(Objective("fit", "", "most", np.array([20, 20, 31])),))


def test_without_certificate_or_second_solver_the_goal_is_within_its_bound() -> None:
    problem = odd_triangle()
    proved, _ = certify(problem, solved(problem))
    stage = proved.stages[0]
    assert (stage.value, stage.proved, stage.how) == (31, False, "none")
    assert stage.bound is not None
    assert stage.bound > 31
    assert not proved.unique


def test_the_second_solver_closes_what_the_certificate_does_not(ask: HighsSecondSolver) -> None:
    problem = odd_triangle()
    stage = certify(problem, solved(problem), ask)[0].stages[0]
    assert (stage.value, stage.bound, stage.proved, stage.how) == (31, 31, True, "second-solver")


def test_a_second_solver_that_does_not_answer_proves_nothing() -> None:
    problem = odd_triangle()
    for said in (Opinion("none"), Opinion("impossible")):
        assert not certify(problem, solved(problem), Says(said))[0].stages[0].proved


def test_a_better_plan_than_the_best_is_a_defect() -> None:
    problem = odd_triangle()
    with pytest.raises(Defect, match="finds a better plan for fit than 31"):
        certify(problem, solved(problem), Says(Opinion("best", 32)))


def test_a_better_plan_than_one_not_called_best_is_no_defect_and_no_proof() -> None:
    problem = odd_triangle()
    solution = solved(problem)
    open_end = replace(solution, stages=(replace(solution.stages[0], bound=35),))
    assert not certify(problem, open_end, Says(Opinion("best", 32)))[0].stages[0].proved


def test_where_highs_may_have_called_it_best_a_better_plan_is_no_defect_and_no_proof() -> None:
    problem = odd_triangle()
    said = solved(problem)
    by_highs = replace(said, witnesses=(replace(said.witnesses[0], in_floats=True),))
    assert not certify(problem, by_highs, Says(Opinion("best", 32)))[0].stages[0].proved


def answered_by_highs(problem: Problem, value: int, question: str = "") -> Solution:
    """A solution of which HiGHS is said to have called the first goal best at `value`, over every choice."""
    said, every = solved(problem), np.ones(len(problem.choices), dtype=np.bool_)
    worth = worth_to_maximise(problem.objectives[0])
    question = question or question_of(encode_with_counts(initial_space(problem).rows, every, worth))
    answered = Answered(every, question, value)
    return replace(said, witnesses=(replace(said.witnesses[0], in_floats=True, answered=answered),))


def test_the_very_same_programme_is_not_put_to_the_second_solver_again() -> None:
    problem = odd_triangle()
    stage = certify(problem, answered_by_highs(problem, 31), Says(Opinion("none")))[0].stages[0]
    assert (stage.proved, stage.how) == (True, "second-solver")


@pytest.mark.parametrize(("value", "question"), [(32, ""), (31, "another programme")])
def test_an_answer_to_another_programme_or_of_more_than_the_plan_proves_nothing(value: int, question: str) -> None:
    problem = odd_triangle()
    said = answered_by_highs(problem, value, question)
    assert not certify(problem, said, Says(Opinion("none")))[0].stages[0].proved
    assert not certify(problem, said)[0].stages[0].proved


def test_an_answer_about_fewer_choices_than_a_better_plan_may_hold_proves_nothing() -> None:
    problem = odd_triangle()
    said = answered_by_highs(problem, 31)
    none = np.zeros(len(problem.choices), dtype=np.bool_)
    asked = question_of(encode_with_counts(initial_space(problem).rows, none, worth_to_maximise(problem.objectives[0])))
    narrow = replace(said.witnesses[0], answered=Answered(none, asked, 31))
    assert not certify(problem, replace(said, witnesses=(narrow,)), Says(Opinion("none")))[0].stages[0].proved


@pytest.mark.parametrize(("value", "least", "proved"), [(None, 32, True), (None, 33, False), (31, 30, True)])
def test_an_answer_about_plans_of_some_worth_counts_where_every_better_plan_is_worth_it(
    value: int | None, least: int, proved: bool
) -> None:
    problem = odd_triangle()
    said, every = solved(problem), np.ones(len(problem.choices), dtype=np.bool_)
    rows, worth = initial_space(problem).rows, worth_to_maximise(problem.objectives[0])
    asked = question_of(encode_with_counts(rows_at_least(rows, worth, least), every, worth))
    answered = Answered(every, asked, value, least)
    said = replace(said, witnesses=(replace(said.witnesses[0], in_floats=True, answered=answered),))
    assert certify(problem, said, Says(Opinion("none")))[0].stages[0].proved is proved


def test_an_answer_about_the_worst_share_counts_for_the_share_above_it_alone() -> None:
    problem = next(p for p in map(random_problem, range(50)) if _share_of(p) is not None and len(p.choices) > 3)
    number = _share_of(problem)
    assert number is not None
    problem = replace(problem, objectives=(problem.objectives[number],))
    solution, rows = solved(problem), initial_space(problem).rows
    every, nothing = np.ones(rows.choices, dtype=np.bool_), np.zeros(rows.choices, dtype=np.int64)
    reached = solution.witnesses[0].solved_value
    for share, proved in ((reached + 1, True), (reached + 1001, False)):
        asked = rows.plus([share_rows(problem.objectives[0], share, rows.choices)])
        answered = Answered(every, question_of(encode_with_counts(asked, every, nothing)), None)
        open_end = replace(solution.witnesses[0], multipliers=(), refuted_share=None, in_floats=True, answered=answered)
        said = replace(solution, witnesses=(open_end,))
        assert certify(problem, said, Says(Opinion("none")))[0].stages[0].proved is proved


def _share_of(problem: Problem) -> int | None:
    return next(
        (
            k
            for k, o in enumerate(problem.objectives)
            if o.sense == "worst-share" and o.value(np.ones(len(problem.choices), dtype=np.bool_)) > 0
        ),
        None,
    )


@pytest.fixture
def asked_about_any_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "SMALL_GAP_UNITS", 10**9)


def with_poor_plan(problem: Problem, plan: list[int]) -> Solution:
    """A solution whose plan is not the best, and whose bound does not claim that it is."""
    chosen = np.zeros(len(problem.choices), dtype=np.bool_)
    chosen[plan] = True
    solution = solved(problem)
    value = problem.objectives[0].value(chosen)
    witness = replace(solution.witnesses[0], solved_value=value)
    stage = replace(solution.stages[0], value=value, bound=35)
    return replace(solution, chosen=chosen, stages=(stage,), witnesses=(witness,), unique=False)


@pytest.mark.usefixtures("asked_about_any_gap")
def test_a_better_plan_of_the_second_solver_is_taken_and_the_solve_goes_on(ask: HighsSecondSolver) -> None:
    problem = odd_triangle()
    poor = with_poor_plan(problem, [0])
    assert certify(problem, poor, ask)[0].stages[0].value == 20
    stage = certify(problem, poor, ask, partial(resume, problem, Effort(), lambda _: None, True))[0].stages[0]
    assert (stage.value, stage.bound, stage.how) == (31, 31, "second-solver")


@pytest.mark.usefixtures("asked_about_any_gap")
def test_a_plan_that_breaks_a_limit_is_not_taken_whoever_calls_it_better() -> None:
    problem = odd_triangle()
    unlawful = Says(Opinion("best", 71, np.ones(3, dtype=np.bool_)))
    stage = certify(problem, with_poor_plan(problem, [0]), unlawful, lambda *_: pytest.fail("it went on"))[0].stages[0]
    assert (stage.value, stage.how) == (20, "none")


@pytest.mark.usefixtures("asked_about_any_gap")
def test_an_earlier_goal_keeps_its_value_when_the_solve_goes_on(ask: HighsSecondSolver) -> None:
    """The second goal is left where the first one ended; what is then found keeps the first goal and its proof."""
    went_on = 0
    for seed in range(100):
        problem = random_problem(seed, pins=False)
        best = by_brute_force(problem)[0]
        if len(best) < 2 or problem.objectives[1].sense == "worst-share":
            continue
        first = replace(problem, objectives=problem.objectives[:1])
        solution = solved(first)
        value = problem.objectives[1].value(solution.chosen)
        if value == best[1]:
            continue
        second_stage = replace(solution.stages[0], goal=problem.objectives[1].goal, sense=problem.objectives[1].sense)
        second_stage = replace(second_stage, value=value, bound=None)
        poor = replace(
            solution, stages=(solution.stages[0], second_stage), witnesses=(*solution.witnesses, Witness(value))
        )
        two = replace(problem, objectives=problem.objectives[:2])
        proved, _ = certify(two, poor, ask, partial(resume, two, Effort(per_goal=10.0), lambda _: None, False))
        assert tuple(w.solved_value for w in proved.witnesses) == tuple(best[:2]), seed
        assert all(stage.proved for stage in proved.stages)
        went_on += 1
    assert went_on > 5


@pytest.mark.usefixtures("asked_about_any_gap")
def test_what_the_clock_stopped_is_told_and_nothing_is_taken_from_it() -> None:
    problem = odd_triangle()
    poor = with_poor_plan(problem, [0])
    proved, _ = certify(problem, poor, Says(Opinion("clock")), lambda *_: pytest.fail("it went on"))
    assert proved.stopped_by_clock == ("fit",)
    assert not proved.stages[0].proved
    assert certify(problem, poor, Says(Opinion("none")))[0].stopped_by_clock == ()


def test_the_second_solver_is_not_asked_about_what_is_wide_open_and_not_called_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proof, "SMALL_GAP_UNITS", 0)
    problem, agrees = odd_triangle(), Says(Opinion("best", 31))
    called_best = solved(problem)
    open_end = replace(called_best, stages=(replace(called_best.stages[0], bound=35),))
    assert certify(problem, called_best, agrees)[0].stages[0].proved
    assert not certify(problem, open_end, agrees)[0].stages[0].proved
    monkeypatch.setattr(proof, "SMALL_GAP_PARTS", 1)
    assert certify(problem, open_end, agrees)[0].stages[0].proved


def test_the_second_solver_is_not_asked_about_more_than_it_can_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, agrees = odd_triangle(), Says(Opinion("best", 31))
    assert certify(problem, solved(problem), agrees)[0].stages[0].proved
    monkeypatch.setattr(proof, "MAX_CHOICES_ASKED", 2)
    assert not certify(problem, solved(problem), agrees)[0].stages[0].proved


@pytest.mark.usefixtures("asked_about_any_gap")
def test_a_plan_that_breaks_a_limit_is_a_defect() -> None:
    problem = odd_triangle()
    with pytest.raises(Defect, match="breaks a limit"):
        certify(problem, replace(solved(problem), chosen=np.ones(3, dtype=np.bool_)))


def test_a_plan_below_what_an_earlier_goal_kept_is_a_defect() -> None:
    problem = odd_triangle()
    with pytest.raises(Defect, match="does not keep the goal fit at 31"):
        certify(problem, replace(solved(problem), chosen=np.zeros(3, dtype=np.bool_)))


def test_prices_are_asked_for_where_the_solver_gave_no_multipliers(ask: HighsSecondSolver) -> None:
    problem = replace(odd_triangle(), limits=())
    limit = a_limit("pots", "", [(0, c, 1) for c in range(3)], [1], ["offer"])
    problem = replace(problem, limits=(limit,))
    solution = replace(solved(problem), witnesses=(Witness(31),))
    assert certify(problem, solution, ask)[0].stages[0].how == "certificate"


def test_what_a_goal_may_lose_does_not_make_it_unproved() -> None:
    limit = a_limit("pots", "", [(0, 0, 1), (0, 1, 1), (0, 2, 2)], [2], ["offer"])
    objectives = (
        Objective("coverage", "", "most", np.array([1, 1, 1]), 1),
        Objective("fit", "", "most", np.array([0, 0, 9])),
    )
    problem = replace(bare_problem(3), limits=(limit,), objectives=objectives)
    stage = certify(problem, solved(problem))[0].stages[0]
    assert (stage.value, stage.bound, stage.proved) == (1, 2, True)
