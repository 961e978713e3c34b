"""What a plan of today leaves for each drawn future: the points that the futures can then still be served."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.plan import Limit, Problem
from matcher.policy import Policy
from matcher.runs.year.pose import PosedYear
from matcher.solve import solve
from matcher.world import Bools
from matcher.year.columns import coverage_ahead


def served_later(
    posed: PosedYear, whole: Bools | None, today: Bools | None = None, policy: Policy | None = None
) -> list[int]:
    """Points served in each future: as a whole plan serves them, or the most that a plan of `today` leaves room for."""
    if whole is None:
        assert today is not None
        assert policy is not None
        whole = _best_futures(posed, today, policy)
    assert posed.year is not None
    objective = coverage_ahead(posed.problem)
    points, start = list[int](), posed.today
    for part in posed.year.parts:
        own = slice(start, start + len(part.choices))
        points.append(int(objective.worth[own][whole[own]].sum()))
        start = own.stop
    return points


def _best_futures(posed: PosedYear, today: Bools, policy: Policy) -> Bools:
    """The whole plan that serves the futures best once today's plan is as it is."""
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
    best = solve(alone, start, policy.effort, lambda _: None, "futures", check_unique=False).chosen
    return np.concatenate([today, best])


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
