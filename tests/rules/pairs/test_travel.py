"""Nobody is asked to travel further than they offered or than the programme allows, in a straight line."""

import pytest

from matcher.rules.pairs.distance.travel import DISTANCE_UNKNOWN, TRAVEL
from matcher.world import World
from tests.rules.pairs.single_pair import bars, flags, why
from tests.worlds import NOWHERE, a_leader, a_policy, a_recipient, a_world


def apart(metres: int, *, leader: int | None = None, rule: int | None = 60_000) -> World:
    school = a_recipient(at=(400_000 + metres, 400_000))
    policy = a_policy(rules={"max_travel_metres": rule})
    return a_world([school], [a_leader(max_travel_metres=leader)], policy=policy)


@pytest.mark.parametrize(("metres", "barred"), [(59_999, False), (60_000, False), (60_001, True)])
def test_bars_beyond_the_programmes_limit_to_the_metre(metres: int, barred: bool) -> None:
    assert bars(TRAVEL, apart(metres)) == barred


def test_the_leaders_own_smaller_limit_holds() -> None:
    assert bars(TRAVEL, apart(30_001, leader=30_000))
    assert not bars(TRAVEL, apart(30_000, leader=30_000))


def test_a_leaders_larger_limit_does_not_lift_the_programmes() -> None:
    assert bars(TRAVEL, apart(60_001, leader=90_000))


def test_without_a_limit_of_the_programme_the_leaders_holds() -> None:
    assert bars(TRAVEL, apart(30_001, leader=30_000, rule=None))


def test_without_any_limit_nobody_is_too_far() -> None:
    assert not bars(TRAVEL, apart(500_000, rule=None))


def test_distance_is_rounded_down_to_the_metre_before_it_is_compared() -> None:
    world = a_world([a_recipient(at=(400_001, 400_001))], [a_leader()], policy=a_policy(rules={"max_travel_metres": 1}))
    assert not bars(TRAVEL, world)  # 1.41 metres


@pytest.mark.parametrize(
    "world",
    [
        a_world([a_recipient(at=NOWHERE)], [a_leader()], policy=a_policy(rules={"max_travel_metres": 1})),
        a_world([a_recipient()], [a_leader(at=NOWHERE)], policy=a_policy(rules={"max_travel_metres": 1})),
    ],
    ids=["recipient", "leader"],
)
def test_an_unknown_distance_bars_nobody_and_is_flagged(world: World) -> None:
    assert not bars(TRAVEL, world)
    assert flags(DISTANCE_UNKNOWN, world)


def test_a_known_distance_is_not_flagged() -> None:
    assert not flags(DISTANCE_UNKNOWN, apart(10))


def test_says_how_far_and_whose_limit() -> None:
    assert why(TRAVEL, apart(61_250)) == ("School R1 is 61.3 km from L1, further than the 60.0 km the programme allows")
    assert why(TRAVEL, apart(61_250, leader=20_000)).endswith("further than the 20.0 km they offer")
    assert why(TRAVEL, apart(60_001)) == "School R1 is just over 60.0 km from L1, further than the programme allows"
