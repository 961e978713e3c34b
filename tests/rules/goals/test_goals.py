"""Each goal counts what its sentence says, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import numpy as np
import pytest

from matcher.plan import Choices, Objective
from matcher.policy import GOALS, GoalChoice
from matcher.rules.base import GoalRule
from matcher.rules.goals import canonical
from matcher.rules.goals.coverage import COVERAGE
from matcher.rules.goals.fairness import FAIRNESS
from matcher.rules.goals.fit import FIT
from matcher.rules.goals.governance_benefit import GOVERNANCE_BENEFIT
from matcher.rules.goals.spend import SPEND
from matcher.rules.goals.stability import STABILITY
from matcher.rules.goals.strong_trust_first import STRONG_TRUST_FIRST
from matcher.rules.rulebooks import RULEBOOKS
from matcher.world import World
from tests.choice_builders import every, some_choices
from tests.worlds import HERE, a_deployment, a_governance_leader, a_leader, a_policy, a_recipient, a_trust, a_world


def value(rule: GoalRule, world: World, choices: Choices, **setting: int | str) -> int:
    objective = rule.objective(world, choices, GoalChoice(goal=rule.name, **setting))
    assert isinstance(objective, Objective), objective
    return objective.value(every(choices))


def test_every_goal_a_scenario_may_name_is_in_a_book_and_each_book_keeps_their_order() -> None:
    of_books = [tuple(rule.name for rule in book.goals) for book in RULEBOOKS.values()]
    wrong = {name for names in of_books for name in names} ^ set(GOALS)
    mend = "GOALS in matcher/policy/goals.py and the goals of the rulebooks in matcher/rules/rulebooks.py"
    assert not wrong, f"{mend} must be the same: {', '.join(sorted(wrong))}"
    assert all(names == tuple(name for name in GOALS if name in names) for names in of_books)


@pytest.mark.parametrize(
    ("reading", "points"),
    [("register", 5 + 1), ("equal", 2), ("days-waiting", 4 + 1)],
)
def test_coverage_adds_up_priority_as_the_scenario_reads_it(reading: str, points: int) -> None:
    waiting = a_recipient("R1", priority=5, eligible_since=date(2022, 11, 30))
    world = a_world([waiting, a_recipient("R2")], [a_leader("L1")], policy=a_policy(priority=reading))
    assert value(COVERAGE, world, some_choices(world, [("R1", "L1", 10, 0), ("R2", "L1", 10, 0)])) == points


def test_coverage_counts_no_governance_days() -> None:
    world = a_world([a_trust("T1")], [a_leader("L1")], [a_governance_leader("G1")])
    assert value(COVERAGE, world, some_choices(world, [("T1", "L1", 10, 0)], [("T1", "G1", 5)])) == 1


def test_stability_counts_pairs_of_the_last_proposal_and_of_running_deployments() -> None:
    world = a_world(
        [a_recipient("R1"), a_recipient("R2"), a_recipient("R3")],
        [a_leader("L1"), a_leader("L2")],
        previous=(("R1", "L1"), ("R9", "L1")),
        history=[a_deployment("R2", "L2")],
    )
    moved = some_choices(world, [("R1", "L1", 10, 0), ("R2", "L1", 10, 0), ("R2", "L2", 10, 0), ("R3", "L1", 10, 0)])
    assert value(STABILITY, world, moved) == 2


def test_stability_is_skipped_and_says_so_without_anything_earlier() -> None:
    world = a_world([a_recipient("R1")], [a_leader("L1")])
    said = STABILITY.objective(world, some_choices(world, [("R1", "L1", 10, 0)]), GoalChoice(goal="stability"))
    assert said == "there is no last proposal and no running deployment among those to be matched"


def test_strong_trust_first_counts_every_match_led_by_a_trust_chief_executive_within_reach() -> None:
    leaders = [
        a_leader("L1"),
        a_leader("L2", role="nle"),
        a_leader("L3", at=(HERE[0] + 40_001, HERE[1])),
        a_leader("L4", at=None),
    ]
    world = a_world([a_recipient("R1"), a_trust("T1")], leaders)
    all_of_them = some_choices(world, [("R1", j, 10, 0) for j in ("L1", "L2", "L3", "L4")] + [("T1", "L1", 10, 0)])
    assert value(STRONG_TRUST_FIRST, world, all_of_them, within_metres=40_000) == 2
    assert value(STRONG_TRUST_FIRST, world, all_of_them) == 4
    assert value(STRONG_TRUST_FIRST, world, all_of_them, within_metres=40_000, counts="schools") == 1
    assert value(STRONG_TRUST_FIRST, world, all_of_them, counts="schools") == 3


def test_governance_benefit_is_need_times_days() -> None:
    world = a_world(
        [a_trust("T1", governance_need=3), a_trust("T2", governance_need=1)], [a_leader()], [a_governance_leader("G1")]
    )
    both = some_choices(world, [("T1", "L1", 10, 0)], [("T1", "G1", 5), ("T2", "G1", 5)])
    assert value(GOVERNANCE_BENEFIT, world, both) == 20


def test_fairness_is_the_share_of_the_region_served_worst_rounded_down() -> None:
    recipients = [a_recipient(f"R{i}", region="London") for i in range(3)] + [a_recipient("R7"), a_recipient("R8")]
    world = a_world(recipients, [a_leader("L1", days=90)])
    served = some_choices(world, [("R0", "L1", 10, 0), ("R1", "L1", 10, 0), ("R7", "L1", 10, 0), ("R8", "L1", 10, 0)])
    assert value(FAIRNESS, world, served) == 666


def test_fairness_leaves_out_regions_that_nobody_can_serve() -> None:
    world = a_world([a_recipient("R1"), a_recipient("R2", region="London")], [a_leader("L1")])
    objective = FAIRNESS.objective(world, some_choices(world, [("R1", "L1", 10, 0)]), GoalChoice(goal="fairness"))
    assert isinstance(objective, Objective)
    assert objective.group_names == ("North West",)


def test_fairness_is_skipped_where_nobody_can_be_matched() -> None:
    world = a_world([a_recipient("R1")], [])
    assert FAIRNESS.objective(world, some_choices(world), GoalChoice(goal="fairness")) == (
        "no region has anybody who could be matched"
    )


def test_fit_adds_up_the_fit_of_matches_only() -> None:
    world = a_world([a_trust("T1")], [a_leader("L1")], [a_governance_leader("G1")])
    both = some_choices(world, [("T1", "L1", 10, 0)], [("T1", "G1", 5)])
    assert value(FIT, world, replace(both, fit=np.array([700, 900]))) == 700


def test_spend_is_every_penny_and_less_is_better() -> None:
    world = a_world([a_trust("T1")], [a_leader("L1")], [a_governance_leader("G1")])
    both = some_choices(world, [("T1", "L1", 10, 0)], [("T1", "G1", 5)])
    assert value(SPEND, world, both) == 600_000 + 250_000
    objective = SPEND.objective(world, both, GoalChoice(goal="spend"))
    assert isinstance(objective, Objective)
    assert objective.better(1, 2)


def test_the_canonical_weight_of_a_choice_depends_on_its_ids_and_days_alone() -> None:
    small = a_world([a_recipient("R2")], [a_leader("L2")])
    large = a_world([a_recipient("R1"), a_recipient("R2")], [a_leader("L1"), a_leader("L2")])
    one = canonical.weights(small, some_choices(small, [("R2", "L2", 10, 0)]))
    two = canonical.weights(large, some_choices(large, [("R2", "L2", 10, 0), ("R2", "L2", 10, 5)]))
    assert one[0] == two[0] != two[1]
    assert 0 <= one[0] < 2**20


def test_the_canonical_weights_in_bulk_are_the_first_20_bits_of_each_choice_s_own_hash() -> None:
    trusts, leaders = [a_trust(f"T{i}") for i in range(12)], [a_leader(f"L{i}") for i in range(9)]
    world = a_world(trusts, leaders, [a_governance_leader("Gé1"), a_governance_leader("G2")])
    matches = [(f"T{i}", f"L{(5 * i + k) % 9}", d, t) for i in range(12) for k, (d, t) in enumerate(((10, 0), (7, 3)))]
    choices = some_choices(world, matches, [("T3", "Gé1", 5), ("T4", "G2", 5)])
    people = (world.leaders, world.governance_leaders)
    columns = (choices.kind, choices.recipient, choices.provider, choices.days, choices.team_days)
    said = [
        f"{kind}|{world.recipients[r].id}|{people[kind][p].id}|{days}|{team}"
        for kind, r, p, days, team in zip(*(c.tolist() for c in columns), strict=True)
    ]
    expected = [int(sha256(text.encode()).hexdigest()[:5], 16) for text in said]
    assert canonical.weights(world, choices).tolist() == expected
