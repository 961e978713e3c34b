"""The budgets on the money page lie on their curve, which asks about today, also where a scenario looks ahead."""

from __future__ import annotations

from pathlib import Path

from matcher.read.scenarios.scenario import load_scenario
from matcher.runs.caches.cache import RunCache
from matcher.study.money.budgets import outcomes_along
from matcher.study.questions.frontier import Frontier
from matcher.study.questions.scenario_solver import ScenarioSolver, earlier_pence, with_total
from matcher.study.sweeps.store import SweepStore

TERM = Path(__file__).parents[2] / "scenarios" / "term.yaml"
AHEAD = (
    "priority=history",
    "regions=all",
    "year_ahead={use: who-and-when, never_hold: [], wait_at_most: none, hold_at_most: 1}",
    "year_ahead.futures={number: 2, scale: none}",
    "goals=[coverage, spend]",
)


def test_the_money_that_reaches_everybody_reaches_them_at_its_budget(tmp_path: Path) -> None:
    cache = RunCache()
    scenario, loaded = cache.inputs(load_scenario(TERM, AHEAD), None)
    solver = ScenarioSolver(cache, loaded, scenario.policy)
    most = solver.result(with_total(solver.policy, None))
    earlier, counted = earlier_pence(solver.world(), solver.policy)
    curve = Frontier((), most, counted, None)
    points = outcomes_along(solver, curve, None, SweepStore(tmp_path), lambda _: None)
    assert points[-1].outcome.figures["matched"] == most.matched
    ahead = cache.solve(loaded, with_total(scenario.policy, points[-1].pence + counted - earlier))
    assert len(ahead.plan.matches) < most.matched  # some are asked to wait
