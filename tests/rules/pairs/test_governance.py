"""A trust may be offered governance leaders of its region who are free of the trust and of barring interests."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.candidates import find_candidates
from matcher.domain import GovernanceLeader
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.pair_sets import ints
from matcher.rules.rulebooks import TSIO_2022
from matcher.world import World
from tests.rules.pairs.single_pair import fit_to_read_out
from tests.worlds import (
    a_governance_leader,
    a_leader,
    a_membership,
    a_person,
    a_policy,
    a_recipient,
    a_trust,
    a_world,
    an_interest,
)

TRUST = a_trust(governance_need=2)
GOVERNANCE = TSIO_2022.provider("governance")


def world_of(leader: GovernanceLeader | None = None, **tables: Any) -> World:
    return a_world([TRUST], [a_leader()], [leader or a_governance_leader()], **tables)


def offered(world: World) -> list[tuple[str, str]]:
    choices = find_candidates(world, TSIO_2022).choices
    rows = zip(choices.recipient[~choices.is_match], choices.provider[~choices.is_match], strict=True)
    return [(world.recipients[r].id, world.governance_leaders[g].id) for r, g in rows]


def why_not(world: World) -> str:
    """What the first rule that bars the only pair says of it; nothing where none does."""
    rule = GOVERNANCE.bar(world, pairs_at(world, ints([0]), ints([0]), "governance"))
    return rule.why(world, 0, 0) if rule else ""


def flags(world: World) -> set[str]:
    """The flags of the only pair. Each says a sentence about it that may be read out."""
    pair = pairs_at(world, ints([0]), ints([0]), "governance")
    raised = [flag for flag in GOVERNANCE.flags if flag.flags(world, pair)[0]]
    for flag in raised:
        fit_to_read_out(flag.why(world, 0, 0))
        assert "G1" in flag.why(world, 0, 0) or "interest" in flag.why(world, 0, 0) or "P1" in flag.why(world, 0, 0)
    return {flag.name for flag in raised}


def test_a_trust_in_need_is_offered_the_governance_leaders_of_its_region() -> None:
    assert offered(world_of()) == [("T1", "G1")]


def test_a_school_or_a_trust_without_known_need_is_offered_none() -> None:
    bodies = [a_recipient(governance_need=3), a_trust("T1"), a_trust("T2", governance_need=0)]
    assert offered(a_world(bodies, [], [a_governance_leader()])) == []


def test_a_governance_leader_serves_only_the_regions_they_offered() -> None:
    assert offered(world_of(a_governance_leader(regions=["London"]))) == []
    assert offered(world_of(a_governance_leader(region="London", regions=["North West"]))) == [("T1", "G1")]


def test_no_governance_days_are_no_offers() -> None:
    assert offered(world_of(policy=a_policy(support={"governance_days": 0}))) == []


def test_a_governance_leader_of_the_trust_itself_is_barred() -> None:
    world = world_of(a_governance_leader(organisation_id="T1"))
    assert offered(world) == []
    assert why_not(world) == "governance leader G1 belongs to Trust T1 itself"


def test_an_active_block_bars_and_an_expired_one_flags() -> None:
    blocked = world_of(interests=[an_interest("G1", "110001")])
    assert offered(blocked) == []
    assert why_not(blocked) == "a declared interest bars governance leader G1 from Trust T1"
    lapsed = world_of(interests=[an_interest("G1", "T1", "trust", expires_on=date(2022, 11, 1))])
    assert offered(lapsed) == [("T1", "G1")]
    assert flags(lapsed) == {"not-checked"}


def test_nothing_bars_one_who_is_free() -> None:
    world = world_of(memberships=[a_membership("110001", "T1")])
    assert why_not(world) == ""
    assert flags(world) == set()


def test_an_interest_of_a_leader_on_the_same_row_is_not_the_governance_leaders() -> None:
    assert offered(world_of(interests=[an_interest("L1", "110001")])) == [("T1", "G1")]


def test_the_sentence_says_what_else_stands_against_it() -> None:
    away = world_of(a_governance_leader(regions=["London"]))
    assert why_not(away) == "governance leader G1 has not offered to serve North West"
    content = a_world([a_trust()], [], [a_governance_leader()])
    assert why_not(content) == "no need of governance support is recorded for Trust T1"
    school = a_world([a_recipient()], [], [a_governance_leader()])
    assert why_not(school) == "School R1 is a school, and governance days are for trusts only"


@pytest.mark.parametrize(
    ("flag", "leader", "tables"),
    [
        ("not-checked", a_governance_leader(interests_checked_on=None), {}),
        ("sign-off", None, {"interests": [an_interest("G1", "T1", "trust", relation="supplies")]}),
        ("declared", None, {"interests": [an_interest("G1", "T1", "trust", relation="supported_before")]}),
        ("broker-interest", None, {"people": [a_person(organisation_id="T1")]}),
        ("out-of-region", a_governance_leader(region="London", regions=["North West"]), {}),
    ],
)
def test_each_flag_is_raised(flag: str, leader: GovernanceLeader | None, tables: dict[str, Any]) -> None:
    world = world_of(leader, **tables)
    assert flags(world) == {flag}
    assert find_candidates(world, TSIO_2022).flags[flag].tolist()[-1] is True
