"""Fit: points for distance, needs met, phases met and a shared faith, in whole numbers; or somebody's judgement."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.domain import Leader, Recipient
from matcher.rules.choices import pairs_at
from matcher.rules.fit import fit, fit_parts
from matcher.rules.pairs.pair_sets import ints
from matcher.world import World
from tests.worlds import NOWHERE, a_judged_pair, a_leader, a_policy, a_recipient, a_trust, a_world

FAR = (430_000, 400_000)  # 30 km away


def pair(recipient: Recipient, leader: Leader, *, km: int | None = 60, **tables: Any) -> World:
    policy = a_policy(rules={"max_travel_metres": None if km is None else km * 1000})
    return a_world([recipient], [leader], policy=policy, **tables)


def points(world: World) -> dict[str, int]:
    return {label: got for label, got, _ in fit_parts(world, 0, 0)}


def total(world: World) -> int:
    return int(fit(world, pairs_at(world, ints([0]), ints([0])))[0])


@pytest.mark.parametrize(
    ("metres", "worth"), [(0, 500), (1, 499), (120, 499), (121, 498), (30_000, 250), (59_999, 0), (60_000, 0)]
)
def test_distance_falls_from_500_to_nothing_at_the_limit_rounded_down(metres: int, worth: int) -> None:
    assert points(pair(a_recipient(at=(400_000 + metres, 400_000)), a_leader()))["distance"] == worth


def test_distance_is_measured_against_the_smaller_limit() -> None:
    assert points(pair(a_recipient(at=FAR), a_leader(max_travel_metres=40_000)))["distance"] == 125


def test_distance_is_measured_against_the_reference_where_there_is_no_limit() -> None:
    assert points(pair(a_recipient(at=FAR), a_leader(), km=None))["distance"] == 350


def test_beyond_the_limit_there_are_no_points_and_never_fewer() -> None:
    assert points(pair(a_recipient(at=FAR), a_leader(), km=20))["distance"] == 0


def test_a_limit_of_nought_gives_full_points_on_the_spot() -> None:
    assert points(pair(a_recipient(), a_leader(), km=0))["distance"] == 500
    assert points(pair(a_recipient(at=FAR), a_leader(), km=0))["distance"] == 0


def test_an_unknown_distance_has_no_points() -> None:
    assert points(pair(a_recipient(at=NOWHERE), a_leader()))["distance"] == 0


def test_needs_count_by_the_share_that_the_leader_meets() -> None:
    needy = a_recipient(areas_of_need=["send", "behaviour", "attendance"])
    assert points(pair(needy, a_leader(specialisms=["send", "attendance", "teaching"])))["needs met"] == 133
    assert points(pair(needy, a_leader(specialisms=["teaching"])))["needs met"] == 0


def test_no_known_needs_are_no_points() -> None:
    assert points(pair(a_recipient(), a_leader(specialisms=["send"])))["needs met"] == 0


def test_phases_count_by_the_share_that_the_leader_covers() -> None:
    trust = a_trust(phases=["primary", "special", "16-plus"])
    assert points(pair(trust, a_leader(phases=["primary"])))["phases met"] == 66
    assert points(pair(a_recipient(phases=["all-through"]), a_leader()))["phases met"] == 200


@pytest.mark.parametrize(
    ("school", "leader", "worth"),
    [
        ("Roman Catholic", "roman catholic", 100),
        ("Roman Catholic", "Christian", 0),
        ("None", "None", 0),
        ("Non-faith", "Non-faith", 0),
        (None, None, 0),
        ("Christian", None, 0),
    ],
)
def test_a_faith_counts_where_both_are_known_the_same_and_religious(
    school: str | None, leader: str | None, worth: int
) -> None:
    assert points(pair(a_recipient(faith=school), a_leader(faith=leader)))["same faith"] == worth


def test_the_whole_is_the_sum_of_its_parts() -> None:
    school = a_recipient(at=FAR, areas_of_need=["send"], faith="Jewish")
    world = pair(school, a_leader(specialisms=["send"], faith="Jewish"))
    assert fit_parts(world, 0, 0) == (
        ("distance", 250, 500),
        ("needs met", 200, 200),
        ("phases met", 200, 200),
        ("same faith", 100, 100),
    )
    assert total(world) == 750


def test_the_scales_are_the_programmes() -> None:
    policy = a_policy(fit={"distance": 10, "needs": 0, "phases": 7, "faith": 0})
    world = a_world([a_recipient()], [a_leader()], policy=policy)
    assert total(world) == 17


def test_somebodys_judgement_of_the_pair_stands_instead() -> None:
    world = pair(a_recipient(), a_leader(), pairs=[a_judged_pair(score=3)])
    assert total(world) == 3
    assert fit_parts(world, 0, 0) == (("somebody's judgement of the pair", 3, 1000),)


def test_a_judged_pair_without_a_score_is_worked_out() -> None:
    assert total(pair(a_recipient(), a_leader(), pairs=[a_judged_pair(days=4)])) == 700


def test_a_judgement_of_another_pair_changes_nothing() -> None:
    assert total(pair(a_recipient(), a_leader(), pairs=[a_judged_pair("R1", "L9", score=3)])) == 700
