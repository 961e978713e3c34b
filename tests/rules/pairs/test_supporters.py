"""Flags and sentences of supporting organisations and advisers, by hand; who is barred, the law test says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from matcher.domain import Adviser, Deployment, Facts, Interest, Organisation, Recipient
from matcher.plan import Objective
from matcher.policy import FellowAdviser, GoalChoice
from matcher.rules.base import FlagRule, PairRule
from matcher.rules.choices import adviser_choices, pairs_at
from matcher.rules.goals.supporters import ADVISERS_IN_REGION
from matcher.rules.pairs.rise.advisers import (
    ADVISER_ALLOCATED,
    ADVISER_EMPLOYER,
    ADVISER_OUT_OF_REGION,
    ADVISER_PARTY_UNKNOWN,
    ADVISER_TRAVEL,
    ADVISER_WITHOUT_EMPLOYER,
    allocated,
)
from matcher.rules.pairs.rise.fellow import FELLOW_ADVISER
from matcher.rules.pairs.rise.organisations import CHECKS_OPEN, RESPONSIBLE_BODY, RUNS_ELIGIBLE_SCHOOLS
from matcher.rules.supporters import supporting_leaders
from matcher.world import Bools, World
from tests.supporter_worlds import AS_AT, random_world, with_policy

CHECKED: dict[str, Any] = {
    "willing": True,
    "phases": frozenset({"primary"}),
    "due_diligence": "yes",
    "finance_check": "yes",
    "vendor_account_on": date(2025, 1, 1),
}


def a_school(id: str = "100", **rest: Any) -> Recipient:
    given: dict[str, Any] = {"region": "London", "phases": frozenset({"primary"}), "trust_id": "T1", "schools": (id,)}
    return Recipient(id=id, name="Oak School", kind="school", **(given | rest))


def an_organisation(id: str = "T2", **rest: Any) -> Organisation:
    given: dict[str, Any] = {"type": "trust", "region": "London", "regions": frozenset({"London"}), "capacity": 2}
    return Organisation(id=id, name="Elm Trust", **(given | CHECKED | rest))


def an_adviser(id: str = "A1", **rest: Any) -> Adviser:
    given: dict[str, Any] = {"region": "London", "caseload": 3, "organisation_id": "T3"} | rest
    return Adviser(id=id, name="Kim Lee", **given)


def a_world(
    schools: tuple[Recipient, ...] = (a_school(),),
    organisations: tuple[Organisation, ...] = (an_organisation(),),
    advisers: tuple[Adviser, ...] = (an_adviser(),),
    interests: tuple[Interest, ...] = (),
) -> World:
    facts = Facts(recipients=schools, organisations=organisations, advisers=advisers, interests=interests)
    policy = random_world(1).policy
    return World(
        replace(policy, pins=(), forbid=(), rules=type(policy.rules)()),
        facts,
        schools,
        supporting_leaders(facts),
        advisers=advisers,
    )


def flagged(rule: FlagRule, world: World) -> bool:
    return bool(rule.flags(world, pairs_at(world, np.array([0]), np.array([0])))[0])


def advised(rule: FlagRule | PairRule, world: World) -> bool:
    pairs = pairs_at(world, np.array([0]), np.array([0]), "advisers")
    mask: Bools = rule.flags(world, pairs) if isinstance(rule, FlagRule) else rule.bars(world, pairs)
    return bool(mask[0])


def test_an_organisation_that_is_checked_through_has_nothing_open() -> None:
    assert not flagged(CHECKS_OPEN, a_world())


def test_an_account_that_is_only_expected_is_open_with_its_day() -> None:
    world = a_world(organisations=(an_organisation(vendor_account_on=date(2026, 1, 15)),))
    assert flagged(CHECKS_OPEN, world)
    assert CHECKS_OPEN.why(world, 0, 0) == (
        "T2: it has no vendor account (expected on 15 January 2026), which takes 15 to 20 days"
    )


def test_what_the_register_does_not_say_is_open() -> None:
    bare = dict.fromkeys(CHECKED) | {"phases": frozenset()}
    world = a_world(organisations=(an_organisation(**bare),))
    said = CHECKS_OPEN.why(world, 0, 0)
    assert "whether it is willing is not recorded" in said
    assert "due diligence is not done" in said


def test_an_organisation_that_employs_an_adviser_is_shown_whoever_advises_the_school() -> None:
    world = a_world(advisers=(an_adviser(organisation_id="T2"),))
    assert flagged(FELLOW_ADVISER, world)
    assert FELLOW_ADVISER.why(world, 0, 0) == "T2 employs A1, who advises schools of the programme"
    rules = replace(world.policy.rules, fellow_adviser=FellowAdviser(show=False))
    assert not flagged(FELLOW_ADVISER, with_policy(world, rules=rules))
    assert not flagged(FELLOW_ADVISER, a_world())


def test_an_organisation_that_runs_schools_of_the_programme_is_shown() -> None:
    sister = a_school("101", trust_id="T2")
    assert flagged(RUNS_ELIGIBLE_SCHOOLS, a_world(schools=(a_school(), sister)))
    assert not flagged(RUNS_ELIGIBLE_SCHOOLS, a_world())


def test_who_runs_the_school_is_named_as_what_they_are() -> None:
    own = a_world(organisations=(an_organisation("T1"),))
    assert RESPONSIBLE_BODY.why(own, 0, 0) == "T1 runs Oak School"
    itself = a_world(organisations=(an_organisation("100", type="school"),))
    assert RESPONSIBLE_BODY.why(itself, 0, 0) == "100 is Oak School itself"


def test_an_adviser_of_whom_no_employer_is_recorded_is_shown() -> None:
    assert advised(ADVISER_WITHOUT_EMPLOYER, a_world(advisers=(an_adviser(organisation_id=None),)))
    assert not advised(ADVISER_WITHOUT_EMPLOYER, a_world())


def test_an_adviser_is_set_aside_by_their_own_declaration_and_not_by_an_organisations() -> None:
    def world(who: str) -> World:
        strange = Interest(
            person_id=who, party_id="999", party_kind="school", relation="other", level="block", declared_on=AS_AT
        )
        return a_world(interests=(strange,))

    assert advised(ADVISER_PARTY_UNKNOWN, world("A1"))
    assert not advised(ADVISER_PARTY_UNKNOWN, world("T2"))


def test_the_sentences_about_an_adviser_name_nobody() -> None:
    world = a_world(advisers=(an_adviser(organisation_id="T1", region="North West"),))
    said = [rule.why(world, 0, 0) for rule in (ADVISER_EMPLOYER, ADVISER_OUT_OF_REGION, ADVISER_TRAVEL)]
    assert advised(ADVISER_EMPLOYER, world)
    assert advised(ADVISER_OUT_OF_REGION, world)
    assert not advised(ADVISER_OUT_OF_REGION, a_world())
    assert not any("Kim" in sentence for sentence in said)


def test_the_fewer_advisers_from_another_region_the_better() -> None:
    world = a_world(advisers=(an_adviser(region="North West"),))
    pairs, nothing = pairs_at(world, np.array([0]), np.array([0]), "advisers"), np.zeros(1, dtype=np.int64)
    choices = adviser_choices(world, pairs, nothing, nothing, nothing)
    objective = ADVISERS_IN_REGION.objective(world, choices, GoalChoice(goal="advisers-in-region"))
    assert isinstance(objective, Objective)
    assert (objective.sense, objective.worth.tolist()) == ("least", [1])


def test_a_school_keeps_its_adviser_whatever_organisation_it_has_before_or_after() -> None:
    advised, supported = (
        Deployment(term="autumn-2025", recipient_id="100", leader_id=id, state="running") for id in ("A1", "T2")
    )
    for history in ((advised, supported), (supported, advised)):
        world = a_world(advisers=(an_adviser("A1"), an_adviser("A2")))
        world = replace(world, facts=replace(world.facts, history=history), memo={})
        pairs = pairs_at(world, np.array([0, 0]), np.array([0, 1]), "advisers")
        assert allocated(world).tolist() == [0]
        assert ADVISER_ALLOCATED.bars(world, pairs).tolist() == [False, True]
