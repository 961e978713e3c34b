"""What is published of a table never gives a small number back, whoever adds and subtracts."""

from __future__ import annotations

from itertools import count, product
from random import Random

import pytest

from matcher.report.public.small_numbers import FEWER, HIDDEN, SMALL, Sum, published

ROWS, COLUMNS = ("a", "b", "c"), ("x", "y")
MOST = 16  # a hidden count is tried up to this


def a_table(seed: int) -> tuple[dict[object, int], list[Sum]]:
    """A table of three rows and two columns with its totals, mostly small."""
    dice = Random(seed)
    most = dice.choice((4, 7, 12))
    counts: dict[object, int] = {(r, c): dice.randint(0, most) for r in ROWS for c in COLUMNS}
    sums = [Sum((r, "all"), tuple((r, c) for c in COLUMNS)) for r in ROWS]
    sums += [Sum(("all", c), tuple((r, c) for r in ROWS)) for c in COLUMNS]
    sums += [Sum(("all", "all"), tuple((r, "all") for r in ROWS))]
    for one in sums:
        counts[one.total] = sum(counts[part] for part in one.parts)
    return counts, sums


def possible(counts: dict[object, int], shown: dict[object, str], most: int = MOST) -> dict[object, set[int]]:
    """The values that each hidden count can have, by trying every table of the inner cells."""
    inner = [(r, c) for r in ROWS for c in COLUMNS]
    ranges = [
        SMALL if shown[cell] == FEWER else range(most) if shown[cell] == HIDDEN else (counts[cell],) for cell in inner
    ]
    found: dict[object, set[int]] = {cell: set() for cell in counts}
    for values in product(*ranges):
        table = dict(zip(inner, values, strict=True))
        table |= {(r, "all"): sum(table[r, c] for c in COLUMNS) for r in ROWS}
        table |= {("all", c): sum(table[r, c] for r in ROWS) for c in COLUMNS}
        table["all", "all"] = sum(table[r, "all"] for r in ROWS)
        if all(_fits(table[cell], shown[cell]) for cell in table):
            for cell, value in table.items():
                found[cell].add(value)
    return found


def _fits(value: int, text: str) -> bool:
    return value in SMALL if text == FEWER else text == HIDDEN or value == int(text.replace(",", ""))


def attacked(seed: int) -> tuple[dict[object, int], dict[object, str]]:
    """The seed's first table with a small number that few enough other tables look like to try them all: the fewer
    are hidden, the easier the attack."""
    for number in count(1000 * seed):
        counts, sums = a_table(number)
        shown = published(counts, sums)
        inner = [shown[r, c] for r in ROWS for c in COLUMNS]
        if FEWER in inner and len(SMALL) ** inner.count(FEWER) * MOST ** inner.count(HIDDEN) <= 70_000:
            return counts, shown
    raise AssertionError


@pytest.mark.parametrize("seed", range(101, 121))
def test_no_small_number_can_be_worked_out(seed: int) -> None:
    counts, shown = attacked(seed)
    assert all(shown[cell] == FEWER for cell, number in counts.items() if number in SMALL)
    options = possible(counts, shown)
    assert not {cell for cell, text in shown.items() if text == FEWER and len(options[cell]) < 2}


def test_a_lone_small_number_takes_the_next_smallest_with_it() -> None:
    counts = {"a": 3, "b": 8, "c": 20, "all": 31}
    shown = published(counts, [Sum("all", ("a", "b", "c"))])
    assert shown == {"a": FEWER, "b": HIDDEN, "c": "20", "all": "31"}


def test_two_that_their_sum_would_give_away_take_a_third() -> None:
    """Two counts of 1 to 4 that make 8 are 4 and 4."""
    counts = {"a": 4, "b": 4, "c": 9, "all": 17}
    assert published(counts, [Sum("all", ("a", "b", "c"))])["c"] == HIDDEN


def test_a_table_without_small_numbers_is_shown_whole() -> None:
    counts = {"a": 0, "b": 1_200, "all": 1_200}
    assert published(counts, [Sum("all", ("a", "b"))]) == {"a": "0", "b": "1,200", "all": "1,200"}
