"""Out of a contradiction between pins and limits: the fewest pins to drop, or the cheapest raising of limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matcher.exact import Rows, rows_of
from matcher.plan import Problem
from matcher.solve.cpsat import search
from matcher.solve.pins import EFFORT, possible
from matcher.world import Bools, Ints

Named = tuple[str, str]  # the rule and the subject of a row
Give = tuple[int, int, int]  # a row, how much it gives way, and what that costs


@dataclass(frozen=True, eq=False)
class Raised:
    """How much more each row must allow, and a plan that then holds every pin."""

    by: Mapping[Named, int]
    chosen: Bools


def fewest_dropped(problem: Problem) -> tuple[Named, ...] | None:
    """The fewest pins without which all the others hold together; None where that was not settled."""
    rows = rows_of(problem)
    pins = [k for k, origin in enumerate(rows.origins) if origin.name == "pins"]
    gives = [(k, 1, 1) for k in pins]
    taken = _cheapest(rows, gives)
    return None if taken is None else tuple(_name(rows, k) for k in sorted({gives[g][0] for g in taken[0]}))


def enough_to_drop(problem: Problem, dropped: Sequence[Named]) -> bool:
    """Whether every other pin and every limit hold together without these."""
    rows = rows_of(problem)
    return possible(rows, [k for k in range(len(rows.at_most)) if _name(rows, k) not in dropped])


def least_raised(problem: Problem, price: Mapping[Named, int]) -> Raised | None:
    """The cheapest raising of priced rows that lets every pin hold; None where none does or that was not settled.

    `price` is what one unit more of a row costs.
    """
    rows = rows_of(problem)
    gives = [give for k in range(len(rows.at_most)) for give in _doublings(rows, k, price.get(_name(rows, k)))]
    found = _cheapest(rows, gives)
    if found is None:
        return None
    by: dict[Named, int] = {}
    for k, much, _ in (gives[g] for g in found[0]):
        by[_name(rows, k)] = by.get(_name(rows, k), 0) + much
    return Raised(by, found[1])


def _name(rows: Rows, k: int) -> Named:
    return rows.origins[k].name, rows.origins[k].subject


def _doublings(rows: Rows, k: int, price: int | None) -> list[Give]:
    """Ways for a row to give 1, 2, 4 and so on, up to the most that could overrun it."""
    if price is None:
        return []
    weights = rows.entries(k)[1]
    most = int(np.maximum(weights, 0).sum()) - int(rows.at_most[k])
    return [(k, 2**i, price * 2**i) for i in range(max(0, most).bit_length())]


def _cheapest(rows: Rows, gives: Sequence[Give]) -> tuple[list[int], Bools] | None:
    """Which of the gives are taken where they cost least in all, and the plan they allow."""
    count, number = rows.choices, np.arange(len(gives))
    row, much, cost = np.array(gives, dtype=np.int64).reshape(-1, 3).T
    given = sparse.csc_array((-much, (row, number)), shape=(len(rows.at_most), len(gives)))
    layer = sparse.csc_array(sparse.hstack([rows.over(np.arange(count)), given]))
    wider = Rows((layer,), rows.at_most, rows.origins, count + len(gives))
    worth: Ints = np.concatenate([np.zeros(count, dtype=np.int64), -cost])
    found = search(wider, wider.helpful(), worth, None, EFFORT)
    if found.chosen is None or not found.finished:
        return None
    return np.flatnonzero(found.chosen[count:]).tolist(), found.chosen[:count]
