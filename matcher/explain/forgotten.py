"""How many verdicts rest on inspections that Ofsted's file no longer shows, and which older file would settle most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from matcher.domain import Assessment, FileDays
from matcher.rules.pairs.pair_sets import date_text


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Counts of verdicts by answer. `file` is the day of the older file that settles most, `settles` how many it shows
    all of; None and 0 where no verdict rests on it.
    """

    by_answer: dict[str, int]
    file: date | None
    settles: int

    @property
    def sentence(self) -> str:
        """For page one; nothing where no verdict rests on it."""
        if not self.by_answer:
            return ""
        eligible = self.by_answer.get("eligible", 0)
        others = sum(self.by_answer.values()) - eligible
        sentence = (
            f"Verdicts that rest on inspections no longer in Ofsted's file: {eligible:,} eligible, {others:,} others"
        )
        if self.file is None:
            return f"{sentence}."
        return f"{sentence}. Its file as at {date_text(self.file)} would settle {self.settles:,}."


def forgotten(assessments: Iterable[Assessment]) -> Forgotten:
    resting = [a for a in assessments if a.rests_on_forgotten]
    by_answer: dict[str, int] = dict(Counter(a.verdict.answer for a in resting))
    return Forgotten(by_answer, *best_file(resting))


def best_file(lacking: Iterable[Assessment]) -> tuple[date | None, int]:
    """The day of the older file that shows all that is missing of the most of these, and of how many; None and 0 where
    none shows all of any. Of equals the latest.
    """
    days = Counter(day for a in lacking if a.forgotten for day in _shown_on(a.forgotten))
    best = max(days, key=lambda day: (days[day], day), default=None)
    return best, days[best] if best else 0


@lru_cache(maxsize=5_000)
def _shown_on(spans: tuple[FileDays, ...]) -> frozenset[date]:
    """The ends of months on which one file shows all that is missing; the same for many schools."""
    first, last = max(first for first, _ in spans), min(last for _, last in spans)
    found, day = set(), _month_end(first)
    while day <= last:
        found.add(day)
        day = _month_end(day + timedelta(days=1))
    return frozenset(found)


def _month_end(day: date) -> date:
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return after - timedelta(days=1)
