"""Knapsack cuts: bounds on the worth of choices that share a few rows, from enumerating their feasible combinations.

A leader with 20 days, asked for 15 and 8 and 7, serves 15 and no more, or 8 and 7: the days alone would allow 15 and
five eighths of another. What the best filling is worth bounds every plan's share of these choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.bounding.knapsack import Knapsack, is_wide, knapsack_of
from matcher.bounding.rows import Origin, Rows
from matcher.bounding.subset_rows import SubsetCharges, SubsetRow, weights_in
from matcher.errors import Defect
from matcher.world import Ints

FEW_ROOMS = 3  # a leader's days, team days and number: among these no room is forgotten, and more fillings are told

Weights = tuple[int, ...]  # of each row's room
Trail = tuple[Any, ...]  # () or (the trail before, a choice)


@dataclass(frozen=True, slots=True)
class Packing:
    """Some choices, each with a whole worth above zero, and the rows `of` that limit which of them fit together.

    `shared` are the subset rows that its fillings pay for, as those of other packings do: no choice is in two of them.
    """

    of: tuple[int, ...]
    worth: tuple[tuple[int, int], ...]  # choice, worth
    shared: tuple[SubsetRow, ...] = ()


def fillings(items: Sequence[tuple[int, Any, Weights]], room: Weights) -> Mapping[int, tuple[Any, Trail]]:
    """The knapsack's dynamic programme: for every feasible use of the room, the largest worth and its items.

    An item is a choice, its worth (> 0) and its use (>= 0) of each room; each may be taken once. A use is one whole
    number: what each room has left, as bit fields, with a guard bit above each that stays set while the room is not
    exceeded. Where rooms are many, one that no later item uses is forgotten: its field counts as full again, and of
    the fillings that differ in it alone the best is kept.
    """
    widths = [max(r, 0).bit_length() + 1 for r in room]
    starts = [sum(widths[:k]) for k in range(len(room))]
    bits = sum(1 << (start + width - 1) for start, width in zip(starts, widths, strict=True))
    best: dict[int, tuple[Any, Trail]] = {bits + packed_bits(room, starts): (0, ())}
    ordered = in_order([use for _, _, use in items], room)
    ends = _last_uses([items[i][2] for i in ordered], room) if len(room) > FEW_ROOMS else {}
    for place, (choice, worth, use) in enumerate(items[i] for i in ordered):
        if all(u <= r for u, r in zip(use, room, strict=True)):
            taken = packed_bits(use, starts)
            for left, (so_far, trail) in list(best.items()):
                less = left - taken
                if less & bits == bits:
                    earlier = best.get(less)
                    if earlier is None or so_far + worth > earlier[0]:
                        best[less] = (so_far + worth, (trail, choice))
        if place in ends:
            best = _forgotten(best, sum(((1 << widths[k]) - 1) << starts[k] for k in ends[place]))
    return best


def fillings_with_charges(
    items: Sequence[tuple[int, Any, Weights]], room: Weights, charges: SubsetCharges, odd: int = 0
) -> Mapping[int, tuple[Any, Trail]]:
    """The same where fillings pay for subset rows: a use says of each as well whether an odd number is held so far.

    `odd`: the rows in which something outside of the items weighs an odd number already. A room or a row that no later
    item uses is forgotten.
    """
    widths = [max(r, 0).bit_length() + 1 for r in room]
    starts = [sum(widths[:k]) for k in range(len(room))]
    top, bits = sum(widths), sum(1 << (start + width - 1) for start, width in zip(starts, widths, strict=True))
    best: dict[int, tuple[Any, Trail]] = {bits + packed_bits(room, starts) + (odd << top): (0, ())}
    ordered = [items[i] for i in in_order([use for _, _, use in items], room)]
    rooms_end = _last_uses([use for _, _, use in ordered], room) if len(room) > FEW_ROOMS else {}
    last = {
        n: place
        for place, (c, _, _) in enumerate(ordered)
        for n in range(len(charges.times))
        if charges.odd[c] >> n & 1
    }
    for place, (choice, worth, use) in enumerate(ordered):
        own, taken = charges.odd[choice] << top, packed_bits(use, starts)
        gain = worth - charges.alone[choice]
        for left, (so_far, trail) in list(best.items()) if all(u <= r for u, r in zip(use, room, strict=True)) else ():
            less = left - taken
            if less & bits == bits:
                value = so_far + gain - charges.pays((less & own) >> top)
                less ^= own
                if less not in best or value > best[less][0]:
                    best[less] = (value, (trail, choice))
        ended = sum(1 << n for n, end in last.items() if end == place) << top
        if ended or place in rooms_end:
            full = sum(((1 << widths[k]) - 1) << starts[k] for k in rooms_end.get(place, ()))
            best = _forgotten(best, full, ended)
    return best


def best_filling(
    items: Sequence[tuple[int, Any, Weights]], room: Weights, charges: SubsetCharges | None = None, odd: int = 0
) -> tuple[Any, tuple[int, ...]]:
    """What the best filling is worth, and its choices, sorted; 0 and none where a room is below nought."""
    if min(room, default=0) < 0:
        return 0, ()
    if charges is not None:
        value, trail = max(fillings_with_charges(items, room, charges, odd).values(), key=lambda filling: filling[0])
        return value, choices_of_trail(trail)
    wide = as_knapsack(items, room)
    if wide is None:
        value, trail = max(fillings(items, room).values(), key=lambda filling: filling[0])
        return value, choices_of_trail(trail)
    value, taken = wide.best()
    return value, tuple(sorted(items[k][0] for k in taken))


def as_knapsack(items: Sequence[tuple[int, Any, Weights]], room: Weights) -> Knapsack | None:
    """The same items in the one wide room; None where rooms are several or narrow."""
    if not is_wide(len(items), room):
        return None
    return knapsack_of([worth for _, worth, _ in items], [use for _, _, (use,) in items], room[0])


def in_order(uses: Sequence[Weights], room: Weights) -> Sequence[int]:
    """The order in which items are taken: as they are where rooms are few, else each with those that use the same
    room, by the room that the fewest items use."""
    if len(room) <= FEW_ROOMS:
        return range(len(uses))
    count = [sum(use[k] > 0 for use in uses) for k in range(len(room))]
    rarest = [min(((count[k], k) for k in range(len(room)) if use[k]), default=(0, -1)) for use in uses]
    return sorted(range(len(uses)), key=lambda i: rarest[i])


def _last_uses(uses: Sequence[Weights], room: Weights) -> Mapping[int, list[int]]:
    """The place of an item, but the last of all -> the rooms that no later item uses."""
    last = {k: place for place, use in enumerate(uses) for k in range(len(room)) if use[k]}
    ends: dict[int, list[int]] = {}
    for k, place in last.items():
        if place < len(uses) - 1:
            ends.setdefault(place, []).append(k)
    return ends


def _forgotten(best: Mapping[int, tuple[Any, Trail]], fields: int, charges: int = 0) -> dict[int, tuple[Any, Trail]]:
    """The fillings by what is left of the other rooms, and what is odd in the other subset rows."""
    found: dict[int, tuple[Any, Trail]] = {}
    for left, filling in best.items():
        full = (left | fields) & ~charges
        if full not in found or filling[0] > found[full][0]:
            found[full] = filling
    return found


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


def charges_of(rows: Rows, packing: Packing) -> SubsetCharges | None:
    """What the packing's fillings pay for subset rows; None where they pay for none."""
    priced = [(weights_in(rows, subset.of), subset.times) for subset in packing.shared]
    return SubsetCharges.of(priced, [c for c, _ in packing.worth])


def packed_rows(rows: Rows, packings: Sequence[Packing]) -> Rows:
    """A row for each packing: the worths of the chosen, less what they pay for subset rows, come to at most the best
    filling's.

    Raises Defect for a worth below 1.
    """
    at_most, choice, weight, owner = [], [], [], []
    for number, packing in enumerate(packings):
        use, none = weights_of_choices(rows, packing.of), tuple(0 for _ in packing.of)
        room = tuple(int(rows.at_most[k]) for k in packing.of)
        if any(worth < 1 for _, worth in packing.worth):
            raise Defect("a choice of a packing is worth less than one")
        items = [(c, w, use.get(c, none)) for c, w in packing.worth]
        at_most.append(best_filling(items, room, charges_of(rows, packing))[0])
        choice += [c for c, _ in packing.worth]
        weight += [w for _, w in packing.worth]
        owner += [number] * len(packing.worth)
    origins = tuple(Origin("packed", "", "", tuple((k, 1) for k in packing.of)) for packing in packings)
    columns: list[Ints] = [np.array(x, dtype=np.int64) for x in (owner, choice, weight, at_most)]
    return Rows.of(columns[0], columns[1], columns[2], columns[3], origins, rows.choices)
