"""A plan carried over to a problem that differs a little: what of it still stands, and what then fits beside it."""

from __future__ import annotations

import numpy as np

from matcher.plan import Problem
from matcher.run import RunSetup
from matcher.study.solved_run import SolvedRun
from matcher.world import Bools, Ints


def warm_start(solved: SolvedRun, setup: RunSetup) -> Bools:
    """A start near the answer, so that only the difference is sought. Where it breaks a limit the solver mends it."""
    return greedy_fill(setup.problem, _matches_still_possible(solved, setup))


def _matches_still_possible(solved: SolvedRun, setup: RunSetup) -> Bools:
    """The matches of the plan among the choices of the other problem."""
    wanted = {(m.recipient_id, m.leader_id, m.days, m.team_days) for m in solved.plan.matches}
    choices, world = setup.problem.choices, setup.world
    served = {m.recipient_id for m in solved.plan.matches}
    served_rows = np.array([r.id in served for r in world.recipients], dtype=np.bool_)
    chosen = np.zeros(len(choices), dtype=np.bool_)
    for i in np.flatnonzero(choices.is_match & served_rows[choices.recipient]).tolist():
        recipient, leader = world.recipients[int(choices.recipient[i])].id, world.leaders[int(choices.provider[i])].id
        chosen[i] = (recipient, leader, int(choices.days[i]), int(choices.team_days[i])) in wanted
    return chosen


def greedy_fill(problem: Problem, chosen: Bools) -> Bools:
    """The same with every match added that still fits, in the order of their numbers."""
    matrix = problem.matrix
    filled, slack = chosen.copy(), problem.at_most - _row_use(problem, chosen)
    while True:
        fits = _fits(problem, filled, slack)
        if not fits.any():
            return filled
        added = int(np.argmax(fits))
        filled[added] = True
        own = slice(matrix.indptr[added], matrix.indptr[added + 1])
        slack[matrix.indices[own]] -= matrix.data[own]


def _row_use(problem: Problem, chosen: Bools) -> Ints:
    used: Ints = problem.matrix @ chosen.astype(np.int64)
    return used


def _fits(problem: Problem, chosen: Bools, slack: Ints) -> Bools:
    """Matches of bodies that have none, which no row is too full for."""
    entries, choices = problem.matrix.tocoo(), problem.choices
    matched = np.zeros(int(choices.recipient.max(initial=-1)) + 1, dtype=np.bool_)
    matched[choices.recipient[chosen & choices.is_match]] = True
    barred = (entries.data > 0) & (entries.data > slack[entries.row])
    full = np.bincount(entries.col[barred], minlength=len(choices)) > 0
    fits: Bools = choices.is_match & ~matched[choices.recipient] & ~full
    return fits
