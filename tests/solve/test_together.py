"""The quick hint for today in a back-test: lawful, and as good as the best plan of the goals together."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from matcher.plan import Objective
from matcher.solve.together import gap_of_one, hint_for_today, worth_together
from matcher.world import Ints
from tests.worlds import a_leader, a_recipient
from tests.year_ahead.small_years import a_setup, expecting, matched, posed_with
from tests.year_ahead.years import an_ahead_policy

FREE: dict[str, Any] = {"never_hold": (), "wait_at_most": "none", "hold_at_most": Fraction(1)}


def ints(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(("days", "twice", "found"), [(10, ["S1"], set()), (10, [], {"R1"}), (20, ["S1"], {"R1"})])
def test_it_decides_as_the_proved_plan_does(days: int, twice: list[str], found: set[str]) -> None:
    policy = an_ahead_policy("who-and-when", {"number": 2}, priority="history", **FREE)
    setup = a_setup(policy, [a_recipient("R1")], [a_leader(days=days)])
    posed, _ = posed_with(setup, expecting(policy, a_recipient("S1"), twice=twice))
    hint = hint_for_today(posed.problem, len(posed.problem.objectives) - 1)
    assert hint is not None
    assert matched(setup, hint) == found
    assert not posed.problem.breaks(hint)
    assert not hint[posed.today :].any()


def test_each_goal_outweighs_all_that_follow_it() -> None:
    """Two recipients with two choices each: of the second goal at most 5 + 7 can be had, so the first counts 13."""
    goals = (Objective("a", "", "most", ints(1, 0, 1, 0)), Objective("b", "", "most", ints(0, 5, 0, 7)))
    assert worth_together(goals, ints(0, 0, 1, 1)).tolist() == [13, 5, 13, 7]


def test_the_search_may_leave_less_than_one_match_of_today() -> None:
    """A part of the best value as large as a thousandth would be more than all that the last goal is worth."""
    policy = an_ahead_policy("who-and-when", {"number": 8}, priority="history", **FREE)
    today = [a_recipient(f"R{k}") for k in range(6)]
    setup = a_setup(policy, today, [a_leader(days=60)])
    posed, _ = posed_with(setup, expecting(policy, *(a_recipient(f"S{k}") for k in range(6)), twice=["S1"]))
    worth = worth_together(posed.problem.objectives[:2], posed.problem.choices.recipient)
    best = int(worth[: posed.today].sum())  # all of today matched now: nothing is worth more
    assert best * gap_of_one(worth, posed.problem) <= 1
    assert posed.problem.objectives[1].goal == "match-now"
