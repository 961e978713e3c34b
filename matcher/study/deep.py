"""Everything asked of one scenario, in turn: its curve, the next pound and leader, its assumptions, its firmness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matcher.read.scenario import Scenario
from matcher.study.asking import Question
from matcher.study.deep_told import Deep
from matcher.study.desk import key_of
from matcher.study.frontier import frontier
from matcher.study.marginal import marginal
from matcher.study.points import Task
from matcher.study.robust import robust
from matcher.study.sensitivity import points_of_tries, tries
from matcher.study.settle import settled
from matcher.study.sweep import sweep
from matcher.study.table import outcomes

Say = Callable[[str], None]


def look(read: Scenario, opening: str, question: Question, task: Task, executor: str, say: Say) -> Deep:
    """The assumptions are tried as a sweep of their own, kept and resumed as any sweep is."""
    policy = question.policy
    say("solving it as it is")
    best = settled(question.desk, question.known, policy)
    tried = tries(read)
    apart = replace(task, out=task.out / "assumptions", vary={})
    points = points_of_tries(tried)
    sweep(apart, points, executor, say=say)
    say("the curve of coverage against money")
    curve = frontier(question)
    return Deep(
        read.name,
        opening,
        policy,
        best.outcome(key_of(question.known, policy)),
        _money(question),
        curve,
        marginal(question, say),
        tried,
        {point.number: outcome for point, outcome in outcomes(apart, points)},
        robust(best, say=say),
    )


def _money(question: Question) -> int | None:
    """All money of the pots that have an amount and pay for something, as the scenario gives it; None without one."""
    amounts = [
        int(pot.amount_pence * pot.share) - sum(cost.amount_pence for cost in pot.fixed)
        for pot in question.policy.pots
        if pot.amount_pence is not None and pot.pays_for and pot.role == "pays"
    ]
    return sum(amounts) if amounts else None
