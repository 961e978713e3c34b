"""Large neighbourhoods that the relaxation chooses, searched by HiGHS: recipients on whom the plan and the relaxation
agree are held, the others and some of those held are freed (relaxation induced neighbourhoods, Danna et al. 2005).

Where pots and the floors of earlier goals are tight together, half of all recipients must move at once: one who costs
less pays for another who fits better, and neighbourhoods of twenty find no such exchange. Where many choices are open
those come first whose leaders lose most against the bound: the others are as the bound would have them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.bounding import worth_to_maximise
from matcher.plan import Objective
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations.linear_relaxation import Relaxation, likely_choices
from matcher.solve.search.losses import Losses
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
MAX_ROUNDS_BY_LOSS, IDLE_ROUNDS_BY_LOSS = 60, 6  # the same where neighbourhoods follow the losses, of three kinds
# choices free at once: more after a round that HiGHS ends, fewer after one that it does not
FIRST_SIZE, LEAST_SIZE, MOST_SIZE = 3_000.0, 2_200.0, 4_400.0
WIDER, NARROWER = 1.12, 0.8
ROUND_GAP = 0.0005  # of the goal's value: a round need not tell nearer plans apart
# likely choices of each, and times how many choices, by turns: the more of each, the fewer recipients are free; between
# them a neighbourhood of those disputed
LIKELY_BY_LOSS = ((6, 1.0), (12, 1.3))
KINDS = 1 + len(LIKELY_BY_LOSS)
SOME_OF_LOSSES = 0.6  # of those who lose, in every second round
# what makes a recipient come first: that a leader who loses serves it, that one could, that it is disputed, and chance
SERVED_AT_LOSS, NEAR_LOSS, DISPUTED, CHANCE = 3.0, 0.5, 0.6, 0.7
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
    if follows_losses(state, relaxation):
        return search_by_losses(state, objective, relaxation)
    worth, idle = worth_to_maximise(objective), 0
    for number in range(rounds):
        value = int(worth[state.best].sum())
        short = relaxation.dual.bound - value
        if short <= 0 or idle == IDLE_ROUNDS:
            break
        state, _ = _round(state, objective, freed_choices(state, guide(state, relaxation), number))
        gained = int(worth[state.best].sum()) - value
        idle = 0 if gained > LITTLE_GAIN * short else idle + 1
    return state


def follows_losses(state: LexicographicState, relaxation: Relaxation) -> bool:
    """Whether neighbourhoods follow the losses of leaders: many choices are open, and fillings bound what is left."""
    return bool(relaxation.packed) and bool(state.space.open.sum() > MANY_OPEN)


def search_by_losses(state: LexicographicState, objective: Objective, relaxation: Relaxation) -> LexicographicState:
    """The same, with neighbourhoods around the leaders who lose most: of each kind larger ones after a round that HiGHS
    has searched to the end, smaller ones after one that it has not."""
    worth, idle, sizes = worth_to_maximise(objective), 0, [FIRST_SIZE] * KINDS
    losses = Losses(state.space.rows, worth, relaxation, state.problem.choices)
    for number in range(MAX_ROUNDS_BY_LOSS):
        value, kind = int(worth[state.best].sum()), number % KINDS
        short = relaxation.dual.bound - value
        if short <= 0 or idle == IDLE_ROUNDS_BY_LOSS:
            break
        if kind:
            free = freed_by_losses(state, relaxation, losses, number, sizes[kind])
        else:
            free = freed_choices(state, guide(state, relaxation), number // KINDS)
        state, finished = _round(state, objective, free, ROUND_GAP)
        sizes[kind] = min(MOST_SIZE, sizes[kind] * WIDER) if finished else max(LEAST_SIZE, sizes[kind] * NARROWER)
        gained = int(worth[state.best].sum()) - value
        idle = 0 if gained > LITTLE_GAIN * short else idle + 1
    return state


def _round(
    state: LexicographicState, objective: Objective, free: Bools, gap: float = 0.0
) -> tuple[LexicographicState, bool]:
    """The state after HiGHS has searched the free choices, all others as in the plan, and whether to the end."""
    space, worth = state.space, worth_to_maximise(objective)
    fixed = state.best & ~free
    rows = replace(space.rows, at_most=space.rows.at_most - space.rows.used(fixed))
    result = state.highs.search(rows, free, worth, node_limit(ROUND_WORK, int(free.sum())), gap)
    if result.chosen is None:
        return state, result.finished
    return state.accept_if_better(objective, result.chosen | fixed), result.finished


def freed_by_losses(
    state: LexicographicState, relaxation: Relaxation, losses: Losses, number: int, size: float
) -> Bools:
    """The likely choices, about `size` of them, of the recipients whom leaders who lose serve (in every second round
    of some of these), and of others in an order in which chance counts."""
    recipient, best = state.problem.choices.recipient, state.best
    likely_each, times = LIKELY_BY_LOSS[number % KINDS - 1]
    likely = likely_choices(relaxation, state.space.open, best, recipient, likely_each)
    count = np.bincount(recipient[likely])
    chance = np.empty(len(count))
    chance[shuffled(len(count), number, state.effort.seed)] = np.arange(len(count)) / len(count)
    served, could = (mask[: len(count)] for mask in losses.recipients(best, likely))
    disputed = np.isin(np.arange(len(count)), recipient[likely & (np.abs(relaxation.primal - best) > AGREEMENT)])
    served = served & (chance < SOME_OF_LOSSES) if number % 2 else served
    points = SERVED_AT_LOSS * served + NEAR_LOSS * could + DISPUTED * disputed + CHANCE * chance
    order = np.argsort(-points, kind="stable")
    taken = order[np.cumsum(count[order]) <= size * times]
    result: Bools = likely & np.isin(recipient, taken)
    return result


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
