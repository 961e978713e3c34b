"""Every completion of the missing facts of one school of a trust, and the outcome of each for the trust."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import NamedTuple

from matcher.domain import Judgement
from matcher.policy import Eligibility, Policy
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


ABSENT = Completion(0, 0, 0, 0, 0)


def outcomes(member: Member, policy: Policy, on: date) -> frozenset[Completion]:
    """Everything this school may bring, as known from reports published up to a day; one outcome where all is known."""
    results = set() if member.certain else {ABSENT}
    for joined, history in completions(member, policy, on):
        if joined > on:
            results.add(ABSENT)
        else:
            results |= set(_brought(member, joined, history, policy, on))
    return frozenset(results)


def completions(member: Member, policy: Policy, on: date) -> Iterator[tuple[date, HISTORY]]:
    """Joining dates with histories whose every date is filled in, one for each case that can differ."""
    own = _published_by(member.history, on)
    if (
        member.joined_from == member.joined_to
        and not member.predecessors
        and all(j.started and j.published for j in own)
    ):
        yield member.joined_from, own
        return
    for history in dict.fromkeys([own, *(_published_by(other, on) + own for other in member.predecessors)]):
        days = _turning_points(history, policy, on)
        dated = [_datings(j, member, days, on) for j in history]
        joinings = _days_within(member.joined_from, member.joined_to, days)
        for joined, filled in product(joinings, product(*dated)):
            yield joined, tuple(sorted((j for j in filled if j is not None), key=in_order))


def _published_by(history: HISTORY, on: date) -> HISTORY:
    """Judgements that may have been published by the day; later ones cannot count yet."""
    return tuple(j for j in history if published_between(j)[0] <= on)


def compared_judgements(member: Member, joined: date, history: HISTORY, policy: Policy) -> JudgementPair:
    """The latest judgement since joining, of its own URN only, and what it is compared with."""
    since = [j for j in history if j.urn == member.urn and j.started is not None and j.started >= joined]
    if policy.eligibility.baseline == "first-in-trust":
        return JudgementPair(since[0] if since else None, since[-1] if since else None)
    before = [j for j in history if j.urn != member.urn or j.started is None or j.started < joined]
    return JudgementPair(before[-1] if before else None, since[-1] if since else None)


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


def _brought(member: Member, joined: date, history: HISTORY, policy: Policy, on: date) -> Iterator[Completion]:
    for past in with_forgotten(member, joined, history, policy, on):
        yield from _brought_by(member, joined, past, policy, on)


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
    found = [
        Judgement(urn=member.urn, started=day, published=day, grade=grade, source="")
        for day in days
        for grade in (1, 2, 3, 4)
    ]
    return [(), *((judgement,) for judgement in found)]


def _brought_by(member: Member, joined: date, history: HISTORY, policy: Policy, on: date) -> Iterator[Completion]:
    reading = policy.eligibility
    tenured = int(joined <= tenure_day(policy, on))
    baseline, latest = compared_judgements(member, joined, history, policy)
    counted = int(latest is not None or reading.share_denominator == "all")
    share = reading.share_at_least
    if latest is None:
        yield Completion(1, tenured, counted, -share.numerator * counted, 0)
        return
    for grade in grades_possible(latest):
        excess = share.denominator * (grade >= BELOW_GOOD) - share.numerator
        for worth in _worths(member, baseline, latest, grade, reading):
            yield Completion(1, tenured, counted, excess, worth)


def _worths(
    member: Member, baseline: Judgement | None, latest: Judgement, grade: int, reading: Eligibility
) -> Iterator[int]:
    """What the school adds to the sum: grade steps up, as counted, averaged or weighted; 0 without a baseline."""
    if baseline is None or baseline is latest:
        yield 0
        return
    # grades of two regimes cannot be compared: the step may be anything
    steps = (
        [b - grade for b in grades_possible(baseline)] if baseline.regime == latest.regime == "headline" else [-3, 0, 3]
    )
    for step in steps:
        if reading.decline == "net-count":
            yield (step > 0) - (step < 0)
        elif reading.decline == "pupil-weighted":
            for pupils in PUPILS if member.pupils is None else (member.pupils,):
                yield step * pupils
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
