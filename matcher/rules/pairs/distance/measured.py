"""How long the journey of each pair takes: as somebody measured it, else estimated from the pairs that are measured.

An end of a journey is a school's URN, a trust's UID, a leader's id or base school, or a postcode. The way from the
leader to the recipient is asked first; where only the way back is given, it stands for both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from matcher.domain import MEASURES
from matcher.plan import Pairs
from matcher.rules.pairs.pair_sets import cached, ints, is_in
from matcher.world import UNKNOWN, Bools, Ints, World, metres_between

NO_LIMIT = int(np.iinfo(np.int64).max)
PER_METRE = 10**9  # rates are whole billionths of a minute a metre, so that estimates are exact
NEAR_METRES = 1_000  # shorter journeys say nothing of how fast one travels
RANK = (9, 10)  # the 90th percentile

Ends = Mapping[str, list[tuple[int, bool]]]  # an end as written -> rows, and whether it is the row's own id


@dataclass(frozen=True, eq=False)
class Measured:
    """Sorted keys of the pairs that are measured, and for each the minutes and its place in `MEASURES`.

    `rate` is what an unmeasured pair is estimated at, in billionths of a minute a metre; None where no measured pair
    is of a kilometre or more.
    """

    key: Ints
    minutes: Ints
    by: Ints
    rate: int | None


def measured(world: World) -> Measured:
    return cached(world, "pairs.measured", _measured)


def known_minutes(world: World, pairs: Pairs) -> Ints:
    """Minutes as somebody measured them, `UNKNOWN` elsewhere."""
    return _looked_up(measured(world), pairs, world, measured(world).minutes)


def measured_by(world: World, pairs: Pairs) -> Ints:
    """Per pair, the row in `MEASURES` of who measured it, `UNKNOWN` where nobody did."""
    return _looked_up(measured(world), pairs, world, measured(world).by)


def minutes_judged(world: World, pairs: Pairs) -> Ints:
    """Minutes that a limit is asked with: measured, else estimated where this run has any minutes, else `UNKNOWN`.

    An estimate is the distance at the run's 90th percentile of minutes a kilometre, rounded up.
    """
    minutes, rate = known_minutes(world, pairs), measured(world).rate
    if rate is None:
        return minutes
    return np.where((minutes == UNKNOWN) & (pairs.metres != UNKNOWN), -(-pairs.metres * rate // PER_METRE), minutes)


def limit_minutes(world: World) -> Ints:
    """Per leader, the smaller of their own limit in minutes and the programme's; `NO_LIMIT` where neither gives one."""
    return cached(world, "pairs.limit_minutes", _limits)


def timed(world: World, pairs: Pairs) -> Bools:
    """Where minutes decide: a limit in minutes applies, and minutes are measured or estimated."""
    mask: Bools = (limit_minutes(world)[pairs.leader] != NO_LIMIT) & (minutes_judged(world, pairs) != UNKNOWN)
    return mask


def _limits(world: World) -> Ints:
    rule = world.policy.rules.max_travel_minutes
    given = ((x.max_travel_minutes, rule) for x in world.leaders)
    return ints(min((m for m in both if m is not None), default=NO_LIMIT) for both in given)


def _looked_up(table: Measured, pairs: Pairs, world: World, column: Ints) -> Ints:
    key = pairs.recipient * len(world.leaders) + pairs.leader
    out = np.full(len(pairs), UNKNOWN, dtype=np.int64)
    known = is_in(table.key, key)
    out[known] = column[np.searchsorted(table.key, key[known])]
    return out


def _measured(world: World) -> Measured:
    best: dict[int, tuple[tuple[bool, bool, int], int, int]] = {}
    for key, rank, minutes, by in _given(world):
        if key not in best or rank < best[key][0]:
            best[key] = rank, minutes, by
    rows = sorted((key, minutes, by) for key, (_, minutes, by) in best.items())
    keys, taken = ints(row[0] for row in rows), ints(row[1] for row in rows)
    return Measured(keys, taken, ints(row[2] for row in rows), _rate(world, keys, taken))


def _given(world: World) -> Iterator[tuple[int, tuple[bool, bool, int], int, int]]:
    """Per journey and pair: the key, how near it comes to what is asked (least first), the minutes, and by whom.

    A row that names the pair by its ids goes before one by postcode or base school, the way out before the way back,
    and of two alike the longer one.
    """
    recipients, leaders = recipient_ends(world), leader_ends(world)
    wide = len(world.leaders)
    for pair in world.facts.pairs:
        row, other = world.recipient_row.get(pair.recipient_id), world.leader_row.get(pair.leader_id)
        if pair.minutes is not None and row is not None and other is not None:
            yield row * wide + other, (False, False, -pair.minutes), pair.minutes, MEASURES.index("register")
    for way in world.facts.journeys:
        for back, here, there in ((False, way.start, way.end), (True, way.end, way.start)):
            for j, own in leaders.get(here, ()):
                for r, its in recipients.get(there, ()):
                    rank = (not (own and its), back, -way.minutes)
                    yield r * wide + j, rank, way.minutes, MEASURES.index(way.measured_by)


def recipient_ends(world: World) -> Ends:
    """Recipient rows by what may name them as an end: id, an old URN, postcode."""
    found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for row, r in enumerate(world.recipients):
        old = r.schools if r.kind == "school" else ()
        for end in dict.fromkeys([r.id, *old, *([r.postcode] if r.postcode else [])]):
            found[end].append((row, end == r.id))
    return found


def leader_ends(world: World) -> Ends:
    """Leader rows by what may name them as an end: id, base school, postcode."""
    found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for row, x in enumerate(world.leaders):
        for end in dict.fromkeys(e for e in (x.id, x.base_urn, x.postcode) if e):
            found[end].append((row, end == x.id))
    return found


def _rate(world: World, key: Ints, minutes: Ints) -> int | None:
    """The 90th percentile (nearest rank) of minutes a metre over measured pairs of a kilometre or more."""
    row, other = np.divmod(key, max(1, len(world.leaders)))
    metres = metres_between(world.recipient_place[row], world.leader_place[other])
    far = metres >= NEAR_METRES
    rates = np.sort(-(-minutes[far] * PER_METRE // metres[far]))
    if not len(rates):
        return None
    return int(rates[-(-len(rates) * RANK[0] // RANK[1]) - 1])
