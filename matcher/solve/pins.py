"""Pins that cannot hold together with the limits: a smallest set of rows that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.errors import Defect
from matcher.exact import Rows, rows_of
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.solve.cpsat import search
from matcher.world import Ints

EFFORT = Effort(per_goal=60.0)


def pins_conflict(problem: Problem) -> tuple[tuple[str, str], ...] | None:
    """The (rule, subject) of a smallest set of rows that contradict each other, or None where a plan exists.

    Shrunk by leaving out one row at a time and asking again, never by the solver's own cores; checked again at the
    end: the set contradicts itself, and without any one member it does not.
    """
    rows = rows_of(problem)
    demanding = np.flatnonzero(rows.at_most < 0)
    if not len(demanding) or possible(rows, range(len(rows.at_most))):
        return None
    kept = shrink(rows, suspects(rows, demanding))
    if possible(rows, kept) or not all(possible(rows, [k for k in kept if k != left]) for left in kept):
        raise Defect("the conflict between the pins and the limits could not be confirmed")
    return tuple((rows.origins[k].name, rows.origins[k].subject) for k in kept)


def suspects(rows: Rows, demanding: Ints) -> list[int]:
    """Rows in the order in which to try leaving them out: the limits first, so that pins stay to be named."""
    pins = set(demanding.tolist())
    return [k for k in range(len(rows.at_most)) if k not in pins] + sorted(pins)


def shrink(rows: Rows, kept: list[int]) -> list[int]:
    """Leave out ever smaller runs of rows while what remains still contradicts itself."""
    run = max(1, len(kept) // 2)
    while True:
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + run :]
            if possible(rows, fewer):
                at += run
            else:
                kept = fewer
        if run == 1:
            return kept
        run //= 2


def possible(rows: Rows, kept: Sequence[int]) -> bool:
    """Whether any plan obeys these rows. One worker, no goal."""
    if not any(rows.at_most[k] < 0 for k in kept):
        return True  # the empty plan
    part, touched = only(rows, kept)
    found = search(part, touched, None, None, EFFORT)
    if not found.finished:
        raise Defect("whether the pins can hold together was not settled")
    return found.chosen is not None


def only(rows: Rows, kept: Sequence[int]) -> tuple[Rows, np.ndarray]:
    """These rows alone, and the choices that can matter to them: others are as good as left out."""
    part = rows.only(kept)
    return part, part.helpful()
