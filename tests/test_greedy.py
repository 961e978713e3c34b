"""Starts: plans without a solver, lawful and as people would make them by hand; and what a command loads at first."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from matcher.greedy import by_hand, greedy
from matcher.plan import Objective, Problem
from tests.solve.problems import a_limit, bare_problem, lawful_plans, random_problem

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def test_both_starts_are_lawful_where_nothing_is_pinned() -> None:
    for seed in range(300):
        problem = random_problem(seed, most_choices=40, pins=False)
        assert not problem.breaks(greedy(problem)), seed
        assert not problem.breaks(by_hand(problem)), seed


def test_pins_that_can_hold_are_nearly_always_kept() -> None:
    kept = possible = 0
    for seed in range(600):
        problem = random_problem(seed)
        if any(limit.rule == "pins" for limit in problem.limits) and lawful_plans(problem):
            possible += 1
            kept += not problem.breaks(greedy(problem))
    assert possible > 40
    assert kept >= 0.9 * possible


def test_greedy_takes_nothing_more_that_would_fit() -> None:
    for seed in range(100):
        problem = random_problem(seed, pins=False)
        chosen = greedy(problem)
        assert chosen.any() or not any(plan.sum() == 1 for plan in lawful_plans(problem)), seed


def matches(metres: list[int], priority: list[int], recipients: list[int]) -> Problem:
    """One leader with a single day's room per match, so that only one recipient can be matched."""
    problem = bare_problem(len(metres))
    choices = replace(problem.choices, metres=np.array(metres), recipient=np.array(recipients))
    limit = a_limit("deployments", "matches", [(0, c, 1) for c in range(len(metres))], [1], ["L0"])
    return replace(
        problem, choices=choices, limits=(limit,), objectives=(Objective("coverage", "", "most", np.array(priority)),)
    )


def test_by_hand_serves_the_highest_priority_first() -> None:
    assert by_hand(matches([1, 50, 2], [1, 3, 2], [0, 1, 2])).tolist() == [False, True, False]


def test_by_hand_takes_the_nearest_leader_and_the_unknown_distance_last() -> None:
    assert by_hand(matches([900, -1, 800], [1, 1, 1], [0, 0, 0])).tolist() == [False, False, True]
    assert by_hand(matches([900, -1], [1, 1], [0, 0])).tolist() == [True, False]


def test_by_hand_does_not_look_at_fit() -> None:
    problem = matches([10, 20], [1, 1], [0, 0])
    problem = replace(problem, objectives=(*problem.objectives, Objective("fit", "", "most", np.array([1, 1000]))))
    assert by_hand(problem).tolist() == [True, False]
    assert greedy(problem).tolist() == [False, True]


def test_what_waits_for_others_is_taken_on_the_second_round() -> None:
    """A broker's own match is lawful only beside two by others."""
    problem = bare_problem(3)
    share = a_limit("own-interest", "matches", [(0, 0, 2), (0, 1, -1), (0, 2, -1)], [0], ["London"])
    coverage = Objective("coverage", "", "most", np.array([3, 1, 1]))
    assert greedy(replace(problem, limits=(share,), objectives=(coverage,))).all()


def test_a_pin_that_waits_for_others_keeps_its_recipient_free() -> None:
    problem = bare_problem(4)
    choices = replace(problem.choices, recipient=np.array([0, 0, 1, 2]), provider=np.array([0, 1, 0, 0]))
    one = a_limit("one-leader", "matches", [(0, 0, 1), (0, 1, 1)], [1], ["R0"])
    share = a_limit("own-interest", "matches", [(0, 0, 2), (0, 2, -1), (0, 3, -1)], [0], ["London"])
    pin = a_limit("pins", "matches", [(0, 0, -1)], [-1], ["R0+L0"])
    coverage = Objective("coverage", "", "most", np.ones(4, dtype=np.int64))
    problem = replace(problem, choices=choices, limits=(one, share, pin), objectives=(coverage,))
    assert greedy(problem).tolist() == [True, False, True, True]


def test_nothing_to_choose_is_an_empty_plan() -> None:
    problem = random_problem(1, most_choices=0, pins=False)
    assert len(greedy(problem)) == len(by_hand(problem)) == 0


def test_checking_a_scenario_loads_no_solver_and_no_table_library() -> None:
    heavy = ("ortools", "pandas", "scipy", "networkx", "altair", "pyarrow", "flask", "xlsxwriter")
    code = (
        "import sys\nfrom matcher.cli import main\n"
        f"try:\n    main(['check', {str(SCENARIOS / 'term.yaml')!r}])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [m for m in {heavy!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "no faults" in out
    assert "LOADED []" in out
