"""A solved problem with the year ahead in it, and the solution of today's choices that it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.greedy import greedy
from matcher.plan import Solution, Stage
from matcher.runs.year_ahead.pose import PosedYear
from matcher.world import Bools
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


def of_today(whole: Solution, posed: PosedYear) -> Solution:
    """The solution over today's choices; each stage that looks ahead says what it is worth today."""
    stages = [_with_today(stage, posed, k, whole) for k, stage in enumerate(whole.stages)]
    return replace(whole, chosen=whole.chosen[: posed.today], stages=tuple(stages))


def _with_today(stage: Stage, posed: PosedYear, number: int, whole: Solution) -> Stage:
    objective = posed.problem.objectives[number]
    if not objective.futures:
        return stage
    own = int(objective.worth[: posed.today][whole.chosen[: posed.today]].sum())
    return replace(stage, futures=objective.futures, today=own // objective.futures)
