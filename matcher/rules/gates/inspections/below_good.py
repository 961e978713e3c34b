"""What counts as Requires Improvement and as below good, in each of Ofsted's three ways of judging."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from matcher.domain import Evidence, Judgement
from matcher.rules.gates.body import GRADES, Body, grades_possible
from matcher.rules.gates.inspections.order import LEADERSHIP, key_of
from matcher.rules.gates.inspections.past import Past, Seen

Ways = frozenset[bool]

YES, NO, EITHER = frozenset({True}), frozenset({False}), frozenset({True, False})
REQUIRES_IMPROVEMENT = 3
NEEDS_ATTENTION = 4  # on the five-point scale of report cards
SCALE = ("exceptional", "strong standard", "expected standard", "needs attention", "urgent improvement")
PARTS = ("leadership", "quality-of-education")  # of these two, since September 2024, either stands for the whole


def both(*several: Ways) -> Ways:
    """Whether all of several things are so, each known or not, none telling anything of another."""
    if any(ways == NO for ways in several):
        return NO
    return YES if all(ways == YES for ways in several) else EITHER


def either(*several: Ways) -> Ways:
    if any(ways == YES for ways in several):
        return YES
    return NO if all(ways == NO for ways in several) else EITHER


def requires_improvement(seen: Seen, body: Body, on: date, in_category: str) -> Ways:
    """Whether it was judged Requires Improvement or the equivalent; `in_category`: `out` where a category bars it."""
    if seen.judgement is None:
        return {"none": NO, "forgotten": EITHER, "requires improvement": YES}[seen.missing]
    judgement = seen.judgement
    if judgement.regime == "headline":
        return frozenset(grade == REQUIRES_IMPROVEMENT for grade in grades_possible(judgement))
    if judgement.category and in_category == "out":
        return NO
    if judgement.regime == "report-card":
        return frozenset(grade == NEEDS_ATTENTION for grade in area_grades(judgement, LEADERSHIP, body, on))
    return _any_part(judgement, lambda mark: mark == REQUIRES_IMPROVEMENT)


def below_good(seen: Seen, body: Body, on: date) -> Ways:
    """Whether it was judged Requires Improvement or worse, or the equivalent."""
    if seen.judgement is None:
        return {"none": NO, "forgotten": EITHER, "requires improvement": YES}[seen.missing]
    judgement = seen.judgement
    if judgement.category:
        return YES
    if judgement.regime == "headline":
        return frozenset(grade >= REQUIRES_IMPROVEMENT for grade in grades_possible(judgement))
    if judgement.regime == "report-card":
        return frozenset(grade >= NEEDS_ATTENTION for grade in area_grades(judgement, LEADERSHIP, body, on))
    return _any_part(judgement, lambda mark: mark >= REQUIRES_IMPROVEMENT)


def _any_part(judgement: Judgement, counts: Callable[[int], bool]) -> Ways:
    marks = [dict(judgement.areas).get(part) for part in PARTS]
    if any(mark is not None and counts(mark) for mark in marks):
        return YES
    return EITHER if None in marks else NO


def area_grades(judgement: Judgement, area: str, body: Body, on: date) -> frozenset[int]:
    """The places on the scale that an area of a report card may have had, as known on a day.

    A monitoring visit may change one area. Its grade was known once a file of the day or earlier shows it; between the
    day of the grade and the first file that shows it, it may have been.
    """
    now = dict(judgement.areas).get(area)
    changes = body.order.changes.get((key_of(judgement), area), ())
    if not changes:
        return frozenset({now} if now is not None else range(1, len(SCALE) + 1))
    possible: set[int] = set()
    for change in changes:
        if change.graded_on > on:
            break
        known = change.seen_on <= on or change.graded_on == change.started
        possible = {change.grade} if known else possible | {change.grade}
        if not known and len(possible) == 1:
            possible |= set(range(1, len(SCALE) + 1))  # what stood before the change is in no file
    return frozenset(possible or range(1, len(SCALE) + 1))


def in_words(judgement: Judgement, body: Body, on: date) -> str:
    """How it was judged, as far as it counts here."""
    if judgement.regime == "report-card":
        grades = sorted(area_grades(judgement, LEADERSHIP, body, on))
        mark = SCALE[grades[0] - 1] if len(grades) == 1 else "not known on the day"
        said = f"report card, leadership and governance {mark}"
    elif judgement.regime == "sub-judgements":
        marks = dict(judgement.areas)
        parts = [f"{part.replace('-', ' ')} {marks.get(part, 'not known')}" for part in PARTS]
        said = f"no headline grade, {', '.join(parts)}"
    elif judgement.grade is None:
        said = "grade not known"
    else:
        said = f"{judgement.grade} {GRADES[judgement.grade]}"
    said += ", safeguarding not met" if judgement.safeguarding is False else ""
    return f"{said}, category {judgement.category}" if judgement.category else said


def cells(past: Past, body: Body, on: date) -> tuple[Evidence, ...]:
    """The two inspections as cells that a reader can look up."""
    found = []
    for seen, note in ((past.latest, "latest"), (past.before, "the one before")):
        if seen.judgement is not None:
            day = seen.judgement.published or seen.judgement.started
            words = f"{in_words(seen.judgement, body, on)} ({note})"
            found.append(Evidence(seen.judgement.urn, day, words, seen.judgement.source))
        elif seen.missing == "requires improvement":
            words = f"3 Requires Improvement ({note}; no file shows it, a later re-inspection proves it)"
            found.append(Evidence(body.id, None, words, "inspection type"))
    return tuple(found)
