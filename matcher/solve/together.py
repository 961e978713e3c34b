"""A plan of today that looks ahead, found quickly and not proved: the back-test decides hundreds of times.

The first goals are sought as one, each outweighing those that follow, today's choices whole and the futures' in
fractions. Sought one after another, the first goal alone ends at a plan that serves nearly nobody today: it counts as
many points whether a school is served now or in every future. Used by the back-test only, never for a proposal.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.bounding import initial_space, worth_to_maximise
from matcher.plan import Objective, Problem
from matcher.solve.search.highs_heuristic import Floats, HighsHeuristic
from matcher.world import Bools, Ints

FINEST = 1e-6  # of the best in view: a finer search takes minutes for what futures in fractions cannot tell
LITTLE = 1e-5  # of the best in view
HALF = 0.5
TOLERANCE = 1e-6  # HiGHS's own, of a whole number
LARGEST = 2**40  # sums that HiGHS's floats keep apart: goals that would go beyond it are left out


def hint_for_today(problem: Problem, goals: int) -> Bools | None:
    """Today's choices of a plan near the best for these first goals, in their order, and nobody served in the futures;
    None where HiGHS finds no lawful one.

    What the linear relaxation settles is kept, and the rest of today is searched beside it: it leaves few choices open.
    """
    worth = worth_together(problem.objectives[:goals], problem.choices.recipient)
    whole = np.arange(len(problem.choices)) < len(problem.choices) - problem.futures
    part = _near_best(problem, worth, whole)
    if part is None:
        return None
    hint: Bools = (part > HALF) & whole
    return None if problem.breaks(hint) else hint


def _near_best(problem: Problem, worth: Ints, whole: Bools) -> Floats | None:
    """A solution near the best, in which these choices are whole. Where what is kept of the relaxation costs more than
    little, all is searched."""
    rows, gap = initial_space(problem).rows, max(FINEST, gap_of_one(worth, problem))
    with HighsHeuristic() as highs:
        relaxed = highs.relaxed(rows, worth)
        if relaxed is None:
            return None
        part = highs.search_within_gap(rows, worth, whole, gap, settled(problem, relaxed))
        if part is not None and float(part @ worth) >= (1 - LITTLE) * float(relaxed @ worth):
            return part
        free = highs.search_within_gap(rows, worth, whole, gap)
    found = [x for x in (part, free) if x is not None]
    return max(found, key=lambda x: float(x @ worth), default=None)


def settled(problem: Problem, relaxed: Floats) -> Bools:
    """Today's choices that the relaxation takes whole, of leaders of whom it takes no match of today in part."""
    choices, today = problem.choices, np.arange(len(relaxed)) < len(relaxed) - problem.futures
    in_part = today & (relaxed > TOLERANCE) & (relaxed < 1 - TOLERANCE)
    open_leaders = choices.provider[in_part & choices.is_match]
    kept: Bools = today & (relaxed >= 1 - TOLERANCE)
    return kept & ~(choices.is_match & np.isin(choices.provider, open_leaders))


def gap_of_one(worth: Ints, problem: Problem) -> float:
    """The part of the best value that is at most one of the last goal. A larger one would leave the goals that come
    after the first to chance: a thousandth of the points is more than all matches of today."""
    most = np.zeros(int(problem.choices.recipient.max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(most, problem.choices.recipient, worth)
    return 1 / max(1, int(most.sum()))


def worth_together(objectives: Sequence[Objective], recipient: Ints) -> Ints:
    """Per choice one number in which each goal outweighs all that follow it, where each recipient has one choice."""
    first, *later = objectives
    total: Ints = worth_to_maximise(first).astype(np.int64)
    for objective in later:
        own = worth_to_maximise(objective)
        most = np.zeros(int(recipient.max(initial=-1)) + 1, dtype=np.int64)
        np.maximum.at(most, recipient, np.abs(own))
        times = int(most.sum()) + 1
        if times * int(np.abs(total).sum()) > LARGEST:
            break
        total = times * total + own
    return total
