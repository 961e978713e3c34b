"""Knapsack cuts: bounds on the worth of choices that share a few rows, from enumerating their feasible combinations.

A leader with 20 days, asked for 15 and 8 and 7, serves 15 and no more, or 8 and 7: the days alone would allow 15 and
five eighths of another. What the best filling is worth bounds every plan's share of these choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.errors import Defect
from matcher.exact.rows import Origin, Rows
from matcher.world import Ints

Weights = tuple[int, ...]  # of each row's room
Trail = tuple[Any, ...]  # () or (the trail before, a choice)


@dataclass(frozen=True, slots=True)
class Packing:
    """Some choices, each with a whole worth above zero, and the rows `of` that limit which of them fit together."""

    of: tuple[int, ...]
    worth: tuple[tuple[int, int], ...]  # choice, worth


def fillings(items: Sequence[tuple[int, Any, Weights]], room: Weights) -> Mapping[int, tuple[Any, Trail]]:
    """The knapsack's dynamic programme: for every feasible use of the room, the largest worth and its items.

    An item is a choice, its worth (> 0) and its use (>= 0) of each room; each may be taken once. A use is one whole
    number: what each room has left, as bit fields, with a guard bit above each that stays set while the room is not
    exceeded.
    """
    widths = [max(r, 0).bit_length() + 1 for r in room]
    starts = [sum(widths[:k]) for k in range(len(room))]
    bits = sum(1 << (start + width - 1) for start, width in zip(starts, widths, strict=True))
    best: dict[int, tuple[Any, Trail]] = {bits + packed_bits(room, starts): (0, ())}
    for choice, worth, use in items:
        if any(u > r for u, r in zip(use, room, strict=True)):
            continue
        taken = packed_bits(use, starts)
        for left, (so_far, trail) in list(best.items()):
            less = left - taken
            if less & bits == bits:
                earlier = best.get(less)
                if earlier is None or so_far + worth > earlier[0]:
                    best[less] = (so_far + worth, (trail, choice))
    return best


def packed_bits(amounts: Weights, starts: Sequence[int]) -> int:
    """The amounts as bit fields of one whole number."""
    return sum(amount << start for amount, start in zip(amounts, starts, strict=True))


def choices_of_trail(trail: Trail) -> tuple[int, ...]:
    """The choices of a trail, sorted."""
    choices = []
    while trail:
        trail, choice = trail
        choices.append(choice)
    return tuple(sorted(choices))


def weights_of_choices(rows: Rows, of: Sequence[int]) -> Mapping[int, Weights]:
    """Choice -> its weight in each of these rows.

    Raises Defect where one is negative: fewer choices could then use more.
    """
    columns: dict[int, list[int]] = {}
    for place, k in enumerate(of):
        for c, w in zip(*(x.tolist() for x in rows.entries(k)), strict=True):
            if w < 0:
                raise Defect("a row with a weight below nought cannot be packed")
            columns.setdefault(c, [0] * len(of))[place] = w
    return {c: tuple(use) for c, use in columns.items()}


def packed_rows(rows: Rows, packings: Sequence[Packing]) -> Rows:
    """A row for each packing: the worths of the chosen come to at most the best filling's.

    Raises Defect for a worth below 1.
    """
    at_most, choice, weight, owner = [], [], [], []
    for number, packing in enumerate(packings):
        use, none = weights_of_choices(rows, packing.of), tuple(0 for _ in packing.of)
        room = tuple(int(rows.at_most[k]) for k in packing.of)
        if any(worth < 1 for _, worth in packing.worth):
            raise Defect("a choice of a packing is worth less than one")
        fillings_of = fillings([(c, w, use.get(c, none)) for c, w in packing.worth], room)
        at_most.append(max(worth for worth, _ in fillings_of.values()))
        choice += [c for c, _ in packing.worth]
        weight += [w for _, w in packing.worth]
        owner += [number] * len(packing.worth)
    origins = tuple(Origin("packed", "", "", tuple((k, 1) for k in packing.of)) for packing in packings)
    columns: list[Ints] = [np.array(x, dtype=np.int64) for x in (owner, choice, weight, at_most)]
    return Rows.of(columns[0], columns[1], columns[2], columns[3], origins, rows.choices)
