"""Arrays for pair rules: a cache per world, and sparse sets of pairs as sorted integer keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

import numpy as np

from matcher.plan import Pairs
from matcher.wording.words import kilometres as kilometres
from matcher.world import Bools, Ints, ProviderKind, World

T = TypeVar("T")

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def cached(world: World, name: str, work: Callable[[World], T]) -> T:
    """The result of `work` for this world, computed on first use and then taken from `world.memo[name]`."""
    if name not in world.memo:
        world.memo[name] = work(world)
    result: T = world.memo[name]
    return result


def bools(values: Iterable[bool]) -> Bools:
    return np.fromiter(values, dtype=np.bool_)


def ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def bitmasks(sets: Iterable[Iterable[str]], names: Sequence[str]) -> Ints:
    """Each set as an integer whose bit k is set where names[k] is a member."""
    place = {name: 1 << k for k, name in enumerate(names)}
    return ints(sum(place.get(member, 0) for member in set(one)) for one in sets)


def pair_keys(world: World, recipients: Iterable[int], leaders: Iterable[int], wide: int | None = None) -> Ints:
    """One key for each pair of a recipient row and a leader row (two sequences of equal length)."""
    across = len(world.leaders) if wide is None else wide
    return ints(recipients) * across + ints(leaders)


def keys_of_named(world: World, kind: ProviderKind, named: Iterable[tuple[str, str]]) -> Ints:
    """The sorted keys of these pairs of ids, recipient and provider, that are in the run; a pair named twice once."""
    row = world.provider_row[kind]
    rows = [(world.recipient_row[r], row[j]) for r, j in named if r in world.recipient_row and j in row]
    return np.unique(pair_keys(world, (r for r, _ in rows), (j for _, j in rows), len(row)))


def in_pairs(world: World, pairs: Pairs, sorted_keys: Ints) -> Bools:
    """A mask over `pairs`: those whose key is in the array `sorted_keys`."""
    return is_in(sorted_keys, pairs.recipient * len(world.providers[pairs.kind]) + pairs.leader)


def is_in(sorted_keys: Ints, keys: Ints) -> Bools:
    """A mask over `keys`: those that are in the array `sorted_keys`."""
    if not len(sorted_keys):
        return np.zeros(len(keys), dtype=np.bool_)
    place = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    result: Bools = sorted_keys[place] == keys
    return result


def date_text(day: date | None) -> str:
    """A date in words: 3 May 2022. Not `strftime`, whose month names follow the machine."""
    return "a day not recorded" if day is None else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
