"""Large neighbourhoods that the relaxation chooses, searched by HiGHS: recipients on whom the plan and the relaxation
agree are held, the others and some of those held are freed (relaxation induced neighbourhoods, Danna et al. 2005).

Where pots and the floors of earlier goals are tight together, half of all recipients must move at once: one who costs
less pays for another who fits better, and neighbourhoods of twenty find no such exchange.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.bounding import worth_to_maximise
from matcher.plan import Objective
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations.linear_relaxation import Relaxation, likely_choices
from matcher.solve.search.neighbourhood_search import shuffled
from matcher.solver_process import node_limit
from matcher.world import Bools, Ints

FREE_SIZE = 2_500  # choices that are free at once
FREE_PART = 0.5  # or this part of the likely ones, where they are few: with all free a round is a search of everything
LIKELY_PER_RECIPIENT = 3  # by reduced worth, beside those in the relaxation's solution
# the same where so many choices are open: with the fewer the rounds soon find nothing
MANY_OPEN, FREE_SIZE_OF_MANY, LIKELY_OF_MANY = 10_000, 4_000, 6
ROUND_WORK = 40_000  # nodes times choices of one round
MAX_ROUNDS = 24
IDLE_ROUNDS = 4  # rounds in a row that close less than `LITTLE_GAIN` of what is open: the last ones
LITTLE_GAIN = 0.005
AGREEMENT = 0.5  # a choice of the plan with less than this in the relaxation's solution is one they disagree on


@dataclass(frozen=True, eq=False)
class Guide:
    """What the relaxation says: the choices worth looking at, and the recipients on whom it disagrees with the plan."""

    likely: Bools
    disputed: Ints
    free_size: int = FREE_SIZE


def search_guided(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, rounds: int = MAX_ROUNDS
) -> LexicographicState:
    """The state after the neighbourhoods, each with what the last one found held or freed anew.

    It ends when the bound is met, after `IDLE_ROUNDS` that bring little, or after `rounds`.
    """
    worth, idle = worth_to_maximise(objective), 0
    for number in range(rounds):
        value = int(worth[state.best].sum())
        short = relaxation.dual.bound - value
        if short <= 0 or idle == IDLE_ROUNDS:
            break
        state = _round(state, objective, relaxation, number)
        gained = int(worth[state.best].sum()) - value
        idle = 0 if gained > LITTLE_GAIN * short else idle + 1
    return state


def _round(state: LexicographicState, objective: Objective, relaxation: Relaxation, number: int) -> LexicographicState:
    space, worth = state.space, worth_to_maximise(objective)
    free = freed_choices(state, guide(state, relaxation), number)
    fixed = state.best & ~free
    rows = replace(space.rows, at_most=space.rows.at_most - space.rows.used(fixed))
    result = state.highs.search(rows, free, worth, node_limit(ROUND_WORK, int(free.sum())))
    return state if result.chosen is None else state.accept_if_better(objective, result.chosen | fixed)


def guide(state: LexicographicState, relaxation: Relaxation) -> Guide:
    recipient, best = state.problem.choices.recipient, state.best
    many = bool(state.space.open.sum() > MANY_OPEN)
    likely_each = LIKELY_OF_MANY if many else LIKELY_PER_RECIPIENT
    likely = likely_choices(relaxation, state.space.open, best, recipient, likely_each)
    differs = np.abs(relaxation.primal - best) > AGREEMENT
    return Guide(likely, np.unique(recipient[differs & likely]), FREE_SIZE_OF_MANY if many else FREE_SIZE)


def freed_choices(state: LexicographicState, guide: Guide, number: int) -> Bools:
    """The likely choices of some recipients, about `free_size` of them or a part: first half of those disputed, in
    another order each round, then the others."""
    recipient = state.problem.choices.recipient
    size = np.bincount(recipient[guide.likely])
    order = shuffled(len(size), number, state.effort.seed)
    disputed = np.isin(order, guide.disputed)
    some = order[disputed][: (int(disputed.sum()) + 1) // 2] if number % 2 else order[disputed]
    order = np.concatenate([some, order[~np.isin(order, some)]])
    taken = order[np.cumsum(size[order]) <= min(guide.free_size, FREE_PART * int(size.sum()))]
    result: Bools = guide.likely & np.isin(recipient, taken)
    return result
