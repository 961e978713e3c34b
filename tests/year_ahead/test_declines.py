"""Today's schools and trusts that say no in a drawn future: what they leave there, and what today's plan may use."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from matcher.policy import Policy
from matcher.runs.setup import RunSetup
from matcher.runs.year_ahead.kept import kept_room
from matcher.runs.year_ahead.pose import PosedYear
from matcher.runs.year_ahead.without import served_in_all
from matcher.world import Bools
from matcher.year_ahead.declines import saying_no
from tests.worlds import a_leader, a_recipient
from tests.year_ahead.small_years import a_setup, expecting, matched, posed_with, solved
from tests.year_ahead.years import an_ahead_policy

FREE: dict[str, Any] = {"never_hold": (), "wait_at_most": "none", "hold_at_most": Fraction(1)}


def a_policy(use: str = "who-and-when", declines: Fraction = Fraction(1, 2), number: int = 2, **rest: Any) -> Policy:
    policy = an_ahead_policy(use, {"number": number, "declines": declines}, priority="history", **FREE)
    return replace(policy, **rest)


def in_futures(monkeypatch: pytest.MonkeyPatch, *no: tuple[str, int]) -> None:
    """These say no in these futures, and nobody else does; everybody of a past year comes."""

    def drawn(chance: Fraction, seed: int, *what: object) -> bool:
        return what[0] == "today says no" and (what[2], what[1]) in no

    monkeypatch.setattr("matcher.year_ahead.declines.happens", drawn)
    monkeypatch.setattr("matcher.year_ahead.draw.saying_yes", lambda _: Fraction(1))


def posed(policy: Policy, days: int, *today: str) -> tuple[RunSetup, PosedYear, Bools]:
    setup = a_setup(policy, [a_recipient(id) for id in today], [a_leader(days=days)])
    return setup, *posed_with(setup, expecting(policy, a_recipient("S1"), twice=["S1"]))


def test_the_part_that_is_drawn_says_no_and_another_in_another_future() -> None:
    people = [a_recipient(f"R{k}") for k in range(400)]
    first, second = (saying_no(people, a_policy(declines=Fraction(1, 5)), future) for future in (1, 2))
    assert 50 < first.sum() < 110
    assert (first != second).any()
    assert not saying_no(people, a_policy(declines=Fraction(0)), 1).any()


def test_a_match_counts_in_the_futures_in_which_it_is_not_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    in_futures(monkeypatch, ("R1", 2))
    setup, year, _ = posed(a_policy(), 10, "R1")
    assert year.year is not None
    own = setup.problem.choices.is_match
    assert set(year.problem.objectives[0].worth[: year.today][own].tolist()) == {1}
    rows = {
        subject: set(limit.choice[limit.row == k].tolist())
        for limit in year.problem.limits
        if limit.rule == "leader-days"
        for k, subject in enumerate(limit.subject)
    }
    today = set(np.flatnonzero(own).tolist())
    assert [today <= rows[name] for name in ("L1", "L1 in future 1", "L1 in future 2")] == [True, True, False]


def test_who_says_no_whenever_it_is_asked_costs_nobody_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Matching R1 now leaves S1, worth 3, its days in the future in which R1 declines. Four futures of five weigh more
    than one, so R1 waits where it says yes in most, and is matched now where it says no in all but its own day."""
    for declined, expected in (((), set()), ((1, 2, 3, 4), {"R1"})):
        in_futures(monkeypatch, *(("R1", future) for future in declined))
        setup, year, without = posed(a_policy(number=4), 10, "R1")
        assert matched(setup, solved(setup, year, without).chosen) == expected


def test_days_that_are_declined_serve_those_who_are_left_out_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """With equal priorities nobody waits: one of two is matched; where it declines, the other is."""
    in_futures(monkeypatch, ("R1", 1), ("R1", 2), ("R2", 2))
    policy = a_policy("which-leader", priority="equal")
    setup = a_setup(policy, [a_recipient("R1"), a_recipient("R2")], [a_leader(days=10)])
    year, without = posed_with(setup, expecting(policy, a_recipient("S1", at=(100_000, 100_000))))
    assert year.use == "which-leader"
    whole = solved(setup, year, without).chosen
    # R2 says yes in future 1, so matching it serves 1 there; matching R1 leaves R2 its days in future 1: as good
    assert served_in_all(year, setup.problem, whole) == [1, 0]
    assert len(matched(setup, whole)) == 1


def test_what_is_kept_leaves_out_the_days_that_come_back_only_where_somebody_declines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R1 is fixed to the only leader's 10 days; S1 has them in the future in which R1 says no, and none are kept."""
    in_futures(monkeypatch, ("R1", 1))
    setup, year, without = posed(a_policy(), 10, "R1")
    whole = np.concatenate([without, np.zeros(year.problem.futures, dtype=np.bool_)])
    later = year.problem.choices.is_match & (np.arange(len(whole)) >= year.today)
    assert year.year is not None
    first = year.today + len(year.year.parts[0].choices)
    served = np.flatnonzero(later & (np.arange(len(whole)) < first))
    longest = served[np.argmax(year.problem.choices.days[served])]
    whole[longest] = True
    assert not year.problem.breaks(whole)
    assert matched(setup, without) == {"R1"}
    assert kept_room(year.problem, whole) == {}
    assert served_in_all(year, setup.problem, whole) == [3, 1]
