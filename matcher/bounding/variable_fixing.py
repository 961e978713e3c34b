"""Variable fixing: by how much a bound with packed rows falls where a choice is taken for certain.

Two things are lost. The rows that the choice uses are filled by the best filling that holds it, not by the best of all.
And whoever it serves is served by it alone, so every other leader whose best filling holds that recipient makes do
with the best filling without (Posta, Ferland and Michelon, 2012).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from matcher.bounding.packing import Packing, Weights, choices_of_trail, fillings, weights_of_choices
from matcher.bounding.rows import Rows
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
    most, inside = _best_filling(worth, use, none, room)
    # without a choice that this best filling does not hold nothing is lost, and nothing by taking one that it holds
    left_out = {c: most - _best(_less(worth, c), use, none, room) if c in inside else 0 for c in worth}
    beside: dict[Weights, int] = {}
    taken: Losses = {}
    for c in sorted(use.keys() | worth.keys()):
        own = use.get(c, none)
        rest = tuple(r - u for r, u in zip(room, own, strict=True))
        if c in inside:
            taken[c] = 0
        elif c in worth:
            taken[c] = most - (worth[c] + _best(_less(worth, c), use, none, rest) if min(rest, default=0) >= 0 else 0)
        else:
            beside[own] = beside[own] if own in beside else _best(worth, use, none, rest)
            taken[c] = most - beside[own]
    return taken, left_out


def _less(worth: Mapping[int, int], c: int) -> Mapping[int, int]:
    return {other: w for other, w in worth.items() if other != c}


def _best(worth: Mapping[int, int], use: Mapping[int, Weights], none: Weights, room: Weights) -> int:
    """What the best filling of this room is worth; 0 where nothing fits."""
    return _best_filling(worth, use, none, room)[0]


def _best_filling(
    worth: Mapping[int, int], use: Mapping[int, Weights], none: Weights, room: Weights
) -> tuple[int, frozenset[int]]:
    """The same, and the choices of one best filling."""
    if min(room, default=0) < 0:
        return 0, frozenset()
    found = fillings([(c, w, use.get(c, none)) for c, w in worth.items()], room)
    value, trail = max(found.values(), key=lambda filling: filling[0])
    return int(value), frozenset(choices_of_trail(trail))


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
