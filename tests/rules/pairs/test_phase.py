"""A leader covers every phase of a school they support, and at least one phase of a trust they support."""

import pytest

from matcher.rules.pairs.phase import PHASE
from tests.rules.pairs.single_pair import bars, why
from tests.worlds import a_leader, a_recipient, a_trust, a_world


def test_bars_a_school_of_a_phase_the_leader_does_not_cover() -> None:
    assert bars(PHASE, a_world([a_recipient(phases=["secondary"])], [a_leader(phases=["primary"])]))


def test_lets_a_leader_support_a_school_of_their_phase() -> None:
    assert not bars(PHASE, a_world([a_recipient(phases=["primary"])], [a_leader(phases=["primary"])]))


def test_bars_a_school_of_two_phases_where_one_is_not_covered() -> None:
    assert bars(PHASE, a_world([a_recipient(phases=["nursery", "primary"])], [a_leader(phases=["primary"])]))


def test_lets_a_leader_support_a_trust_of_which_they_cover_one_phase() -> None:
    assert not bars(PHASE, a_world([a_trust(phases=["primary", "special"])], [a_leader(phases=["special"])]), "T1")


def test_bars_a_trust_none_of_whose_phases_is_covered() -> None:
    assert bars(PHASE, a_world([a_trust(phases=["primary", "special"])], [a_leader(phases=["16-plus"])]), "T1")


@pytest.mark.parametrize("phase", ["middle", "all-through"])
def test_primary_and_secondary_together_cover_schools_that_span_them(phase: str) -> None:
    school = a_recipient(phases=[phase])
    assert not bars(PHASE, a_world([school], [a_leader(phases=["primary", "secondary"])]))
    assert bars(PHASE, a_world([school], [a_leader(phases=["primary"])]))
    assert bars(PHASE, a_world([school], [a_leader(phases=["secondary"])]))


def test_does_not_bar_a_school_whose_phase_is_not_known() -> None:
    assert not bars(PHASE, a_world([a_recipient(phases=[])], [a_leader(phases=["primary"])]))
    assert not bars(PHASE, a_world([a_trust(phases=[])], [a_leader(phases=["primary"])]), "T1")


def test_says_which_phase_is_missing() -> None:
    world = a_world([a_recipient(phases=["secondary"], name="Hill School")], [a_leader("L0042", phases=["primary"])])
    said = why(PHASE, world, leader="L0042")
    assert said == "L0042 offers no secondary support, and Hill School needs secondary"


def test_says_that_none_of_a_trusts_phases_is_covered() -> None:
    world = a_world([a_trust(phases=["special"])], [a_leader(phases=["primary"])])
    assert why(PHASE, world, "T1") == "L1 covers primary, none of the phases of Trust T1"
