"""Only a leader who has said they are willing this year is proposed."""

from matcher.rules.pairs.willingness import WILLINGNESS
from tests.rules.pairs.single_pair import bars
from tests.worlds import a_leader, a_recipient, a_world


def test_bars_a_leader_who_is_not_willing() -> None:
    assert bars(WILLINGNESS, a_world([a_recipient()], [a_leader(willing=False)]))


def test_lets_a_willing_leader_be_proposed() -> None:
    assert not bars(WILLINGNESS, a_world([a_recipient()], [a_leader()]))
