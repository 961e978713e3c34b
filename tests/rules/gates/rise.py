"""Schools with histories for the gates of RISE and of the years between; a default for everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from matcher.domain import Judgement
from matcher.policy import Policy
from matcher.rules.gates.body import Body
from matcher.rules.gates.inspections.order import Key, Order, key_of
from tests.rules.gates.builders import a_policy, a_school

AS_AT = date(2025, 12, 31)


def rise_policy(as_at: date = AS_AT, **reading: Any) -> Policy:
    given = {"nurseries": "out", "structure": "unchanged"} | reading
    policy = a_policy(as_at, **given)
    return replace(policy, programme="rise-2025-26", year_from=date(2025, 9, 1), year_to=date(2026, 8, 31))


def headline(grade: int | None, started: date, **rest: Any) -> Judgement:
    """Before September 2024. Published four weeks later."""
    given: dict[str, Any] = {"urn": "100001", "published": started + timedelta(days=28)} | rest
    return Judgement(started=started, grade=grade, source="ofsted.csv, latest inspection", **given)


def parts(leadership: int | None, quality: int | None, started: date = date(2025, 2, 4), **rest: Any) -> Judgement:
    """Of 2024/25: no headline grade."""
    marks = (("quality-of-education", quality), ("leadership", leadership))
    areas = tuple((area, mark) for area, mark in marks if mark is not None)
    return headline(None, started, regime="sub-judgements", leadership=leadership, areas=areas, **rest)


def card(leadership: int | None, started: date = date(2025, 11, 18), achievement: int = 3, **rest: Any) -> Judgement:
    """A report card; 3 is the expected standard, 4 needs attention, 5 urgent improvement."""
    marks = (("achievement", achievement), ("leadership-and-governance", leadership))
    areas = tuple((area, mark) for area, mark in marks if mark is not None)
    return headline(None, started, regime="report-card", areas=areas, **rest)


def one_after_another(*history: Judgement, first: bool = True, **rest: Any) -> Order:
    """A file that shows each as following the one before it; `first`: and none before the first."""
    before: dict[Key, Key | None] = {key_of(later): key_of(earlier) for earlier, later in pairwise(history)}
    if first and history:
        before[key_of(history[0])] = None
    return Order(before=before, **rest)


def a_past(*history: Judgement, order: Order | None = None, **rest: Any) -> Body:
    """A maintained primary school with these inspections and none that the files forget."""
    given: dict[str, Any] = {"phases": frozenset({"primary"})} | rest
    in_order = order or one_after_another(*history)
    return replace(a_school(*history, **given), find_past=lambda: history, order=in_order)
