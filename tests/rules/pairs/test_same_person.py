"""One person under two ids is asked about, and a leader whose organisation is nowhere is shown."""

from __future__ import annotations

from matcher.domain import Trust
from matcher.rules.pairs.interests.not_checked import NOT_CHECKED
from matcher.rules.pairs.interests.organisation_unknown import ORGANISATION_UNKNOWN
from matcher.rules.pairs.interests.same_person import SAME_PERSON
from tests.rules.pairs.single_pair import flags
from tests.worlds import a_leader, a_recipient, a_school, a_world, an_interest, an_organisation


def test_one_name_and_one_organisation_may_be_one_person() -> None:
    one, two = (
        a_leader("L1", name="Ann Lee", organisation_id="O1"),
        a_leader("L2", name="ANN  LEE", organisation_id="O1"),
    )
    world = a_world([a_recipient()], [one, two])
    assert flags(SAME_PERSON, world, leader="L1")
    assert flags(SAME_PERSON, world, leader="L2")
    assert not flags(NOT_CHECKED, world, leader="L1")


def test_one_name_and_one_postcode_may_be_one_person() -> None:
    one, two = a_leader("L1", name="Ann Lee", postcode="AB1 2CD"), a_leader("L2", name="Ann Lee", postcode="AB1 2CD")
    assert flags(SAME_PERSON, a_world([a_recipient()], [one, two]))


def test_one_name_alone_is_no_sign() -> None:
    one, two = (
        a_leader("L1", name="Ann Lee", organisation_id="O1"),
        a_leader("L2", name="Ann Lee", organisation_id="O2"),
    )
    assert not flags(SAME_PERSON, a_world([a_recipient()], [one, two]))


def test_who_was_said_to_be_another_person_is_not_asked_about() -> None:
    one = a_leader("L1", name="Ann Lee", organisation_id="O1")
    two = a_leader("L2", name="Ann Lee", organisation_id="O1", not_same_as=("L1",))
    assert not flags(SAME_PERSON, a_world([a_recipient()], [one, two]), leader="L1")


def test_an_interest_of_either_is_to_be_checked_for_both() -> None:
    one, two = (
        a_leader("L1", name="Ann Lee", organisation_id="O1"),
        a_leader("L2", name="Ann Lee", organisation_id="O1"),
    )
    world = a_world([a_recipient()], [one, two], interests=[an_interest("L2", "R1", level="declare", relation="other")])
    assert flags(NOT_CHECKED, world, leader="L1")


def test_an_organisation_that_is_nowhere_is_shown() -> None:
    assert flags(ORGANISATION_UNKNOWN, a_world([a_recipient()], [a_leader(organisation_id="5999")]))
    listed = a_world([a_recipient()], [a_leader(organisation_id="O1")], organisations=[an_organisation("O1")])
    assert not flags(ORGANISATION_UNKNOWN, listed)


def test_an_organisation_with_the_id_of_a_trust_that_no_trust_has_is_shown_unless_it_lies_outside() -> None:
    tables = {"trusts": [Trust(uid="5003", name="T", multi=True)], "schools": [a_school()]}
    for outside, shown in ((None, True), (True, False)):
        world = a_world(
            [a_recipient()],
            [a_leader(organisation_id="5999")],
            organisations=[an_organisation("5999", outside=outside)],
            **tables,
        )
        assert flags(ORGANISATION_UNKNOWN, world) is shown
