"""How CP-SAT's answers are read: whole numbers only, and Ctrl-C is heard."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from ortools.sat.python.cp_model_helper import CpModelProto, CpSolverStatus, SatParameters

from matcher.bounding import Rows, rows_of, worth_to_maximise
from matcher.errors import Defect
from matcher.policy import Effort
from matcher.solve.search.cpsat import SearchResult, search, set_parameters, solve_interruptibly
from tests.solve.problems import a_limit, bare_problem, random_problem

CASE = Path(__file__).parents[1] / "cases" / "ortools_float_objective.pbtxt"
SOLVE_FOLDER = Path(__file__).parents[2] / "matcher" / "solve"


@pytest.mark.parametrize("tuned", [True, False])
def test_reads_the_case_whose_float_objective_is_one_rounding_low(tuned: bool) -> None:
    model, parameters = CpModelProto(), SatParameters()
    assert model.parse_text_format(CASE.read_text())
    parameters.catch_sigint_signal = False  # else it keeps the handler and ends the tests' process
    if tuned:
        set_parameters(parameters, Effort())
    response = solve_interruptibly(model, parameters)
    assert response.status == CpSolverStatus.OPTIMAL
    chosen, objective = list(response.solution), model.objective
    value = -sum(c * chosen[v] for v, c in zip(list(objective.vars), list(objective.coeffs), strict=True))
    assert value == 230
    assert -int(response.inner_objective_lower_bound) == 230


def test_the_float_objective_is_read_nowhere() -> None:
    code = [re.sub(r'""".*?"""', "", p.read_text(), flags=re.DOTALL) for p in SOLVE_FOLDER.glob("*.py")]
    assert code
    assert not any("objective_value" in c or "best_objective_bound" in c for c in code)


def search_rows(rows: Rows, worth: np.ndarray, effort: Effort) -> SearchResult:
    return search(rows, np.ones(rows.choices, dtype=np.bool_), worth, None, effort)


def test_the_bound_of_a_finished_search_is_the_value_of_its_plan() -> None:
    for seed in range(80):
        problem = random_problem(seed, most_choices=30, pins=False)
        for objective in problem.objectives:
            if objective.sense == "worst-share" or not objective.worth.any():
                continue
            worth = worth_to_maximise(objective)
            found = search_rows(rows_of(problem), worth, Effort())
            assert found.chosen is not None
            assert found.bound == worth[found.chosen].sum(), (seed, objective.goal)


def test_a_search_cut_short_still_bounds_every_plan() -> None:
    for seed in range(40):
        problem = random_problem(seed, most_choices=60, pins=False)
        worth = problem.objectives[-1].worth
        whole, part = (search_rows(rows_of(problem), worth, Effort(per_goal=e)) for e in (60.0, 1e-9))
        assert whole.chosen is not None
        assert part.bound is None or part.bound >= worth[whole.chosen].sum()


def test_rows_that_contradict_each_other_have_no_plan() -> None:
    limits = (a_limit("pins", "", [(0, 0, -1)], [-1], ["a"]), a_limit("pots", "", [(0, 0, 1)], [0], ["b"]))
    problem = bare_problem(1)
    rows = rows_of(type(problem)(problem.choices, limits, ()))
    found = search(rows, np.ones(1, dtype=np.bool_), None, None, Effort())
    assert (found.chosen, found.bound, found.finished) == (None, None, True)


def test_a_model_the_solver_refuses_is_a_defect() -> None:
    rows, worth = rows_of(bare_problem(3)), np.full(3, 2**61)
    with pytest.raises(Defect, match="invalid"):
        search_rows(rows, worth, Effort())


def test_ctrl_c_stops_a_long_search_at_once() -> None:
    count, problem = 60, bare_problem(60)
    # a market split: equalities that nothing solves and no solver proves quickly
    entries = [(r + s * 6, c, int(w) * (1 - 2 * s)) for s in (0, 1) for r in range(6) for c, w in a_row(r, count)]
    half = [sum(w for _, w in a_row(r, count)) // 2 for r in range(6)]
    limit = a_limit("split", "", entries, [*half, *(-h for h in half)], [str(k) for k in range(12)])
    rows = rows_of(type(problem)(problem.choices, (limit,), ()))
    main = threading.main_thread().ident
    assert main is not None
    timer = threading.Timer(0.5, signal.pthread_kill, (main, signal.SIGINT))
    before = set(threading.enumerate())
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        search(rows, np.ones(count, dtype=np.bool_), None, None, Effort(per_goal=300))
    timer.join()
    assert set(threading.enumerate()) <= before


def a_row(seed: int, count: int) -> list[tuple[int, int]]:
    return list(enumerate(np.random.default_rng(seed).integers(1, 100, count).tolist()))


def test_solving_loads_no_pandas() -> None:
    """A third of a second of every proposal, for nothing: ortools' own `cp_model` would load it."""
    heavy = {"pandas", "scipy.optimize", "scipy.spatial"}
    code = f"import sys, matcher.solve, matcher.run; print(*({heavy} & {{*sys.modules}}))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == ""
