"""What a plan of today leaves for each drawn future: the points that the futures can then still be served."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.plan import Limit, Objective, Problem
from matcher.policy import Policy
from matcher.runs.year_ahead.pose import PosedYear
from matcher.solve import solve
from matcher.world import Bools
from matcher.year_ahead.columns import coverage_ahead
from matcher.year_ahead.declines import of_whom_says_yes


def coverage_of(today: Problem) -> Objective:
    """The goal of today's problem that counts points; a run that looks ahead has it."""
    return next(objective for objective in today.objectives if objective.goal == "coverage")


def served_in_all(posed: PosedYear, today: Problem, whole: Bools) -> list[int]:
    """Points that a whole plan serves by the year's end in each future: today of those who say yes in it, and later."""
    assert posed.year is not None
    objective, now = coverage_ahead(posed.problem), coverage_of(today).worth * whole[: posed.today]
    points, start = list[int](), posed.today
    for part in posed.year.parts:
        own = slice(start, start + len(part.choices))
        yes = of_whom_says_yes(today.choices, part.declining)
        points.append(int(now[yes].sum()) + int(objective.worth[own][whole[own]].sum()))
        start = own.stop
    return points


def best_futures(posed: PosedYear, today: Bools, policy: Policy) -> tuple[Bools, bool]:
    """The whole plan that serves the futures best once today's plan is as it is, and whether none serves them better:
    a search that stops may have found less."""
    problem = posed.problem
    fixed = np.concatenate([today, np.zeros(problem.futures, dtype=np.bool_)])
    objective = coverage_ahead(problem)
    rest = np.arange(posed.today, len(problem.choices))
    limits = tuple(_over_futures(limit, fixed, posed.today) for limit in problem.limits)
    alone = Problem(
        problem.choices.where(rest),
        tuple(limit for limit in limits if len(limit.at_most)),
        (replace(objective, worth=objective.worth[posed.today :], may_lose=0),),
        futures=problem.futures,
    )
    start = np.zeros(len(rest), dtype=np.bool_)
    found = solve(alone, start, policy.effort, lambda _: None, "futures", check_unique=False)
    return np.concatenate([today, found.chosen]), found.stages[0].gap == 0


def _over_futures(limit: Limit, fixed: Bools, today: int) -> Limit:
    """The rows that hold a future's choice, over those alone, with what the fixed plan uses taken off."""
    held = np.zeros(len(limit.at_most), dtype=np.bool_)
    held[limit.row[limit.choice >= today]] = True
    number, later = np.cumsum(held) - 1, limit.choice >= today
    subjects = tuple(s for s, yes in zip(limit.subject, held, strict=True) if yes)
    left = (limit.at_most - limit.used(fixed))[held]
    return Limit(
        limit.rule,
        limit.unit,
        number[limit.row[later]],
        limit.choice[later] - today,
        limit.weight[later],
        left,
        subjects,
    )
