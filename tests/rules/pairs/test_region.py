"""A leader is deployed only in the regions they are willing to serve."""

from matcher.rules.pairs.distance.region import OUT_OF_REGION, REGION
from matcher.world import World
from tests.rules.pairs.single_pair import bars, flags, why
from tests.worlds import a_leader, a_policy, a_recipient, a_world


def a_crossing(cross_region: str, *, willing: tuple[str, ...] = ("North West",)) -> World:
    """A school in London, and a leader of the North West."""
    rules = {"cross_region": cross_region}
    return a_world([a_recipient(region="London")], [a_leader(regions=willing)], policy=a_policy(rules=rules))


def test_bars_a_region_the_leader_has_not_offered_to_serve() -> None:
    assert bars(REGION, a_crossing("willing"))


def test_lets_a_leader_serve_another_region_they_offered() -> None:
    assert not bars(REGION, a_crossing("willing", willing=("North West", "London")))


def test_bars_a_leaders_own_region_where_they_offered_only_another() -> None:
    world = a_world([a_recipient()], [a_leader(regions=("London",))])
    assert bars(REGION, world)


def test_never_crossing_bars_even_a_region_the_leader_offered() -> None:
    assert bars(REGION, a_crossing("never", willing=("North West", "London")))


def test_never_crossing_lets_a_leader_serve_their_own_region() -> None:
    world = a_world([a_recipient()], [a_leader()], policy=a_policy(rules={"cross_region": "never"}))
    assert not bars(REGION, world)


def test_always_crossing_bars_nobody() -> None:
    assert not bars(REGION, a_crossing("always"))


def test_says_where_the_leader_serves_and_where_the_school_is() -> None:
    assert why(REGION, a_crossing("willing")) == "L1 has offered to serve North West, and School R1 is in London"


def test_flags_a_leader_from_another_region() -> None:
    assert flags(OUT_OF_REGION, a_crossing("always"))


def test_does_not_flag_a_leader_of_the_region() -> None:
    assert not flags(OUT_OF_REGION, a_world([a_recipient()], [a_leader()]))
