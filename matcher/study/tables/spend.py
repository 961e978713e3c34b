"""Spending by term and by financial year (April to March), as a tidy table beside the open data.

By convention a run of a term spends in that term, and a run of a whole year evenly over the year's days, within the
days on which its pots may be spent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from matcher.policy import Policy
from matcher.study.outcome import Outcome
from matcher.study.sweeps.points import Point
from matcher.study.tables.open_data import (
    COUNTRY,
    REGION_CODES,
    TERMS,
    PolicyOf,
    financial_year_of,
    setting_text,
    write_tidy,
)
from matcher.wording.words import amount
from matcher.world import term_day

FILTERS = {"financial_year": "Financial year, April to March"}
INDICATORS = {
    "leader_days": ("Leaders' days", "", 0),
    "governance_days": ("Governance days", "", 0),
    "spend": ("Proposed spending", "£", 2),
}
DAY = timedelta(days=1)


SEASONS = ("autumn", "spring", "summer")


@dataclass(frozen=True, slots=True, order=True)
class TermSpend:
    """One term, in the order of time. `academic_year` is the year of its September; `number` 0 is autumn."""

    academic_year: int
    number: int

    @property
    def season(self) -> str:
        return SEASONS[self.number]

    @property
    def financial_year(self) -> str:
        """Each term lies in one financial year."""
        return financial_year_of(term_day(f"{self.season}-{self.academic_year + (self.number > 0)}"))

    @property
    def label(self) -> str:
        return f"{TERMS[self.season]} {self.academic_year}/{(self.academic_year + 1) % 100:02d}"

    def after(self, terms: int) -> TermSpend:
        years, number = divmod(self.number + terms, len(SEASONS))
        return TermSpend(self.academic_year + years, number)


@dataclass(frozen=True, slots=True)
class Part:
    """The days of one term that are in the run's period."""

    term: TermSpend
    days: int


def parts_of(policy: Policy) -> tuple[Part, ...]:
    """The parts of the run's period, in order; together they have all its days."""
    first, last = span_of(policy)
    results, day = [], first
    while day <= last:
        season, ends = season_of(day)
        ends = min(ends, last)
        results.append(Part(TermSpend(_academic_year(day), SEASONS.index(season)), (ends - day).days + 1))
        day = ends + DAY
    return tuple(results)


def span_of(policy: Policy) -> tuple[date, date]:
    """The run's term; without one its programme year, within what the periods of its paying pots leave of it."""
    if policy.term:
        first = term_day(policy.term)
        return first, season_of(first)[1]
    pays = [pot for pot in policy.pots if pot.role == "pays" and pot.pays_for]
    starts = [pot.starts or policy.year_from for pot in pays] or [policy.year_from]
    ends = [pot.ends or policy.year_to for pot in pays] or [policy.year_to]
    first, last = max(policy.year_from, min(starts)), min(policy.year_to, max(ends))
    return (first, last) if first <= last else (policy.year_from, policy.year_to)


def season_of(day: date) -> tuple[str, date]:
    """The term a day is in, and that term's last day: the day before the next begins. Each is in one financial year."""
    year = day.year
    for season, after in (("spring", f"summer-{year}"), ("summer", f"autumn-{year}"), ("autumn", f"spring-{year + 1}")):
        if day < term_day(after):
            return season, term_day(after) - DAY
    raise AssertionError("a year has three terms")  # the last of them ends after every day of the year


def _academic_year(day: date) -> int:
    return day.year if day >= term_day(f"autumn-{day.year}") else day.year - 1


def shared(whole: int, parts: Sequence[int]) -> list[int]:
    """Divides `whole` in proportion to `parts`, in integers, by the method of largest remainders."""
    total = sum(parts)
    down = [whole * part // total for part in parts]
    order = sorted(range(len(parts)), key=lambda k: (-(whole * parts[k] % total), k))
    for k in order[: whole - sum(down)]:
        down[k] += 1
    return down


def write_spend(
    results: Sequence[tuple[Point, Outcome]], settings: Sequence[str], policy_of: PolicyOf, folder: Path
) -> None:
    """`spend.csv` and `.parquet` with their `.meta.csv`: one row a point, place, term and financial year."""
    rows = [row for point, outcome in results for row in _rows(point, outcome, settings, policy_of(point))]
    write_tidy("spend", rows, settings, FILTERS, INDICATORS, folder)


def _rows(point: Point, outcome: Outcome, settings: Sequence[str], policy: Policy) -> Iterator[list[Any]]:
    draw = "" if point.draw is None else point.draw + 1
    before = [point.number + 1, draw, *(setting_text(point.settings.get(s)) for s in settings)]
    places = [(g.name, (g.days, g.governance_days, g.pence)) for g in outcome.groups if g.dimension == "region"]
    whole = [(name, by_part(policy, amounts)) for name, amounts in places]
    for name, amounts in whole:
        place = ["Regional", *COUNTRY, REGION_CODES.get(name, "x"), name]
        yield from (_row(part, place, before, line) for part, line in zip(parts_of(policy), amounts, strict=True))
    if policy.regions is None:
        for k, part in enumerate(parts_of(policy)):
            line = [sum(amounts[k][i] for _, amounts in whole) for i in range(3)]
            yield _row(part, ["National", *COUNTRY, "", ""], before, line)


def by_part(policy: Policy, amounts: Sequence[int]) -> list[list[int]]:
    """Days, governance days and pence of each part of the run's time."""
    weights = [part.days for part in parts_of(policy)]
    return [list(line) for line in zip(*(shared(amount, weights) for amount in amounts), strict=True)]


def _row(part: Part, place: list[str], before: list[Any], line: Sequence[int]) -> list[Any]:
    term = part.term
    time = [f"{term.academic_year}{(term.academic_year + 1) % 100:02d}", TERMS[term.season]]
    return [*time, *place, *before, term.financial_year, line[0], line[1], amount(line[2])]
