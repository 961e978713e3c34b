"""The smallest set of facts and the bottlenecks, against trying every set."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest

from matcher.errors import Defect
from matcher.explain.why_not.bottlenecks import Bottleneck, Links, _verified, bottlenecks, most_served, tightest
from matcher.explain.why_not.hitting_set import smallest_hitting_set


def every_set(things: list[int]) -> list[tuple[int, ...]]:
    return list(chain.from_iterable(combinations(things, k) for k in range(len(things) + 1)))


@pytest.mark.parametrize("seed", range(150))
def test_no_smaller_set_closes_every_way(seed: int) -> None:
    draw = np.random.default_rng(seed)
    ways = [
        frozenset((int(f),) for f in draw.choice(6, size=int(draw.integers(1, 4)), replace=False))
        for _ in range(int(draw.integers(1, 8)))
    ]
    found = smallest_hitting_set(ways)
    assert found is not None
    assert all(set(found) & way for way in ways)
    closing = [s for s in every_set(list(range(6))) if all({(x,) for x in s} & way for way in ways)]
    assert len(found) == min(len(s) for s in closing)


def test_an_open_way_has_no_set_that_closes_it() -> None:
    assert smallest_hitting_set([frozenset({(1,)}), frozenset()]) is None


def test_a_search_that_is_too_deep_is_given_up() -> None:
    assert smallest_hitting_set([frozenset({(k,), (k + 100,)}) for k in range(5)], at_most=4) is None


def random_links(seed: int) -> Links:
    draw = np.random.default_rng(seed)
    recipients, leaders = int(draw.integers(1, 8)), int(draw.integers(1, 5))
    there = draw.random((recipients, leaders)) < draw.choice([0.3, 0.6])
    recipient, leader = np.nonzero(there)
    links = Links(recipient.astype(np.int64), leader.astype(np.int64), draw.integers(0, 3, leaders), recipients)
    if seed % 2:
        return links
    return replace(links, pool=draw.integers(-1, 2, leaders), pool_room=draw.integers(0, 4, 2))


def room_of(links: Links, leaders: list[int]) -> int:
    """One leader after another, each pool counted once and at most at its own room."""
    pools = links.pool.tolist() or [-1] * len(links.room)
    shared = {p: sum(int(links.room[x]) for x in leaders if pools[x] == p) for p in {pools[x] for x in leaders}}
    return sum(total if p < 0 else min(total, int(links.pool_room[p])) for p, total in shared.items())


def gap(links: Links, group: tuple[int, ...]) -> int:
    """How many of the group are left over when every leader of any of them is full."""
    theirs = np.unique(links.leader[np.isin(links.recipient, group)])
    return len(group) - room_of(links, theirs.tolist())


@pytest.mark.parametrize("seed", range(150))
def test_bottlenecks_are_the_smallest_group_with_the_widest_gap(seed: int) -> None:
    links = random_links(seed)
    asking = np.unique(links.recipient).tolist()
    groups = every_set(asking)
    widest = max(gap(links, g) for g in groups)
    found = bottlenecks(links)
    together = sorted(chain.from_iterable(g.recipients.tolist() for g in found))
    smallest = min((g for g in groups if gap(links, g) == widest), key=len)
    assert together == sorted(smallest)
    assert most_served(links) == len(asking) - widest
    for g in found:
        assert gap(links, tuple(g.recipients.tolist())) == len(g.recipients) - g.room > 0


@pytest.mark.parametrize("seed", range(150))
def test_nowhere_in_a_bottleneck_do_more_ask_for_each_match_than_in_its_tightest_part(seed: int) -> None:
    links = random_links(seed)
    for group in bottlenecks(links):
        best = max((tightest(links, group) or (group,)), key=lambda g: len(g.recipients))
        for part in every_set(group.recipients.tolist())[1:]:
            room = len(part) - gap(links, part)
            assert len(part) * best.room <= room * len(best.recipients) or not best.room


def test_a_group_that_does_not_hold_by_arithmetic_is_a_defect() -> None:
    links = Links(np.array([0, 1]), np.array([0, 0]), np.array([2]), 2)
    with pytest.raises(Defect):
        _verified(links, Bottleneck(np.array([0, 1]), np.array([0]), 2))
