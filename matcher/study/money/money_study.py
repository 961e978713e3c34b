"""What the minister's page rests on: the curve's budgets solved with the scenario's goals, and the forecast of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matcher.domain import Facts
from matcher.read.scenarios.scenario import Scenario
from matcher.study.money.budgets import CurvePoint, outcomes_along
from matcher.study.money.forecast import expectation_of
from matcher.study.money.money_lines import money_lines
from matcher.study.money.money_page import MoneyStudy
from matcher.study.pages.scenario_page import ScenarioStudy
from matcher.study.questions.scenario_solver import ScenarioSolver
from matcher.study.sweeps.store import SweepStore


def money_study(
    study: ScenarioStudy, read: Scenario, facts: Facts, solver: ScenarioSolver, folder: Path, say: Callable[[str], None]
) -> MoneyStudy:
    """`folder` keeps what was solved, so that a second call of the same scenario solves nothing again."""
    curve, policy = study.frontier, study.policy
    points = outcomes_along(solver, curve, study.pot_pence, SweepStore(folder / "budgets"), say)
    given = expectation_of(read, facts)
    own = CurvePoint(study.pot_pence if study.pot_pence is not None else curve.full_pence, study.outcome)
    return MoneyStudy(
        study.name,
        study.question,
        policy,
        given,
        money_lines(points, given, policy),
        money_lines((own,), given, policy),
        study.pot_pence,
    )
