"""How many bodies each other reading of the published wordings moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from matcher.domain import Facts
from matcher.eligibility import readings
from matcher.eligibility.readings import other_readings
from matcher.policy import Eligibility
from matcher.result import ReadingEffect
from matcher.rules.rulebooks import RISE_2025, TSIO_2022
from tests.eligibility.facts import academy, answers, facts, joined, judged, registered, school
from tests.rules.gates.builders import a_policy


def a_world() -> Facts:
    """A school inspected just before the year, a trust half poor of those inspected, a trust too young."""
    schools = [school("1"), *(academy(urn) for urn in ("2", "3", "4", "5", "6"))]
    stays = [*(joined(urn, "T") for urn in "234"), *(joined(urn, "Y", date(2021, 9, 1)) for urn in "56")]
    return facts(
        schools,
        judgements=[
            judged("1", 3, date(2022, 8, 20)),
            judged("2", 3, date(2020, 3, 1)),
            judged("3", 2, date(2020, 3, 1)),
            judged("5", 3, date(2022, 3, 1)),
        ],
        memberships=stays,
    )


def test_every_other_value_of_every_switch_is_tried_one_at_a_time() -> None:
    assert list(other_readings(Eligibility(), TSIO_2022.gates)) == [
        ("date_basis", "inspection-start"),
        ("tenure_at", "year_start"),
        ("years_at_least", 0),
        ("share_denominator", "all"),
        ("decline", "net-count"),
        ("decline", "mean"),
        ("decline", "pupil-weighted"),
        ("baseline", "first-in-trust"),
        ("forgotten", "unknown"),
    ]


def test_a_programme_is_read_by_its_own_switches_alone() -> None:
    assert list(other_readings(Eligibility(), RISE_2025.gates)) == [
        ("structure", "unchanged"),
        ("predecessors", "own-urn"),
        ("in_category", "in"),
        ("nurseries", "out"),
        ("under_notice", "out"),
    ]


def test_says_by_region_and_kind_how_many_bodies_each_reading_moves() -> None:
    assert readings(a_world(), a_policy(), TSIO_2022.gates) == (
        ReadingEffect("date_basis", "inspection-start", "North West", "school", 0, 1, 0),
        ReadingEffect("years_at_least", "0", "North West", "trust", 1, 0, 0),
        ReadingEffect("share_denominator", "all", "North West", "trust", 0, 1, 0),
    )


def test_dates_are_compared_on_a_day_when_both_are_known() -> None:
    """Of a school inspected in the year nothing had come out by its end; by its start it counts all the same."""
    late = facts([school("1")], judgements=[judged("1", 3, date(2023, 7, 10), published=date(2023, 9, 20))])
    assert answers(late, a_policy(as_at=date(2023, 8, 31)))["1"] == "not eligible"
    assert readings(late, a_policy(as_at=date(2023, 8, 31)), TSIO_2022.gates) == (
        ReadingEffect("date_basis", "inspection-start", "North West", "school", 1, 0, 0),
    )


def test_a_report_of_a_later_day_brings_nobody_in_by_its_publication() -> None:
    """By its start it fell before the year, and by its publication after the day that is asked about."""
    late = facts([school("1")], judgements=[judged("1", 3, date(2022, 8, 10), published=date(2023, 1, 20))])
    assert readings(late, a_policy(as_at=date(2022, 12, 31)), TSIO_2022.gates) == ()


def test_agrees_with_assessing_everything_again_under_each_reading() -> None:
    given, policy = a_world(), a_policy()
    before = answers(given, policy)
    moved = readings(given, policy, TSIO_2022.gates)
    for switch, value in other_readings(policy.eligibility, TSIO_2022.gates):
        after = answers(given, replace(policy, eligibility=replace(policy.eligibility, **{switch: value})))
        rows = [m for m in moved if (m.switch, m.value) == (switch, str(value))]
        into = sum(before[key] != "eligible" == after[key] for key in before)
        out = sum(before[key] == "eligible" != after[key] for key in before)
        assert (sum(m.into for m in rows), sum(m.out for m in rows)) == (into, out)


def test_a_body_of_the_register_is_not_moved_by_any_reading() -> None:
    given = replace(a_world(), recipients=(registered("1"),))
    assert all(moved.switch != "date_basis" for moved in readings(given, a_policy(), TSIO_2022.gates))
