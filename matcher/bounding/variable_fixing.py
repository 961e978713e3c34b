"""Variable fixing: by how much a bound with packed rows falls where a choice is taken for certain.

Two things are lost. The rows that the choice uses are filled by the best filling that holds it, not by the best of all.
And whoever it serves is served by it alone, so every other leader whose best filling holds that recipient makes do
with the best filling without (Posta, Ferland and Michelon, 2012).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from matcher.bounding.knapsack import Knapsack
from matcher.bounding.packing import Packing, Weights, as_knapsack, best_filling, charges_of, weights_of_choices
from matcher.bounding.rows import Rows
from matcher.bounding.subset_rows import SubsetCharges
from matcher.world import Bools, Ints

Losses = dict[int, int]  # choice -> what is lost, above nought


def loss_if_chosen(rows: Rows, open_: Bools, multipliers: Ints, packings: Sequence[Packing]) -> Ints:
    """Per choice, the least that the bound falls by where it is taken, in the packings' unit; 0 where nothing is known.

    `multipliers` of the rows say which are looked at for what a choice rules out: rows that allow one choice alone.
    """
    loss: Ints = np.zeros(rows.choices, dtype=np.int64)
    packed_in: dict[int, set[int]] = defaultdict(set)
    without: dict[int, dict[int, int]] = defaultdict(dict)
    for number, packing in enumerate(packings):
        taken, left_out = filling_losses(rows, packing)
        for c, lost in taken.items():
            packed_in[c].add(number)
            loss[c] += lost
        for c, lost in left_out.items():
            without[c][number] = lost
    loss += _loss_by_exclusion(rows, open_, np.flatnonzero(multipliers).tolist(), packed_in, without)
    return loss


def filling_losses(rows: Rows, packing: Packing) -> tuple[Losses, Losses]:
    """By how much the best filling falls with each choice in it, and without each that is worth something."""
    use, none = weights_of_choices(rows, packing.of), tuple(0 for _ in packing.of)
    room, worth = tuple(int(rows.at_most[k]) for k in packing.of), dict(packing.worth)
    charges = charges_of(rows, packing)
    wide = as_knapsack([(c, w, use.get(c, none)) for c, w in packing.worth], room) if charges is None else None
    if wide is not None:
        return _losses_in_wide_room(wide, list(worth), use)
    most, inside = _best_filling(worth, use, none, room, charges)
    # without a choice that this best filling does not hold nothing is lost, and nothing by taking one that it holds
    left_out = {c: most - _best(_less(worth, c), use, none, room, charges) if c in inside else 0 for c in worth}
    beside: dict[Weights, int] = {}
    taken: Losses = {}
    for c in sorted(use.keys() | worth.keys()):
        own = use.get(c, none)
        rest = tuple(r - u for r, u in zip(room, own, strict=True))
        if c in inside:
            taken[c] = 0
        elif c in worth:
            taken[c] = most - (_best_with(c, worth, use, none, rest, charges) if min(rest, default=0) >= 0 else 0)
        else:
            beside[own] = beside[own] if own in beside else _best(worth, use, none, rest, charges)
            taken[c] = most - beside[own]
    return taken, left_out


def _losses_in_wide_room(wide: Knapsack, choices: Sequence[int], use: Mapping[int, Weights]) -> tuple[Losses, Losses]:
    """The same in one wide room that holds these choices; the others of `use` are worth nothing there."""
    most = wide.within(wide.room)
    taken = {c: most - wide.with_item(k) for k, c in enumerate(choices)}
    left_out = {c: most - wide.without_item(k) for k, c in enumerate(choices)}
    taken |= {c: most - wide.within(wide.room - own) for c, (own,) in use.items() if c not in taken}
    return dict(sorted(taken.items())), left_out


def _less(worth: Mapping[int, int], c: int) -> Mapping[int, int]:
    return {other: w for other, w in worth.items() if other != c}


def _best_with(
    c: int,
    worth: Mapping[int, int],
    use: Mapping[int, Weights],
    none: Weights,
    rest: Weights,
    charges: SubsetCharges | None,
) -> int:
    """What the best filling that holds a choice is worth, where this room is left beside it."""
    own = worth[c] - (charges.alone[c] if charges else 0)
    return own + _best_filling(_less(worth, c), use, none, rest, charges, charges.odd[c] if charges else 0)[0]


def _best(
    worth: Mapping[int, int], use: Mapping[int, Weights], none: Weights, room: Weights, charges: SubsetCharges | None
) -> int:
    """What the best filling of this room is worth; 0 where nothing fits."""
    return _best_filling(worth, use, none, room, charges)[0]


def _best_filling(
    worth: Mapping[int, int],
    use: Mapping[int, Weights],
    none: Weights,
    room: Weights,
    charges: SubsetCharges | None,
    odd: int = 0,
) -> tuple[int, frozenset[int]]:
    """The same, and the choices of one best filling, beside what weighs an odd number in these subset rows."""
    value, inside = best_filling([(c, w, use.get(c, none)) for c, w in worth.items()], room, charges, odd)
    return int(value), frozenset(inside)


def _loss_by_exclusion(
    rows: Rows,
    open_: Bools,
    among: Iterable[int],
    packed_in: Mapping[int, set[int]],
    without: Mapping[int, Mapping[int, int]],
) -> Ints:
    """What the fillings of others lose by a choice that shares a row of one with choices of theirs; by the row that
    tells most, and in each filling by the choice that it misses most."""
    loss: Ints = np.zeros(rows.choices, dtype=np.int64)
    for k in among:
        choices, weights = rows.entries(k)
        if int(rows.at_most[k]) != 1 or (weights != 1).any():
            continue
        own = [c for c in choices.tolist() if open_[c]]
        missed: dict[int, int] = {}
        for number, lost in (pair for c in own for pair in without.get(c, {}).items()):
            missed[number] = max(missed.get(number, 0), lost)
        for c in own if missed else ():
            loss[c] = max(loss[c], sum(lost for number, lost in missed.items() if number not in packed_in.get(c, ())))
    return loss
