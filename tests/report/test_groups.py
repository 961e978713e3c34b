"""Who is served, by group."""

from __future__ import annotations

from matcher.report import groups
from matcher.report.chosen import Chosen
from matcher.result import Result


def test_regions_together_are_everybody(chosen: Chosen) -> None:
    found = groups.served(chosen, groups.region)
    assert sum(g.eligible for g in found) == chosen.reach.eligible
    assert sum(g.matched for g in found) == chosen.reach.matched
    assert sum(g.by_hand for g in found) == chosen.by_hand.matched


def test_a_school_counts_in_each_of_its_phases(chosen: Chosen, result: Result) -> None:
    found = {g.group: g.eligible for g in groups.served(chosen, groups.phase)}
    schools = [r for r in result.world.recipients if r.kind == "school"]
    assert found["Secondary"] == sum("secondary" in r.phases for r in schools)
    assert found["16 plus"] == sum("16-plus" in r.phases for r in schools)
    assert found["Trusts, all phases"] == sum(r.kind == "trust" for r in result.world.recipients)


def test_what_is_not_known_is_a_group_of_its_own_and_stands_last(chosen: Chosen) -> None:
    found = groups.served(chosen, groups.rural)
    assert found[-1].group == "Not known"
    assert found[-1].eligible


def test_counts_what_each_regions_own_broker_would_serve(chosen: Chosen) -> None:
    broker = {"North West": "O0", "South West": "O1", "London": "O2"}
    for line in groups.own_interest(chosen):
        inside = [m for m in chosen.matches if m.recipient.region == line.region]
        assert line.matches == len(inside)
        assert line.own == sum(m.leader.organisation_id == broker[line.region] for m in inside)


def test_the_longest_journeys_come_first(chosen: Chosen) -> None:
    found = [m.metres or 0 for m in groups.longest(chosen)]
    assert found == sorted(found, reverse=True)
    assert found[0] == chosen.reach.worst_metres
    assert len(found) == 5
