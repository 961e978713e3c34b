"""Trusts of today that no longer qualify when a drawn future would serve them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from matcher.policy import Policy
from matcher.year_ahead import words
from matcher.year_ahead.columns import coverage_ahead
from matcher.year_ahead.lapses import no_longer_here
from tests.worlds import a_leader, a_recipient
from tests.year_ahead.small_years import a_setup, expecting, posed_with
from tests.year_ahead.years import an_ahead_policy

TEN = range(1, 11)


def a_policy(lapses: Fraction, number: int = 2) -> Policy:
    futures = {"number": number, "lapses": lapses}
    free = {"never_hold": (), "wait_at_most": "none", "hold_at_most": Fraction(1)}
    return an_ahead_policy("who-and-when", futures, priority="history", **free)


@pytest.mark.parametrize(("share", "times"), [(Fraction(1, 5), {2}), (Fraction(1, 4), {2, 3}), (Fraction(0), {0})])
def test_each_trust_lapses_in_as_many_futures_as_any_other(share: Fraction, times: set[int]) -> None:
    """Of ten futures a fifth is two for each; a quarter is two or three, two and a half on average."""
    trusts = [a_recipient(f"T{k}", kind="trust") for k in range(200)]
    gone = no_longer_here(trusts, a_policy(share), TEN)
    in_all = np.sum([gone[future] for future in TEN], axis=0)
    assert set(in_all.tolist()) == times
    assert abs(in_all.mean() - 10 * share) < 0.15
    assert len({mask.tobytes() for mask in gone.values()}) == (10 if share else 1)  # not the same trusts in each


def test_no_school_lapses() -> None:
    schools = [a_recipient(f"R{k}") for k in range(50)]
    assert not any(mask.any() for mask in no_longer_here(schools, a_policy(Fraction(1)), TEN).values())


def test_another_seed_draws_other_trusts() -> None:
    trusts, policy = [a_recipient(f"T{k}", kind="trust") for k in range(50)], a_policy(Fraction(1, 2))
    other = replace(policy.year_ahead, futures=replace(policy.year_ahead.futures, seed=2))
    drawn = (no_longer_here(trusts, p, (1, 2))[1] for p in (policy, replace(policy, year_ahead=other)))
    assert len({mask.tobytes() for mask in drawn}) == 2


@pytest.mark.parametrize(("lapses", "later"), [(Fraction(0), {"R1", "T1"}), (Fraction(1), {"R1"})])
def test_a_trust_that_lapses_counts_now_and_has_no_choice_later(lapses: Fraction, later: set[str]) -> None:
    policy = a_policy(lapses)
    setup = a_setup(policy, [a_recipient("R1"), a_recipient("T1", kind="trust")], [a_leader(days=10)])
    year, _ = posed_with(setup, expecting(policy, a_recipient("S1")))
    assert year.year is not None
    own = setup.problem.choices
    for part in year.year.parts:
        bodies = part.choices.recipient[part.choices.is_match]
        assert {setup.world.recipients[r].id for r in bodies.tolist() if r < 2} == later
    worth = coverage_ahead(year.problem).worth[: year.today][own.is_match]
    assert worth.tolist() == [2 if r == 0 else 4 for r in own.recipient[own.is_match].tolist()]


def test_the_page_says_it_only_where_it_is_so() -> None:
    assert words.trusts_lapse(a_policy(Fraction(0))) == ""
    assert "25 % of today's trusts" in words.trusts_lapse(a_policy(Fraction(1, 4)))
