"""A larger worst share where costs differ and choices are many: the groups' floors are elastic, and HiGHS makes what
is short of them as small as it can.

Asking for a share outright gives a solver nothing to go by until all groups reach it at once. Here each group that
reaches it keeps it, and the matches of the others count, up to what they need.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.bounding import Origin, Rows, SearchSpace
from matcher.plan import Objective
from matcher.solve.highs_strategies import highs_restricted_search
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations.linear_relaxation import solve_relaxation
from matcher.solve.search.guided_neighbourhoods import search_guided
from matcher.world import Bools, Ints

ROUNDS = 6  # neighbourhoods for one share


def maximise_elastic_share(state: LexicographicState, objective: Objective, share: int) -> LexicographicState:
    """The state with a plan that comes nearer to giving every group this share (in thousandths), where its own worst
    share is larger than the incumbent's."""
    elastic, worth = elastic_rows(objective, share, state.best)
    short = Objective(objective.goal, objective.unit, "most", worth)
    within = replace(state, space=SearchSpace(state.space.rows.plus([elastic]), state.space.open))
    recipient = state.problem.choices.recipient
    relaxation = solve_relaxation(within.space, worth, state.best, recipient, state.final_basis)
    within = highs_restricted_search(within, short, relaxation, 0.0).state
    within = search_guided(within, short, relaxation, ROUNDS)
    return state.accept_if_better(objective, within.best)


def elastic_rows(objective: Objective, share: int, best: Bools) -> tuple[Rows, Ints]:
    """For each group a row: at least what the share needs where the plan gives it, at most that elsewhere; and the
    worth, one for each choice of a group that is short."""
    needed = -(-share * objective.size // 1000)
    inside = np.flatnonzero(objective.group >= 0)
    group = objective.group[inside]
    lacks: Bools = np.bincount(group[best[inside]], minlength=len(needed)) < needed
    sign = np.where(lacks, 1, -1).astype(np.int64)
    origins = tuple(Origin("floor", objective.goal, str(k)) for k in range(len(needed)))
    rows = Rows.of(group, inside, sign[group], sign * needed, origins, len(objective.group))
    worth: Ints = np.zeros(len(objective.group), dtype=np.int64)
    worth[inside[lacks[group]]] = 1
    return rows, worth
