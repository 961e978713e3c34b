"""Chvatal-Gomory cuts: rows that follow from others because choices are whole, added up, divided and rounded down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd

import numpy as np

from matcher.bounding.rows import Origin, Row, Rows
from matcher.errors import Defect
from matcher.world import Ints

FEW_WEIGHTS = 4  # a row with more distinct weights is not worth rounding


def rounded_row(rows: Rows, parts: Sequence[tuple[int, int]], divide_by: int) -> Row:
    """The sum of the parts (row, times >= 0), divided and rounded down: valid for 0/1 choices.

    Raises Defect for negative times or a divisor below one.
    """
    if divide_by < 1 or any(t < 0 for _, t in parts):
        raise Defect("a rounded row needs times of at least nought and a divisor of at least one")
    cuts = [rows.entries(k) for k, _ in parts]
    choice = np.concatenate([c for c, _ in cuts])
    weight = np.concatenate([w * t for (_, w), (_, t) in zip(cuts, parts, strict=True)])
    names, where = np.unique(choice, return_inverse=True)
    summed: Ints = np.zeros(len(names), dtype=np.int64)
    np.add.at(summed, where, weight)
    down = summed // divide_by
    at_most = sum(int(rows.at_most[k]) * t for k, t in parts) // divide_by
    origin = Origin(
        "rounded", rows.origins[parts[0][0]].name, rows.origins[parts[0][0]].subject, tuple(parts), divide_by
    )
    return Row(names[down != 0], down[down != 0], at_most, origin)


def rounding_cuts(rows: Rows, which: Iterable[int]) -> list[Row]:
    """Each row divided by each of its few weights, where rounding the right side down gains something.

    A pot of 646,225 that pays 6,000 a match holds 107 matches, not 107.7.
    """
    return [
        rounded_row(rows, ((k, 1),), d) for k in which for d in divisors(rows.entries(k)[1]) if int(rows.at_most[k]) % d
    ]


def divisors(weights: Ints) -> list[int]:
    distinct = set(weights.tolist())  # rows are many and short: faster than numpy's
    if not distinct or len(distinct) > FEW_WEIGHTS:
        return []
    positive = {w for w in distinct if w > 1}
    common = gcd(*distinct)
    return sorted(positive | ({common} if common > 1 else set()))


def paired_cuts(rows: Rows, row: int) -> list[Row]:
    """The row plus as much of a row over all its lighter choices as makes every weight a multiple of the largest.

    Where a leader has 20 days and their team 5, two deployments fit whether or not the team takes half of one; added
    up without rounding, the limits would allow two and a half.
    """
    choice, weight = rows.entries(row)
    distinct = sorted(set(weight.tolist()))
    if len(distinct) != 2 or distinct[0] < 1 or distinct[1] % distinct[0]:
        return []
    small, large = distinct
    light = choice[weight == small]
    cuts = []
    for partner in rows.holding_all(light):
        partner_weight, heaviest = int(rows.extremes[0][partner]), int(rows.extremes[1][partner])
        if partner == row or partner_weight != heaviest or partner_weight < 1 or (large - small) % partner_weight:
            continue
        times = (large - small) // partner_weight
        room = int(rows.at_most[row]) + times * int(rows.at_most[partner])
        if room % large and room // large < len(choice):
            cuts.append(rounded_row(rows, ((row, 1), (partner, times)), large))
    return cuts


def two_step_cuts(rows: Rows, cut: int) -> list[Row]:
    """The row behind a rounding cut, plus as much of the cut as makes its larger weight a multiple of a smaller one.

    A pot that holds 107 matches of 6,000 and then 1.7 governance supports of 2,500 holds only 1 of those: unlike the
    first cut alone, this one holds for any mixture of the two.
    """
    ((parent, _),), large = rows.origins[cut].parts, rows.origins[cut].divide_by
    smaller = [d for d in divisors(rows.entries(parent)[1]) if d < large and large % d]
    return [rounded_row(rows, ((parent, 1), (cut, -large % d)), d) for d in smaller]
