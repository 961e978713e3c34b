"""How many verdicts rest on inspections that Ofsted's file no longer shows, and which older file would settle most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

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
    change: dict[int, int] = defaultdict(int)  # month -> of how many more, or fewer, the file at its end shows all
    for first, end in (_months_shown(a.forgotten) for a in lacking if a.forgotten):
        if first < end:
            change[first] += 1
            change[end] -= 1
    months = sorted(change)
    shown = list(accumulate(change[month] for month in months))
    most = max(shown, default=0)
    if not most:
        return None, 0
    latest = max(k for k, number in enumerate(shown) if number == most)
    return _first_of(months[latest + 1]) - timedelta(days=1), most


def _months_shown(spans: tuple[FileDays, ...]) -> tuple[int, int]:
    """The first month at whose end one file shows all that is missing, and the month after the last."""
    first, last = max(first for first, _ in spans), min(last for _, last in spans) + timedelta(days=1)
    return first.year * 12 + first.month - 1, last.year * 12 + last.month - 1


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
