"""What a plan leaves for those who come later: days of leaders who may serve here, money that may pay here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.year_ahead.left import Left, left_after
from matcher.year_ahead.words import outlook
from tests.worlds import a_leader, a_policy, a_pot, a_recipient
from tests.year_ahead.small_years import a_setup, expecting


def left(regions: frozenset[str] | None) -> Left:
    """One match that is not chosen; a pot for London, one for the North West, one that counts only, and a ceiling."""
    pots = (
        a_pot("london", 1_000, regions=frozenset({"London"})),
        a_pot("north-west", 9_000, regions=frozenset({"North West"})),
        a_pot("counted", None),
        a_pot("ceiling", 5_000, role="ceiling"),
    )
    policy = replace(a_policy(), pots=pots, regions=regions)
    setup = a_setup(policy, [a_recipient("R1", region="London")], [a_leader(days=10, regions=frozenset({"London"}))])
    return left_after(setup.world, setup.problem.choices, np.zeros(len(setup.problem.choices), dtype=np.bool_))


def test_a_region_is_told_of_its_own_money_and_england_of_all() -> None:
    assert (left(frozenset({"London"})).pence, left(frozenset({"London"})).pence_in_all) == (100_000, 100_000)
    assert left(None).pence_in_all == 1_000_000
    assert (left(None).days, left(None).days_in_all) == (10, 10)


def test_the_sentence_says_both_and_what_share() -> None:
    policy = replace(a_policy(), regions=frozenset({"London"}))
    said = outlook(expecting(policy, a_recipient("S1")), Left(3, 10, 25_000, 100_000), policy)
    assert "Left for them after this proposal: 30 % of the leaders' days and 25 % of the money (£250 of £1,000)" in said
    assert "This scenario limits neither days nor money" in outlook(expecting(policy), Left(0, 0, 0, 0), policy)
