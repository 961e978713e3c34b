"""A leader is not deployed to the school they are based at, nor to a school or trust their own organisation runs."""

from datetime import date

from matcher.rules.pairs.interests.own_organisation import OWN_SCHOOL, OWN_TRUST
from tests.rules.pairs.single_pair import bars, why
from tests.worlds import (
    a_leader,
    a_membership,
    a_recipient,
    a_school,
    a_succession,
    a_trust,
    a_world,
)

BASED = a_leader(base_urn="110001")
OF_T1 = a_leader(organisation_id="T1", organisation="Hope Trust")


def test_bars_a_leader_from_the_school_they_are_based_at() -> None:
    assert bars(OWN_SCHOOL, a_world([a_recipient("110001")], [BASED]), "110001")


def test_lets_a_leader_support_a_school_they_are_not_based_at() -> None:
    assert not bars(OWN_SCHOOL, a_world([a_recipient("110002")], [BASED]), "110002")


def test_bars_a_leader_from_the_trust_of_the_school_they_are_based_at() -> None:
    world = a_world([a_trust(schools=["110001"])], [BASED])
    assert bars(OWN_SCHOOL, world, "T1")
    assert bars(OWN_TRUST, world, "T1")


def test_bars_a_leader_whose_base_is_known_by_an_old_number_of_the_school() -> None:
    listed = a_world([a_recipient("140001", schools=["140001", "110001"])], [BASED])
    followed = a_world([a_recipient("140001")], [BASED], successions=[a_succession("110001", "140001")])
    assert bars(OWN_SCHOOL, listed, "140001")
    assert bars(OWN_SCHOOL, followed, "140001")


def test_bars_a_leader_whose_base_is_known_by_the_new_number_of_a_school_listed_by_its_old() -> None:
    world = a_world(
        [a_recipient("110001")], [a_leader(base_urn="140001")], successions=[a_succession("110001", "140001")]
    )
    assert bars(OWN_SCHOOL, world, "110001")


def test_a_succession_after_the_day_is_not_followed() -> None:
    later = a_succession("110001", "140001", on=date(2023, 4, 1))
    assert not bars(OWN_SCHOOL, a_world([a_recipient("140001")], [BASED], successions=[later]), "140001")


def test_a_split_is_not_followed() -> None:
    split = [a_succession("110001", "140001"), a_succession("110001", "140002")]
    for half in ("140001", "140002"):
        assert not bars(OWN_SCHOOL, a_world([a_recipient(half)], [BASED], successions=split), half)


def test_a_merger_is_not_followed() -> None:
    merged = a_succession("110001", "140001", plain=False)
    assert not bars(OWN_SCHOOL, a_world([a_recipient("140001")], [BASED], successions=[merged]), "140001")


def test_successions_in_a_circle_end() -> None:
    circle = [a_succession("110001", "140001"), a_succession("140001", "110001")]
    world = a_world([a_recipient("110001")], [BASED], successions=circle)
    assert bars(OWN_SCHOOL, world, "110001")


def test_a_leader_whose_organisation_is_a_school_is_based_there() -> None:
    world = a_world([a_recipient("110001")], [a_leader(organisation_id="110001")], schools=[a_school("110001")])
    assert bars(OWN_SCHOOL, world, "110001")


def test_bars_a_leader_from_a_school_in_their_own_trust_by_the_register() -> None:
    assert bars(OWN_TRUST, a_world([a_recipient(trust_id="T1")], [OF_T1]))


def test_bars_a_leader_from_a_school_in_their_own_trust_by_the_files() -> None:
    assert bars(OWN_TRUST, a_world([a_recipient()], [OF_T1], memberships=[a_membership("R1", "T1")]))


def test_bars_a_leader_from_the_trust_they_belong_to() -> None:
    assert bars(OWN_TRUST, a_world([a_trust()], [OF_T1]), "T1")


def test_bars_a_leader_based_at_another_school_of_the_same_trust() -> None:
    stays = [a_membership("110001", "T1"), a_membership("R1", "T1")]
    assert bars(OWN_TRUST, a_world([a_recipient()], [BASED], memberships=stays))


def test_lets_a_leader_of_another_trust() -> None:
    assert not bars(OWN_TRUST, a_world([a_recipient(trust_id="T2")], [OF_T1]))


def test_lets_a_leader_with_no_organisation_support_a_school_with_no_trust() -> None:
    assert not bars(OWN_TRUST, a_world([a_recipient()], [a_leader()]))


def test_a_stay_that_ended_or_has_not_begun_does_not_bar() -> None:
    ended = a_membership("R1", "T1", left=date(2022, 12, 31))
    later = a_membership("R1", "T1", joined=date(2023, 1, 1))
    assert not bars(OWN_TRUST, a_world([a_recipient()], [OF_T1], memberships=[ended]))
    assert not bars(OWN_TRUST, a_world([a_recipient()], [OF_T1], memberships=[later]))


def test_a_stay_that_begins_on_the_day_or_on_no_known_day_bars() -> None:
    for joined in (date(2022, 12, 31), None):
        stay = a_membership("R1", "T1", joined=joined)
        assert bars(OWN_TRUST, a_world([a_recipient()], [OF_T1], memberships=[stay]))


def test_a_schools_own_stay_counts_before_one_under_its_old_number() -> None:
    stays = [a_membership("110009", "T1", joined=date(2021, 9, 1)), a_membership("R1", "T2", joined=date(2019, 9, 1))]
    followed = [a_succession("110009", "R1")]
    assert not bars(OWN_TRUST, a_world([a_recipient()], [OF_T1], memberships=stays, successions=followed))
    assert bars(OWN_TRUST, a_world([a_recipient()], [OF_T1], memberships=stays[:1], successions=followed))


def test_a_stay_that_ends_after_the_day_bars() -> None:
    stay = a_membership("R1", "T1", left=date(2023, 1, 1))
    assert bars(OWN_TRUST, a_world([a_recipient()], [OF_T1], memberships=[stay]))


def test_of_two_stays_on_the_day_the_later_counts() -> None:
    stays = [a_membership("R1", "T2", joined=date(2020, 9, 1)), a_membership("R1", "T1", joined=date(2016, 9, 1))]
    assert not bars(OWN_TRUST, a_world([a_recipient()], [OF_T1], memberships=stays))


def test_says_which_organisation_runs_the_school() -> None:
    world = a_world([a_recipient(trust_id="T1")], [OF_T1])
    assert why(OWN_TRUST, world) == "L1 belongs to Hope Trust, which runs School R1"
    assert why(OWN_TRUST, a_world([a_trust()], [OF_T1]), "T1") == "L1 belongs to Trust T1 itself"


def test_says_that_the_base_is_a_school_of_the_trust() -> None:
    world = a_world([a_trust(schools=["110001"])], [BASED])
    assert why(OWN_SCHOOL, world, "T1") == "L1 is based at a school of Trust T1"
    assert why(OWN_TRUST, world, "T1") == "L1 is based at a school that Trust T1 runs"
