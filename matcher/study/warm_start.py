"""A warm start from a solved run: its matches that are still possible, filled up greedily."""

from __future__ import annotations

import numpy as np

from matcher.plan import Problem
from matcher.run import RunSetup
from matcher.study.solved_run import SolvedRun
from matcher.world import Bools, Ints


def warm_start(solved: SolvedRun, setup: RunSetup) -> Bools:
    """A mask of choices of the new problem. It may break a constraint: the solver then repairs it."""
    return greedy_fill(setup.problem, _matches_still_possible(solved, setup))


def _matches_still_possible(solved: SolvedRun, setup: RunSetup) -> Bools:
    """A mask of the new problem's choices that are matches of the old plan, with the same days."""
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
    """The mask with every match added that no constraint excludes, in the order of the choices."""
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
    """A mask of the matches that could be added: their school or trust is unmatched and every row has enough slack."""
    entries, choices = problem.matrix.tocoo(), problem.choices
    matched = np.zeros(int(choices.recipient.max(initial=-1)) + 1, dtype=np.bool_)
    matched[choices.recipient[chosen & choices.is_match]] = True
    barred = (entries.data > 0) & (entries.data > slack[entries.row])
    full = np.bincount(entries.col[barred], minlength=len(choices)) > 0
    fits: Bools = choices.is_match & ~matched[choices.recipient] & ~full
    return fits
