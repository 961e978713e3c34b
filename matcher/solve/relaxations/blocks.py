"""Blocks for column generation: the choices of a few providers, and the limits that concern those providers alone.

Blocks follow from the rows, not from the names of rules. A limit on one provider's choices belongs to this provider's
block; providers who share a limit (leaders of one trust, who share its team's days) share a block, where the ways of
filling it stay few. Where it is asked for, a row that allows one choice alone (whoever is served is served once) joins
every block that holds several of its choices, beside linking them: else half a filling could serve somebody twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.bounding import FEW_ROOMS, Rows
from matcher.bounding.components import connected_components
from matcher.plan import Choices
from matcher.world import Bools, Ints

MAX_PROVIDERS = 30  # who share a limit: with more of them it links blocks instead of joining them
MAX_JOINED_SIZE = 20_000  # enumeration steps of a block of several providers
MANY_ITEMS, MORE_THAN_ANY = 60, 2.0**60  # items with more subsets than any limit, and steps above it


@dataclass(frozen=True, eq=False)
class Blocks:
    """The rows `of` each block, its open choices, their weight in these rows (`use`), and what the rows allow.

    The first rows of a block, as many as `own` says, concern its providers alone; the others link it to more."""

    of: Sequence[tuple[int, ...]]
    choices: Sequence[Ints]
    use: Sequence[Sequence[tuple[int, ...]]]
    room: Sequence[tuple[int, ...]]
    block_of: Ints  # choice -> block, -1 for none
    linking: Ints  # the rows that no block implies
    own: Sequence[int]
    one_of: (
        Ints  # choice -> a row that allows one choice alone among it and others, where it was asked for; -1 for none
    )

    def binding(self, number: int, among: Sequence[int]) -> list[int]:
        """The places of a block's rows that matter to these of its choices (by their places): its own, and of the
        others those that do not allow all of them together."""
        own, use, room = self.own[number], self.use[number], self.room[number]
        return [j for j in range(len(room)) if j < own or sum(use[i][j] for i in among) > room[j]]


@dataclass(frozen=True, eq=False)
class _Entries:
    """The rows over the open choices, one entry per weight, sorted by row; `start` is each row's first."""

    choice: Ints
    weight: Ints
    start: Ints

    def of_row(self, k: int) -> tuple[Ints, Ints]:
        own = slice(int(self.start[k]), int(self.start[k + 1]))
        return self.choice[own], self.weight[own]


def providers_of(choices: Choices) -> Ints:
    """A number per choice: its leader, or after all leaders its governance leader."""
    leaders = int(choices.provider[choices.is_match].max(initial=-1)) + 1
    result: Ints = np.where(choices.is_match, choices.provider, leaders + choices.provider)
    return result


def blocks_of(rows: Rows, open_: Bools, provider: Ints, recipient: Ints, serve_once: bool = False) -> Blocks | None:
    """The blocks over the open choices; None where no limit concerns a few providers alone.

    `serve_once`: rows that allow one choice alone join the blocks that hold several of their choices.
    """
    columns = np.flatnonzero(open_)
    held = rows.restricted_to(columns).tocsr()
    entries = _Entries(columns[held.indices], held.data, held.indptr)
    row = np.repeat(np.arange(len(rows.at_most)), np.diff(held.indptr))
    loose, usable = _loose_and_usable(rows, entries, row, recipient, provider)
    width = int(provider.max(initial=0)) + 1
    pairs = np.unique((row * width + provider[entries.choice])[usable[row]])
    pair_row, pair_provider = pairs // width, pairs % width
    usable &= np.bincount(pair_row, minlength=len(usable)) <= MAX_PROVIDERS
    kept = usable[pair_row]
    block_by_provider = _joined(rows, entries, pair_row[kept], pair_provider[kept], width)
    of: dict[int, list[int]] = defaultdict(list)
    block_by_row = np.full(len(usable), -1, dtype=np.int64)
    for k in np.flatnonzero(usable).tolist():
        own = np.unique(block_by_provider[provider[entries.of_row(k)[0]]])
        if len(own) == 1:
            block_by_row[k] = own[0]
            of[int(own[0])].append(k)
    linking = _linking(rows, block_by_row, loose)
    none: Ints = np.full(rows.choices, -1, dtype=np.int64)
    only_one_of = _only_one_of(rows, entries, row) if serve_once else none
    return _assembled(rows, entries, of, only_one_of, linking) if of else None


def _only_one_of(rows: Rows, entries: _Entries, row: Ints) -> Ints:
    """Per choice, the first row that allows one choice alone among it and others; -1 for none."""
    count = len(rows.at_most)
    low, high = np.full(count, 2**62), np.full(count, -(2**62))
    np.minimum.at(low, row, entries.weight)
    np.maximum.at(high, row, entries.weight)
    one = (rows.at_most == 1) & (low == 1) & (high == 1) & np.array([o.kind == "limit" for o in rows.origins], np.bool_)
    found: Ints = np.full(rows.choices, -1, dtype=np.int64)
    among = np.flatnonzero(one[row])[::-1]
    found[entries.choice[among]] = row[among]
    return found


def _loose_and_usable(rows: Rows, entries: _Entries, row: Ints, recipient: Ints, provider: Ints) -> tuple[Bools, Bools]:
    """Which rows hold whatever is chosen, and which of the others can be a block's: limits with no negative weight over
    several recipients, or of one provider that something is too heavy for, which else would be taken in part."""
    count = len(rows.at_most)
    most: Ints = np.zeros(count, dtype=np.int64)
    np.add.at(most, row, np.maximum(entries.weight, 0))
    loose = most <= rows.at_most
    least, low, high = np.zeros(count, dtype=np.int64), np.full(count, 2**62), np.full(count, -1)
    np.minimum.at(least, row, entries.weight)
    np.minimum.at(low, row, recipient[entries.choice])
    np.maximum.at(high, row, recipient[entries.choice])
    first, last, heaviest = np.full(count, 2**62), np.full(count, -1), np.zeros(count, dtype=np.int64)
    np.minimum.at(first, row, provider[entries.choice])
    np.maximum.at(last, row, provider[entries.choice])
    np.maximum.at(heaviest, row, entries.weight)
    of_use = (low < high) | ((first == last) & (heaviest > rows.at_most))
    is_limit = np.array([origin.kind == "limit" for origin in rows.origins], dtype=np.bool_)
    return loose, is_limit & ~loose & (least >= 0) & of_use & (rows.at_most >= 0)


def _joined(rows: Rows, entries: _Entries, pair_row: Ints, pair_provider: Ints, providers: int) -> Ints:
    """The block of each provider: shared with those who share a limit, unless there are too many ways of filling it."""
    count = len(rows.at_most)
    joined = connected_components(pair_provider, providers + pair_row, providers + count)[:providers]
    rows_of: dict[int, set[int]] = defaultdict(set)
    members: dict[int, set[int]] = defaultdict(set)
    for k, p in zip(pair_row.tolist(), pair_provider.tolist(), strict=True):
        rows_of[int(joined[p])].add(k)
        members[int(joined[p])].add(p)
    fresh = int(joined.max(initial=-1)) + 1
    for block, own in rows_of.items():
        if len(members[block]) > 1 and _size(rows, entries, sorted(own)) > MAX_JOINED_SIZE:
            alone = sorted(members[block])
            joined[alone] = fresh + np.arange(len(alone))
            fresh += len(alone)
    return joined


def _size(rows: Rows, entries: _Entries, of: Sequence[int]) -> float:
    """The steps of enumerating the fillings of these rows, without a table of them: where many providers share a limit
    it has thousands of choices in hundreds of rows."""
    held = [entries.of_row(k) for k in of]
    choices, place = np.unique(np.concatenate([choice for choice, _ in held]), return_inverse=True)
    parts = np.split(place, np.cumsum([len(choice) for choice, _ in held])[:-1])
    own = [(part, weight) for part, (_, weight) in zip(parts, held, strict=True)]
    return _steps(own, [int(rows.at_most[k]) for k in of], len(choices))


def _table(entries: _Entries, of: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Choice -> its weight in each of these rows, sorted by choice."""
    found: dict[int, list[int]] = {}
    for place, k in enumerate(of):
        for c, w in zip(*(x.tolist() for x in entries.of_row(k)), strict=True):
            found.setdefault(c, [0] * len(of))[place] = w
    return {c: tuple(found[c]) for c in sorted(found)}


def _linking(rows: Rows, block_by_row: Ints, loose: Bools) -> Ints:
    """The rows that neither always hold nor follow from one block's own rows, as that block's rounding cuts do."""
    implied = [{int(b)} if b >= 0 else set() for b in block_by_row.tolist()]
    follows = (block_by_row >= 0) | loose
    for k, origin in enumerate(rows.origins):
        if origin.kind == "rounded" and not follows[k] and all(follows[part] for part, _ in origin.parts):
            implied[k] = set().union(*(implied[part] for part, _ in origin.parts))
            follows[k] = len(implied[k]) <= 1
    return np.flatnonzero(~follows)


def _assembled(
    rows: Rows, entries: _Entries, of: Mapping[int, Sequence[int]], only_one_of: Ints, linking: Ints
) -> Blocks:
    block_of = np.full(rows.choices, -1, dtype=np.int64)
    every, choices, use, room = [], [], [], []
    for number, own in enumerate(of.values()):
        table = _table(entries, own)
        choices.append(np.array(list(table), dtype=np.int64))
        among = only_one_of[choices[-1]]
        met, times = np.unique(among, return_counts=True)
        several = [k for k in met[times > 1].tolist() if k >= 0 and k not in own]
        one_each = zip(*((among == k).astype(np.int64).tolist() for k in several), strict=True) if several else ()
        use.append([x + y for x, y in zip(table.values(), one_each, strict=True)] if several else list(table.values()))
        every.append((*own, *several))
        room.append(tuple(int(rows.at_most[k]) for k in every[-1]))
        block_of[choices[-1]] = number
    return Blocks(every, choices, use, room, block_of, linking, [len(own) for own in of.values()], only_one_of)


def enumeration_size(uses: Sequence[tuple[int, ...]], room: tuple[int, ...]) -> float:
    """An upper bound on the steps of enumerating the fillings of a block's room by choices with these uses."""
    table = np.array(uses, dtype=np.int64).reshape(len(uses), len(room))
    return _steps([(np.flatnonzero(own), own[own > 0]) for own in table.T], room, len(uses))


def _steps(held: Sequence[tuple[Ints, Ints]], room: Sequence[int], items: int) -> float:
    """The same, from the items that use each room and how much of it.

    At each item's place there are at most so many fillings as the rooms that are in use by then, and not yet forgotten,
    can be filled in; and never more than subsets of the items before it.
    """
    states = np.ones(items)
    place = None if len(room) <= FEW_ROOMS else _places([own for own, _ in held], items)
    for (own, weights), most in zip(held, room, strict=True):
        ways = max(0, min(most, int(weights.sum()))) // max(1, int(np.gcd.reduce(weights))) + 1
        at = np.arange(items) if place is None else place[own]
        used = slice(at.min(initial=items), at.max(initial=-1) + 1)
        states[used] = np.minimum(states[used] * ways, MORE_THAN_ANY)
    subsets = 2.0 ** np.minimum(np.arange(items), MANY_ITEMS)
    return float(np.minimum(states, subsets).sum())


def _places(held: Sequence[Ints], items: int) -> Ints:
    """Each item's place in the order in which fillings take them (`in_order`)."""
    rarest = np.full(items, -1, dtype=np.int64)
    for k in sorted(range(len(held)), key=lambda k: (len(held[k]), k), reverse=True):
        rarest[held[k]] = len(held[k]) * len(held) + k
    return np.argsort(np.argsort(rarest, kind="stable"), kind="stable")
