"""What the rest of the house makes of the sample: every answer, every rule, every region."""

from __future__ import annotations

import pytest

from matcher.candidates import find_candidates
from matcher.domain import REGIONS, Facts
from matcher.eligibility import assess
from matcher.read import load_facts
from matcher.read.scenarios.scenario import load_scenario
from matcher.rules.rulebooks import RULEBOOKS
from matcher.runs.setup import world_of
from matcher.sample.people_and_places.places import authorities
from tests.sample.shipped import SCENARIOS


@pytest.fixture(scope="module")
def facts() -> Facts:
    scenario = load_scenario(SCENARIOS / "budget.yaml", (), (), None)
    return load_facts(scenario.data, scenario.policy.as_at)


def test_every_gate_and_every_rule_about_pairs_has_something_to_say(facts: Facts) -> None:
    policy = load_scenario(SCENARIOS / "budget.yaml", (), (), None).policy
    book = RULEBOOKS[policy.programme]
    assessments = assess(facts, policy, book.gates)
    answers = {(a.kind, a.verdict.answer) for a in assessments}
    assert answers == {(k, v) for k in ("school", "trust") for v in ("eligible", "not eligible", "cannot tell")}
    assert {"trust-decline", "trust-share", "standalone-ri", "by-exception", "not-again"} <= {
        a.route for a in assessments
    }
    world = world_of(assessments, facts, policy)
    assert 60 <= len(world.recipients) <= 90
    assert {r.region for r in world.recipients} == set(REGIONS)
    found = find_candidates(world, book)
    silent = {rule.name for rule in book.pairs} - {rule for rule, _, _ in found.barred_counts}
    # these need somebody's decision, a support that is running, or a register that is wrong
    by_people = {"forbidden", "crossing", "cannot-at-present", "leader-own-trust", "party-unknown"}
    assert silent <= by_people, f"no pair is barred by {silent}"
    unflagged = {name for name, mask in found.flags.items() if not mask.any()}
    # nobody is on an island, no register is damaged, and no eligible trust rests on what was dropped
    assert unflagged <= {"no-road", "same-person", "organisation-unknown", "history-forgotten"}


def test_a_region_s_authorities_are_its_own() -> None:
    codes = [a.code for region in REGIONS for a in authorities(region, None)]
    assert len(codes) == len(set(codes)) == 153
    assert [len(authorities(region, 3)) for region in REGIONS] == [3] * 9
