"""Large neighbourhood search: all choices but a neighbourhood are fixed, CP-SAT reoptimises it, then the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.bounding import Rows, worth_to_maximise
from matcher.plan import Choices, Objective
from matcher.policy import Effort
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations.linear_relaxation import Relaxation, likely_choices
from matcher.solve.search.cpsat import SearchResult, search
from matcher.world import Bools, Ints

ROUND_EFFORT = 0.02  # part of an objective's effort that one neighbourhood may use
MIN_ROUND_EFFORT = 0.002  # the least that a round counts for: building its model is work too
# recipients in a neighbourhood: more after a search that finished, fewer after one that did not
FIRST_SIZE, MIN_SIZE, SIZE_FACTOR = 20.0, 6.0, 1.1
MAX_IDLE_ROUNDS = 60  # rounds without improvement before it stops
MAX_IDLE_EFFORT = 0.2  # or so large a part of the objective's effort
GAINING_WINDOW = (
    0.1  # of the objective's effort: where the last of it closed `GAINING_PART` of what was open, it goes on
)
GAINING_PART = 0.005
MOST_EFFORT = 8.0  # times the objective's effort: the end of a search that still gains
LIKELY_PER_RECIPIENT = 8  # likely choices per recipient in half of the rounds; the other half uses all open choices


@dataclass
class SearchBudget:
    """The effort of one search: this part of an objective's, and more for as long as it gains.

    `gained_at`: the effort spent and the worth when the search last passed a window in which it gained enough.
    """

    per_goal: float
    part: float
    bound: int
    while_gaining: bool
    gained_at: tuple[float, int]

    def allows(self, spent: float, value: int) -> bool:
        """Whether to go on after so much effort, at this worth."""
        if spent < self.part * self.per_goal:
            return True
        began, worth = self.gained_at
        if not self.while_gaining or spent >= MOST_EFFORT * self.per_goal:
            return False
        if spent - began < GAINING_WINDOW * self.per_goal:
            return True
        if value - worth < GAINING_PART * (self.bound - worth):
            return False
        self.gained_at = spent, value
        return True


def search_neighbourhoods(
    state: LexicographicState,
    objective: Objective,
    relaxation: Relaxation,
    part: float,
    rounds: int | None = None,
    while_gaining: bool = False,
) -> tuple[LexicographicState, float]:
    """The state after neighbourhood search, and the effort spent.

    It ends when the bound is met, after `MAX_IDLE_ROUNDS` or `MAX_IDLE_EFFORT` without improvement, when this part of
    the objective's effort is spent (and, `while_gaining`, what follows brings little), or after `rounds`.
    """
    worth, bound, goal_effort = worth_to_maximise(objective), relaxation.dual.bound, state.effort.per_goal
    likely = likely_choices(
        relaxation, state.space.open, state.best, state.problem.choices.recipient, LIKELY_PER_RECIPIENT
    )
    limited = replace(state.effort, per_goal=goal_effort * ROUND_EFFORT)
    spent, size, idle, number, last = 0.0, FIRST_SIZE, 0, 0, 0.0
    value = int(worth[state.best].sum())
    budget = SearchBudget(goal_effort, part, bound, while_gaining, (spent, value))
    while value < bound and idle < MAX_IDLE_ROUNDS and number != rounds and budget.allows(spent, value):
        if spent - last > MAX_IDLE_EFFORT * goal_effort:
            break
        among = likely if number % 4 < 2 else state.space.open
        chosen = neighbourhood(state.problem.choices, among, number, round(size), limited, state.focus)
        free = (among | state.best) & chosen
        result = reoptimise(state.space.rows, free, worth, state.best, limited)
        state, number = state.accept_if_better(objective, result.chosen), number + 1
        spent += max(result.effort, MIN_ROUND_EFFORT * goal_effort)
        size = size * SIZE_FACTOR if result.finished else max(MIN_SIZE, size / SIZE_FACTOR)
        before, value = value, int(worth[state.best].sum())
        idle, last = (0, spent) if value > before else (idle + 1, last)
    return state, spent


def reoptimise(rows: Rows, free: Bools, worth: Ints | None, best: Bools, effort: Effort) -> SearchResult:
    """The best plan that differs from `best` in the free choices alone."""
    fixed = best & ~free
    result = search(replace(rows, at_most=rows.at_most - rows.used(fixed)), free, worth, best, effort)
    return result if result.chosen is None else replace(result, chosen=result.chosen | fixed)


def neighbourhood(
    choices: Choices, among: Bools, number: int, size: int, effort: Effort, focus: Ints | None = None
) -> Bools:
    """A mask of the choices of up to `size` recipients.

    Even rounds take recipients at random, odd rounds those who could share a leader with a random one. Round 0 takes
    the recipients in `focus`, where there are any, and those who could share a leader with the last of them.
    """
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
    """The recipients who have an open choice of a leader that this recipient has an open choice of too."""
    matches = among & choices.is_match
    leaders = choices.provider[matches & (choices.recipient == recipient)]
    result: Ints = np.unique(choices.recipient[matches & np.isin(choices.provider, leaders)])
    return result


def shuffled(count: int, number: int, seed: int) -> Ints:
    """The numbers below `count` in a pseudo-random order that depends on the number and the seed alone."""
    x = np.arange(1, count + 1, dtype=np.uint64) + np.uint64(1_000_003 * (number + 1) + 7_919 * seed)
    for multiplier, shift in ((0x9E3779B97F4A7C15, 29), (0xBF58476D1CE4E5B9, 32), (0x94D049BB133111EB, 31)):
        x = x * np.uint64(multiplier)
        x ^= x >> np.uint64(shift)
    order: Ints = np.argsort(x, kind="stable")
    return order
