"""Ways out of infeasible pins: the fewest pins to drop, or the cheapest relaxation of limits, with elastic slacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matcher.bounding import Rows, rows_of
from matcher.plan import Problem
from matcher.solve.pin_conflicts import EFFORT, is_feasible
from matcher.solve.search.cpsat import search
from matcher.world import Bools, Ints

RowName = tuple[str, str]  # the rule and the subject of a row
RowSlack = tuple[int, int, int]  # a row, how much the slack relaxes it, and what that costs


@dataclass(frozen=True, eq=False)
class RaisedLimits:
    """How much more each row must allow, and a plan that then satisfies every pin."""

    by: Mapping[RowName, int]
    chosen: Bools


def fewest_pins_to_drop(problem: Problem) -> tuple[RowName, ...] | None:
    """The fewest pins without which all others can be satisfied; None where the search ended without an answer."""
    rows = rows_of(problem)
    pins = [k for k, origin in enumerate(rows.origins) if origin.name == "pins"]
    slacks = [(k, 1, 1) for k in pins]
    solution = _cheapest_slacks(rows, slacks)
    return None if solution is None else tuple(_name(rows, k) for k in sorted({slacks[g][0] for g in solution[0]}))


def is_feasible_without(problem: Problem, dropped: Sequence[RowName]) -> bool:
    """Whether every other pin and every limit can be satisfied together without these."""
    rows = rows_of(problem)
    return is_feasible(rows, [k for k in range(len(rows.at_most)) if _name(rows, k) not in dropped])


def cheapest_raise(problem: Problem, price: Mapping[RowName, int]) -> RaisedLimits | None:
    """The cheapest relaxation of priced rows that satisfies every pin; None where there is none or no answer was found.

    `price` is what one unit more of a row costs.
    """
    rows = rows_of(problem)
    slacks = [slack for k in range(len(rows.at_most)) for slack in _slack_doublings(rows, k, price.get(_name(rows, k)))]
    solution = _cheapest_slacks(rows, slacks)
    if solution is None:
        return None
    by: dict[RowName, int] = {}
    for k, much, _ in (slacks[g] for g in solution[0]):
        by[_name(rows, k)] = by.get(_name(rows, k), 0) + much
    return RaisedLimits(by, solution[1])


def _name(rows: Rows, k: int) -> RowName:
    return rows.origins[k].name, rows.origins[k].subject


def _slack_doublings(rows: Rows, k: int, price: int | None) -> list[RowSlack]:
    """Slacks of 1, 2, 4 and so on, up to the most by which any plan could exceed the row.

    None where it has no price.
    """
    if price is None:
        return []
    weights = rows.entries(k)[1]
    most = int(np.maximum(weights, 0).sum()) - int(rows.at_most[k])
    return [(k, 2**i, price * 2**i) for i in range(max(0, most).bit_length())]


def _cheapest_slacks(rows: Rows, slacks: Sequence[RowSlack]) -> tuple[list[int], Bools] | None:
    """The numbers of the slacks used where they cost least in all, and the plan they allow; None without an optimum."""
    count, number = rows.choices, np.arange(len(slacks))
    row, much, cost = np.array(slacks, dtype=np.int64).reshape(-1, 3).T
    relief = sparse.csc_array((-much, (row, number)), shape=(len(rows.at_most), len(slacks)))
    layer = sparse.csc_array(sparse.hstack([rows.restricted_to(np.arange(count)), relief]))
    wider = Rows((layer,), rows.at_most, rows.origins, count + len(slacks))
    worth: Ints = np.concatenate([np.zeros(count, dtype=np.int64), -cost])
    solution = search(wider, wider.helpful(), worth, None, EFFORT)
    if solution.chosen is None or not solution.finished:
        return None
    return np.flatnonzero(solution.chosen[count:]).tolist(), solution.chosen[:count]
