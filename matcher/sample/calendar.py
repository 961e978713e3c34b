"""Approximate school terms: when inspectors visit, and when their reports are published."""

from __future__ import annotations

from datetime import date, timedelta

from matcher.sample.random_stream import RandomStream

# First and last day of each holiday, as (month, day).
HOLIDAYS = (
    ((1, 1), (1, 4)),
    ((4, 1), (4, 16)),
    ((5, 27), (6, 3)),
    ((7, 21), (9, 5)),
    ((10, 22), (10, 30)),
    ((12, 16), (12, 31)),
)

WINDOWS = {
    "notice": (date(2010, 9, 7), date(2011, 11, 29)),
    "long-ago": (date(2012, 9, 4), date(2016, 6, 28)),
    "before-pandemic": (date(2017, 1, 10), date(2020, 2, 25)),
    "after-pandemic": (date(2021, 5, 4), date(2022, 5, 24)),
    "july-2022": (date(2022, 6, 28), date(2022, 7, 12)),
    "autumn": (date(2022, 9, 13), date(2022, 11, 1)),
    "rest-of-year": (date(2022, 11, 2), date(2023, 5, 16)),
    "july-2023": (date(2023, 6, 27), date(2023, 7, 11)),
    "autumn-2023": (date(2023, 10, 3), date(2023, 11, 28)),
    "after": (date(2024, 1, 9), date(2024, 6, 25)),
    "not-judged": (date(2024, 9, 10), date(2025, 6, 17)),
    "short": (date(2018, 1, 9), date(2019, 7, 9)),
}


def in_term(day: date) -> date:
    """The day itself, or the first weekday after it that is in no holiday."""
    while day.weekday() > 4 or any(first <= (day.month, day.day) <= last for first, last in HOLIDAYS):
        day += timedelta(days=1)
    return day


def visit(rng: RandomStream, window: str, joined: date | None, after: date | None) -> date:
    """The first day of an inspection in this window, later than the one before it."""
    first, last = _window(rng, window, joined)
    if after is not None:
        first = max(first, after + timedelta(days=300))
    return in_term(rng.day(first, max(first, last)))


def published(rng: RandomStream, visited: date) -> date:
    return in_term(visited + timedelta(days=rng.integer(30, 48)))


def _window(rng: RandomStream, window: str, joined: date | None) -> tuple[date, date]:
    if window == "before":
        window = "before-pandemic" if rng.chance(0.6) else "after-pandemic"
    if window == "year":
        window = "autumn" if rng.chance(0.7) else "rest-of-year"
    if window in WINDOWS:
        return WINDOWS[window]
    start = joined or date(2016, 9, 1)
    if window == "before-joining":
        return start - timedelta(days=1_500), start - timedelta(days=90)
    if window == "early-since":
        return start + timedelta(days=120), start + timedelta(days=300)
    return _since(rng, start + timedelta(days=400))


def _since(rng: RandomStream, first: date) -> tuple[date, date]:
    """No graded inspections were made between March 2020 and April 2021."""
    gone_by = WINDOWS["before-pandemic"][1]
    if first < gone_by and rng.chance(0.6):
        return max(first, gone_by - timedelta(days=1_100)), gone_by
    late = WINDOWS["after-pandemic"]
    return max(first, late[0]), max(first + timedelta(days=60), late[1])
