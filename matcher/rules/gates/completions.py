"""Every completion of the missing facts of one school of a trust, and the outcome of each for the trust."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from matcher.domain import Judgement
from matcher.policy import Policy
from matcher.rules.gates.body import HISTORY, Member, grades_possible, published_between, started_between

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


class JudgementPair(NamedTuple):
    """The two judgements that are compared, where there are such: the baseline and the latest since joining."""

    baseline: Judgement | None
    latest: Judgement | None

    @property
    def compared(self) -> bool:
        return self.baseline is not None and self.latest is not None and self.latest is not self.baseline


class JudgedGrades(NamedTuple):
    """The grades that the latest judgement since joining may have, none where there is no such; and those of the
    judgement that it is compared with, none where it is with none; `comparable` where both are on one scale.
    """

    latest: tuple[int, ...] = ()
    baseline: tuple[int, ...] = ()
    comparable: bool = True


NOTHING_JUDGED = JudgedGrades()
NOT_THERE = frozenset({Completion(0, 0, 0, 0, 0)})


def outcomes(member: Member, policy: Policy, on: date) -> frozenset[Completion]:
    """Everything this school may bring, as known from reports published up to a day; one outcome where all is known."""
    reading, last = policy.eligibility, tenure_day(policy, on)
    share = reading.share_at_least  # as two whole numbers, which are hashed sooner
    counting = (reading.share_denominator, share.numerator, share.denominator, reading.decline)
    pupils = member.pupils if reading.decline == "pupil-weighted" else None
    found = [
        _brought(joined <= last, marks, *counting, pupils) if joined <= on else NOT_THERE
        for joined, marks in _cases(member, policy, on)
    ]
    if not member.certain:
        found.append(NOT_THERE)
    return found[0] if len(found) == 1 else frozenset().union(*found)


def _cases(member: Member, policy: Policy, on: date) -> Sequence[tuple[date, JudgedGrades]]:
    """The joining day and the marks of every case that can differ, worked out once for all readings that share them."""
    reading = policy.eligibility
    if "dated" not in member.memo:
        member.memo["dated"] = _dated(member, member.history)
    days = None if member.memo["dated"] else tenure_day(policy, on)  # what completions() reads of the policy
    key = (on, days, reading.baseline, reading.forgotten)
    if key not in member.memo:
        several = (
            (joined, _marks(compared_judgements(member, joined, past, policy)))
            for joined, history in completions(member, policy, on)
            for past in ([history] if joined > on else with_forgotten(member, joined, history, policy, on))
        )
        member.memo[key] = tuple(dict.fromkeys(several))
    found: Sequence[tuple[date, JudgedGrades]] = member.memo[key]
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


def compared_judgements(member: Member, joined: date, history: HISTORY, policy: Policy) -> JudgementPair:
    """The latest judgement since joining, of its own URN only, and what it is compared with."""
    since: list[Judgement] = []
    before: list[Judgement] = []
    for j in history:
        (since if j.urn == member.urn and j.started is not None and j.started >= joined else before).append(j)
    latest = since[-1] if since else None
    if policy.eligibility.baseline == "first-in-trust":
        return JudgementPair(since[0] if since else None, latest)
    return JudgementPair(before[-1] if before else None, latest)


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


def with_forgotten(member: Member, joined: date, history: HISTORY, policy: Policy, on: date) -> Iterator[HISTORY]:
    """The history as the files show it, and, where the reading asks, with the last that they may have forgotten.

    One may lie before joining, and one between joining and the first that is shown; each of any grade, or not there.
    """
    yield history
    if policy.eligibility.forgotten == "as-known" or not member.forgets:
        return
    shown = started_between(member.history[0])[1]
    if shown < joined:
        return  # what is compared is shown
    before = [joined - DAY] if member.opened is None or member.opened < joined else []
    since = [joined] if joined < min(shown, on) else []
    for older, newer in product(_any_grade(member, before), _any_grade(member, since)):
        if older or newer:
            yield (*older, *newer, *history)


def _any_grade(member: Member, days: Sequence[date]) -> list[HISTORY]:
    """No judgement, or one of each grade on each of the days."""
    return [(), *(one for day in days for one in _each_grade(member.urn, day))]


@lru_cache(maxsize=100_000)
def _each_grade(urn: str, day: date) -> tuple[HISTORY, ...]:
    return tuple((Judgement(urn=urn, started=day, published=day, grade=g, source=""),) for g in (1, 2, 3, 4))


def _marks(judged: JudgementPair) -> JudgedGrades:
    baseline, latest = judged
    if latest is None:
        return NOTHING_JUDGED
    if baseline is None or baseline is latest:
        return JudgedGrades(grades_possible(latest))
    comparable = baseline.regime == latest.regime == "headline"
    return JudgedGrades(grades_possible(latest), grades_possible(baseline), comparable)


@cache
def _brought(
    tenured: bool, marks: JudgedGrades, counted_in: str, part: int, whole: int, decline: str, pupils: int | None
) -> frozenset[Completion]:
    """What a school with these marks may bring: all that a reading of the rule makes of it. The share asked for is
    `part` of `whole`; `pupils` weigh a decline where the reading says so.
    """
    counted = int(bool(marks.latest) or counted_in == "all")
    if not marks.latest:
        return frozenset({Completion(1, int(tenured), counted, -part * counted, 0)})
    return frozenset(
        Completion(1, int(tenured), counted, whole * (grade >= BELOW_GOOD) - part, worth)
        for grade in marks.latest
        for worth in _worths(marks, grade, decline, pupils)
    )


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
