"""The one wording for a journey, how it is measured, and what `the nearest` goes by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from matcher.candidates import find_candidates
from matcher.domain import Crossing, Journey
from matcher.journeys import coverage_of, journey_of, know_journeys, limit_text, minutes_without_journeys
from matcher.plan import NOT_NEAR
from matcher.rules.pairs.distance.nearness import nearness
from matcher.rules.pairs.distance.water import one_pair
from matcher.rules.rulebooks import TSIO_2022
from matcher.world import World
from tests.worlds import a_leader, a_policy, a_recipient, a_world

INLAND, NEAR_INLAND = (430_000, 433_500), (430_000, 415_500)  # Leeds, and 18 km south of it
NEWPORT, LYMINGTON = (450_000, 89_000), (432_300, 95_500)
TORPOINT, PLYMOUTH = (241_000, 55_200), (247_500, 55_200)


def world(
    here: tuple[int, int] | None = INLAND,
    there: tuple[int, int] | None = NEAR_INLAND,
    *,
    leader: Mapping[str, Any] | None = None,
    rules: Mapping[str, Any] | None = None,
    **tables: Any,
) -> World:
    return a_world(
        [a_recipient("100001", at=there)], [a_leader(at=here, **(leader or {}))], policy=a_policy(rules=rules), **tables
    )


def said(*given: Any, **more: Any) -> str:
    return journey_of(world(*given, **more), 0, 0).text


def way(minutes: int, by: str = "road", start: str = "L1", end: str = "100001") -> Journey:
    return Journey(start=start, end=end, minutes=minutes, measured_by=by)


def test_a_straight_line() -> None:
    assert said() == "18.0 km in a straight line"


def test_a_place_that_is_not_known() -> None:
    assert said(INLAND, None) == "not known"


def test_the_same_place() -> None:
    assert said(INLAND, INLAND) == "same place: ask"


def test_minutes_by_road_and_as_registered() -> None:
    assert said(journeys=[way(47)]) == "47 minutes by road"
    assert said(journeys=[way(1, "register")]) == "1 minute, as registered"


def test_the_way_back_stands_for_the_way_there_and_ids_go_before_postcodes() -> None:
    assert said(journeys=[way(40, start="100001", end="L1")]) == "40 minutes by road"
    assert said(journeys=[way(40, start="100001", end="L1"), way(45)]) == "45 minutes by road"
    rows = [way(30, start="AB1 2CD"), way(50)]
    assert said(journeys=rows, leader={"postcode": "AB1 2CD"}) == "50 minutes by road"
    assert said(journeys=rows[:1], leader={"postcode": "AB1 2CD"}) == "30 minutes by road"


def test_of_two_alike_the_longer_one_stands() -> None:
    rows = [way(30, start="AB1 2CD"), way(50, start="110001")]
    placed = {"postcode": "AB1 2CD", "base_urn": "110001"}
    assert said(journeys=rows, leader=placed) == "50 minutes by road"
    assert said(journeys=[way(70, start="AB1 2CD"), *rows[1:]], leader=placed) == "70 minutes by road"


def test_two_kilometres_of_water_are_checked_and_less_is_only_said() -> None:
    wide = journey_of(world((509_500, 428_700), (489_000, 411_000)), 0, 0)
    assert wide.flagged
    assert wide.text.startswith("27.1 km in a straight line, crossing ")
    assert wide.text.endswith(" of the Humber: check")
    narrow = journey_of(world(TORPOINT, PLYMOUTH), 0, 0)
    assert not narrow.flagged
    assert narrow.text == "6.5 km in a straight line; crosses the Tamar: check the road"


def test_an_island_without_a_road_is_said_beside_minutes_too() -> None:
    assert said(LYMINGTON, NEWPORT) == "no road: Isle of Wight"
    by_ferry = said(NEWPORT, LYMINGTON, journeys=[way(95, "register")])
    assert by_ferry == "95 minutes, as registered; no road: Isle of Wight"
    assert said(NEWPORT, NEWPORT) == "same place: ask"


def test_a_crossing_that_somebody_judged_is_not_flagged_again() -> None:
    judged = Crossing(a="100001", b="L1", ok=True)
    assert said(LYMINGTON, NEWPORT, crossings=[judged]) == "18.9 km in a straight line"


def test_an_estimate_is_said_only_where_minutes_decide() -> None:
    leaders = [a_leader(at=INLAND), a_leader("L2", at=INLAND)]
    recipients = [a_recipient("100001", at=NEAR_INLAND)]
    for limit, text in ((None, "18.0 km in a straight line"), (60, "about 36 minutes, estimated")):
        policy = a_policy(rules={"max_travel_minutes": limit})
        found = a_world(recipients, leaders, policy=policy, journeys=[way(36)])
        assert journey_of(found, 0, 1).text == text
        assert journey_of(found, 0, 0).text == "36 minutes by road"


@pytest.mark.parametrize(
    ("leader", "rules", "text"),
    [
        ({}, {}, "60.0 km, the programme's"),
        ({"max_travel_metres": 45_000}, {}, "45.0 km, the leader's own"),
        ({}, {"max_travel_minutes": 60}, "60 minutes, the programme's"),
        (
            {"max_travel_metres": 45_000},
            {"max_travel_minutes": 60},
            "60 minutes, the programme's and 45.0 km, the leader's own",
        ),
        (
            {"max_travel_metres": 45_000, "max_travel_minutes": 50},
            {"max_travel_minutes": 60},
            "50 minutes, the leader's own",
        ),
        ({}, {"max_travel_metres": None}, "no limit"),
    ],
)
def test_the_limit_that_holds(leader: dict[str, Any], rules: dict[str, Any], text: str) -> None:
    assert limit_text(world(leader=leader, rules=rules, journeys=[way(36)]), 0, 0) == text


def test_over_water_is_never_the_nearest_and_gets_no_points_for_it() -> None:
    policy = a_policy(rules={"max_travel_metres": None})
    leaders = [a_leader("L1", at=LYMINGTON), a_leader("L2", at=(450_000, 79_000))]
    island = a_world([a_recipient("100001", at=NEWPORT)], leaders, policy=policy)
    ranks = [int(nearness(island, one_pair(island, 0, k))[0]) for k in (0, 1)]
    assert ranks == [NOT_NEAR, 10_000]
    choices = find_candidates(island, TSIO_2022).choices
    assert choices.fit[0] + 450 == choices.fit[1]
    assert choices.nearness.tolist() == ranks


def test_coverage_counts_pairs_and_matches() -> None:
    leaders = [a_leader(at=INLAND), a_leader("L2", at=INLAND)]
    found = a_world([a_recipient("100001", at=NEAR_INLAND)], leaders, journeys=[way(36)])
    choices = find_candidates(found, TSIO_2022).choices
    chosen = np.array([True, False])
    assert coverage_of(found, choices, chosen) == "Minutes known for 1 of 2 pairs; 1 of 1 proposed is by road"
    assert coverage_of(found, choices, ~chosen) == "Minutes known for 1 of 2 pairs; 0 of 1 proposed are by road"
    assert coverage_of(world(), choices, chosen) == ""


def test_a_limit_in_minutes_without_minutes_is_told() -> None:
    assert minutes_without_journeys(world()) == ""
    told = minutes_without_journeys(world(rules={"max_travel_minutes": 60}))
    assert told == "Minutes are not known: 1 leader has a limit in minutes, and kilometres decided instead"
    assert minutes_without_journeys(world(rules={"max_travel_minutes": 60}, journeys=[way(5)])) == ""


def test_many_journeys_worked_out_together_are_those_worked_out_one_by_one() -> None:
    ends = (INLAND, NEAR_INLAND, NEWPORT, LYMINGTON, TORPOINT, PLYMOUTH, None)
    recipients = [a_recipient(f"10000{k}", at=place) for k, place in enumerate(ends)]
    leaders = [a_leader(f"L{k}", at=place, max_travel_minutes=60) for k, place in enumerate(ends)]
    tables: dict[str, Any] = {
        "journeys": [way(47, start="L0", end="100003")],
        "crossings": [Crossing(a="L2", b="100003", ok=True)],
    }
    together, alone = (a_world(recipients, leaders, policy=a_policy(), **tables) for _ in range(2))
    pairs = [(row, other) for row in range(len(ends)) for other in range(len(ends))]
    know_journeys(together, pairs[5:])
    know_journeys(together, pairs)
    assert [journey_of(together, *pair) for pair in pairs] == [journey_of(alone, *pair) for pair in pairs]
    assert len({journey_of(alone, *pair).measured_by for pair in pairs}) >= 4
