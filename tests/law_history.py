"""Who qualifies by a school's own inspections, in plain lines from the published wordings; it knows nothing of gates.

A history is whole: every inspection of the school, in order, each with what it came to in one word. What to say where
files have forgotten some of it follows: `cannot tell` where two whole histories that look the same in the files differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

SEPTEMBER_2021, AUGUST_2022 = date(2021, 9, 1), date(2022, 8, 31)
SEPTEMBER_2024, FEBRUARY_2025 = date(2024, 9, 1), date(2025, 2, 28)
SEPTEMBER_2026 = date(2026, 9, 1)

# What an inspection may come to: a headline grade, parts alone (since September 2024), or a report card.
REQUIRES_IMPROVEMENT = ("3", "parts: leadership 3", "parts: quality 3", "card: leadership needs attention")
BELOW_GOOD = (*REQUIRES_IMPROVEMENT, "4", "parts: leadership 3, special measures", "card: urgent, RSI")
CONCERN = ("4", "parts: leadership 3, special measures", "card: urgent, RSI")
PART_IS_LOW = ("parts: leadership 3", "parts: quality 3", "parts: leadership 3, special measures")


@dataclass(frozen=True)
class Inspected:
    started: date
    published: date
    came_to: str


History = Sequence[Inspected]


def published_by(history: History, day: date) -> list[Inspected]:
    """FORMATS: nothing published later counts."""
    return sorted((one for one in history if one.published <= day), key=lambda one: one.started)


def stuck(history: History, as_at: date) -> bool:
    """DfE: Requires Improvement or equivalent at the latest graded inspection and below good at the one before."""
    heard = published_by(history, as_at)
    return len(heard) > 1 and heard[-1].came_to in REQUIRES_IMPROVEMENT and heard[-2].came_to in BELOW_GOOD


def requires_significant_improvement(history: History, as_at: date) -> bool:
    """Consultation outcome: from September 2026, mandatory RISE; before, structural intervention by default."""
    heard = published_by(history, as_at)
    return as_at >= SEPTEMBER_2026 and bool(heard) and heard[-1].came_to == "card: urgent, RSI"


def rise(history: History, as_at: date) -> set[bool]:
    return {stuck(history, as_at) or requires_significant_improvement(history, as_at)}


def tsio_2021(history: History, as_at: date) -> set[bool]:
    """Judged Requires Improvement in the year, or entered the year so after Requires Improvement or worse."""
    heard = published_by(history, as_at)
    in_year = any(one.came_to == "3" and SEPTEMBER_2021 <= one.published <= AUGUST_2022 for one in heard)
    before = published_by(history, date(2021, 8, 31))
    entered = len(before) > 1 and before[-1].came_to == "3" and before[-2].came_to in ("3", "4")
    return {in_year or entered}


def sio_2024(history: History, as_at: date) -> set[bool]:
    """Below good before September 2024 and a part low since; in a category since; or low twice before, and then no
    file says whether plans for a change of structure are well advanced.
    """
    heard = published_by(history, as_at)
    since = [one for one in heard if SEPTEMBER_2024 <= one.started <= FEBRUARY_2025]
    before = [one for one in heard if one.started < SEPTEMBER_2024]
    low_before = bool(before) and before[-1].came_to in BELOW_GOOD
    if low_before and any(one.came_to in PART_IS_LOW for one in since):
        return {True}
    if any(one.came_to in CONCERN for one in since):
        return {True}
    twice = len(before) > 1 and before[-1].came_to == before[-2].came_to == "3"
    return {True, False} if twice else {False}


def supported_through_its_trust(schools: Iterable[set[bool]]) -> set[bool]:
    """2021/22 and 2024/25: a trust is supported at trust level, let in by any of its schools; which is assumed."""
    found = {False}
    for one in schools:
        found = {already or so for already in found for so in one}
    return found


def said(answers: Iterable[bool]) -> str:
    """FORMATS: cannot tell only where some completion of the missing facts would change the answer."""
    found = set(answers)
    if len(found) > 1:
        return "cannot tell"
    return "eligible" if found == {True} else "not eligible"
