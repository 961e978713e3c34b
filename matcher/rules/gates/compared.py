"""What of a school's judgements is compared: the latest since joining, with one before it or the first in the trust."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import product
from typing import NamedTuple

from matcher.domain import Judgement
from matcher.policy import Policy
from matcher.rules.gates.body import HISTORY, Member, grades_possible


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


class Placed(NamedTuple):
    """A judgement as it is compared: whether it is the school's own since joining, the grades that it may have, and
    whether these are headline grades. Many schools share such a past, and what follows from it is worked out once.
    """

    since: bool
    grades: tuple[int, ...]
    headline: bool


NOTHING_JUDGED = JudgedGrades()


def compared_judgements(member: Member, joined: date, history: HISTORY, policy: Policy) -> JudgementPair:
    """The latest judgement since joining, of its own URN only, and what it is compared with."""
    since = tuple([_since(j, member, joined) for j in history])
    baseline, latest = (None if k is None else history[k] for k in _compared(since, policy.eligibility.baseline))
    return JudgementPair(baseline, latest)


def placed(member: Member, joined: date, history: HISTORY) -> tuple[Placed, ...]:
    """The judgements as they stand to the day of joining."""
    return tuple([Placed(_since(j, member, joined), grades_possible(j), j.regime == "headline") for j in history])


def _since(judgement: Judgement, member: Member, joined: date) -> bool:
    """Whether the school, under its own URN, was inspected since joining."""
    started = judgement.started
    return judgement.urn == member.urn and started is not None and started >= joined


@cache
def _compared(since: tuple[bool, ...], baseline: str) -> tuple[int | None, int | None]:
    """Of judgements in order, of which these came since joining: the places of the baseline and of the latest."""
    own = [k for k, is_since in enumerate(since) if is_since]
    before = [k for k, is_since in enumerate(since) if not is_since]
    latest = own[-1] if own else None
    if baseline == "first-in-trust":
        return own[0] if own else None, latest
    return before[-1] if before else None, latest


@cache
def marks_of(
    past: tuple[Placed, ...], baseline: str, older_forgotten: bool, newer_forgotten: bool
) -> tuple[JudgedGrades, ...]:
    """What is compared in the history as the files show it; then with each judgement that they may have forgotten: one
    before joining, and one since, each of any grade, or not there.
    """
    older = _any_grade(since=False) if older_forgotten else [()]
    newer = _any_grade(since=True) if newer_forgotten else [()]
    return tuple(dict.fromkeys(_compared_grades((*a, *b, *past), baseline) for a, b in product(older, newer)))


def _any_grade(since: bool) -> list[tuple[Placed, ...]]:
    """No judgement, or one of each grade."""
    return [(), *((Placed(since, (grade,), True),) for grade in (1, 2, 3, 4))]


def _compared_grades(past: tuple[Placed, ...], baseline: str) -> JudgedGrades:
    first, last = _compared(tuple([one.since for one in past]), baseline)
    if last is None:
        return NOTHING_JUDGED
    latest = past[last]
    if first is None or first == last:
        return JudgedGrades(latest.grades)
    return JudgedGrades(latest.grades, past[first].grades, past[first].headline and latest.headline)
