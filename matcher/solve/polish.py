"""A good plan made better: everything stays but a neighbourhood, whose best CP-SAT finds, and then another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.exact import Rows, worth_to_raise
from matcher.plan import Aim, Choices
from matcher.policy import Effort
from matcher.solve.climb import Climb
from matcher.solve.core import Relaxed, near_plan
from matcher.solve.cpsat import Found, search
from matcher.world import Bools, Ints

A_ROUND = 0.02  # part of a goal's effort that one neighbourhood may use
AT_LEAST = 0.002  # the part a round counts for at least: setting its model up is work too
FIRST, FEWEST, GROWS = 20.0, 6.0, 1.1  # recipients in a neighbourhood: more while it is settled easily, else fewer
PATIENCE = 60  # rounds without gain before it gives up
LIKELY = 8  # choices per recipient, best priced first, in half of the rounds; the others look at all that are open


def polish(climb: Climb, aim: Aim, relaxed: Relaxed, part: float, rounds: int | None = None) -> tuple[Climb, float]:
    """Neighbourhoods until the bound is met, nothing has helped for long, this part of the effort is spent, or after
    so many rounds."""
    worth, bound, whole = worth_to_raise(aim), relaxed.weighed.bound, climb.effort.per_goal
    likely = near_plan(relaxed, climb.ladder.open, climb.best, climb.problem.choices.recipient, LIKELY)
    some, spent, size, idle, number = replace(climb.effort, per_goal=whole * A_ROUND), 0.0, FIRST, 0, 0
    value = int(worth[climb.best].sum())
    while value < bound and idle < PATIENCE and spent < part * whole and number != rounds:
        among = likely if number % 4 < 2 else climb.ladder.open
        chosen = neighbourhood(climb.problem.choices, among, number, round(size), some, climb.around)
        free = (among | climb.best) & chosen
        found = mended(climb.ladder.rows, free, worth, climb.best, some)
        climb, spent, number = climb.tried(aim, found.chosen), spent + max(found.effort, AT_LEAST * whole), number + 1
        size = size * GROWS if found.finished else max(FEWEST, size / GROWS)
        idle, value = (0 if int(worth[climb.best].sum()) > value else idle + 1), int(worth[climb.best].sum())
    return climb, spent


def mended(rows: Rows, free: Bools, worth: Ints | None, best: Bools, effort: Effort) -> Found:
    """The best plan that differs from `best` in the free choices alone."""
    kept = best & ~free
    found = search(replace(rows, at_most=rows.at_most - rows.used(kept)), free, worth, best, effort)
    return found if found.chosen is None else replace(found, chosen=found.chosen | kept)


def neighbourhood(
    choices: Choices, among: Bools, number: int, size: int, effort: Effort, around: Ints | None = None
) -> Bools:
    """The choices of some recipients: scattered ones, or every other time some who could share a leader with one. The
    first time those it is to look around, and some who could share a leader with the last of them."""
    order = shuffled(int(choices.recipient.max(initial=-1)) + 1, number, effort.seed)
    if not number and around is not None and len(around):
        beside = order[np.isin(order, sharing(choices, among, int(around[-1])))]
        order = np.concatenate([around[-size // 2 :], beside])
    elif number % 2 and len(order):
        order = order[np.isin(order, sharing(choices, among, int(order[0])))]
    else:
        order = order[np.isin(order, choices.recipient[among])]
    found: Bools = np.isin(choices.recipient, order[:size])
    return found


def sharing(choices: Choices, among: Bools, recipient: int) -> Ints:
    """The recipients whom a leader open to this one could serve too."""
    matches = among & choices.is_match
    leaders = choices.provider[matches & (choices.recipient == recipient)]
    found: Ints = np.unique(choices.recipient[matches & np.isin(choices.provider, leaders)])
    return found


def shuffled(count: int, number: int, seed: int) -> Ints:
    """The numbers below `count` in an order that looks random, and is the same for the same number and seed."""
    x = np.arange(1, count + 1, dtype=np.uint64) + np.uint64(1_000_003 * (number + 1) + 7_919 * seed)
    for multiplier, shift in ((0x9E3779B97F4A7C15, 29), (0xBF58476D1CE4E5B9, 32), (0x94D049BB133111EB, 31)):
        x = x * np.uint64(multiplier)
        x ^= x >> np.uint64(shift)
    order: Ints = np.argsort(x, kind="stable")
    return order
