"""Those who broker, approve and decide have interests too: they are shown beside the pairs these touch."""

from datetime import date

import pytest

from matcher.domain import Interest, Person
from matcher.rules.pairs.interests.broker_interest import BROKER_INTEREST, OWN_INTEREST
from matcher.world import World
from tests.rules.pairs.single_pair import flags, why
from tests.worlds import a_leader, a_person, a_recipient, a_world, an_interest, an_organisation


def brokered(person: Person, *interests: Interest, organisation: str | None = "T2", trust: str = "T1") -> World:
    return a_world(
        [a_recipient(trust_id=trust)],
        [a_leader(organisation_id=organisation)],
        people=[person],
        interests=interests,
    )


def test_does_not_flag_a_broker_bound_to_nobody() -> None:
    assert not flags(BROKER_INTEREST, brokered(a_person(organisation_id="T9")))


@pytest.mark.parametrize("organisation", ["T1", "T2"])
def test_flags_a_broker_of_the_leaders_organisation_or_the_recipients_trust(organisation: str) -> None:
    assert flags(BROKER_INTEREST, brokered(a_person(organisation_id=organisation)))


@pytest.mark.parametrize(("party", "kind"), [("R1", "school"), ("L1", "person"), ("T2", "trust"), ("T1", "trust")])
def test_flags_a_brokers_declared_interest_in_either_side(party: str, kind: str) -> None:
    assert flags(BROKER_INTEREST, brokered(a_person(), an_interest("P1", party, kind, relation="supported_before")))


def test_flags_a_leaders_declared_interest_in_a_broker() -> None:
    assert flags(BROKER_INTEREST, brokered(a_person(), an_interest("L1", "P1", "person")))


def test_flags_a_leader_who_brokers_too() -> None:
    assert flags(BROKER_INTEREST, brokered(a_person("L1")))


def test_does_not_flag_an_expired_interest_or_a_nil_return() -> None:
    expired = an_interest("P1", "R1", expires_on=date(2022, 1, 1))
    assert not flags(BROKER_INTEREST, brokered(a_person(), expired))
    assert not flags(BROKER_INTEREST, brokered(a_person(), an_interest("P1", "R1", relation="none")))


def test_does_not_flag_those_who_act_for_other_regions() -> None:
    assert not flags(BROKER_INTEREST, brokered(a_person(organisation_id="T2", regions=["London"])))


def test_flags_those_who_act_everywhere() -> None:
    assert flags(BROKER_INTEREST, brokered(a_person(organisation_id="T2", regions=[], role="board")))


def test_says_who_is_bound_to_whom() -> None:
    world = brokered(a_person(organisation_id="T2"))
    assert why(BROKER_INTEREST, world) == "P1, broker for North West, is bound to L1"


def test_flags_a_match_by_the_regions_own_broker() -> None:
    world = a_world(
        [a_recipient(), a_recipient("R2", region="London")],
        [a_leader(organisation_id="T2")],
        organisations=[an_organisation("T2", broker_for=["North West"])],
    )
    assert flags(OWN_INTEREST, world, "R1")
    assert not flags(OWN_INTEREST, world, "R2")
    assert why(OWN_INTEREST, world) == "L1 belongs to Organisation T2, which brokers matches in North West"


def test_does_not_flag_a_leader_of_an_organisation_that_brokers_nothing() -> None:
    world = a_world([a_recipient()], [a_leader(organisation_id="T2")], organisations=[an_organisation("T2")])
    assert not flags(OWN_INTEREST, world)
