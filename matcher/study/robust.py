"""Near-equal plans: which matches are in every one of them, and which in few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matcher.plan import Aim, Problem
from matcher.policy import Effort
from matcher.run import plan_of
from matcher.solve import solve
from matcher.study.settle import Settled

EFFORT = 2.0  # of the solver's own units per goal: any near plan will do, it need not be the best one
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Robust:
    """`counts`: (recipient, leader) -> in how many of the `plans`; the best plan is one of them.

    `served`: recipient -> in how many plans anybody is matched with it. Sampled: a pair in all of the plans may be
    missing from another that was not drawn.
    """

    plans: int
    per_cent: int
    counts: dict[tuple[str, str], int]
    served: dict[str, int]
    best: frozenset[tuple[str, str]]

    @property
    def in_all(self) -> int:
        return sum(n == self.plans for n in self.counts.values())


def robust(found: Settled, plans: int = 12, per_cent: int = 2, seed: int = 1, say: Say = lambda _: None) -> Robust:
    """The best plan and others drawn at random from those in which every goal is within a part of its best."""
    problem, chosen = found.posed.problem, found.solution.chosen
    effort = Effort(per_goal=EFFORT, seed=seed)
    best = frozenset((m.recipient_id, m.leader_id) for m in found.plan.matches)
    counts, served = Counter(best), Counter(r for r, _ in best)
    for k in range(plans - 1):
        say(f"{k + 1} of {plans - 1} near-equal plans")
        other = solve(_loosened(problem, found, per_cent, seed, k), chosen, effort, lambda _: None).chosen
        pairs = {(m.recipient_id, m.leader_id) for m in plan_of(found.posed.world, problem, other).matches}
        counts.update(pairs)
        served.update(r for r, _ in pairs)
    return Robust(plans, per_cent, dict(counts), dict(served), best)


def _loosened(problem: Problem, found: Settled, per_cent: int, seed: int, draw: int) -> Problem:
    """Every goal may lose its part; then whatever a random weighing of the choices likes best."""
    aims = [
        replace(aim, may_lose=max(aim.may_lose, abs(aim.value(found.solution.chosen)) * per_cent // 100))
        for aim in problem.aims
        if aim.goal != "canonical"
    ]
    dice = np.random.default_rng([seed, draw])
    worth = dice.integers(0, 1000, size=len(problem.choices), endpoint=True)
    return replace(problem, aims=(*aims, Aim("canonical", "chance", "most", worth.astype(np.int64))))
