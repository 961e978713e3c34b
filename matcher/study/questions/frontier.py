"""The frontier of coverage against money: the best coverage at each budget, and how it is known to be the best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.errors import Defect, PinsContradict
from matcher.plan import Limit, Objective, Problem
from matcher.study.questions.scenario_solver import (
    CoverageResult,
    ScenarioSolver,
    coverage_result,
    earlier_pence,
    with_total,
)
from matcher.wording.words import pounds
from matcher.world import Bools

RE_SOLVED = "solved again at this budget"
REASONED = "exact reasoning from the plan without a limit"
MOST_SOLVES = 24


@dataclass(frozen=True, slots=True)
class Budget:
    """One budget and the best it reaches. `pence` is all money, including what earlier deployments use of it."""

    pence: int
    coverage: int
    matched: int
    spent_pence: int
    proved: bool
    how: str


@dataclass(frozen=True, slots=True)
class Frontier:
    """The frontier. `match_pence` is set where every match costs and counts the same; else None."""

    budgets: tuple[Budget, ...]
    most: CoverageResult
    earlier_pence: int
    match_pence: int | None

    @property
    def full_pence(self) -> int:
        """The least pence that reaches the coverage possible without a limit on money."""
        return self.earlier_pence + self.most.pence


def frontier(solver: ScenarioSolver, points: int = MOST_SOLVES) -> Frontier:
    """The best at evenly spread budgets up to the least that reaches everybody who can be reached.

    Where every match costs and counts the same and no match needs another, dropping any match of the plan without a
    limit leaves a feasible plan, so n matches are reached exactly from n times the cost: every step is then known from
    one proved optimum. A few budgets are solved again all the same, and must agree. Elsewhere each is solved again.
    """
    solved = solver.solve(with_total(solver.policy, None))
    most, earlier = coverage_result(solved), earlier_pence(solved.setup.world, solver.policy)
    cost = same_cost(solved.setup.problem)
    if cost is not None and most.proved:
        return Frontier(_staircase(solver, most, earlier, cost), most, earlier[0], cost)
    step = max(1, -(-most.pence // points))
    amounts = sorted({*range(0, most.pence, step), most.pence})
    budgets = (_solve_budget(solver, earlier, pence) for pence in amounts)
    return Frontier(tuple(budget for budget in budgets if budget), most, earlier[0], None)


def same_cost(problem: Problem) -> int | None:
    """Pence per match where all cost the same, count the same and no match needs another; else None."""
    choices = problem.choices
    pence = np.unique(choices.total_pence[choices.is_match])
    coverage = next((objective for objective in problem.objectives if objective.goal == "coverage"), None)
    if len(pence) != 1 or not pence[0] or coverage is None or not _same_worth(coverage, choices.is_match):
        return None
    # a match of negative weight makes room for others; where only governance days need it, none is chosen without it
    company = any(
        bool(((limit.weight < 0) & choices.is_match[limit.choice] & ~_for_governance(problem, limit)).any())
        for limit in problem.limits
    )
    return None if company else int(pence[0])


def _for_governance(problem: Problem, limit: Limit) -> Bools:
    """A mask of the limit's entries in rows with a governance choice: an optimum of coverage and spending has none."""
    governance = np.zeros(len(limit.at_most), dtype=np.bool_)
    governance[limit.row[problem.choices.is_governance[limit.choice]]] = True
    return governance[limit.row]


def _same_worth(objective: Objective, matches: Bools) -> bool:
    return bool((objective.worth[matches] == 1).all())


def _staircase(solver: ScenarioSolver, most: CoverageResult, earlier: tuple[int, int], cost: int) -> tuple[Budget, ...]:
    """The curve where every match costs the same: one step a match, four of them solved again as a check.

    `earlier`: pence of earlier deployments that the curve counts, and those that the pots count.
    """
    checked = {0, most.matched // 3, 2 * most.matched // 3, most.matched}
    steps = []
    for n in range(most.matched + 1):
        pence = earlier[0] + n * cost
        if n in checked:
            again = _solve_budget(solver, earlier, n * cost)
            steps += [again] if again else []
            if again and again.proved and again.matched != n:
                raise Defect(f"the curve says {n} matches for {pounds(pence, True)} and solving again says otherwise")
        else:
            steps.append(Budget(pence, n, n, n * cost, True, REASONED))
    return tuple(steps)


def _solve_budget(solver: ScenarioSolver, earlier: tuple[int, int], pence: int) -> Budget | None:
    """The best with `pence` on top of what earlier deployments use; None where the pins alone cost more."""
    own, counted = earlier
    try:
        solved = solver.result(with_total(solver.policy, counted + pence))
    except PinsContradict:
        return None
    return Budget(own + pence, solved.coverage, solved.matched, solved.pence, solved.proved, RE_SOLVED)
