"""A solved problem with the year ahead in it, and the solution of today's choices that it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.greedy import greedy
from matcher.plan import Problem, Solution
from matcher.runs.year_ahead.pose import PosedYear
from matcher.world import Bools
from matcher.year_ahead.columns import KEEP_LEADERS
from matcher.year_ahead.holds import APPROVED


@dataclass(frozen=True, eq=False)
class SolvedYear:
    """The posed problem, the best plan of today alone, and the solution of the whole, today's choices first."""

    posed: PosedYear
    without: Bools
    whole: Solution


def starting_plan(posed: PosedYear, without: Bools) -> Bools:
    """A lawful plan to start from: today's alone, without those whose wait was approved, with nobody served in the
    futures; a greedy one for even release."""
    if not posed.problem.futures:
        return greedy(posed.problem)
    recipient = posed.problem.choices.recipient[: posed.today]
    waiting = [recipient[limit.choice] for limit in posed.problem.limits if limit.rule == APPROVED]
    today = without & ~np.isin(recipient, np.concatenate([recipient[:0], *waiting]))
    return np.concatenate([today, np.zeros(posed.problem.futures, dtype=np.bool_)])


def of_today(whole: Solution, posed: PosedYear, today: Problem) -> Solution:
    """The solution over today's choices; each stage that looks ahead says what it is worth by today's problem.

    Its witnesses stay with the whole: their rows are those of the problem with the futures, not today's.
    """
    chosen = whole.chosen[: posed.today]
    worth = {o.goal: int(o.worth[chosen].sum()) for o in today.objectives}
    worth[KEEP_LEADERS] = worth.get("coverage", 0)
    futures = [objective.futures for objective in posed.problem.objectives]
    stages = [
        replace(stage, futures=number, today=worth[stage.goal]) if number else stage
        for stage, number in zip(whole.stages, futures, strict=False)
    ]
    return replace(whole, chosen=chosen, stages=tuple(stages), witnesses=())
