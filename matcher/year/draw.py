"""Drawn futures: past years' real arrivals as stand-ins for those who may come, by SHA-256 counters alone.

No random library: each decision is a hash of the seed and of what is decided, held against a whole-number threshold, so
that any machine draws the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import groupby

from matcher.policy import Policy
from matcher.rules.goals.coverage import history_points
from matcher.year.arrivals import Arrival, PastYear, after, month_of

BITS = 64


@dataclass(frozen=True, slots=True)
class StandIn:
    """One school or trust of one future: a real one of a past year. `copy` numbers repeats of it in that future."""

    future: int
    month: str
    arrival: Arrival
    from_year: PastYear
    copy: int = 1
    priority: int = 1


def number(seed: int, *what: object) -> int:
    """A whole number below 2**64 that depends on the seed and these words alone."""
    text = "|".join(map(str, (seed, *what)))
    return int.from_bytes(sha256(text.encode()).digest()[: BITS // 8], "big")


def happens(chance: Fraction, seed: int, *what: object) -> bool:
    """True with this chance, in whole numbers."""
    return number(seed, *what) < (chance.numerator << BITS) // chance.denominator


def draw_futures(years: Sequence[PastYear], policy: Policy, twice_share: Fraction) -> tuple[StandIn, ...]:
    """The futures of the settings: each the rest of one past year, as many times over as its scale says.

    Past years take turns. `twice_share`: of this year's schools so far, the part below good twice running; it stands
    for those of a past year of whom the files no longer show it. Sorted by future, month, id and copy; none where there
    is no past year.
    """
    wanted = policy.year_ahead.futures
    if not years:
        return ()
    first = number(wanted.seed, "first year") % len(years)
    drawn = []
    for k in range(wanted.number):
        future = _future(years[(first + k) % len(years)], k + 1, policy)
        drawn += [replace(s, priority=_priority(s, policy, twice_share)) for s in future]
    return tuple(sorted(drawn, key=lambda s: (s.future, s.month, s.arrival.recipient.id, s.copy)))


def _priority(stand_in: StandIn, policy: Policy, twice_share: Fraction) -> int:
    """What matching the stand-in is worth: its points by history where the run asks that, else 1."""
    arrival = stand_in.arrival
    if policy.priority != "history":
        return 1
    twice = arrival.twice
    if twice is None:
        seed, who = policy.year_ahead.futures.seed, (stand_in.future, arrival.recipient.id, stand_in.copy)
        twice = happens(twice_share, seed, "below good twice", *who)
    return history_points(arrival.recipient, policy, twice)


def _future(year: PastYear, future: int, policy: Policy) -> Iterator[StandIn]:
    rest = sorted(after(year, policy), key=lambda a: (a.on.isoformat()[:7], a.recipient.kind, a.recipient.id))
    for (month, kind), group in groupby(rest, key=lambda a: (month_of(a, year, policy), a.recipient.kind)):
        members = list(group)
        for arrival, copies in _chosen(members, year.times, policy.year_ahead.futures.seed, future, month, kind):
            for copy in range(copies):
                yield StandIn(future, month, arrival, year, copy + 1)


def _chosen(
    members: Sequence[Arrival], times: Fraction, seed: int, future: int, month: str, kind: str
) -> Iterator[tuple[Arrival, int]]:
    """Each member and how often it comes: all together `times` their number, rounded by chance."""
    wanted = times * len(members)
    count = int(wanted) + happens(wanted - int(wanted), seed, future, month, kind)
    each, over = divmod(count, len(members))
    order = sorted(members, key=lambda a: number(seed, future, month, kind, a.recipient.id))
    extra = {a.recipient.id for a in order[:over]}
    for arrival in members:
        copies = each + (arrival.recipient.id in extra)
        if copies:
            yield arrival, copies
