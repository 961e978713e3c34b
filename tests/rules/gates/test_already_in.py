"""A school with an appointed organisation is in the programme already; one that waits for its match is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.domain import Case
from matcher.eligibility.assess import judge
from matcher.rules.gates.body import Body
from matcher.rules.gates.inspections.order import Order
from matcher.rules.gates.rise.stuck_2025 import judge as stuck
from matcher.rules.rulebooks import RISE_2025
from tests.rules.gates.rise import a_past, headline, one_after_another, rise_policy

HISTORY = (headline(3, date(2022, 5, 10)), headline(3, date(2024, 6, 4)))


def a_case(status: Any = "in progress", appointed_on: date | None = date(2025, 6, 12), **rest: Any) -> Case:
    given: dict[str, Any] = {"organisation_name": "Wide Trust", "source": "cases.csv row 2"} | rest
    return Case(urn="100001", name="Beck", status=status, appointed_on=appointed_on, **given)


def with_case(case: Case) -> Body:
    return a_past(*HISTORY, cases=(case,))


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (a_case(), "not eligible"),
        (a_case("paused"), "not eligible"),
        (a_case("stopped"), "eligible"),
        (a_case(appointed_on=None), "eligible"),
        (a_case(appointed_on=date(2025, 12, 31)), "not eligible"),
        (a_case(appointed_on=date(2026, 1, 1)), "eligible"),
    ],
)
def test_an_appointed_organisation_keeps_a_school_from_being_offered_another(case: Case, answer: str) -> None:
    assert judge(with_case(case), rise_policy(), RISE_2025.gates)[1].answer == answer


def test_the_reason_names_the_organisation_and_the_day() -> None:
    route, verdict = judge(with_case(a_case()), rise_policy(), RISE_2025.gates)
    assert route == "already-in-programme"
    assert verdict.reason == "It is in the programme already: Wide Trust was appointed on 12 June 2025."


def under_notice(day: date) -> Body:
    order: Order = one_after_another(*HISTORY, notices={"100001": (1, day)})
    return a_past(*HISTORY, order=order)


def test_a_warning_notice_is_marked_and_bars_nobody_unless_the_reading_says_so() -> None:
    body = under_notice(date(2025, 8, 31))
    found = stuck(body, rise_policy())
    assert found.answer == "eligible"
    assert found.reason.endswith("Ofsted's file of 31 August 2025 counts 1 warning notice(s) in its academic year.")
    assert stuck(body, rise_policy(under_notice="out")).answer == "not eligible"


def test_a_notice_in_a_file_of_a_later_day_is_not_known_yet() -> None:
    body = under_notice(date(2026, 1, 31))
    assert "notice" not in stuck(body, rise_policy()).reason
    assert stuck(body, rise_policy(under_notice="out")).answer == "eligible"
