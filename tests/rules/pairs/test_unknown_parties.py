"""A bar against a party that nothing in the data is sets its declarer aside; other declarations are to be checked."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.rules.choices import pairs_at
from matcher.rules.pairs.governance import GOVERNANCE_PARTY_UNKNOWN
from matcher.rules.pairs.interests.not_checked import NOT_CHECKED
from matcher.rules.pairs.interests.unknown_parties import PARTY_UNKNOWN, set_aside_notices
from matcher.wording.messages import texts
from matcher.world import World
from tests.rules.pairs.single_pair import bars, flags
from tests.worlds import a_governance_leader, a_leader, a_person, a_recipient, a_trust, a_world, an_interest

CHECKED = a_leader()


def declared(party: str, kind: str, **rest: object) -> World:
    body = a_recipient(local_authority="Devon", diocese="Diocese of Exeter")
    return a_world([body], [CHECKED], interests=[an_interest("L1", party, kind, **{"level": "block", **rest})])


@pytest.mark.parametrize("kind", ["school", "trust", "authority", "diocese"])
def test_a_bar_against_an_unknown_place_or_body_sets_aside(kind: str) -> None:
    world = declared("nowhere", kind)
    assert bars(PARTY_UNKNOWN, world)
    assert texts(set_aside_notices(world)) == (
        "Set aside until the party is known: L1; a declared interest that bars is in a party that is not in the data",
    )


@pytest.mark.parametrize(
    ("party", "kind"), [("R1", "school"), ("devon", "authority"), ("DIOCESE OF EXETER", "diocese"), ("R1", "trust")]
)
def test_a_bar_against_a_known_party_sets_nobody_aside(party: str, kind: str) -> None:
    assert not bars(PARTY_UNKNOWN, declared(party, kind))


@pytest.mark.parametrize("kind", ["organisation", "person"])
def test_a_bar_against_an_unknown_organisation_or_person_is_to_be_checked(kind: str) -> None:
    world = declared("nowhere", kind)
    assert not bars(PARTY_UNKNOWN, world)
    assert flags(NOT_CHECKED, world)


@pytest.mark.parametrize("level", ["declare", "sign_off"])
def test_a_milder_declaration_about_an_unknown_party_is_to_be_checked(level: str) -> None:
    world = declared("nowhere", "school", level=level, relation="other")
    assert not bars(PARTY_UNKNOWN, world)
    assert flags(NOT_CHECKED, world)


@pytest.mark.parametrize("kind", ["school", "person", "authority"])
def test_a_party_that_is_known_to_lie_outside_the_files_flags_nobody(kind: str) -> None:
    world = declared("nowhere", kind, outside=True)
    assert not bars(PARTY_UNKNOWN, world)
    assert not flags(NOT_CHECKED, world)


def test_a_governance_leader_is_set_aside_too() -> None:
    world = a_world(
        [a_trust("R1", governance_need=3)],
        [CHECKED],
        [a_governance_leader("G1")],
        interests=[an_interest("G1", "nowhere", "trust", level="block")],
    )
    pair = pairs_at(world, np.array([0]), np.array([0]), "governance")
    assert GOVERNANCE_PARTY_UNKNOWN.bars(world, pair)[0]
    assert "G1" in GOVERNANCE_PARTY_UNKNOWN.why(world, 0, 0)


def test_what_somebody_of_the_school_declared_about_nobody_is_to_be_checked() -> None:
    world = a_world(
        [a_recipient()],
        [CHECKED],
        people=[a_person("P1", organisation_id="R1")],
        interests=[an_interest("P1", "nowhere", "trust", level="block")],
    )
    assert flags(NOT_CHECKED, world)


def test_a_base_that_is_nowhere_is_to_be_checked() -> None:
    assert flags(NOT_CHECKED, a_world([a_recipient()], [a_leader(base_urn="999999")]))
