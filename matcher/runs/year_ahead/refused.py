"""Today's plan alone where a director refused a wait: those refused come first, so that the plan gives them a leader.

The limits on holding protect whom that plan matches. Among plans that are equally good it may leave one out who was
refused, and the days that are then free would be kept for those who come later: a wait by another name.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.plan import Objective, Problem
from matcher.runs.setup import RunSetup
from matcher.solve import solve
from matcher.world import Bools
from matcher.year_ahead.holds import matched_rows, refused_ids

REFUSED_FIRST = "refused-waits"


def refused_first(setup: RunSetup, found: Bools) -> Bools:
    """The best plan of today among those that match as many as can be of whom no proposal may ask to wait; `found`, the
    best plan without that, where it matches every one of them whom anybody may support."""
    problem, refused = setup.problem, refused_ids(setup.world.policy)
    wanted = np.array([r.id in refused for r in setup.world.recipients], dtype=np.bool_)
    asks = problem.choices.is_match & wanted[problem.choices.recipient]
    left_out = wanted & ~matched_rows(setup.world, problem.choices, found)
    if not (asks & left_out[problem.choices.recipient]).any():
        return found
    effort = setup.world.policy.effort
    return solve(_with_goal(problem, asks), found, effort, lambda _: None, check_unique=False).chosen


def _with_goal(problem: Problem, asks: Bools) -> Problem:
    first = Objective(REFUSED_FIRST, "matches", "most", asks.astype(np.int64))
    return replace(problem, objectives=(first, *problem.objectives))
