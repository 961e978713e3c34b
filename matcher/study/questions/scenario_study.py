"""Studies one scenario: the coverage frontier, marginal values, sensitivity and robustness of its matches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matcher.read.scenarios.scenario import Scenario
from matcher.study.outcome import outcome_of_solved
from matcher.study.pages.scenario_page import ScenarioStudy
from matcher.study.questions.frontier import frontier
from matcher.study.questions.marginal import marginal
from matcher.study.questions.robustness import robustness
from matcher.study.questions.scenario_solver import ScenarioSolver
from matcher.study.questions.sensitivity import points_of_variations, variations_of
from matcher.study.sweeps.points import SweepTask
from matcher.study.sweeps.points_table import outcomes
from matcher.study.sweeps.sweep import sweep

Say = Callable[[str], None]


def study_scenario(
    read: Scenario, question: str, solver: ScenarioSolver, task: SweepTask, executor: str, say: Say
) -> ScenarioStudy:
    """Runs every part of the study. The sensitivity analysis is a sweep of its own, which can be resumed."""
    policy = solver.policy
    say("solving it as it is")
    best = solver.cache.solve(solver.loaded, policy)
    variations = variations_of(read)
    apart = replace(task, out=task.out / "assumptions", vary={})
    points = points_of_variations(variations)
    sweep(apart, points, executor, say=say)
    say("the curve of coverage against money")
    curve = frontier(solver)
    return ScenarioStudy(
        read.name,
        question,
        policy,
        outcome_of_solved(best, solver.loaded.run_id(policy)),
        _money(solver),
        curve,
        marginal(solver, say),
        variations,
        {point.number: outcome for point, outcome in outcomes(apart, points)},
        robustness(best, say=say),
    )


def _money(solver: ScenarioSolver) -> int | None:
    """Pence of all pots that have an amount and pay for something, less fixed costs; None without such a pot."""
    amounts = [
        int(pot.amount_pence * pot.share) - sum(cost.amount_pence for cost in pot.fixed)
        for pot in solver.policy.pots
        if pot.amount_pence is not None and pot.pays_for and pot.role == "pays"
    ]
    return sum(amounts) if amounts else None
