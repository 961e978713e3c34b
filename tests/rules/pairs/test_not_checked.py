"""A declaration that is missing, old or expired is not a clear one: the pair may be proposed, never appointed."""

from datetime import date

import pytest

from matcher.rules.pairs.interests.not_checked import NOT_CHECKED
from matcher.world import World
from tests.rules.pairs.single_pair import flags, why
from tests.worlds import a_leader, a_policy, a_recipient, a_trust, a_world, an_interest


def checked(day: date | None, *interests: object, stale_after: int = 365) -> World:
    policy = a_policy(rules={"conflicts_stale_after_days": stale_after})
    return a_world(
        [a_recipient(), a_recipient("R2")],
        [a_leader(interests_checked_on=day)],
        policy=policy,
        interests=interests,
    )


@pytest.mark.parametrize(
    ("day", "flagged"), [(date(2022, 12, 31), False), (date(2021, 12, 31), False), (date(2021, 12, 30), True)]
)
def test_flags_a_check_older_than_the_limit(day: date, flagged: bool) -> None:
    assert flags(NOT_CHECKED, checked(day)) == flagged


def test_flags_a_leader_who_was_never_checked() -> None:
    assert flags(NOT_CHECKED, checked(None))


def test_a_fresh_nil_return_is_a_check_of_that_pair_alone() -> None:
    world = checked(None, an_interest(relation="none"))
    assert not flags(NOT_CHECKED, world, "R1")
    assert flags(NOT_CHECKED, world, "R2")


def test_a_nil_return_that_is_old_undated_or_expired_is_no_check() -> None:
    for when in (
        {"declared_on": date(2021, 12, 30)},
        {"declared_on": None},
        {"declared_on": date(2022, 10, 1), "expires_on": date(2022, 11, 1)},
    ):
        assert flags(NOT_CHECKED, checked(None, an_interest(relation="none", **when)))


def test_somebody_elses_nil_return_is_no_check_of_the_leader() -> None:
    chief = a_leader("L2", organisation_id="T1")
    nil = an_interest("L2", "L1", "person", relation="none")
    world = a_world([a_trust()], [a_leader(interests_checked_on=None), chief], interests=[nil])
    assert flags(NOT_CHECKED, world, "T1", "L1")


def test_an_expired_interest_is_not_checked_even_where_the_leader_was() -> None:
    world = checked(date(2022, 12, 1), an_interest(expires_on=date(2022, 11, 1)))
    assert flags(NOT_CHECKED, world, "R1")
    assert not flags(NOT_CHECKED, world, "R2")


def test_an_active_interest_of_a_checked_leader_is_checked() -> None:
    assert not flags(NOT_CHECKED, checked(date(2022, 12, 1), an_interest(relation="supplies")))


def test_says_when_the_interests_were_last_checked() -> None:
    assert why(NOT_CHECKED, checked(None)) == "the interests of L1 have not been checked"
    assert why(NOT_CHECKED, checked(date(2020, 2, 1))) == "the interests of L1 were last checked on 1 February 2020"


def test_says_when_an_interest_ended() -> None:
    world = checked(date(2022, 12, 1), an_interest(expires_on=date(2022, 11, 1)))
    assert why(NOT_CHECKED, world) == (
        "a declared interest, recorded by the leader on 1 October 2022, "
        "ended on 1 November 2022 and has not been checked since"
    )
