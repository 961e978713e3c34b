"""HiGHS asked for plans near the bound: first for those so near it that hardly any choice can be in them, then for ever
more, until it finds one or has refuted all that are better than the incumbent.

A bound is often nearer to the best plan than the incumbent is. What is asked for is a row of the programme, without
which HiGHS must first find a plan before it can leave anything out; each question that it answers is settled over all
choices, as those left out can be in no such plan (Posta, Ferland and Michelon, 2012).
"""

from __future__ import annotations

from collections.abc import Iterator

from matcher.bounding import Answered, rows_at_least, worth_to_maximise
from matcher.plan import Objective
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations.linear_relaxation import Relaxation
from matcher.solve.step import FEW_CHOICES, StepResult, current_worth
from matcher.solver_process import node_limit

FIRST_PART = 8  # the first question is about the plans in this part of what is open, the next about twice as many
QUESTION_WORK = 600_000  # nodes times choices of one question
NARROWER = 0.75  # a question is asked where it is about at most this part of the choices that a better plan could hold


def highs_search_near_bound(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """The best plan where HiGHS finds one near the bound, with the lowest bound that it claims on the way."""
    last, now = StepResult(state, 0.0), current_worth(state, objective)
    if not relaxation.packed or state.space.open.sum() > FEW_CHOICES:
        return last
    for least in worths_to_ask_for(relaxation.dual.bound, now, relaxation.dual.step):
        if last.solver_bound is None and not _leaves_out_many(state, relaxation, now, least):
            break  # a search of everything that is open takes hardly longer
        step, settled = ask_for_at_least(last.state, objective, relaxation, least)
        last = step if settled else last._replace(state=step.state)
        if not settled or current_worth(last.state, objective) >= least:
            break
    return last


def _leaves_out_many(state: LexicographicState, relaxation: Relaxation, now: int, least: int) -> bool:
    """Whether plans worth at least this have much less to choose from than all that are worth more than `now`."""
    open_, dual = state.space.open, relaxation.dual
    few, all_better = ((open_ & dual.can_reach(worth)).sum() for worth in (least, now + dual.step))
    return bool(few <= NARROWER * all_better)


def worths_to_ask_for(bound: int, now: int, step: int) -> Iterator[int]:
    """What plans are asked to be worth, multiples of `step` from near the bound down to one step above the incumbent's
    worth `now`, each twice as far from the bound as the one before."""
    steps = (bound - now) // step
    below = max(1, steps // FIRST_PART)
    while below < steps:
        yield bound - (below - 1) * step
        below *= 2
    if steps > 0:
        yield bound - (steps - 1) * step


def ask_for_at_least(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, least: int
) -> tuple[StepResult, bool]:
    """The best plan of those worth at least this, or the claim that there is none; and whether HiGHS has settled it."""
    open_, worth = state.space.open & relaxation.dual.can_reach(least), worth_to_maximise(objective)
    nodes = node_limit(QUESTION_WORK, int(open_.sum()))
    result = state.highs.search(rows_at_least(state.space.rows, worth, least), open_, worth, nodes)
    state = state.accept_if_better(objective, result.chosen)
    if not result.finished:
        return StepResult(state, 0.0), False
    value = None if result.chosen is None else int(worth[result.chosen].sum())
    answered = Answered(open_, result.question, value, least)
    claim = least - relaxation.dual.step if value is None else value
    return StepResult(state, 0.0, claim, in_floats=True, answered=answered), True
