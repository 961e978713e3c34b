"""One wide room filled by arrays, against the enumeration that narrow rooms are filled by."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.bounding import best_filling, fillings, knapsack
from matcher.bounding.knapsack import Knapsack, knapsack_of
from matcher.bounding.rows import MAX_SUM
from matcher.bounding.variable_fixing import loss_if_chosen
from tests.test_variable_fixing import SEEDS, small

Item = tuple[int, int, tuple[int, ...]]


def items_and_room(seed: int) -> tuple[list[Item], int]:
    draw = np.random.default_rng(seed)
    count, room = int(draw.integers(1, 12)), int(draw.integers(0, 60))
    return [(7 * c, int(draw.integers(1, 9)), (int(draw.integers(0, 25)),)) for c in range(count)], room


def best(items: list[Item], room: int) -> int:
    """By enumeration; 0 where the room is below nought."""
    return max(value for value, _ in fillings(items, (room,)).values()) if room >= 0 else 0


@pytest.mark.parametrize("seed", range(60))
def test_a_wide_room_holds_what_enumeration_says(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    items, room = items_and_room(seed)
    monkeypatch.setattr(knapsack, "WIDE_STEPS", 10**9)
    narrow = best_filling(items, (room,))
    monkeypatch.setattr(knapsack, "WIDE_STEPS", -1)
    value, choices = best_filling(items, (room,))
    taken = [item for item in items if item[0] in choices]
    assert value == narrow[0] == best(items, room)
    assert sum(use for _, _, (use,) in taken) <= room
    assert sum(worth for _, worth, _ in taken) == value


@pytest.mark.parametrize("seed", range(60))
def test_with_each_item_and_without_it(seed: int) -> None:
    items, room = items_and_room(seed)
    found = knapsack_of([worth for _, worth, _ in items], [use for _, _, (use,) in items], room)
    assert found is not None
    for k, (_, worth, (use,)) in enumerate(items):
        others = items[:k] + items[k + 1 :]
        assert found.without_item(k) == best(others, room)
        assert found.with_item(k) == (worth + best(others, room - use) if use <= room else 0)
    assert [found.within(part) for part in range(-2, room + 1)] == [best(items, part) for part in range(-2, room + 1)]


def test_choices_lose_the_same_in_wide_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every small world's losses, by enumeration and by arrays."""
    lost = 0
    for here in map(small, SEEDS):
        open_ = np.ones(len(here.worth), dtype=np.bool_)
        monkeypatch.setattr(knapsack, "WIDE_STEPS", 10**9)
        narrow = loss_if_chosen(here.rows, open_, here.prices, here.packings)
        monkeypatch.setattr(knapsack, "WIDE_STEPS", -1)
        assert loss_if_chosen(here.rows, open_, here.prices, here.packings).tolist() == narrow.tolist()
        lost += int(narrow.sum())
    assert lost > 1000


def test_worths_of_any_kind_are_filled_as_they_are() -> None:
    value, taken = Knapsack(np.array([0.5, 0.25, 0.5]), np.array([10, 5, 10]), 20).best()
    assert (value, taken) == (1.0, [0, 2])


def test_sums_that_could_leave_64_bits_are_left_to_enumeration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knapsack, "WIDE_STEPS", -1)
    items = [(c, MAX_SUM, (1,)) for c in range(9)]
    assert knapsack_of([worth for _, worth, _ in items], [1] * 9, 9) is None
    value, choices = best_filling(items, (9,))
    assert (value, choices) == (9 * MAX_SUM, tuple(range(9)))
