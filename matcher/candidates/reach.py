"""Pairs that the travel rule may allow: within the leader's limit, or at an unknown distance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.plan import Pairs
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.distance.measured import PER_METRE, limit_minutes, measured
from matcher.rules.pairs.distance.travel import NO_LIMIT, limit_metres, own_metres
from matcher.world import UNKNOWN, Ints, ProviderKind, World

PAIRS_AT_ONCE = 2_000_000  # bounds the memory used, whatever the size of the world


def recipient_blocks(world: World, kind: ProviderKind = "leaders") -> Iterator[Ints]:
    """Recipient rows in order, few enough at a time for every provider to be paired with each of them."""
    step = max(1, PAIRS_AT_ONCE // max(1, len(world.providers[kind])))
    for start in range(0, len(world.recipients), step):
        yield np.arange(start, min(start + step, len(world.recipients)))


def all_pairs(world: World, rows: Ints, kind: ProviderKind = "leaders") -> Pairs:
    """Every provider of the kind for each of these recipients, in canonical order."""
    people = np.arange(len(world.providers[kind]))
    return pairs_at(world, np.repeat(rows, len(people)), np.tile(people, len(rows)), kind)


def reach_metres(world: World) -> Ints:
    """Per leader, the straight line within which an unmeasured journey may be allowed; `NO_LIMIT` without an end."""
    limit, minutes, rate = limit_metres(world), limit_minutes(world), measured(world).rate
    if rate is None:
        return limit
    within = np.where(minutes == NO_LIMIT, 0, minutes) * PER_METRE // max(1, rate)
    by_time = np.minimum(within, own_metres(world)) if rate else own_metres(world)
    return np.where(minutes == NO_LIMIT, limit, by_time)


class ReachIndex:
    """Leaders with a place and a limit by their easting: finds a superset of the pairs that the travel rule allows.

    It leaves out only pairs that the rule would bar; the rule itself decides about those returned.
    """

    def __init__(self, world: World) -> None:
        limit = reach_metres(world)
        placed = (world.leader_place[:, 0] != UNKNOWN) & (limit != NO_LIMIT)
        self._world = world
        west_first = np.argsort(world.leader_place[placed, 0], kind="stable")
        self._placed = np.flatnonzero(placed)[west_first]
        self._anywhere = np.flatnonzero(~placed)
        # One metre more than the widest limit: distances are rounded down before they are compared.
        self._radius = int(limit[placed].max(initial=0)) + 1
        self._measured = measured(world).key

    def pairs(self, rows: Ints) -> Pairs:
        """The pairs of these recipients, in canonical order."""
        placed = self._world.recipient_place[rows, 0] != UNKNOWN
        keys = np.concatenate(
            [
                self._in_circle(rows[placed]),
                self._key(np.repeat(rows, len(self._anywhere)), np.tile(self._anywhere, len(rows))),
                self._key(np.repeat(rows[~placed], len(self._placed)), np.tile(self._placed, int((~placed).sum()))),
                self._measured_of(rows),
            ]
        )
        keys = np.unique(keys)
        return pairs_at(self._world, *np.divmod(keys, max(1, len(self._world.leaders))))

    def _measured_of(self, rows: Ints) -> Ints:
        """Pairs whose minutes somebody gave: however far the straight line, the minutes may decide."""
        if not len(self._measured):
            return self._measured
        return self._measured[np.isin(self._measured // max(1, len(self._world.leaders)), rows)]

    def _in_circle(self, rows: Ints) -> Ints:
        """Those within the radius: of the leaders in the strip of eastings around each recipient."""
        here, there = self._world.recipient_place[rows], self._world.leader_place[self._placed]
        first = np.searchsorted(there[:, 0], here[:, 0] - self._radius, "left")
        many = np.searchsorted(there[:, 0], here[:, 0] + self._radius, "right") - first
        one = np.repeat(np.arange(len(rows)), many)
        other = np.arange(len(one)) + np.repeat(first - (np.cumsum(many) - many), many)
        apart = (here[one] - there[other]).astype(np.float64)
        near = np.hypot(apart[:, 0], apart[:, 1]) <= self._radius
        return self._key(rows[one[near]], self._placed[other[near]])

    def _key(self, recipient: Ints, leader: Ints) -> Ints:
        return recipient * len(self._world.leaders) + leader
