"""From pairs to choices: days, team days, costs by purpose; and any plan read back as choices."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from matcher.domain import Recipient
from matcher.plan import GOVERNANCE, MATCH
from matcher.rules.choices import choices_of, day_options, pairs_of
from matcher.world import World
from tests.worlds import (
    a_governance_leader,
    a_judged_pair,
    a_leader,
    a_plan,
    a_policy,
    a_recipient,
    a_trust,
    a_world,
    an_organisation,
)

POOL = an_organisation("O1", team_days=20)
OF_O1 = a_leader(organisation_id="O1")


def offered(recipient: Recipient, support: dict[str, Any] | None = None, **tables: Any) -> frozenset[tuple[int, int]]:
    given = {"organisations": [POOL]} | tables
    return day_options(a_world([recipient], [OF_O1], policy=a_policy(support=support), **given), 0, 0)


def test_a_standalone_school_is_offered_the_leaders_own_days_only() -> None:
    assert offered(a_recipient()) == {(10, 0)}


def test_a_trust_may_have_half_its_days_from_the_leadership_team() -> None:
    assert offered(a_trust()) == {(10, 0), (10, 5)}


def test_team_days_are_rounded_down() -> None:
    assert offered(a_trust(days=7), {"team_share_at_most": Fraction(1, 3)}) == {(7, 0), (7, 2)}


def test_a_share_of_less_than_a_day_is_no_team_day() -> None:
    assert offered(a_trust(days=1)) == {(1, 0)}


@pytest.mark.parametrize("organisations", [[], [an_organisation("O1")], [an_organisation("O1", team_days=0)]])
def test_without_a_pool_there_are_no_team_days(organisations: list[Any]) -> None:
    assert offered(a_trust(), organisations=organisations) == {(10, 0)}


def test_every_number_of_days_of_the_support_is_a_choice() -> None:
    support = {"standalone_days": (3, 10, 5), "trust_days": (6,)}
    assert offered(a_recipient(), support) == {(3, 0), (5, 0), (10, 0)}
    assert offered(a_trust(), support) == {(6, 0), (6, 3)}


def test_the_recipients_own_days_come_before_the_supports_and_the_pairs_before_both() -> None:
    assert offered(a_recipient(days=4)) == {(4, 0)}
    assert offered(a_recipient(days=4), pairs=[a_judged_pair(days=2)]) == {(2, 0)}
    assert offered(a_recipient(), pairs=[a_judged_pair(score=9)]) == {(10, 0)}


def test_no_choice_is_of_less_than_a_day() -> None:
    assert offered(a_recipient(days=0)) == set()
    assert offered(a_recipient(), {"standalone_days": (0, 5)}) == {(5, 0)}


def paid() -> World:
    rates = {
        "leader_day_pence": {"trust_ceo": 60_000, "nle": 50_000},
        "governance_day_pence": 40_000,
        "match_fee_pence": 700,
        "grant_pence": 300_000,
    }
    leaders = [a_leader("L1"), a_leader("L2", role="nle")]
    return a_world([a_recipient(), a_trust()], leaders, [a_governance_leader()], policy=a_policy(rates=rates))


def test_costs_are_by_purpose_and_at_the_rate_of_the_role() -> None:
    plan = a_plan(("R1", "L2", 3, 0), ("T1", "L1", 10, 5), governance=[("T1", "G1", 5)])
    choices, missing = choices_of(paid(), plan)
    assert not missing
    assert choices.kind.tolist() == [MATCH, MATCH, GOVERNANCE]
    assert {k: v.tolist() for k, v in choices.cost_pence.items()} == {
        "leader_days": [150_000, 600_000, 0],
        "governance_days": [0, 0, 200_000],
        "match_fees": [700, 700, 0],
        "grants": [300_000, 300_000, 0],
    }


def test_a_plan_is_read_back_in_its_own_order_lawful_or_not() -> None:
    world = paid()
    plan = a_plan(("R1", "L1", 99, 98), ("R1", "L1", 99, 98), governance=[("R1", "G1", -2)])
    choices, _ = choices_of(world, plan)
    assert choices.days.tolist() == [99, 99, -2]
    assert choices.team_days.tolist() == [98, 98, 0]
    assert pairs_of(choices).recipient.tolist() == [0, 0]


def test_what_is_not_known_is_named_once_each_and_left_out() -> None:
    plan = a_plan(("R9", "L9", 10, 0), ("R9", "L1", 10, 0), ("R1", "L1", 10, 0), governance=[("T1", "L1", 5)])
    choices, missing = choices_of(paid(), plan)
    assert len(choices) == 1
    assert sorted(b.message for b in missing) == [
        "L1 is no governance leader of this run",
        "L9 is no leader of this run",
        "R9 is no recipient of this run",
    ]


def test_an_empty_plan_is_no_choices() -> None:
    choices, missing = choices_of(paid(), a_plan())
    assert (len(choices), missing) == (0, ())
