"""What Ofsted's file, which keeps two inspections of a school, no longer shows, and which older file would show it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from matcher.domain import FileDays
from matcher.policy import Policy
from matcher.rules.gates.body import HISTORY, Body, published_between, started_between

KEPT = 2  # inspections of a school in one file: the latest and the one before it


def forgets(history: HISTORY) -> bool:
    """Whether there may have been inspections before the first that the files show.

    Where a file shows two of a school, there may have been more; where it shows one, that was the first.
    """
    return len(history) >= KEPT


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
    the file keeps that one and the first.
    """
    return since, max(since, published_between(history[1])[0] - timedelta(days=1))
