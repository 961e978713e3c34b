"""What Ofsted's file, which keeps two inspections of a school, no longer shows, and which older file would show it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from matcher.domain import FileDays
from matcher.eligibility.inspection_order import Inspections
from matcher.policy import Policy
from matcher.rules.gates.body import HISTORY, Body, published_between, started_between
from matcher.rules.gates.inspections.order import key_of

KEPT = 2  # inspections of a school in one file: the latest and the one before it


def forgets(history: HISTORY, inspections: Inspections) -> bool:
    """Whether there may have been inspections before the first that the files show.

    Where a file says that there was none before it, there was none. A file that shows one and says nothing of the one
    before, as a file of one year's inspections does, may forget it. Without the rows of any file: where two are shown
    there may have been more, and where one is, that was the first.
    """
    if not history:
        return False
    first = key_of(history[0])
    if first in inspections.order.before:
        return inspections.order.before[first] is not None
    return len(history) >= KEPT or first in inspections.shown


def forgets_within(history: HISTORY, inspections: Inspections) -> bool:
    """The same within one year: a file of the year shows all of its inspections, and a file that shows two of a school
    may have dropped one.
    """
    return len(history) >= KEPT and forgets(history, inspections)


def file_days(body: Body, policy: Policy) -> tuple[FileDays, ...]:
    """Of each school whose forgotten inspections count, the days on which a file shows the last of them."""
    return tuple(dict.fromkeys(_days(body, policy)))


def _days(body: Body, policy: Policy) -> Iterator[FileDays]:
    if body.kind == "school" and body.forgets and started_between(body.history[0])[1] > policy.year_from:
        yield _until_dropped(policy.year_from, body.history)
    for member in body.members:
        if member.forgets and member.joined_to <= started_between(member.history[0])[1]:
            yield _until_dropped(member.joined_to, member.history)


def _until_dropped(since: date, history: HISTORY) -> FileDays:
    """From a day on which the thing counts to the day before the second inspection that is shown came out: from then on
    the file keeps that one and the first. Of one that is shown alone, to the day on which it came out.
    """
    if len(history) < KEPT:
        return since, max(since, published_between(history[0])[1])
    return since, max(since, published_between(history[1])[0] - timedelta(days=1))
