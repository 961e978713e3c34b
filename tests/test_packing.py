"""Rows that follow from a few others together: the best filling, against every way to fill the room."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.bounding import (
    Origin,
    Packing,
    Rows,
    SubsetCharges,
    SubsetRow,
    best_filling,
    choices_of_trail,
    dual_bound,
    dual_bound_with_packings,
    fillings,
    packed_rows,
)
from matcher.errors import Defect

CASES = settings(max_examples=200, deadline=None, derandomize=True, database=None)
Items = list[tuple[int, tuple[int, int]]]


def rows_of(uses: list[tuple[int, int]], room: tuple[int, int]) -> Rows:
    """Two rows over as many choices as there are uses."""
    entries = [(k, c, use[k]) for c, use in enumerate(uses) for k in range(2) if use[k]]
    row, choice, weight = (np.array(x, dtype=np.int64) for x in (zip(*entries, strict=True) if entries else ([],) * 3))
    origins = (Origin("limit", "leader-days", "x"), Origin("limit", "deployments", "x"))
    return Rows.of(row, choice, weight, np.array(room, dtype=np.int64), origins, len(uses))


def every_way(items: Items, room: tuple[int, int]) -> list[tuple[int, ...]]:
    """The numbers of the items taken, of every way that fits."""
    ways = (tuple(np.flatnonzero(taken).tolist()) for taken in product((0, 1), repeat=len(items)))
    return [w for w in ways if all(sum(items[c][1][k] for c in w) <= room[k] for k in range(2))]


worlds = st.tuples(
    st.lists(st.tuples(st.integers(1, 50), st.tuples(st.integers(0, 15), st.integers(0, 2))), max_size=7),
    st.tuples(st.integers(0, 40), st.integers(0, 4)),
)


@CASES
@given(worlds)
def test_the_best_filling_is_that_of_every_way(world: tuple[Items, tuple[int, int]]) -> None:
    items, room = world
    filled = fillings([(c, worth, use) for c, (worth, use) in enumerate(items)], room)
    best, trail = max(filled.values(), key=lambda x: x[0])
    ways = every_way(items, room)
    assert best == max(sum(items[c][0] for c in way) for way in ways)
    assert choices_of_trail(trail) in ways
    assert sum(items[c][0] for c in choices_of_trail(trail)) == best
    assert len(filled) == len({tuple(sum(items[c][1][k] for c in w) for k in range(2)) for w in ways})


@CASES
@given(worlds, st.integers(0, 60), st.integers(1, 30))
def test_a_packed_bound_is_never_passed_and_is_no_weaker(
    world: tuple[Items, tuple[int, int]], days: int, price: int
) -> None:
    """A third row, of money, is priced; the two of the leader are packed, or priced at nought."""
    items, room = world
    rows = rows_of([use for _, use in items], room)
    money = np.arange(len(items), dtype=np.int64)
    of_money = (Origin("limit", "pots", "x"),)
    rows = rows.plus([Rows.of(money * 0, money, money % 3 + 1, np.array([days // 10]), of_money, len(items))])
    worth, open_ = np.array([w for w, _ in items], dtype=np.int64), np.ones(len(items), dtype=np.bool_)
    multipliers = np.array([0, 0, price], dtype=np.int64)
    left = worth - price * (money % 3 + 1)
    packing = Packing((0, 1), tuple((int(c), int(left[c])) for c in np.flatnonzero(left > 0)))
    packings = (packing,) if packing.worth else ()
    packed = dual_bound_with_packings(rows, open_, worth, multipliers, 1, packings)
    plain = dual_bound(rows, open_, worth, multipliers, 1)
    assert packed.most <= plain.most
    for way in every_way(items, room):
        if sum(int(money[c]) % 3 + 1 for c in way) <= days // 10:
            value = int(worth[list(way)].sum())
            assert value <= packed.most
            assert packed.can_reach(value)[list(way)].all()


def test_a_leader_of_twenty_days_serves_fifteen_and_no_more_or_eight_and_seven() -> None:
    rows = rows_of([(15, 1), (8, 1), (7, 1)], (20, 4))
    found = packed_rows(rows, [Packing((0, 1), ((0, 20), (1, 10), (2, 9)))])
    assert found.at_most.tolist() == [20]
    assert found.entries(0)[1].tolist() == [20, 10, 9]
    assert found.origins[0].parts == ((0, 1), (1, 1))


@pytest.mark.parametrize(
    ("packing", "use"),
    [(Packing((0,), ((0, 0),)), 1), (Packing((0,), ((0, -3),)), 1), (Packing((0,), ((0, 5),)), -1)],
    ids=["worth nought", "worth below nought", "weight below nought"],
)
def test_what_cannot_be_packed_is_refused(packing: Packing, use: int) -> None:
    with pytest.raises(Defect):
        packed_rows(rows_of([(use, 1)], (5, 1)), [packing])


@CASES
@given(worlds, st.lists(st.tuples(st.sets(st.integers(0, 6), max_size=5), st.integers(1, 40)), max_size=3))
def test_the_best_filling_that_pays_for_subset_rows_is_that_of_every_way(
    world: tuple[Items, tuple[int, int]], subsets: list[tuple[set[int], int]]
) -> None:
    items, room = world
    priced = [(dict.fromkeys(sorted(some), 1), times) for some, times in subsets]
    charges = SubsetCharges.of(priced, range(len(items)))
    named = [(c, worth, use) for c, (worth, use) in enumerate(items)]

    def value(way: tuple[int, ...]) -> int:
        paid = sum(len(some.intersection(way)) // 2 * times for some, times in subsets)
        return sum(items[c][0] for c in way) - paid

    best, taken = best_filling(named, room, charges)
    ways = every_way(items, room)
    assert best == max(value(way) for way in ways)
    assert taken in ways
    assert best == value(taken)
    if charges is not None:
        assert charges.paid_by(taken) == sum(items[c][0] for c in taken) - best


def three_schools() -> tuple[Rows, tuple[Packing, ...]]:
    """Three leaders, each of whom may serve another two of three schools, and the subset row of the three."""
    pairs = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 2)]  # leader, school
    row, choice = np.array([school for _, school in pairs]), np.arange(6)
    origins = tuple(Origin("limit", "one-leader", str(k)) for k in range(3))
    rows = Rows.of(row, choice, choice * 0 + 1, np.ones(3, dtype=np.int64), origins, 6)
    packings = tuple(Packing((), ((2 * x, 10), (2 * x + 1, 10)), (SubsetRow((0, 1, 2), 20),)) for x in range(3))
    return rows, packings


def test_a_subset_row_says_that_one_of_three_leaders_serves_two_of_three_schools() -> None:
    """Each by itself could fill with 20; all together serve three schools, and two of these by one leader."""
    rows, packings = three_schools()
    worth, open_, none = np.full(6, 10), np.ones(6, dtype=np.bool_), np.zeros(3, dtype=np.int64)
    plain = dual_bound_with_packings(rows, open_, worth, none, 1, [replace(p, shared=()) for p in packings])
    shared = dual_bound_with_packings(rows, open_, worth, none, 1, packings)
    assert (plain.most, shared.most) == (60, 3 * 10 + 20)


def test_subset_rows_that_would_be_paid_for_less_often_than_they_count_are_refused() -> None:
    rows, packings = three_schools()
    worth, open_, none = np.full(6, 10), np.ones(6, dtype=np.bool_), np.zeros(3, dtype=np.int64)
    twice = replace(packings[0], shared=packings[0].shared * 2)
    below = replace(packings[0], shared=(SubsetRow((0, 1, 2), -1),))
    for wrong in ([twice], [below], [packings[0], packings[0]]):
        with pytest.raises(Defect):
            dual_bound_with_packings(rows, open_, worth, none, 1, wrong)
