"""A plan carried over to a problem that differs a little: what of it still stands, and what then fits beside it."""

from __future__ import annotations

import numpy as np

from matcher.plan import Problem
from matcher.run import Posed
from matcher.study.settle import Settled
from matcher.world import Bools, Ints


def carried(near: Settled, posed: Posed) -> Bools:
    """A start near the answer, so that only the difference is sought. Where it breaks a limit the solver mends it."""
    return filled_up(posed.problem, _still_there(near, posed))


def _still_there(near: Settled, posed: Posed) -> Bools:
    """The matches of the plan among the choices of the other problem."""
    wanted = {(m.recipient_id, m.leader_id, m.days, m.team_days) for m in near.plan.matches}
    choices, world = posed.problem.choices, posed.world
    served = {m.recipient_id for m in near.plan.matches}
    theirs = np.array([r.id in served for r in world.recipients], dtype=np.bool_)
    chosen = np.zeros(len(choices), dtype=np.bool_)
    for i in np.flatnonzero(choices.is_match & theirs[choices.recipient]).tolist():
        recipient, leader = world.recipients[int(choices.recipient[i])].id, world.leaders[int(choices.provider[i])].id
        chosen[i] = (recipient, leader, int(choices.days[i]), int(choices.team_days[i])) in wanted
    return chosen


def filled_up(problem: Problem, chosen: Bools) -> Bools:
    """The same with every match added that still fits, in the order of their numbers."""
    matrix = problem.matrix
    filled, left = chosen.copy(), problem.at_most - _used(problem, chosen)
    while True:
        fits = _fits(problem, filled, left)
        if not fits.any():
            return filled
        taken = int(np.argmax(fits))
        filled[taken] = True
        own = slice(matrix.indptr[taken], matrix.indptr[taken + 1])
        left[matrix.indices[own]] -= matrix.data[own]


def _used(problem: Problem, chosen: Bools) -> Ints:
    used: Ints = problem.matrix @ chosen.astype(np.int64)
    return used


def _fits(problem: Problem, chosen: Bools, left: Ints) -> Bools:
    """Matches of bodies that have none, which no row is too full for."""
    entries, choices = problem.matrix.tocoo(), problem.choices
    matched = np.zeros(int(choices.recipient.max(initial=-1)) + 1, dtype=np.bool_)
    matched[choices.recipient[chosen & choices.is_match]] = True
    barred = (entries.data > 0) & (entries.data > left[entries.row])
    full = np.bincount(entries.col[barred], minlength=len(choices)) > 0
    fits: Bools = choices.is_match & ~matched[choices.recipient] & ~full
    return fits
