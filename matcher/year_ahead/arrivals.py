"""Who came when in past programme years, and how many more that makes likely until the end of this one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from matcher.domain import Assessment, Recipient
from matcher.policy import Policy

FEW = 10  # arrivals so far of this year: with fewer, a past year counts as it was
STOPPED = Fraction(1, 2)  # a past year with a smaller part of the others' arrivals after the run's day is no measure
STOOD_STILL = Fraction(1, 4)  # a past year with a smaller part of this year's arrivals so far tells nothing of the rest


@dataclass(frozen=True, slots=True)
class Arrival:
    """A school or trust that began to qualify on this day of its programme year.

    `twice`: whether its last two grades then were below good; None where the files no longer show the one before.
    """

    on: date
    recipient: Recipient
    twice: bool | None = False


@dataclass(frozen=True, slots=True)
class PastYear:
    """A programme year that is over, from its first day on, with its arrivals in order of day and id.

    `times` is how often each of its arrivals counts, so that its months so far come to this year's.
    """

    starts: date
    arrivals: tuple[Arrival, ...]
    times: Fraction = Fraction(1)

    @property
    def name(self) -> str:
        return year_name(self.starts)


@dataclass(frozen=True, slots=True)
class ExpectedCount:
    """How many of one sort are expected: the mean of the past years, rounded, and the least and most of any."""

    month: str
    region: str
    kind: str
    mean: Fraction
    least: int
    most: int


@dataclass(frozen=True, eq=False)
class Expectations:
    """What past years say of the rest of this one: the years used, latest first, and those passed over.

    `so_far`: this year's arrivals up to the run's day; `twice_share`: of its schools among them, the part that was
    below good twice running; `total` None where no past year can be used.
    """

    years: tuple[PastYear, ...] = ()
    passed_over: tuple[PastYear, ...] = ()
    so_far: int = 0
    twice_share: Fraction = Fraction(0)
    total: ExpectedCount | None = None
    counts: tuple[ExpectedCount, ...] = ()


def year_name(starts: date) -> str:
    """A programme year in words: 2022/23."""
    return f"{starts.year}/{(starts.year + 1) % 100:02d}"


def years_later(day: date, years: int) -> date:
    """The same day so many years later; the last of February for the 29th."""
    return date(day.year + years, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + years)


def arrivals_of(assessments: Iterable[Assessment], first: date, last: date) -> tuple[Arrival, ...]:
    """Those that began to qualify from the first day to the last; a trust that qualified on the first was there before.

    Those whose day is not known are left out.
    """
    found = []
    for a in assessments:
        since = a.recipient.eligible_since if a.recipient else None
        if a.recipient is None or since is None or not first <= since <= last or (a.kind == "trust" and since == first):
            continue
        found.append(Arrival(since, a.recipient))
    return tuple(sorted(found, key=lambda x: (x.on, x.recipient.id)))


def usable_years(
    years: Sequence[PastYear], so_far: int, policy: Policy, scale: str, most: int
) -> tuple[tuple[PastYear, ...], tuple[PastYear, ...]]:
    """The latest past years from which the rest of this one may be expected, scaled; and those passed over for it.

    `so_far` counts this year's arrivals up to the run's day.
    """
    used, passed = list[PastYear](), list[PastYear]()
    for year in sorted(years, key=lambda y: y.starts, reverse=True):
        own = len(before(year, policy))
        if not year.arrivals or (scale == "as-so-far" and so_far >= FEW and own < STOOD_STILL * so_far):
            passed.append(year)
            continue
        times = Fraction(so_far, own) if scale == "as-so-far" and so_far >= FEW else Fraction(1)
        used.append(PastYear(year.starts, year.arrivals, times))
    stopped = _stopped_in_the_rest(used, policy) if scale == "as-so-far" else []
    kept = [year for year in used if year not in stopped][:most]
    passed += [year for year in stopped if kept and year.starts > kept[-1].starts]
    return tuple(kept), tuple(sorted(passed, key=lambda y: y.starts, reverse=True))


def _stopped_in_the_rest(years: Sequence[PastYear], policy: Policy) -> list[PastYear]:
    """Those in which far fewer came after the run's day than in the others, as where inspections stopped."""
    rest = [len(after(year, policy)) * year.times for year in years]
    if len(years) < 3:
        return []  # of two nobody can say which is the odd one
    return [year for year, own in zip(years, rest, strict=True) if own < STOPPED * median(rest)]


def day_in(year: PastYear, policy: Policy) -> date:
    """The run's day in that past year."""
    return years_later(policy.as_at, year.starts.year - policy.year_from.year)


def before(year: PastYear, policy: Policy) -> tuple[Arrival, ...]:
    return tuple(a for a in year.arrivals if a.on <= day_in(year, policy))


def after(year: PastYear, policy: Policy) -> tuple[Arrival, ...]:
    """Its arrivals after the run's day, in the regions of the run."""
    inside = policy.regions
    return tuple(
        a for a in year.arrivals if a.on > day_in(year, policy) and (inside is None or a.recipient.region in inside)
    )


def month_of(arrival: Arrival, year: PastYear, policy: Policy) -> str:
    """The month of this year that stands for its own: 2023-01."""
    return years_later(arrival.on, policy.year_from.year - year.starts.year).isoformat()[:7]


def expected_counts(years: Sequence[PastYear], policy: Policy) -> tuple[ExpectedCount, ...]:
    """By month, region and kind, how many more come until the year's end, as the past years went."""
    tallies = [
        Counter((month_of(a, y, policy), a.recipient.region, a.recipient.kind) for a in after(y, policy)) for y in years
    ]
    keys = sorted({key for tally in tallies for key in tally})
    return tuple(
        ExpectedCount(*key, *_spread([tally[key] * y.times for tally, y in zip(tallies, years, strict=True)]))
        for key in keys
    )


def expected_total(years: Sequence[PastYear], policy: Policy) -> ExpectedCount | None:
    """The same in all; None where no past year can be used."""
    if not years:
        return None
    return ExpectedCount("", "", "", *_spread([len(after(y, policy)) * y.times for y in years]))


def _spread(counts: Sequence[Fraction]) -> tuple[Fraction, int, int]:
    return sum(counts, Fraction(0)) / len(counts), round(min(counts)), round(max(counts))
