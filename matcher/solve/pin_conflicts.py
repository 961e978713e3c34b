"""Pins that contradict the limits: an irreducible infeasible subset of the rows, found by deletion filtering."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.bounding import Rows, rows_of
from matcher.errors import Defect
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.solve.search.cpsat import search
from matcher.world import Ints

EFFORT = Effort(per_goal=60.0)


def pins_conflict(problem: Problem) -> tuple[tuple[str, str], ...] | None:
    """The (rule, subject) of an irreducible infeasible set of rows, or None where a plan exists.

    Every deletion is a search of its own; the solver's unsatisfiable cores are not used. The set is checked at the
    end: it is infeasible, and feasible without any one of its rows. Raises Defect where that cannot be confirmed.
    """
    rows = rows_of(problem)
    demanding = np.flatnonzero(rows.at_most < 0)
    if not len(demanding) or is_feasible(rows, range(len(rows.at_most))):
        return None
    remaining = deletion_filter(rows, deletion_order(rows, demanding))
    if is_feasible(rows, remaining) or not all(
        is_feasible(rows, [k for k in remaining if k != left]) for left in remaining
    ):
        raise Defect("the conflict between the pins and the limits could not be confirmed")
    return tuple((rows.origins[k].name, rows.origins[k].subject) for k in remaining)


def deletion_order(rows: Rows, demanding: Ints) -> list[int]:
    """Rows in the order in which to try leaving them out: the limits first, so that pins stay to be named."""
    pins = set(demanding.tolist())
    return [k for k in range(len(rows.at_most)) if k not in pins] + sorted(pins)


def deletion_filter(rows: Rows, remaining: list[int]) -> list[int]:
    """Delete runs of rows, halving their length, as long as what remains is infeasible."""
    run = max(1, len(remaining) // 2)
    while True:
        at = 0
        while at < len(remaining):
            fewer = remaining[:at] + remaining[at + run :]
            if is_feasible(rows, fewer):
                at += run
            else:
                remaining = fewer
        if run == 1:
            return remaining
        run //= 2


def is_feasible(rows: Rows, remaining: Sequence[int]) -> bool:
    """Whether any plan satisfies these rows. Raises Defect where the search ends without an answer."""
    if not any(rows.at_most[k] < 0 for k in remaining):
        return True  # the empty plan
    part, touched = restricted(rows, remaining)
    result = search(part, touched, None, None, EFFORT)
    if not result.finished:
        raise Defect("whether the pins can hold together was not settled")
    return result.chosen is not None


def restricted(rows: Rows, remaining: Sequence[int]) -> tuple[Rows, np.ndarray]:
    """These rows alone, and the choices that can help to satisfy them; all others can stay unchosen."""
    part = rows.subset(remaining)
    return part, part.helpful()
