"""Who is served, by group."""

from __future__ import annotations

from matcher.report import comparisons, groups
from matcher.report.chosen import Chosen
from matcher.result import Result
from tests.report.results import a_result, some_facts
from tests.worlds import AS_AT


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


def test_days_waiting_are_the_middle_of_those_whose_day_is_known(chosen: Chosen, result: Result) -> None:
    (london,) = [g for g in groups.served(chosen, groups.region) if g.group == "London"]
    for matched, told in ((True, london.waited_matched), (False, london.waited_others)):
        bodies = [r for r in result.world.recipients if r.region == "London" and r.eligible_since]
        days = sorted((AS_AT - r.eligible_since).days for r in bodies if (r.id in chosen.by_recipient) == matched)
        assert told == days[(len(days) - 1) // 2]
    nowhere = groups.served(chosen, lambda r: ("dated",) if r.eligible_since else ("undated",))
    assert [(g.group, g.waited_matched) for g in nowhere if g.group == "undated"] == [("undated", None)]


def test_a_grouping_without_a_table_is_told_with_the_reason() -> None:
    found = Chosen(a_result(facts=some_facts(recipients=1)))
    assert comparisons.not_told_apart(found).startswith(
        "Not shown apart. Phase: all are in the group 'Trusts, all phases'"
    )
    assert "Rural or urban: no file says" in comparisons.not_told_apart(found)
    assert [listing.caption for listing in comparisons.fairness(found)] == ["Region"]


def test_the_longest_journeys_come_first(chosen: Chosen) -> None:
    found = [m.metres or 0 for m in groups.longest(chosen)]
    assert found == sorted(found, reverse=True)
    assert found[0] == chosen.reach.worst_metres
    assert len(found) == 5
