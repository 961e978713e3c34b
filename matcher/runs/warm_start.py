"""A warm start from a solved run: its matches that are still possible, filled up greedily."""

from __future__ import annotations

import numpy as np

from matcher.plan import Problem
from matcher.runs.choice_keys import still_possible
from matcher.runs.setup import RunSetup
from matcher.runs.solve import SolvedRun
from matcher.world import Bools, Ints


def warm_start(solved: SolvedRun, setup: RunSetup) -> Bools:
    """A mask of choices of the new problem. It may break a constraint: the solver then repairs it."""
    matches = {(m.recipient_id, m.leader_id, m.days, m.team_days) for m in solved.plan.matches}
    return greedy_fill(setup.problem, still_possible(setup.world, setup.problem.choices, matches))


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
