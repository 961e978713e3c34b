"""Which matches of a proposal are firm: in every near-equal plan, proved where that is quick, or in how many drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from matcher.plan import Aim, Problem
from matcher.policy import Effort
from matcher.run import plan_of
from matcher.solve import solve
from matcher.study.near import always, nearly_best
from matcher.study.settle import Settled
from matcher.world import Bools, Ints

EFFORT = 0.5  # of the solver's own units: any near plan will do, it need not be the best one
Say = Callable[[str], None]
Pair = tuple[str, str]  # recipient, leader
Named = TypeVar("Named", str, Pair)


@dataclass(frozen=True, slots=True)
class Robust:
    """`counts`: pair -> in how many of the `plans` drawn, the best plan being one; `served`: the same by recipient.

    `always` and `always_served` are in every near-equal plan, by exact arithmetic; of the `untold` nobody could say.
    Near-equal: as many matched, and every other goal within `per_cent` of its best.
    """

    plans: int
    per_cent: int
    counts: dict[Pair, int]
    served: dict[str, int]
    best: frozenset[Pair]
    always: frozenset[Pair]
    untold: frozenset[Pair]
    always_served: frozenset[str]
    untold_served: frozenset[str]


def robust(found: Settled, plans: int = 12, per_cent: int = 2, seed: int = 1, say: Say = lambda _: None) -> Robust:
    """The best plan and others drawn at random; then whether those in all of them are in every near-equal plan."""
    near = nearly_best(found.posed.problem, found.solution.chosen, per_cent)
    best = frozenset((m.recipient_id, m.leader_id) for m in found.plan.matches)
    counts, served = Counter(best), Counter(r for r, _ in best)
    for k in range(plans - 1):
        say(f"{k + 1} of {plans - 1} near-equal plans")
        pairs = _drawn(found, near, seed, k)
        counts.update(pairs)
        served.update(r for r, _ in pairs)
    say("which matches are in every near-equal plan")
    pairs_in_all = sorted(pair for pair in best if counts[pair] == plans)
    always_pairs, untold = _always(found, near, pairs_in_all, [_of_pair(found, pair) for pair in pairs_in_all])
    bodies = sorted(r for r, _ in best if served[r] == plans)
    always_served, untold_served = _always(found, near, bodies, [_of_recipient(found, r) for r in bodies])
    held = (always_pairs, untold, always_served, untold_served)
    return Robust(plans, per_cent, dict(counts), dict(served), best, *held)


def _drawn(found: Settled, near: Problem, seed: int, draw: int) -> frozenset[Pair]:
    """A near-equal plan that a random weighing of the choices likes."""
    dice = np.random.default_rng([seed, draw])
    worth = dice.integers(0, 1000, size=len(near.choices), endpoint=True).astype(np.int64)
    asked = replace(near, aims=(Aim("chance", "points", "most", worth),))
    start, effort = found.solution.chosen, Effort(per_goal=EFFORT, seed=seed)
    other = solve(asked, start, effort, lambda _: None, only=False).chosen
    return frozenset((m.recipient_id, m.leader_id) for m in plan_of(found.posed.world, near, other).matches)


def _always(
    found: Settled, near: Problem, names: Sequence[Named], groups: Sequence[Ints]
) -> tuple[frozenset[Named], frozenset[Named]]:
    told = always(near, found.solution.chosen, groups, Effort(per_goal=EFFORT))
    return frozenset(names[k] for k in told.proved), frozenset(names[k] for k in told.untold)


def _of_recipient(found: Settled, recipient_id: str) -> Ints:
    choices, world = found.posed.problem.choices, found.posed.world
    theirs: Bools = choices.is_match & (choices.recipient == world.recipient_row[recipient_id])
    numbers: Ints = np.flatnonzero(theirs)
    return numbers


def _of_pair(found: Settled, pair: Pair) -> Ints:
    """The pair's choices: one for each way of giving its days."""
    own = _of_recipient(found, pair[0])
    pairs: Ints = own[found.posed.problem.choices.provider[own] == found.posed.world.leader_row[pair[1]]]
    return pairs
