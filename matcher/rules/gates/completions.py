"""Every completion of the missing facts of one school of a trust, and the outcome of each for the trust."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import NamedTuple

from matcher.domain import Judgement
from matcher.policy import Policy
from matcher.rules.gates.body import HISTORY, Member, published_between, started_between
from matcher.rules.gates.compared import JudgedGrades, Placed, marks_of, placed

PUPILS = (1, 10_000)  # a school whose number of pupils is not known has from one to more than any in England
BELOW_GOOD = 3
DAY = timedelta(days=1)


class Completion(NamedTuple):
    """What one school brings to its trust, if the facts are so.

    `present` and `tenured` are 0 or 1. `inspected` is 1 where the school counts in the share's denominator. `excess` is
    at least zero, over all schools, exactly when the share is reached. `worth` sums to less than zero in a decline.
    """

    present: int
    tenured: int
    inspected: int
    excess: int
    worth: int


NOT_THERE = frozenset({Completion(0, 0, 0, 0, 0)})


class SchoolQuestion(NamedTuple):
    """What a reading asks of each school of a trust on a day: put together once for all of them."""

    policy: Policy
    on: date
    tenured_from: date  # who joined on or before this day has been there for long enough
    brought: Callable[[bool, JudgedGrades, int | None], frozenset[Completion]]


def question_of(policy: Policy, on: date) -> SchoolQuestion:
    """What the policy asks, as known from reports published up to a day."""
    reading = policy.eligibility
    share = reading.share_at_least  # as two whole numbers, which are hashed sooner
    brought = _brought_by(reading.share_denominator, share.numerator, share.denominator, reading.decline)
    return SchoolQuestion(policy, on, tenure_day(policy, on), brought)


def outcomes(member: Member, asked: SchoolQuestion) -> frozenset[Completion]:
    """Everything this school may bring; one outcome where all is known."""
    on, last, brought = asked.on, asked.tenured_from, asked.brought
    pupils = member.pupils if asked.policy.eligibility.decline == "pupil-weighted" else None
    found = [
        brought(joined <= last, marks, pupils) if joined <= on else NOT_THERE for joined, marks in _cases(member, asked)
    ]
    if not member.certain:
        found.append(NOT_THERE)
    return found[0] if len(found) == 1 else frozenset().union(*found)


def _cases(member: Member, asked: SchoolQuestion) -> Sequence[tuple[date, JudgedGrades]]:
    """The joining day and the marks of every case that can differ, worked out once for all readings that share them."""
    reading, memo = asked.policy.eligibility, member.memo
    if "dated" not in memo:
        memo["dated"] = _dated(member, member.history)
    days = None if memo["dated"] else asked.tenured_from  # what completions() reads of the policy
    key = (asked.on, days, reading.baseline, reading.forgotten)
    if key not in memo:
        several = (
            (joined, marks)
            for joined, past in _pasts(member, asked, days)
            for marks in marks_of(past, reading.baseline, *_may_have_forgotten(member, joined, asked))
        )
        memo[key] = tuple(dict.fromkeys(several))
    found: Sequence[tuple[date, JudgedGrades]] = memo[key]
    return found


def _pasts(member: Member, asked: SchoolQuestion, days: date | None) -> Sequence[tuple[date, tuple[Placed, ...]]]:
    """The joining day and the judgements of every completion, the same for every baseline."""
    key = ("pasts", asked.on, days)
    if key not in member.memo:
        member.memo[key] = tuple(
            (joined, placed(member, joined, history)) for joined, history in completions(member, asked.policy, asked.on)
        )
    found: Sequence[tuple[date, tuple[Placed, ...]]] = member.memo[key]
    return found


def completions(member: Member, policy: Policy, on: date) -> Iterator[tuple[date, HISTORY]]:
    """Joining dates with histories whose every date is filled in, one for each case that can differ."""
    own = _published_by(member.history, on)
    if _dated(member, own):
        yield member.joined_from, own
        return
    for history in dict.fromkeys([own, *(_published_by(other, on) + own for other in member.predecessors)]):
        days = _turning_points(history, policy, on)
        dated = [_datings(j, member, days, on) for j in history]
        joinings = _days_within(member.joined_from, member.joined_to, days)
        for joined, filled in product(joinings, product(*dated)):
            yield joined, tuple(sorted((j for j in filled if j is not None), key=in_order))


def _dated(member: Member, history: HISTORY) -> bool:
    """Whether no day is missing of the school and of these judgements of its own, and they are its only past."""
    whole = member.joined_from == member.joined_to and not member.predecessors
    return whole and all(j.started and j.published for j in history)


def _published_by(history: HISTORY, on: date) -> HISTORY:
    """Judgements that may have been published by the day; later ones cannot count yet."""
    return tuple(j for j in history if published_between(j)[0] <= on)


def in_order(judgement: Judgement) -> tuple[date, date, str]:
    return judgement.started or date.min, judgement.published or date.min, judgement.urn


def tenure_day(policy: Policy, on: date) -> date:
    """A school that joined on or before this day has been in the trust long enough."""
    reading = policy.eligibility
    end = on if reading.tenure_at == "as_at" else min(policy.year_from, on)
    return _years_before(end, reading.years_at_least)


@cache
def _years_before(day: date, years: int) -> date:
    year = day.year - years
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _may_have_forgotten(member: Member, joined: date, asked: SchoolQuestion) -> tuple[bool, bool]:
    """Whether the reading asks for judgements that the files may have forgotten: for one before joining, and for one
    between joining and the first that is shown.
    """
    if asked.policy.eligibility.forgotten == "as-known" or not member.forgets or joined > asked.on:
        return False, False
    shown = started_between(member.history[0])[1]
    if shown < joined:
        return False, False  # what is compared is shown
    return member.opened is None or member.opened < joined, joined < min(shown, asked.on)


@cache
def _brought_by(
    counted_in: str, part: int, whole: int, decline: str
) -> Callable[[bool, JudgedGrades, int | None], frozenset[Completion]]:
    """What a school may bring under one reading of the rule, from whether it has been there for long enough, its marks,
    and its pupils where the reading weighs a decline by them. The share asked for is `part` of `whole`.
    """

    @cache
    def brought(tenured: bool, marks: JudgedGrades, pupils: int | None) -> frozenset[Completion]:
        counted = int(bool(marks.latest) or counted_in == "all")
        if not marks.latest:
            return frozenset({Completion(1, int(tenured), counted, -part * counted, 0)})
        return frozenset(
            Completion(1, int(tenured), counted, whole * (grade >= BELOW_GOOD) - part, worth)
            for grade in marks.latest
            for worth in _worths(marks, grade, decline, pupils)
        )

    return brought


def _worths(marks: JudgedGrades, grade: int, decline: str, pupils: int | None) -> Iterator[int]:
    """What the school adds to the sum: grade steps up, as counted, averaged or weighted; 0 without a baseline."""
    if not marks.baseline:
        yield 0
        return
    # grades of two regimes cannot be compared: the step may be anything
    for step in [before - grade for before in marks.baseline] if marks.comparable else [-3, 0, 3]:
        if decline == "net-count":
            yield (step > 0) - (step < 0)
        elif decline == "pupil-weighted":
            for number in PUPILS if pupils is None else (pupils,):
                yield step * number
        else:
            yield step  # an average is below zero exactly when the sum is


def _datings(judgement: Judgement, member: Member, days: Sequence[date], on: date) -> list[Judgement | None]:
    """The judgement with its missing dates filled in, every way that can differ; None where it is not yet published."""
    if judgement.started and judgement.published:
        return [judgement]
    unpublished: list[Judgement | None] = [None] if published_between(judgement)[1] > on else []
    first, last = started_between(judgement)
    spans = {*days, member.joined_from, member.joined_from - DAY, member.joined_to, member.joined_to - DAY}
    starts = _days_within(first, min(last, on), sorted(spans))
    published = judgement.published or on
    return unpublished + [replace(judgement, started=day, published=published) for day in starts]


def _turning_points(history: HISTORY, policy: Policy, on: date) -> list[date]:
    """Days on either side of which an answer may differ."""
    days = {on, tenure_day(policy, on), tenure_day(policy, on) + DAY}
    for judgement in history:
        for day in started_between(judgement):
            if date.min < day < date.max:
                days |= {day - DAY, day, day + DAY}
    return sorted(days)


def _days_within(first: date, last: date, days: Sequence[date]) -> list[date]:
    if first >= last:
        return [first]
    return sorted({first, last, *(day for day in days if first < day < last)})
