"""A declared interest bars a pairing, or needs sign-off, or is shown, by its level."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.domain import Interest
from matcher.rules.pairs.interests.declared_interest import (
    COLLEAGUE_INTEREST,
    DECLARED,
    DECLARED_INTEREST,
    POTENTIAL_SPONSOR,
    SIGN_OFF,
)
from matcher.rules.pairs.interests.not_checked import NOT_CHECKED
from matcher.rules.pairs.interests.own_organisation import OWN_TRUST
from matcher.world import World
from tests.rules.pairs.single_pair import bars, flags, why
from tests.worlds import (
    a_leader,
    a_membership,
    a_person,
    a_policy,
    a_recipient,
    a_trust,
    a_world,
    an_interest,
)


def declared(*interests: Interest, **tables: object) -> World:
    return a_world([a_recipient(local_authority="Leeds", diocese="Ely")], [a_leader()], interests=interests, **tables)


def test_bars_a_pair_with_an_active_block() -> None:
    assert bars(DECLARED_INTEREST, declared(an_interest()))


def test_lets_a_pair_without_any_interest() -> None:
    assert not bars(DECLARED_INTEREST, declared())


def test_an_interest_bars_no_other_pair() -> None:
    world = a_world(
        [a_recipient("R1"), a_recipient("R2")], [a_leader("L1"), a_leader("L2")], interests=[an_interest("L1", "R2")]
    )
    barred = {(r, x) for r in ("R1", "R2") for x in ("L1", "L2") if bars(DECLARED_INTEREST, world, r, x)}
    assert barred == {("R2", "L1")}


def test_an_active_block_bars_however_old() -> None:
    assert bars(DECLARED_INTEREST, declared(an_interest(declared_on=date(1999, 1, 1))))


def test_an_interest_that_nobody_dated_bars() -> None:
    assert bars(DECLARED_INTEREST, declared(an_interest(declared_on=None)))


@pytest.mark.parametrize(("expires", "barred"), [(date(2022, 12, 30), False), (date(2022, 12, 31), True)])
def test_an_expired_block_no_longer_bars_and_is_not_checked(expires: date, barred: bool) -> None:
    world = declared(an_interest(expires_on=expires))
    assert bars(DECLARED_INTEREST, world) == barred
    assert flags(NOT_CHECKED, world) != barred


def test_a_nil_return_bars_nobody() -> None:
    world = declared(an_interest(relation="none", level="block"))
    assert not bars(DECLARED_INTEREST, world)
    assert not any(flags(flag, world) for flag in (SIGN_OFF, DECLARED, POTENTIAL_SPONSOR, NOT_CHECKED))


@pytest.mark.parametrize(
    ("said", "programme", "level"),
    [
        ("block", "declare", "block"),
        ("declare", "block", "block"),
        ("sign_off", "declare", "sign_off"),
        ("declare", "sign_off", "sign_off"),
        (None, "declare", "declare"),
        ("declare", None, "declare"),
        (None, None, "block"),
    ],
)
def test_the_level_is_the_stricter_of_the_declared_and_the_programmes(
    said: str | None, programme: str | None, level: str
) -> None:
    levels = {"family": programme} if programme else {}
    world = declared(an_interest(level=said), policy=a_policy(rules={"levels": levels}))
    found = [
        name
        for name, yes in (
            ("block", bars(DECLARED_INTEREST, world)),
            ("sign_off", flags(SIGN_OFF, world)),
            ("declare", flags(DECLARED, world)),
        )
        if yes
    ]
    assert found == [level]


def test_bars_by_the_trust_that_runs_the_school() -> None:
    world = declared(an_interest(party="T1", kind="trust"), memberships=[a_membership("R1", "T1")])
    assert bars(DECLARED_INTEREST, world)


def test_a_slip_in_the_kind_of_a_body_lets_no_interest_pass_as_clear() -> None:
    stay = a_membership("R1", "T1")
    world = a_world(
        [a_recipient("R1")], [a_leader("L1")], memberships=[stay], interests=[an_interest("L1", "T1", "school")]
    )
    assert bars(DECLARED_INTEREST, world, "R1", "L1")


def test_bars_by_a_school_that_the_trust_runs() -> None:
    world = a_world([a_trust()], [a_leader()], interests=[an_interest(party="110002")])
    assert bars(DECLARED_INTEREST, world, "T1")


def test_bars_by_an_interest_in_the_authority_or_the_diocese() -> None:
    assert bars(DECLARED_INTEREST, declared(an_interest(party="leeds ", kind="authority")))
    assert bars(DECLARED_INTEREST, declared(an_interest(party="Ely", kind="diocese")))
    assert not bars(DECLARED_INTEREST, declared(an_interest(party="Ely", kind="authority")))


def test_bars_by_an_interest_in_somebody_of_the_recipient() -> None:
    interest = an_interest(party="P1", kind="person")
    of_school, of_trust = a_person("P1", organisation_id="R1"), a_person("P1", organisation_id="T1")
    stays = [a_membership("R1", "T1")]
    assert bars(DECLARED_INTEREST, declared(interest, people=[of_school]))
    assert bars(DECLARED_INTEREST, declared(interest, people=[of_trust], memberships=stays))
    assert not bars(DECLARED_INTEREST, declared(interest, people=[of_trust]))


def test_bars_by_what_somebody_of_the_recipient_declared_about_the_leader_or_their_trust() -> None:
    chief = a_leader("L2", organisation_id="T1")
    ours = a_leader("L1", organisation_id="T2")
    for party, kind in (("L1", "person"), ("T2", "trust"), ("T2", "organisation")):
        world = a_world([a_trust()], [ours, chief], interests=[an_interest("L2", party, kind)])
        assert bars(DECLARED_INTEREST, world, "T1", "L1")


def test_an_authority_is_no_body_of_a_leaders_even_under_the_same_id() -> None:
    leaders = [a_leader("L1", organisation_id="T2"), a_leader("L2", organisation_id="T1")]
    world = a_world([a_trust()], leaders, interests=[an_interest("L2", "T2", "authority")])
    assert not bars(DECLARED_INTEREST, world, "T1", "L1")


def test_a_colleagues_interest_is_shown_and_does_not_bar() -> None:
    colleagues = [a_leader("L1", organisation_id="T2"), a_leader("L2", organisation_id="T2")]
    world = a_world([a_recipient()], colleagues, interests=[an_interest("L2", "R1")])
    assert not bars(DECLARED_INTEREST, world, leader="L1")
    assert flags(COLLEAGUE_INTEREST, world, leader="L1")
    assert bars(DECLARED_INTEREST, world, leader="L2")
    assert not flags(COLLEAGUE_INTEREST, world, leader="L2")


def test_a_sponsors_interest_is_shown_by_its_own_name() -> None:
    world = declared(an_interest(relation="sponsor_interest"))
    assert flags(POTENTIAL_SPONSOR, world)
    assert not flags(POTENTIAL_SPONSOR, declared(an_interest(relation="supported_before")))


def test_says_who_recorded_it_and_when_and_not_what_it_is() -> None:
    world = declared(an_interest(declared_by="recipient", declared_on=date(2022, 5, 3)))
    assert why(DECLARED_INTEREST, world) == (
        "a declared interest, recorded by the school on 3 May 2022, bars this pairing"
    )


def test_says_so_where_nobody_recorded_who_or_when() -> None:
    world = declared(an_interest(relation="supplies", declared_by=None, declared_on=None))
    assert why(SIGN_OFF, world) == (
        "a declared interest, recorded on a day not recorded, needs the Regional Director's sign-off"
    )


def test_a_bar_in_a_school_that_is_no_recipient_of_the_run_bars_its_trust() -> None:
    """It is supported already, or lies in another region: the register still says whose school it is."""
    oak = a_recipient("100104", trust_id="2000")
    world = a_world(
        [a_trust("2000", schools=())],
        [a_leader("L1"), a_leader("L2", base_urn="100104")],
        interests=[an_interest("L1", "100104", level="block")],
    )
    world = replace(world, facts=replace(world.facts, recipients=(*world.facts.recipients, oak)), memo={})
    assert bars(DECLARED_INTEREST, world, "2000", "L1")
    assert bars(OWN_TRUST, world, "2000", "L2")
