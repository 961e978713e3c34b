"""What is said of a pin that contradicts a rule by itself, and which single changes are offered as ways out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.domain import Assessment, Verdict
from matcher.errors import PinsContradict
from matcher.policy import ANY
from matcher.rules.rulebooks import RULEBOOKS
from matcher.runs.infeasible_pins.pins import check_pins, pins_elsewhere_notices
from matcher.runs.setup import build_run_setup
from matcher.wording.messages import Reader, render
from matcher.world import World
from tests.random_worlds import with_policy
from tests.worlds import a_governance_leader, a_leader, a_pin, a_policy, a_recipient, a_trust, a_world

RULEBOOK = RULEBOOKS["tsio-2022-23"]


def said(world: World) -> PinsContradict:
    with pytest.raises(PinsContradict) as raised:
        check_pins(world, assessed(world), RULEBOOK)
    return raised.value


def assessed(world: World) -> tuple[Assessment, ...]:
    yes = Verdict("eligible", "on the register")
    return tuple(
        Assessment(id=r.id, name=r.name, kind=r.kind, region=r.region, route="register", verdict=yes, recipient=r)
        for r in world.facts.recipients
    )


def pinned(*pins: object, world: World) -> World:
    return with_policy(world, pins=pins)


def test_a_leader_who_is_not_willing_is_offered_to_say_so() -> None:
    found = said(pinned(a_pin(), world=a_world([a_recipient()], [a_leader(willing=False)])))
    assert "willingness" in found.members[1]
    assert found.way_out == "Take that fixed pair out or have leader L1 say they are willing"


def test_a_region_not_offered_is_named() -> None:
    world = a_world([a_recipient(region="London")], [a_leader(regions=["North West"])])
    found = said(pinned(a_pin(), world=world))
    assert found.way_out == "Take that fixed pair out or have leader L1 offer to serve London"


def test_the_distance_is_offered_to_whoever_sets_the_limit() -> None:
    far = a_recipient(at=(450_500, 400_000))
    world = pinned(a_pin(), world=a_world([far], [a_leader(max_travel_metres=20_000)]))
    assert said(world).way_out == "Take that fixed pair out or have leader L1 offer to travel 51 km or more"
    strict = a_policy(rules={"max_travel_metres": 30_000}, pins=(a_pin(),))
    rule = replace(a_world([far], [a_leader()]), policy=strict)
    assert said(rule).way_out == "Take that fixed pair out or set rules.max_travel_km to 51 or more"


def test_nothing_but_removing_is_offered_where_two_rules_stand_against_the_pair() -> None:
    world = a_world([a_recipient(region="London")], [a_leader(regions=["North West"], willing=False)])
    assert said(pinned(a_pin(), world=world)).way_out == "Take that fixed pair out"


def test_other_pins_that_cannot_stand_are_told_too() -> None:
    world = a_world([a_recipient("R1"), a_recipient("R2")], [a_leader(willing=False)])
    found = said(pinned(a_pin("R1"), a_pin("R2"), world=world))
    assert len(found.members) == 2
    assert "Then these cannot stand either: the fixed pair R2 to leader L1" in found.way_out


def test_days_that_are_not_on_offer_are_told_with_those_that_are() -> None:
    world = a_world([a_trust()], [a_leader()])
    fits, wrong = replace(a_pin("T1"), days=10, team_days=0), replace(a_pin("T1"), days=7)
    check_pins(pinned(fits, world=world), assessed(world), RULEBOOK)
    assert said(pinned(wrong, world=world)).members[1] == (
        "its days are not on offer to that pair, which may have 10 days, 0 of them the team's"
    )


def test_a_recipient_taken_out_of_the_run_is_told_without_the_reason_somebody_wrote() -> None:
    whole = a_world([a_recipient()], [a_leader()])
    out = with_policy(whole, pins=(a_pin(),), forbid=(replace(a_pin(reason="declined support"), leader_id=ANY),))
    found = said(replace(out, recipients=()))
    assert found.members == (
        "the fixed pair R1 to leader L1",
        "School R1 (R1) was taken out of the run: it is ruled out with every leader",
    )


def test_a_pin_is_told_by_its_row_and_never_by_what_somebody_wrote() -> None:
    pin = replace(a_pin(reason="asked for by Qzz Quilterby"), where="mine.yaml:7")
    found = said(pinned(pin, world=a_world([a_recipient()], [a_leader(willing=False)])))
    assert found.members[0] == "the fixed pair R1 to leader L1 [mine.yaml:7]"
    assert "Quilterby" not in found.way_out


def test_a_pin_may_name_a_governance_leader_who_may_be_offered_to_that_trust() -> None:
    governor = a_governance_leader("G1")
    world = a_world([a_trust("T1", governance_need=2)], [a_leader()], governance_leaders=[governor])
    own = pinned(a_pin("T1", "G1"), world=world)
    check_pins(own, assessed(own), RULEBOOK)
    for wrong, expected in (({"days": 3}, "governance support is of 5 days"), ({"team_days": 2}, "governance support")):
        assert expected in said(pinned(replace(a_pin("T1", "G1"), **wrong), world=world)).members[-1]
    unwanted = a_world([a_trust("T1", governance_need=0)], [a_leader()], governance_leaders=[governor])
    assert "may not be offered to T1" in said(pinned(a_pin("T1", "G1"), world=unwanted)).members[-1]


def test_a_pin_of_another_region_stops_no_run_and_is_told_of() -> None:
    there = a_recipient("100002", region="London")
    world = a_world([a_recipient(region="North West"), there], [a_leader(regions=["North West"])])
    policy = replace(world.policy, regions=("North West",), pins=(a_pin(recipient="100002", leader="L1"),))
    setup = build_run_setup(world.facts, policy)
    assert not [limit for limit in setup.problem.limits if limit.rule == "pins" and len(limit.at_most)]
    (notice,) = pins_elsewhere_notices(setup.world)
    said = "Fixed pairs of other regions, which do not bind here and hold nobody's days: 1 (100002 to leader L1)"
    assert str(notice) == said
    assert "100002" not in render(notice, Reader(regions=frozenset({"North West"})))
    here = replace(policy, pins=(a_pin(recipient="100002", leader="L1"),), regions=None)
    with pytest.raises(PinsContradict):
        build_run_setup(world.facts, here)
