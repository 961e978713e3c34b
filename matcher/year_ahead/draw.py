"""Drawn futures: past years' real arrivals as stand-ins for those who may come, by SHA-256 counters alone.

No random library: each decision is a hash of the seed and of what is decided, held against a whole-number threshold, so
that any machine draws the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from hashlib import sha256
from itertools import groupby

from matcher.domain import ExpectedArrivals
from matcher.policy import Policy
from matcher.rules.goals.coverage import history_points
from matcher.year_ahead.arrivals import Arrival, PastYear, after, month_of

BITS = 64
USUAL_FUTURES, FEWER_FUTURES = 8, 4  # where the scenario does not say how many
MANY_CHOICES = 8_000  # of today: beside more of them fewer futures are drawn


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


def draw_futures(
    years: Sequence[PastYear],
    policy: Policy,
    twice_share: Fraction,
    expected: Sequence[ExpectedArrivals] = (),
    choices: int = 0,
) -> tuple[StandIn, ...]:
    """The futures of the settings: each as many as the rest of one past year, by its scale, of all past years' bodies,
    without the part that is likely to say no.

    Past years take turns. `twice_share`: of this year's schools so far, the part below good twice running; it stands
    for those of a past year of whom the files no longer show it. `expected`: how many somebody expects, where the
    settings ask for that. `choices`: how many today has, for `futures_to_draw`. Sorted by future, month, id and copy;
    none where there is no past year.
    """
    wanted = policy.year_ahead.futures
    if not years:
        return ()
    twice = {year.starts: _forgotten_twice(year, twice_share) for year in years}
    if wanted.source == "expected":
        return _sorted(_as_expected(years, expected, policy, twice, futures_to_draw(policy, choices)))
    first = number(wanted.seed, "first year") % len(years)
    drawn = []
    for k in range(futures_to_draw(policy, choices)):
        future = _future(years[(first + k) % len(years)], years, k + 1, policy)
        drawn += [replace(s, priority=_priority(s, policy, twice)) for s in future]
    return _sorted(drawn)


def futures_to_draw(policy: Policy, choices: int) -> int:
    """As many as the scenario asks for; where it does not say, fewer beside as many choices of today as a country has:
    its proof over 8 futures takes more than a minute."""
    asked = policy.year_ahead.futures.number
    if asked is not None:
        return asked
    return USUAL_FUTURES if choices <= MANY_CHOICES else FEWER_FUTURES


def _sorted(drawn: Iterable[StandIn]) -> tuple[StandIn, ...]:
    return tuple(sorted(drawn, key=lambda s: (s.future, s.month, s.arrival.recipient.id, s.copy)))


def _as_expected(
    years: Sequence[PastYear],
    expected: Sequence[ExpectedArrivals],
    policy: Policy,
    twice: Mapping[date, Fraction],
    number_of_futures: int,
) -> Iterator[StandIn]:
    """As many in each future as somebody expects, each a real one of any past year's, of the region and kind.

    Copies are numbered over the whole future, so that a body that stands for two is two.
    """
    seed = policy.year_ahead.futures.seed
    pool = [(arrival, year) for year in years for arrival in year.arrivals]
    left_out = undrawn(years, expected, policy)
    rows = [row for row in later_rows(expected, policy) if row.number and row not in left_out]
    for future in range(1, number_of_futures + 1):
        used = Counter[tuple[str, int]]()
        for row in rows:
            alike = [x for x in pool if (x[0].recipient.region, x[0].recipient.kind) == (row.region, row.kind)]
            alike.sort(key=lambda x: number(seed, future, row.month, x[0].recipient.id, x[1].starts))
            for k in range(drawn_count(saying_yes(policy) * row.number, seed, future, row.month, row.region, row.kind)):
                arrival, year = alike[k % len(alike)]
                own = arrival.recipient.id, year.starts.year
                used[own] += 1
                stand_in = StandIn(future, row.month, arrival, year, used[own])
                yield replace(stand_in, priority=_priority(stand_in, policy, twice))


def saying_yes(policy: Policy) -> Fraction:
    """Of those who come later, the part that will not say no: only they need anybody's days and money."""
    return 1 - policy.year_ahead.futures.declines


def later_rows(expected: Sequence[ExpectedArrivals], policy: Policy) -> list[ExpectedArrivals]:
    """Those of the run's regions and of the months after the run's, until the year's last."""
    first, last, inside = policy.as_at.isoformat()[:7], policy.year_to.isoformat()[:7], policy.regions
    return [row for row in expected if first < row.month <= last and (inside is None or row.region in inside)]


def undrawn(
    years: Sequence[PastYear], expected: Sequence[ExpectedArrivals], policy: Policy
) -> tuple[ExpectedArrivals, ...]:
    """The rows of those expected for whom nobody stands in the futures: no past year has their region and kind."""
    known = {(a.recipient.region, a.recipient.kind) for year in years for a in year.arrivals}
    return tuple(row for row in later_rows(expected, policy) if row.number and (row.region, row.kind) not in known)


def _priority(stand_in: StandIn, policy: Policy, twice_of: Mapping[date, Fraction]) -> int:
    """What matching the stand-in is worth: its points by history where the run asks that, else 1."""
    arrival = stand_in.arrival
    if policy.priority != "history":
        return 1
    twice = arrival.twice
    if twice is None:
        seed, who = policy.year_ahead.futures.seed, (stand_in.future, arrival.recipient.id, stand_in.copy)
        twice = happens(twice_of[stand_in.from_year.starts], seed, "below good twice", *who)
    return history_points(arrival.recipient, policy, twice)


def _forgotten_twice(year: PastYear, twice_share: Fraction) -> Fraction:
    """Of a past year's schools of whom the files forgot it, the part that counts as below good twice running: this
    year's part, and none where the files still show as many, for these would come on top."""
    schools = [a for a in year.arrivals if a.recipient.kind == "school"]
    shown = sum(a.twice is True for a in schools)
    return twice_share if shown < twice_share * len(schools) else Fraction(0)


def _future(counted: PastYear, years: Sequence[PastYear], future: int, policy: Policy) -> Iterator[StandIn]:
    """As many by month and kind as one past year says, each a real one of any of the years, none twice before all have
    come once: so that no two futures are alike where the years are few."""
    seed, times = policy.year_ahead.futures.seed, counted.times * saying_yes(policy)
    rest = sorted(after(counted, policy), key=lambda a: (a.on.isoformat()[:7], a.recipient.kind))
    turn = Counter[str]()
    pools: dict[str, list[tuple[Arrival, PastYear]]] = {}
    for year in years:
        for arrival in after(year, policy):
            pools.setdefault(arrival.recipient.kind, []).append((arrival, year))
    for kind, pool in pools.items():
        pool.sort(key=lambda x: number(seed, future, kind, x[0].recipient.id, x[1].starts))
    for (month, kind), group in groupby(rest, key=lambda a: (month_of(a, counted, policy), a.recipient.kind)):
        for _ in range(drawn_count(times * len(list(group)), seed, future, month, kind)):
            around, place = divmod(turn[kind], len(pools[kind]))
            arrival, year = pools[kind][place]
            yield StandIn(future, month, arrival, year, around + 1)
            turn[kind] += 1


def drawn_count(wanted: Fraction, seed: int, *what: object) -> int:
    """A whole number that is `wanted` on average: rounded up or down by chance."""
    return int(wanted) + happens(wanted - int(wanted), seed, *what)
