"""The second solver: agrees with every plan, answers from its own process, and leaves nothing running."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from matcher.bounding import Rows, dual_bound, initial_space, integer_multipliers, rows_of, worth_to_maximise
from matcher.proof.second_solver import HighsSecondSolver, Opinion
from matcher.solve.search.highs_heuristic import HighsHeuristic
from matcher.solver_process import node_limit, shared_processes
from tests.solve.problems import a_limit, bare_problem, by_brute_force, lawful_plans, random_problem


@pytest.fixture(scope="module")
def ask() -> Iterator[HighsSecondSolver]:
    with HighsSecondSolver() as second:
        yield second


def everything(count: int) -> np.ndarray:
    return np.ones(count, dtype=np.bool_)


def test_agrees_with_every_plan_of_small_problems(ask: HighsSecondSolver) -> None:
    for seed in range(150):
        problem = random_problem(seed)
        rows, plans = rows_of(problem), lawful_plans(problem)
        worth = worth_to_maximise(problem.objectives[-1])
        said = ask.opinion(rows, everything(rows.choices), worth)
        best = Opinion("best", max(int(worth[p].sum()) for p in plans)) if plans else Opinion("impossible")
        assert said == best, seed


@pytest.mark.long
def test_agrees_with_every_plan_of_thousands_of_problems(ask: HighsSecondSolver) -> None:
    for seed in range(1000, 11_000):
        problem = random_problem(seed)
        rows, plans = rows_of(problem), lawful_plans(problem)
        for objective in problem.objectives:
            worth = worth_to_maximise(objective)
            said = ask.opinion(rows, everything(rows.choices), worth)
            best = Opinion("best", max(int(worth[p].sum()) for p in plans)) if plans else Opinion("impossible")
            assert said == best, (seed, objective.goal)


def test_its_prices_give_bounds_that_hold(ask: HighsSecondSolver) -> None:
    closed = 0
    for seed in range(60):
        problem = replace(random_problem(seed, pins=False))
        space, worth = initial_space(problem), worth_to_maximise(problem.objectives[0])
        times, scale = integer_multipliers(space.rows, worth, ask.prices(space.rows, space.open, worth))
        bound = dual_bound(space.rows, space.open, worth, times, scale).bound
        if problem.objectives[0].sense == "worst-share":
            continue
        best = by_brute_force(problem)[0][0] * (-1 if problem.objectives[0].sense == "least" else 1)
        assert bound >= best
        closed += bound == best
    assert closed > 30


def test_looks_only_at_the_open_choices(ask: HighsSecondSolver) -> None:
    rows = rows_of(bare_problem(3))
    assert ask.opinion(rows, np.array([True, False, True]), np.array([1, 10, 2])) == Opinion("best", 3)


def test_nothing_to_choose_is_worth_nought(ask: HighsSecondSolver) -> None:
    rows = rows_of(bare_problem(0))
    assert ask.opinion(rows, everything(0), np.zeros(0, dtype=np.int64)) == Opinion("best", 0)
    pin = a_limit("pins", "", [], [-1], ["R0"])
    rows = rows_of(replace(bare_problem(0), limits=(pin,)))
    assert ask.opinion(rows, everything(0), np.zeros(0, dtype=np.int64)) == Opinion("impossible")


def test_numbers_too_large_for_its_floats_get_no_answer(ask: HighsSecondSolver) -> None:
    pot = a_limit("pots", "", [(0, 0, 2**54)], [2**55], ["offer"])
    rows = rows_of(replace(bare_problem(1), limits=(pot,)))
    assert ask.opinion(rows, everything(1), np.ones(1, dtype=np.int64)) == Opinion("none")


def hard_to_split() -> tuple[Rows, np.ndarray]:
    """Rows and worths that HiGHS cannot settle at the root."""
    count, draw = 60, np.random.default_rng(1)
    weights = draw.integers(1, 100, (4, count))
    entries = [(k + 4 * s, c, int(weights[k, c]) * (1 - 2 * s)) for s in (0, 1) for k in range(4) for c in range(count)]
    half = [int(w.sum()) // 2 for w in weights]
    split = a_limit("split", "", entries, [*half, *(-h for h in half)], [str(k) for k in range(8)])
    rows = rows_of(replace(bare_problem(count), limits=(split,)))
    return rows, draw.integers(1, 99, count)


def test_work_beyond_its_limit_is_no_answer() -> None:
    rows, worth = hard_to_split()
    with HighsSecondSolver(work=1) as second:
        assert second.opinion(rows, everything(rows.choices), worth) == Opinion("none")


def test_what_the_clock_stops_is_told_from_what_the_work_stops_and_gives_no_plan() -> None:
    rows, worth = hard_to_split()
    with HighsSecondSolver(work=10**12, seconds=0.05) as second:
        opinion = second.opinion(rows, everything(rows.choices), worth)
    assert opinion == Opinion("clock")
    assert opinion.plan is None


def test_a_node_costs_more_where_choices_are_many() -> None:
    assert [node_limit(3_000, choices) for choices in (0, 1, 6, 3_000, 10_000)] == [3_000, 3_000, 500, 1, 1]


def test_a_worth_too_large_for_its_floats_gets_no_answer_and_ends_no_search() -> None:
    rows, worth = rows_of(bare_problem(2)), np.array([2**53, 1])
    with HighsSecondSolver() as second, HighsHeuristic() as heuristic:
        assert second.opinion(rows, everything(2), worth) == Opinion("none")
        result = heuristic.search(rows, everything(2), worth, 100)
    assert result.chosen is not None
    assert not result.finished


def test_its_process_starts_when_asked_and_ends_with_the_block() -> None:
    with HighsSecondSolver() as second:
        assert second.process is None
        second.opinion(rows_of(bare_problem(1)), everything(1), np.ones(1, dtype=np.int64))
        process = second.process
        assert process is not None
        assert process.poll() is None
    assert process.returncode is not None


def interrupted(second: HighsSecondSolver) -> None:
    with second:
        second.opinion(rows_of(bare_problem(1)), everything(1), np.ones(1, dtype=np.int64))
        raise KeyboardInterrupt


def test_its_process_ends_when_ctrl_c_leaves_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(real(*a, **k)) or started[-1])
    with pytest.raises(KeyboardInterrupt):
        interrupted(HighsSecondSolver())
    assert [process.returncode is not None for process in started] == [True]


def a_question(solver: HighsSecondSolver) -> Opinion:
    return solver.opinion(rows_of(bare_problem(1)), everything(1), np.ones(1, dtype=np.int64))


def test_solvers_in_a_block_share_one_process_that_ends_with_the_block() -> None:
    used = list[subprocess.Popen[bytes] | None]()
    with shared_processes(), shared_processes():
        for _ in range(2):
            with HighsSecondSolver() as second:
                a_question(second)
                used.append(second.process)
        with HighsSecondSolver() as one, HighsSecondSolver() as other:
            answers = a_question(one), a_question(other)
            used += [one.process, other.process]
    assert answers == (Opinion("best", 1), Opinion("best", 1))
    assert used[0] is used[1] is used[2]
    assert used[3] is not used[2]
    assert all(process is not None and process.returncode is not None for process in used)


def test_a_process_that_failed_or_died_is_not_used_again() -> None:
    with shared_processes():
        first = HighsSecondSolver()
        with pytest.raises(KeyboardInterrupt):
            interrupted(first)
        with HighsSecondSolver() as second:
            a_question(second)
            assert second.process is not None
            left = second.process
        left.kill()
        left.wait()
        with HighsSecondSolver() as third:
            assert a_question(third) == Opinion("best", 1)
            assert third.process is not left


def test_a_process_that_dies_is_an_error_not_an_answer() -> None:
    rows = rows_of(bare_problem(1))
    with HighsSecondSolver() as second:
        second.opinion(rows, everything(1), np.ones(1, dtype=np.int64))
        assert second.process is not None
        second.process.kill()
        second.process.wait()
        with pytest.raises((EOFError, BrokenPipeError)):
            second.opinion(rows, everything(1), np.ones(1, dtype=np.int64))


def test_no_other_optimiser_is_loaded_beside_it() -> None:
    others = "[m for m in ('ortools', 'scipy.optimize') if m in sys.modules]"
    code = f"import sys, matcher.proof.second_solver; print({others})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
