"""Who is matched along the curve of money: the scenario's own goals at a few budgets over all its spending."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from matcher import __version__
from matcher.errors import PinsContradict
from matcher.policy import Policy
from matcher.runs.solve import solve_run
from matcher.study.outcome import Outcome, outcome_of_solved
from matcher.study.questions.frontier import Frontier
from matcher.study.questions.scenario_solver import ScenarioSolver, earlier_pence, with_total
from matcher.study.sweeps.store import SweepStore, address

STEPS = 8
CURVE_FORMAT = 2  # of what is stored: an older result is not taken for a newer one
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One budget over all money, what earlier deployments use included, and the outcome under it."""

    pence: int
    outcome: Outcome


def budgets_of(curve: Frontier, own_pence: int | None) -> tuple[int, ...]:
    """Even steps up to the money that reaches everybody who can be reached, and the scenario's own money."""
    steps = {curve.earlier_pence + -(-curve.most.pence * k // STEPS) for k in range(1, STEPS + 1)}
    own = {own_pence} if own_pence is not None and curve.earlier_pence < own_pence < curve.full_pence else set()
    return tuple(sorted(steps | own)) if curve.most.pence else ()


def outcomes_along(
    solver: ScenarioSolver, curve: Frontier, own_pence: int | None, store: SweepStore, say: Say
) -> tuple[CurvePoint, ...]:
    """The outcome at each budget; where the pins alone cost more there is none. What was solved before is not again."""
    own, counted = earlier_pence(solver.world(), solver.policy)
    budgets = budgets_of(curve, own_pence)
    points = (_at(solver, pence, counted + pence - own, store) for pence in budgets)
    return tuple(_told(points, len(budgets), say))


def _told(points: Iterator[CurvePoint | None], count: int, say: Say) -> Iterator[CurvePoint]:
    for k, point in enumerate(points, 1):
        say(f"who is matched: {k} of {count} budgets")
        if point is not None:
            yield point


def _at(solver: ScenarioSolver, pence: int, ceiling: int, store: SweepStore) -> CurvePoint | None:
    policy = with_total(solver.policy, ceiling)
    key = address(solver.loaded.run_id(policy), __version__, CURVE_FORMAT)
    stored = store.get(key)
    try:
        outcome = stored or _solved(solver, policy, key)
    except PinsContradict:
        return None
    if stored is None:
        store.put(outcome)
    return CurvePoint(pence, outcome)


def _solved(solver: ScenarioSolver, policy: Policy, key: str) -> Outcome:
    """Every goal in its order, ties too; whether the plan is the only one is not asked. Only today is asked about, as
    along the curve itself: money that reaches everybody is not kept for those who come later.
    """
    setup = solver.cache.setup(solver.loaded, replace(policy, goals=solver.policy.goals))
    return outcome_of_solved(solve_run(setup, check_unique=False, look_ahead=False), key)
