"""Who is served, by group."""

from __future__ import annotations

from matcher.report.tables import comparison_tables, groups
from matcher.report.tables.plan_view import PlanView
from matcher.result import Result
from tests.report.results import a_result, some_facts
from tests.worlds import AS_AT


def test_regions_together_are_everybody(view: PlanView) -> None:
    found = groups.group_statistics(view, groups.region)
    assert sum(g.eligible for g in found) == view.totals.eligible
    assert sum(g.matched for g in found) == view.totals.matched
    assert sum(g.by_hand for g in found) == view.by_hand.matched


def test_a_school_counts_in_each_of_its_phases(view: PlanView, result: Result) -> None:
    found = {g.group: g.eligible for g in groups.group_statistics(view, groups.phase)}
    schools = [r for r in result.world.recipients if r.kind == "school"]
    assert found["Secondary"] == sum("secondary" in r.phases for r in schools)
    assert found["16 plus"] == sum("16-plus" in r.phases for r in schools)
    assert found["Trusts, all phases"] == sum(r.kind == "trust" for r in result.world.recipients)


def test_what_is_not_known_is_a_group_of_its_own_and_stands_last(view: PlanView) -> None:
    found = groups.group_statistics(view, groups.rural)
    assert found[-1].group == "Not known"
    assert found[-1].eligible


def test_days_waiting_are_the_middle_of_those_whose_day_is_known(view: PlanView, result: Result) -> None:
    (london,) = [g for g in groups.group_statistics(view, groups.region) if g.group == "London"]
    for matched, waited in ((True, london.waited_matched), (False, london.waited_others)):
        bodies = [r for r in result.world.recipients if r.region == "London" and r.eligible_since]
        days = sorted((AS_AT - r.eligible_since).days for r in bodies if (r.id in view.by_recipient) == matched)
        assert waited == days[(len(days) - 1) // 2]
    nowhere = groups.group_statistics(view, lambda r: ("dated",) if r.eligible_since else ("undated",))
    assert [(g.group, g.waited_matched) for g in nowhere if g.group == "undated"] == [("undated", None)]


def test_a_grouping_without_a_table_is_told_with_the_reason() -> None:
    found = PlanView(a_result(facts=some_facts(recipients=1)))
    assert comparison_tables.not_told_apart(found).startswith(
        "Not shown apart. Phase: all are in the group 'Trusts, all phases'"
    )
    assert "Rural or urban: no file says" in comparison_tables.not_told_apart(found)
    assert [table.caption for table in comparison_tables.fairness(found)] == ["Region"]


def test_the_longest_journeys_come_first(view: PlanView) -> None:
    found = [m.metres or 0 for m in groups.longest(view)]
    assert found == sorted(found, reverse=True)
    assert found[0] == view.totals.worst_metres
    assert len(found) == 5
