"""Only a leader who has said they are willing this year is proposed."""

from datetime import date

from matcher.rules.pairs.willingness import WILLINGNESS
from tests.rules.pairs.single_pair import bars, why
from tests.worlds import a_leader, a_recipient, a_world


def test_bars_a_leader_who_is_not_willing() -> None:
    assert bars(WILLINGNESS, a_world([a_recipient()], [a_leader(willing=False)]))


def test_lets_a_willing_leader_be_proposed() -> None:
    assert not bars(WILLINGNESS, a_world([a_recipient()], [a_leader()]))


def test_says_of_one_who_withdrew_that_they_did_and_when() -> None:
    world = a_world([a_recipient()], [a_leader("L1", willing=False, withdrew_on=date(2023, 1, 9))])
    assert why(WILLINGNESS, world) == "L1 withdrew altogether on 9 January 2023"
