"""Whole histories of one school, and what Ofsted's files of given days would show of each.

A file has the latest and the previous, a report card beside the earlier framework, or one row an inspection.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from matcher.domain import Facts, InspectionRow, Judgement
from tests.eligibility.facts import facts, school
from tests.law_history import REQUIRES_IMPROVEMENT, History, Inspected

URN = "1"
REPORTED_AFTER = timedelta(days=40)
REPORTED_LATE = (timedelta(days=200), timedelta(days=330))
HEADLINES = ("", "2", "3", "4")
PARTS = ("", "parts: good", "parts: leadership 3", "parts: quality 3", "parts: leadership 3, special measures")
CARDS = ("", "card: expected", "card: leadership needs attention", "card: urgent, RSI")
MARKS = {
    "parts: good": {"quality-of-education": 2, "leadership": 2},
    "parts: leadership 3": {"quality-of-education": 2, "leadership": 3},
    "parts: quality 3": {"quality-of-education": 3, "leadership": 2},
    "parts: leadership 3, special measures": {"quality-of-education": 3, "leadership": 3},
    "card: expected": {"achievement": 3, "leadership-and-governance": 3},
    "card: leadership needs attention": {"achievement": 4, "leadership-and-governance": 4},
    "card: urgent, RSI": {"achievement": 5, "leadership-and-governance": 4},
}
CATEGORIES = {"4": "SM", "parts: leadership 3, special measures": "SM", "card: urgent, RSI": "RSI"}
FIRST_CARDS = date(2025, 11, 10)
MOST_VISITS = 2  # a higher number says no less
FRAMEWORK_OF_2019 = date(2019, 9, 1)  # files since November 2025 show no graded inspection before it


@dataclass(frozen=True)
class Whole:
    """A school's whole history, and for each inspection which re-inspection of a school requiring improvement it was
    called: nought where it was called something else, and fewer than they were where a new URN began the count anew.
    """

    history: History
    visits: tuple[int, ...]


@dataclass(frozen=True)
class File:
    day: date
    in_year: bool = False


@dataclass(frozen=True)
class Lost:
    """What a damaged file lacks of the inspection that began on a day: its `grade`, or when it was `published`."""

    what: str
    of: date


def all_histories(slots: Sequence[date], hidden: Sequence[date] = (), lost: Lost | None = None) -> Iterator[Whole]:
    """Every history over these days, less varied on those of `hidden`. A report whose day is lost may have come out
    soon or late.
    """
    options = [_outcomes(day, day in hidden) for day in slots]
    late = lost.of if lost and lost.what == "published" else None
    for words, after in product(product(*options), (REPORTED_AFTER, *REPORTED_LATE) if late else (REPORTED_AFTER,)):
        history = tuple(
            Inspected(d, d + (after if d == late else REPORTED_AFTER), w)
            for d, w in zip(slots, words, strict=True)
            if w
        )
        for visits in product(*(range(min(streak, MOST_VISITS) + 1) for streak in _streaks(history))):
            yield Whole(history, visits)


def _outcomes(day: date, few: bool) -> tuple[str, ...]:
    if day >= FIRST_CARDS:
        return CARDS
    if day >= date(2024, 9, 2):
        return PARTS[:3] if few else PARTS
    return HEADLINES[:3] if few else HEADLINES


def _streaks(history: History) -> list[int]:
    """How many Requires Improvement judgements stand in a row just before each inspection."""
    streaks, now = [], 0
    for one in history:
        streaks.append(now)
        now = now + 1 if one.came_to in REQUIRES_IMPROVEMENT else 0
    return streaks


def as_published(whole: Whole, files: Sequence[File], lost: Lost | None = None) -> Facts:
    """What the files show of a history."""
    rows: list[InspectionRow] = []
    for file in files:
        heard = [k for k, one in enumerate(whole.history) if one.published <= file.day]
        if file.in_year:
            rows += [_row(whole, k, file) for k in heard if whole.history[k].published >= _year_of(file.day)]
        elif file.day < FIRST_CARDS:
            rows += _latest_and_previous(whole, heard, file)
        else:
            rows += _card_and_framework(whole, heard, file)
    shown = {row.started for row in rows} | {row.before_started for row in rows}
    judgements = [without(_judgement(one), lost) for one in whole.history if one.started in shown]
    return facts([school(URN)], judgements=judgements, inspection_rows=tuple(rows))


def without(judgement: Judgement, lost: Lost | None) -> Judgement:
    if lost is None or judgement.started != lost.of:
        return judgement
    if lost.what == "published":
        return replace(judgement, published=None)
    return replace(judgement, grade=None, category=None, areas=(), leadership=None)


def _year_of(day: date) -> date:
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)


def _row(whole: Whole, k: int, file: File, **rest: object) -> InspectionRow:
    given: dict[str, object] = {"visit": whole.visits[k] or None} | rest
    return InspectionRow(school=URN, urn=URN, started=whole.history[k].started, seen_on=file.day, **given)  # type: ignore[arg-type]


def _latest_and_previous(whole: Whole, heard: list[int], file: File) -> list[InspectionRow]:
    if not heard:
        return [InspectionRow(school=URN, urn=None, started=None, seen_on=file.day, first=True)]
    if len(heard) == 1:
        return [_row(whole, heard[0], file, latest=True, first=True)]
    before = whole.history[heard[-2]].started
    return [_row(whole, heard[-1], file, latest=True, before_urn=URN, before_started=before)]


def _card_and_framework(whole: Whole, heard: list[int], file: File) -> list[InspectionRow]:
    cards = [k for k in heard if whole.history[k].came_to.startswith("card")]
    older = [k for k in heard if k not in cards and whole.history[k].started >= FRAMEWORK_OF_2019]
    rows = []
    if cards:
        before = [whole.history[k].started for k in older[-1:]]
        named = {"before_urn": URN, "before_started": before[0], "next_to": False} if before else {}
        named = named or {"none_since": FRAMEWORK_OF_2019}
        rows.append(_row(whole, cards[-1], file, latest=True, **named))
    if older:
        rows.append(_row(whole, older[-1], file, latest=not cards))
    if not cards and not older:
        none = FRAMEWORK_OF_2019
        rows.append(InspectionRow(school=URN, urn=None, started=None, seen_on=file.day, none_since=none))
    return rows


def _judgement(one: Inspected) -> Judgement:
    marks = MARKS.get(one.came_to, {})
    kind = one.came_to.split(":")[0]
    return Judgement(
        urn=URN,
        started=one.started,
        published=one.published,
        grade=int(one.came_to) if one.came_to.isdigit() else None,
        category=CATEGORIES.get(one.came_to),
        regime="report-card" if kind == "card" else "sub-judgements" if kind == "parts" else "headline",
        leadership=marks.get("leadership"),
        areas=tuple(marks.items()),
        source="ofsted.csv",
    )
