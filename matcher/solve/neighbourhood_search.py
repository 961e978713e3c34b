"""A good plan made better: everything stays but a neighbourhood, whose best CP-SAT finds, and then another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.exact import Rows, worth_to_maximise
from matcher.plan import Objective, Choices
from matcher.policy import Effort
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.linear_relaxation import Relaxation, likely_choices
from matcher.solve.cpsat import SearchResult, search
from matcher.world import Bools, Ints

ROUND_EFFORT = 0.02  # part of a goal's effort that one neighbourhood may use
MIN_ROUND_EFFORT = 0.002  # the part a round counts for at least: setting its model up is work too
FIRST_SIZE, MIN_SIZE, SIZE_FACTOR = (
    20.0,
    6.0,
    1.1,
)  # recipients in a neighbourhood: more while it is settled easily, else fewer
MAX_IDLE_ROUNDS = 60  # rounds without gain before it gives up
LIKELY_PER_RECIPIENT = (
    8  # choices per recipient, best priced first, in half of the rounds; the others look at all that are open
)


def search_neighbourhoods(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float, rounds: int | None = None
) -> tuple[LexicographicState, float]:
    """Neighbourhoods until the bound is met, nothing has helped for long, this part of the effort is spent, or after
    so many rounds."""
    worth, bound, goal_effort = worth_to_maximise(objective), relaxation.dual.bound, state.effort.per_goal
    likely = likely_choices(
        relaxation, state.space.open, state.best, state.problem.choices.recipient, LIKELY_PER_RECIPIENT
    )
    limited, spent, size, idle, number = (
        replace(state.effort, per_goal=goal_effort * ROUND_EFFORT),
        0.0,
        FIRST_SIZE,
        0,
        0,
    )
    value = int(worth[state.best].sum())
    while value < bound and idle < MAX_IDLE_ROUNDS and spent < part * goal_effort and number != rounds:
        among = likely if number % 4 < 2 else state.space.open
        chosen = neighbourhood(state.problem.choices, among, number, round(size), limited, state.focus)
        free = (among | state.best) & chosen
        result = reoptimise(state.space.rows, free, worth, state.best, limited)
        state, spent, number = (
            state.accept_if_better(objective, result.chosen),
            spent + max(result.effort, MIN_ROUND_EFFORT * goal_effort),
            number + 1,
        )
        size = size * SIZE_FACTOR if result.finished else max(MIN_SIZE, size / SIZE_FACTOR)
        idle, value = (0 if int(worth[state.best].sum()) > value else idle + 1), int(worth[state.best].sum())
    return state, spent


def reoptimise(rows: Rows, free: Bools, worth: Ints | None, best: Bools, effort: Effort) -> SearchResult:
    """The best plan that differs from `best` in the free choices alone."""
    fixed = best & ~free
    result = search(replace(rows, at_most=rows.at_most - rows.used(fixed)), free, worth, best, effort)
    return result if result.chosen is None else replace(result, chosen=result.chosen | fixed)


def neighbourhood(
    choices: Choices, among: Bools, number: int, size: int, effort: Effort, focus: Ints | None = None
) -> Bools:
    """The choices of some recipients: scattered ones, or every other time some who could share a leader with one. The
    first time those it is to look around, and some who could share a leader with the last of them."""
    order = shuffled(int(choices.recipient.max(initial=-1)) + 1, number, effort.seed)
    if not number and focus is not None and len(focus):
        nearby = order[np.isin(order, recipients_sharing_leaders(choices, among, int(focus[-1])))]
        order = np.concatenate([focus[-size // 2 :], nearby])
    elif number % 2 and len(order):
        order = order[np.isin(order, recipients_sharing_leaders(choices, among, int(order[0])))]
    else:
        order = order[np.isin(order, choices.recipient[among])]
    result: Bools = np.isin(choices.recipient, order[:size])
    return result


def recipients_sharing_leaders(choices: Choices, among: Bools, recipient: int) -> Ints:
    """The recipients whom a leader open to this one could serve too."""
    matches = among & choices.is_match
    leaders = choices.provider[matches & (choices.recipient == recipient)]
    result: Ints = np.unique(choices.recipient[matches & np.isin(choices.provider, leaders)])
    return result


def shuffled(count: int, number: int, seed: int) -> Ints:
    """The numbers below `count` in an order that looks random, and is the same for the same number and seed."""
    x = np.arange(1, count + 1, dtype=np.uint64) + np.uint64(1_000_003 * (number + 1) + 7_919 * seed)
    for multiplier, shift in ((0x9E3779B97F4A7C15, 29), (0xBF58476D1CE4E5B9, 32), (0x94D049BB133111EB, 31)):
        x = x * np.uint64(multiplier)
        x ^= x >> np.uint64(shift)
    order: Ints = np.argsort(x, kind="stable")
    return order
