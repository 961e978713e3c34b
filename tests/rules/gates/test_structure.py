"""A school's structure is unchanged while its URN and its trust are those of its latest graded inspection."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.domain import Membership
from matcher.rules.gates.inspections.below_good import EITHER, NO, YES
from matcher.rules.gates.inspections.past import Seen
from matcher.rules.gates.inspections.structure import settled, unchanged
from tests.rules.gates.rise import a_past, headline, rise_policy

INSPECTED = date(2023, 1, 10)
EARLIER, LATER, LATEST = date(2022, 7, 18), date(2024, 3, 31), date(2025, 8, 31)


def stay(trust: str, joined: date | None = None, seen_on: date | None = LATEST, **rest: Any) -> Membership:
    return Membership(urn="100001", trust_uid=trust, joined=joined, seen_on=seen_on, **rest)


def found(*stays: Membership, structure: str = "unchanged", **judged: Any) -> object:
    latest = headline(3, INSPECTED, **judged)
    body = a_past(latest, stays=stays, sector="academy")
    return unchanged(Seen(latest), body, rise_policy(structure=structure))


def test_a_school_inspected_under_its_own_urn_is_unchanged() -> None:
    assert found() == YES


def test_a_school_inspected_under_an_earlier_urn_has_changed() -> None:
    assert found(urn="99999") == NO


def test_any_structure_does_where_the_setting_says_so() -> None:
    assert found(urn="99999", structure="any") == YES


@pytest.mark.parametrize(
    ("joined", "said"), [(date(2023, 1, 10), YES), (date(2023, 1, 11), NO), (date(2026, 1, 1), YES)]
)
def test_a_joining_date_settles_a_move_between_trusts(joined: date, said: object) -> None:
    """On the day of the inspection or earlier: unchanged; later: changed; after the day of the run: not yet."""
    assert found(stay("5001", joined)) == said


def test_a_trust_that_it_left_since_is_a_change() -> None:
    assert found(stay("5001", date(2019, 9, 1), left=date(2024, 9, 1))) == NO


def test_two_trusts_on_two_days_since_the_inspection_are_a_change() -> None:
    assert found(stay("5001", seen_on=LATER), stay("5002", seen_on=LATEST)) == NO


def test_a_move_between_two_days_of_which_one_is_before_the_inspection_cannot_be_told() -> None:
    assert found(stay("5001", seen_on=EARLIER), stay("5002", seen_on=LATEST)) == EITHER


def test_a_move_before_the_inspection_is_none() -> None:
    assert found(stay("5001", seen_on=date(2020, 1, 1)), stay("5002", seen_on=EARLIER)) == YES


def test_one_trust_in_every_file_is_unchanged_as_far_as_the_urn_shows() -> None:
    latest = headline(3, INSPECTED)
    body = a_past(latest, stays=(stay("5001", seen_on=EARLIER), stay("5001")), sector="academy")
    assert unchanged(Seen(latest), body, rise_policy()) == YES
    assert not settled(Seen(latest), body)


def test_a_maintained_school_and_a_dated_membership_are_settled() -> None:
    latest = headline(3, INSPECTED)
    assert settled(Seen(latest), a_past(latest))
    assert settled(Seen(latest), a_past(latest, stays=(stay("5001", date(2020, 9, 1)),), sector="academy"))


def test_of_an_inspection_that_no_file_shows_nothing_is_known() -> None:
    assert unchanged(Seen(missing="forgotten"), a_past(), rise_policy()) == EITHER
