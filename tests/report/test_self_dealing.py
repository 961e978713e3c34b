"""What serves those who broker or may take over is counted, and the cap's cost is that of the plan without it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from matcher.domain import Interest
from matcher.report import self_dealing
from matcher.report.chosen import Chosen
from matcher.report.page import page
from tests import worlds
from tests.report.results import a_policy, a_result, some_facts

CAPPED = a_policy(rules={"own_interest_share_at_most": Fraction(1, 4)}, pots=(worlds.a_pot("offer", None),))


@pytest.fixture(scope="module")
def capped() -> Chosen:
    return Chosen(a_result(policy=CAPPED))


def test_counts_what_each_regions_own_broker_would_serve(chosen: Chosen) -> None:
    broker = {"North West": "O0", "South West": "O1", "London": "O2"}
    for line in self_dealing.own_interest(chosen):
        inside = [m for m in chosen.matches if m.recipient.region == line.region]
        assert line.matches == len(inside)
        assert line.own == sum(m.leader.organisation_id == broker[line.region] for m in inside)


@pytest.mark.parametrize("colleague", [False, True], ids=["their own", "a colleague's"])
def test_counts_a_match_with_a_possible_sponsor_whoever_of_the_organisation_declared_it(
    chosen: Chosen, colleague: bool
) -> None:
    match = chosen.matches[0]
    others = [x for x in chosen.result.facts.leaders if x.organisation_id == match.leader.organisation_id]
    declarer = next(x for x in others if (x.id == match.leader.id) != colleague)
    told = _with(worlds.an_interest(declarer.id, match.recipient.id, match.recipient.kind, relation="sponsor_interest"))
    assert {m.recipient.id: m.leader.id for m in told.matches} == {m.recipient.id: m.leader.id for m in chosen.matches}
    found = {x.region: x.sponsor for x in self_dealing.own_interest(told)}
    assert found == {region: int(region == match.recipient.region) for region in found}


def test_a_sponsors_interest_in_another_school_is_not_counted(chosen: Chosen) -> None:
    match = chosen.matches[0]
    told = _with(worlds.an_interest(match.leader.id, "R29", "school", relation="sponsor_interest"))
    assert not any(x.sponsor for x in self_dealing.own_interest(told))


def _with(interest: Interest) -> Chosen:
    facts = some_facts()
    return Chosen(a_result(facts=replace(facts, interests=(*facts.interests, interest))))


def test_without_a_cap_the_page_says_which_caps_would_cost_nothing(chosen: Chosen) -> None:
    said = self_dealing.cap_said(chosen)
    most = max(Fraction(x.own, x.matches) for x in self_dealing.own_interest(chosen) if x.matches)
    assert said.startswith("The scenario sets no cap on this share, so nothing is lost to one.")
    assert any(f"{x.own} of {x.matches} in {x.region}" in said for x in self_dealing.own_interest(chosen) if x.own)
    policy = replace(chosen.result.policy, rules=replace(chosen.result.policy.rules, own_interest_share_at_most=most))
    assert not Chosen(a_result(policy=policy)).result.problem.breaks(chosen.result.solution.chosen)


def test_a_cap_that_binds_is_told_with_what_it_costs(capped: Chosen) -> None:
    rows = {row[0]: row[1:] for row in self_dealing.cap_listing(capped).rows}
    before, after = (int(str(x)) for x in rows["Matched"])
    assert before == capped.reach.matched < after
    assert "What the cap on own interest costs" in page(capped)


def test_a_cap_where_no_broker_could_serve_anybody_costs_nothing() -> None:
    facts = some_facts()
    facts = replace(facts, organisations=tuple(replace(o, broker_for=frozenset()) for o in facts.organisations))
    told = Chosen(a_result(policy=CAPPED, facts=facts))
    assert "It costs nothing: no broker's own organisation" in self_dealing.cap_said(told)
    assert not self_dealing.cap_listing(told).rows
