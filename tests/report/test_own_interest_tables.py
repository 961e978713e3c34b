"""What serves those who broker or may take over is counted, and the cap's cost is that of the plan without it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from matcher.domain import Interest
from matcher.report.pages.report_page import page
from matcher.report.tables import own_interest_tables
from matcher.report.tables.plan_view import PlanView
from tests import worlds
from tests.report.results import a_policy, a_result, some_facts

CAPPED = a_policy(rules={"own_interest_share_at_most": Fraction(1, 4)}, pots=(worlds.a_pot("offer", None),))


@pytest.fixture(scope="module")
def capped() -> PlanView:
    return PlanView(a_result(policy=CAPPED))


def test_counts_what_each_regions_own_broker_would_serve(view: PlanView) -> None:
    broker = {"North West": "O0", "South West": "O1", "London": "O2"}
    for line in own_interest_tables.own_interest(view):
        inside = [m for m in view.matches if m.recipient.region == line.region]
        assert line.matches == len(inside)
        assert line.own == sum(m.leader.organisation_id == broker[line.region] for m in inside)


@pytest.mark.parametrize("colleague", [False, True], ids=["their own", "a colleague's"])
def test_counts_a_match_with_a_possible_sponsor_whoever_of_the_organisation_declared_it(
    view: PlanView, colleague: bool
) -> None:
    match = view.matches[0]
    others = [x for x in view.result.facts.leaders if x.organisation_id == match.leader.organisation_id]
    declarer = next(x for x in others if (x.id == match.leader.id) != colleague)
    other = _with(
        worlds.an_interest(declarer.id, match.recipient.id, match.recipient.kind, relation="sponsor_interest")
    )
    assert {m.recipient.id: m.leader.id for m in other.matches} == {m.recipient.id: m.leader.id for m in view.matches}
    found = {x.region: x.sponsor for x in own_interest_tables.own_interest(other)}
    assert found == {region: int(region == match.recipient.region) for region in found}


def test_a_sponsors_interest_in_another_school_is_not_counted(view: PlanView) -> None:
    match = view.matches[0]
    other = _with(worlds.an_interest(match.leader.id, "R29", "school", relation="sponsor_interest"))
    assert not any(x.sponsor for x in own_interest_tables.own_interest(other))


def _with(interest: Interest) -> PlanView:
    facts = some_facts()
    return PlanView(a_result(facts=replace(facts, interests=(*facts.interests, interest))))


def test_without_a_cap_the_page_says_which_caps_would_cost_nothing(view: PlanView) -> None:
    said = own_interest_tables.cap_sentence(view)
    most = max(Fraction(x.own, x.matches) for x in own_interest_tables.own_interest(view) if x.matches)
    assert said.startswith("The scenario sets no cap on this share.")
    assert any(f"{x.own} of {x.matches} in {x.region}" in said for x in own_interest_tables.own_interest(view) if x.own)
    policy = replace(view.result.policy, rules=replace(view.result.policy.rules, own_interest_share_at_most=most))
    assert not PlanView(a_result(policy=policy)).result.problem.breaks(view.result.solution.chosen)


def test_a_cap_that_binds_is_told_with_what_it_costs(capped: PlanView) -> None:
    rows = {row[0]: row[1:] for row in own_interest_tables.cap_table(capped).rows}
    before, after = (int(str(x)) for x in rows["Matched"])
    assert before == capped.totals.matched < after
    assert "What the cap on own interest costs" in page(capped)


def test_a_cap_where_no_broker_could_serve_anybody_costs_nothing() -> None:
    facts = some_facts()
    facts = replace(facts, organisations=tuple(replace(o, broker_for=frozenset()) for o in facts.organisations))
    other = PlanView(a_result(policy=CAPPED, facts=facts))
    assert "It costs nothing: no broker's own organisation" in own_interest_tables.cap_sentence(other)
    assert not own_interest_tables.cap_table(other).rows
