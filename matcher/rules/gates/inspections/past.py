"""The latest graded inspection of a school on a day and the one before it, in every way that the files leave open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from math import prod
from typing import Literal, NamedTuple

from matcher.domain import Judgement
from matcher.rules.gates.body import Body, published_between, started_between
from matcher.rules.gates.inspections.order import Key, Order, key_of

DAY, NOTHING = timedelta(days=1), timedelta(0)
REQUIRES_IMPROVEMENT = 3
MOST_WAYS = 4096  # of one school; more missing dates than that are no history

Missing = Literal["", "none", "forgotten", "requires improvement"]


class Dated(NamedTuple):
    """A judgement whose every date is filled in, under the key that the files know it by."""

    key: Key
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Seen:
    """One inspection of a past: its judgement, or in `missing` why there is none to show.

    `none`: there was no such inspection. `forgotten`: there may have been, judged in any way or in none. `requires
    improvement`: no file shows it, but a later re-inspection proves that it was judged so.
    """

    judgement: Judgement | None = None
    missing: Missing = ""


NONE, FORGOTTEN, PROVEN = Seen(missing="none"), Seen(missing="forgotten"), Seen(missing="requires improvement")


class Past(NamedTuple):
    """A school on a day: its latest graded inspection and the one before that."""

    latest: Seen
    before: Seen


def pasts(body: Body, on: date, by_start: bool = False) -> tuple[Past, ...]:
    """Every past that the files leave open on a day, each once; one where all that counts is known.

    An inspection counts from the day its report came out, or `by_start` from the day it began.
    """
    filled = histories(body, (on,))
    if filled is None:
        return (Past(FORGOTTEN, FORGOTTEN),)
    return tuple(dict.fromkeys(past for history in filled for past in past_of(history, body, on, by_start)))


def histories(body: Body, days: Sequence[date]) -> list[list[Dated]] | None:
    """The school's judgements in order, their missing dates filled in with every day that may make a difference.

    `days` are those on which something may turn. None where so much is missing that nothing can be said.
    """
    if all(judgement.started and judgement.published for judgement in body.past):
        return [_graded(sorted((Dated(key_of(j), j) for j in body.past), key=_in_order), body)]
    several = [_datings(judgement, body, days) for judgement in body.past]
    if prod(map(len, several)) > MOST_WAYS:
        return None
    return [_graded(sorted(filled, key=_in_order), body) for filled in product(*several)]


def _graded(history: list[Dated], body: Body) -> list[Dated]:
    """With a lost headline grade filled in where a re-inspection that follows proves it."""
    for k, dated in enumerate(history[:-1]):
        judgement, later = dated.judgement, history[k + 1 :]
        lost = judgement.regime == "headline" and judgement.grade is None and not judgement.category
        if lost and proven_before(later, body.order) >= 1 and follows(dated, later[0], body):
            history[k] = dated._replace(judgement=replace(judgement, grade=REQUIRES_IMPROVEMENT))
    return history


def _in_order(dated: Dated) -> tuple[date, date, str]:
    judgement = dated.judgement
    return judgement.started or date.min, judgement.published or date.min, judgement.urn


def _datings(judgement: Judgement, body: Body, days: Sequence[date]) -> Sequence[Dated]:
    key = key_of(judgement)
    if judgement.started and judgement.published:
        return [Dated(key, judgement)]
    turns = {day + step for day in days for step in (-DAY, NOTHING, DAY)}
    beside = {j.started + step for j in body.past if j.started for step in (-DAY, DAY)}
    starts = _within(started_between(judgement), turns | beside)
    ends = _within(published_between(judgement), turns)
    ways = [(start, end) for start in starts for end in ends if start <= end]
    return [Dated(key, replace(judgement, started=start, published=end)) for start, end in ways]


def _within(span: tuple[date, date], days: Iterable[date]) -> list[date]:
    first, last = span
    return sorted({first, last, *(day for day in days if first < day < last)})


def past_of(
    history: Sequence[Dated], body: Body, on: date, by_start: bool = False, known_by: date = date.max
) -> Iterator[Past]:
    """The pasts of one history whose dates are filled in: several where the files may have forgotten an inspection.

    What was published after `known_by` does not count, whenever it began.
    """
    heard = [d for d in history if day_of(d.judgement, by_start) <= on and day_of(d.judgement, False) <= known_by]
    later = [d for d in history if d not in heard]
    if not heard:
        yield from _nothing_heard(later, body, on)
        return
    latest = heard[-1]
    later = [d for d in later if _in_order(d) > _in_order(latest)]  # some reports come out late
    for before in _before(latest, heard, later, body):
        yield Past(Seen(latest.judgement), before)
    if later and not shown_until(latest, body) >= on and not follows(latest, later[0], body):
        yield _hidden(later, on, body.order)


def day_of(judgement: Judgement, by_start: bool) -> date:
    """The day from which it counts; its dates are filled in."""
    return (judgement.started if by_start else judgement.published) or date.max


def shown_until(dated: Dated | None, body: Body) -> date:
    """The last day on which a file shows it as the school's latest; of none, shows the school without any."""
    if dated is not None:
        return body.order.latest_on.get(dated.key, date.min)
    return max((body.order.never.get(urn, date.min) for urn in body.line), default=date.min)


def follows(older: Dated | None, newer: Dated, body: Body) -> bool:
    """Whether the files say that no inspection lies between these two, or before the newer where there is no older."""
    order, shown = body.order, shown_until(older, body)
    if newer.key in order.before:
        return order.before[newer.key] == (older.key if older else None) or newer.key in order.loosely
    since = order.none_since.get(newer.key)
    if since is not None and shown >= since:
        return True
    return newer.judgement.started is not None and shown >= newer.judgement.started


def _nothing_heard(later: Sequence[Dated], body: Body, on: date) -> Iterator[Past]:
    """No report had come out by the day, as far as the files show: was there one that they no longer show?"""
    never = shown_until(None, body)
    if not later:
        silent = any(urn in body.order.silent and never < body.order.silent[urn] for urn in body.line)
        yield Past(FORGOTTEN, FORGOTTEN) if silent else Past(NONE, NONE)
        return
    first = later[0]
    if never >= on or follows(None, first, body):
        yield Past(NONE, NONE)
        return
    yield _hidden(later, on, body.order)


def _hidden(later: Sequence[Dated], on: date, order: Order) -> Past:
    """What is known of inspections that no file shows, just before the first of these: they may have come out after
    the day, and say nothing of it, unless the first of these had begun by then.
    """
    proven = proven_before(later, order)
    if proven < 1 or (later[0].judgement.started or date.max) > on:
        return Past(FORGOTTEN, FORGOTTEN)
    return Past(PROVEN, PROVEN if proven >= 2 else FORGOTTEN)


def proven_before(later: Sequence[Dated], order: Order) -> int:
    """How many Requires Improvement judgements in a row are proven just before the first of these.

    The nth re-inspection proves n; where it follows the first of these in unbroken order, fewer by each in between.
    """
    proven = 0
    for steps, dated in enumerate(later):
        if steps and order.before.get(dated.key) != later[steps - 1].key:
            break
        proven = max(proven, order.visits.get(dated.key, 0) - steps)
    return proven


def _before(latest: Dated, heard: Sequence[Dated], later: Sequence[Dated], body: Body) -> Iterator[Seen]:
    """What the inspection before the latest may have been."""
    order, older = body.order, heard[-2] if len(heard) > 1 else None
    if latest.key in order.before:
        yield _named(latest, heard, order)
    elif follows(older, latest, body):
        yield Seen(older.judgement) if older else NONE
    elif proven_before([latest, *later], order) >= 1:
        yield PROVEN
    else:
        yield FORGOTTEN  # which may also be the older one that is shown, or none


def _named(latest: Dated, heard: Sequence[Dated], order: Order) -> Seen:
    """The one that a file names; where others may lie between and a file shows one, that one."""
    named = order.before[latest.key]
    if named is None:
        return NONE
    if latest.key in order.loosely:
        return Seen(heard[-2].judgement) if len(heard) > 1 else FORGOTTEN
    known = [d.judgement for d in heard if d.key == named]
    return Seen(known[0]) if known else FORGOTTEN


def may_hide(history: Sequence[Dated], body: Body, first: date, last: date) -> bool:
    """Whether the files may have forgotten an inspection reported on in these days.

    One lies between two that are shown, where no file says that they follow each other, and after the last file that
    shows the earlier of the two as the latest; its report came out before the later of the two began.
    """
    order = body.order
    never = shown_until(None, body)
    if not history:
        return any(urn in order.silent and max(never, first) < min(last, order.silent[urn]) for urn in body.line)
    older: Dated | None = None
    from_day = never
    for dated in history:
        until = order.none_since.get(dated.key) or dated.judgement.started or date.max
        if not follows(older, dated, body) and from_day < last and until > first:
            return True
        from_day = max(from_day, shown_until(dated, body), dated.judgement.published or date.min)
        older = dated
    return False
