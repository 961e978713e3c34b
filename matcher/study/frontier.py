"""The whole curve of coverage against money: the best at each budget, and how it is known to be the best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.errors import Defect, PinsContradict
from matcher.plan import Aim, Limit, Problem
from matcher.study.asking import Question, Reached, held_pence, told, with_total
from matcher.world import Bools

RE_SOLVED = "solved again at this budget"
REASONED = "exact reasoning from the plan without a limit"
MOST_SOLVES = 24


@dataclass(frozen=True, slots=True)
class Budget:
    """One budget and the best it reaches. `pence` is all money, with what earlier deployments hold of it."""

    pence: int
    coverage: int
    matched: int
    spent_pence: int
    proved: bool
    how: str


@dataclass(frozen=True, slots=True)
class Frontier:
    """`match_pence` where every match costs the same and counts the same: coverage is then a staircase."""

    budgets: tuple[Budget, ...]
    most: Reached
    held_pence: int
    match_pence: int | None

    @property
    def full_pence(self) -> int:
        """The least money that reaches as many as leaders' days allow."""
        return self.held_pence + self.most.pence


def frontier(question: Question, points: int = MOST_SOLVES) -> Frontier:
    """The best at evenly spread budgets up to the least that reaches everybody who can be reached.

    Where every match costs and counts the same and no row asks for company, dropping any match of the plan without a
    limit leaves a lawful plan, so n matches are reached exactly from n times the cost: every step is then known from
    one proved optimum. A few budgets are solved again all the same, and must agree. Elsewhere each is solved again.
    """
    found = question.solved(with_total(question.policy, None))
    most, held = told(found), held_pence(found.posed.world, question.policy)
    cost = same_cost(found.posed.problem)
    if cost is not None and most.proved:
        return Frontier(_staircase(question, most, held, cost), most, held[0], cost)
    step = max(1, -(-most.pence // points))
    amounts = sorted({*range(0, most.pence, step), most.pence})
    solved = (_solved(question, held, pence) for pence in amounts)
    return Frontier(tuple(budget for budget in solved if budget), most, held[0], None)


def same_cost(problem: Problem) -> int | None:
    """The cost of a match where all cost the same, count the same and crowd each other out only; else None."""
    choices = problem.choices
    pence = np.unique(choices.total_pence[choices.is_match])
    coverage = next((aim for aim in problem.aims if aim.goal == "coverage"), None)
    if len(pence) != 1 or not pence[0] or coverage is None or not _same_worth(coverage, choices.is_match):
        return None
    # a match of negative weight makes room for others; where only governance days need it, none is chosen without it
    company = any(
        bool(((limit.weight < 0) & choices.is_match[limit.choice] & ~_for_governance(problem, limit)).any())
        for limit in problem.limits
    )
    return None if company else int(pence[0])


def _for_governance(problem: Problem, limit: Limit) -> Bools:
    """Entries of rows that hold a governance choice: a plan for coverage and least spending chooses none."""
    governance = np.zeros(len(limit.at_most), dtype=np.bool_)
    governance[limit.row[~problem.choices.is_match[limit.choice]]] = True
    return governance[limit.row]


def _same_worth(aim: Aim, matches: Bools) -> bool:
    return bool((aim.worth[matches] == 1).all())


def _staircase(question: Question, most: Reached, held: tuple[int, int], cost: int) -> tuple[Budget, ...]:
    checked = {0, most.matched // 3, 2 * most.matched // 3, most.matched}
    steps = []
    for n in range(most.matched + 1):
        pence = held[0] + n * cost
        if n in checked:
            again = _solved(question, held, n * cost)
            steps += [again] if again else []
            if again and again.proved and again.matched != n:
                raise Defect(f"the curve says {n} matches for £{pence / 100:,.2f} and solving again says otherwise")
        else:
            steps.append(Budget(pence, n, n, n * cost, True, REASONED))
    return tuple(steps)


def _solved(question: Question, held: tuple[int, int], pence: int) -> Budget | None:
    """The best for this much besides what earlier deployments hold; None where the pins alone cost more."""
    own, counted = held
    try:
        found = question.reached(with_total(question.policy, counted + pence))
    except PinsContradict:
        return None
    return Budget(own + pence, found.coverage, found.matched, found.pence, found.proved, RE_SOLVED)
