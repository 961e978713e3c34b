"""The plan without the year ahead: what it leaves for the futures, and whether that is known to be the most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.plan import Solution
from matcher.result import YearFigures
from matcher.runs.year_ahead.without import best_futures, served_in_all
from matcher.solve import solve
from matcher.year_ahead.words import OTHER_TIE, both_plans
from tests.worlds import a_leader, a_recipient
from tests.year_ahead.small_years import a_setup, expecting, posed_with
from tests.year_ahead.years import an_ahead_policy


def best_of(days: int) -> tuple[list[int], bool]:
    """Points by the year's end in each of two futures with today's best plan alone, and whether they are the most."""
    policy = an_ahead_policy("which-leader", {"number": 2}, priority="history")
    setup = a_setup(policy, [a_recipient("R1")], [a_leader(days=days)])
    posed, without = posed_with(setup, expecting(policy, a_recipient("S1"), twice=["S1"]))
    whole, is_most = best_futures(posed, without, policy)
    return served_in_all(posed, setup.problem, whole), is_most


def test_what_is_left_for_the_futures_is_the_most_and_known_to_be() -> None:
    assert best_of(days=20) == ([4, 4], True)
    assert best_of(days=10) == ([1, 1], True)


def test_a_search_that_stopped_has_found_at_least_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*asked: Any, **more: Any) -> Solution:
        found = solve(*asked, **more)
        (stage,) = found.stages
        return replace(found, stages=(replace(stage, bound=stage.value + 1),))

    monkeypatch.setattr("matcher.runs.year_ahead.without.solve", stopped)
    assert best_of(days=20) == ([4, 4], False)


def test_the_page_says_at_least_where_the_search_stopped() -> None:
    proved = YearFigures(3, 5, 0, 125, 11, 14)
    assert both_plans(proved, proved, 8).endswith(f"without 12.5 (11 to 14). {OTHER_TIE}")
    stopped = both_plans(proved, replace(proved, at_least=True), 8)
    assert stopped.endswith(f"without at least 12.5, since the search stopped before its proof. {OTHER_TIE}")
