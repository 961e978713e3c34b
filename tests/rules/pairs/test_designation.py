"""A leader's designation covers the day; a national leader's from before September 2022 ended with the old cadre."""

from datetime import date

import pytest

from matcher.rules.pairs.designation import DESIGNATION, DESIGNATION_UNKNOWN
from matcher.world import World
from tests.rules.pairs.single_pair import bars, flags, why
from tests.worlds import a_leader, a_policy, a_recipient, a_world


def designated(role: str, first: date | None, last: date | None, *, as_at: date = date(2022, 12, 31)) -> World:
    leader = a_leader(role=role, designated_from=first, designated_to=last)
    return a_world([a_recipient()], [leader], policy=a_policy(as_at=as_at))


@pytest.mark.parametrize("role", ["nle", "trust_ceo"])
def test_lets_a_designation_that_covers_the_day(role: str) -> None:
    assert not bars(DESIGNATION, designated(role, date(2022, 9, 1), date(2022, 12, 31)))


@pytest.mark.parametrize("role", ["nle", "trust_ceo"])
def test_bars_a_designation_that_begins_after_the_day(role: str) -> None:
    assert bars(DESIGNATION, designated(role, date(2023, 1, 1), None))


@pytest.mark.parametrize("role", ["nle", "trust_ceo"])
def test_bars_a_designation_that_ended_before_the_day(role: str) -> None:
    assert bars(DESIGNATION, designated(role, None, date(2022, 12, 30)))


@pytest.mark.parametrize("last", [None, date(2024, 8, 31)])
def test_bars_a_national_leader_of_the_old_cadre_whatever_end_the_register_gives(last: date | None) -> None:
    assert bars(DESIGNATION, designated("nle", date(2022, 8, 31), last))


def test_lets_a_national_leader_of_the_old_cadre_before_it_ended() -> None:
    assert not bars(DESIGNATION, designated("nle", date(2018, 9, 1), None, as_at=date(2022, 8, 31)))


def test_the_end_of_the_old_cadre_is_nothing_to_a_chief_executive() -> None:
    assert not bars(DESIGNATION, designated("trust_ceo", date(2018, 9, 1), None))


def test_an_undated_national_leader_is_flagged_and_not_barred() -> None:
    world = designated("nle", None, None)
    assert not bars(DESIGNATION, world)
    assert flags(DESIGNATION_UNKNOWN, world)


def test_an_undated_chief_executive_is_not_flagged() -> None:
    assert not flags(DESIGNATION_UNKNOWN, designated("trust_ceo", None, None))


def test_says_that_the_old_cadre_ended() -> None:
    assert why(DESIGNATION, designated("nle", date(2019, 5, 3), None)) == (
        "L1's designation as a national leader of education, of 3 May 2019, "
        "ended with all others of the old cadre on 31 August 2022"
    )
