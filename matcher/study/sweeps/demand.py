"""How demand differs from year to year: Requires Improvement judgements per region, phase and month, as published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from matcher.domain import Facts, Recipient
from matcher.policy import Policy
from matcher.study.outcome import phase_of

RI = 3
Group = tuple[str, str]  # region, phase


@dataclass(frozen=True, slots=True)
class DemandDraw:
    """How much each group grows or shrinks in a draw, and the month (`2021-10`) that each month was taken from."""

    factors: Mapping[Group, float]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Counts to sample demand from: per calendar month and year of the history, by group; and those of the last year.

    A draw takes each month from one of the years, the same year for every group: seasons and what regions have in
    common are kept. Groups grow or shrink as their judgements do; a group that has none keeps its size.

    `level` `own`: a group grows by what was drawn over what is drawn on average, so that the draws' mean is the
    scenario's own demand. `history`: over its judgements of the last year, so that quiet years pull it down.
    """

    months: Mapping[int, tuple[Mapping[Group, int], ...]]
    actual: Mapping[Group, int]
    level: Literal["own", "history"] = "own"
    calendar: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def sample(self, rng: np.random.Generator) -> DemandDraw:
        total: Counter[Group] = Counter()
        taken = []
        for month in sorted(self.months):
            years = self.months[month]
            k = int(rng.integers(len(years)))
            total.update(years[k])
            taken.append(f"{self.calendar[month][k]}-{month:02d}")
        base = self.mean if self.level == "own" else self.actual
        return DemandDraw({group: total[group] / count for group, count in base.items() if count}, tuple(taken))

    @property
    def mean(self) -> dict[Group, float]:
        """Judgements of a year on average over all draws, by group."""
        means: dict[Group, float] = defaultdict(float)
        for years in self.months.values():
            for year in years:
                for group, count in year.items():
                    means[group] += count / len(years)
        return dict(means)

    @staticmethod
    def members(recipients: Iterable[Recipient]) -> dict[Group, list[Recipient]]:
        """Standalone schools by group, in id order; trusts are left out."""
        members: dict[Group, list[Recipient]] = defaultdict(list)
        for recipient in recipients:
            if recipient.kind == "school":
                members[recipient.region, phase_of(recipient)].append(recipient)
        return members


def demand_scale(facts: Facts, policy: Policy, years: int, level: Literal["own", "history"] = "own") -> Scale:
    """Counts of the `years` of twelve months up to the run's day."""
    counts = monthly_counts(facts, policy.as_at, 12 * years)
    back = _months_back(policy.as_at, 12 * years)
    calendar = {month: tuple(year for year, m in back if m == month) for month in range(1, 13)}
    months: dict[int, tuple[Mapping[Group, int], ...]] = {
        month: tuple(counts.get((year, month), {}) for year in taken) for month, taken in calendar.items()
    }
    actual: Counter[Group] = Counter()
    for year_month in _months_back(policy.as_at, 12):
        actual.update(counts.get(year_month, {}))
    return Scale(months, actual, level, calendar)


def monthly_counts(facts: Facts, as_at: date, months: int) -> dict[tuple[int, int], Counter[Group]]:
    """(year, month) of publication -> judgements per group; schools whose region is not known are left out."""
    wanted = set(_months_back(as_at, months))
    members: dict[tuple[int, int], Counter[Group]] = defaultdict(Counter)
    for judgement in facts.judgements:
        day, school = judgement.published, facts.schools.get(judgement.urn)
        if judgement.grade != RI or day is None or day > as_at or (day.year, day.month) not in wanted:
            continue
        if school is not None and school.region:
            members[day.year, day.month][school.region, _phase(school.phases)] += 1
    return dict(members)


def _phase(phases: frozenset[str]) -> str:
    stand_in = Recipient(id="", name="", kind="school", region="", phases=phases)
    return phase_of(stand_in)


def _months_back(as_at: date, months: int) -> list[tuple[int, int]]:
    """The months up to and with that of the day, the latest first."""
    last = as_at.year * 12 + as_at.month - 1
    return [(whole // 12, whole % 12 + 1) for whole in range(last, last - months, -1)]
