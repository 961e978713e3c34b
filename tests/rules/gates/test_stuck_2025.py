"""Stuck: Requires Improvement, or the equivalent, at the latest graded inspection, and below good at the one before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.domain import AreaGrade, Judgement
from matcher.rules.gates.inspections.order import LEADERSHIP, Order, key_of
from matcher.rules.gates.rise.stuck_2025 import STUCK, judge
from tests.rules.gates.builders import a_trust
from tests.rules.gates.rise import a_past, card, headline, one_after_another, parts, rise_policy

BEFORE, CARD_ON = date(2022, 5, 10), date(2025, 11, 18)


def said(*history: Judgement, order: Order | None = None, as_at: date = date(2025, 12, 31), **reading: Any) -> str:
    return judge(a_past(*history, order=order), rise_policy(as_at, **reading)).answer


@pytest.mark.parametrize(
    ("latest", "before", "expected"),
    [
        (headline(3, date(2024, 6, 4)), headline(3, BEFORE), "eligible"),
        (headline(3, date(2024, 6, 4)), headline(4, BEFORE, category="SM"), "eligible"),
        (headline(3, date(2024, 6, 4)), headline(2, BEFORE), "not eligible"),
        (headline(4, date(2024, 6, 4), category="SM"), headline(3, BEFORE), "not eligible"),
        (headline(2, date(2024, 6, 4)), headline(3, BEFORE), "not eligible"),
        (parts(3, 2), headline(3, BEFORE), "eligible"),
        (parts(2, 3), headline(3, BEFORE), "eligible"),
        (parts(2, 2), headline(3, BEFORE), "not eligible"),
        (parts(3, 3, category="SWK"), headline(3, BEFORE), "not eligible"),
        (card(4), headline(3, BEFORE), "eligible"),
        (card(4), parts(3, 2), "eligible"),
        (card(4), parts(2, 2), "not eligible"),
        (card(3, achievement=4), headline(3, BEFORE), "not eligible"),
        (card(5), headline(3, BEFORE), "not eligible"),
        (card(4, category="RSI"), headline(3, BEFORE), "not eligible"),
    ],
)
def test_every_pair_of_judgements_whatever_their_regimes(latest: Judgement, before: Judgement, expected: str) -> None:
    assert said(before, latest) == expected


def test_a_school_inspected_once_is_not_stuck() -> None:
    assert said(headline(3, BEFORE)) == "not eligible"


def test_a_report_of_a_later_day_is_not_known_yet() -> None:
    history = (headline(3, BEFORE), parts(3, 2, date(2025, 2, 4), published=date(2025, 3, 20)))
    assert said(*history, as_at=date(2025, 3, 19)) == "not eligible"
    assert said(*history, as_at=date(2025, 3, 20)) == "eligible"


def test_a_part_beside_a_category_counts_where_the_reading_says_so() -> None:
    assert said(headline(3, BEFORE), parts(3, 3, category="SWK"), in_category="in") == "eligible"


def test_a_predecessors_inspection_counts_unless_the_reading_says_no() -> None:
    history = (headline(3, BEFORE, urn="99999"), headline(3, date(2024, 6, 4)))
    assert said(*history) == "eligible"
    assert said(*history, predecessors="own-urn") == "not eligible"


def test_nursery_schools_are_out_unless_the_reading_says_otherwise() -> None:
    body = a_past(headline(3, BEFORE), headline(3, date(2024, 6, 4)), phases=frozenset({"nursery"}))
    assert judge(body, rise_policy()).answer == "not eligible"
    assert judge(body, rise_policy(nurseries="in")).answer == "eligible"


def test_since_is_the_day_of_the_latest_report_and_the_evidence_names_both() -> None:
    found = judge(a_past(headline(3, BEFORE), headline(3, date(2024, 6, 4))), rise_policy())
    assert found.since == date(2024, 7, 2)
    assert [cell.grade for cell in found.evidence] == [
        "3 Requires Improvement (latest)",
        "3 Requires Improvement (the one before)",
    ]


def test_an_unchanged_structure_is_marked_where_only_the_urn_shows_it() -> None:
    history = (headline(3, BEFORE), headline(3, date(2024, 6, 4)))
    assert judge(a_past(*history), rise_policy()).reason.endswith("Its structure is unchanged since.")
    marked = judge(a_past(*history, sector="academy"), rise_policy()).reason
    assert marked.endswith("Its structure is unchanged since, as far as the URN shows.")


def test_an_academy_stuck_by_its_predecessors_inspections_is_told_that_its_structure_changed() -> None:
    history = (headline(3, BEFORE, urn="99999"), headline(3, date(2024, 6, 4), urn="99999"))
    found = judge(a_past(*history, sector="academy"), rise_policy())
    assert (found.answer, found.reason) == (
        "not eligible",
        "It is stuck by its judgements, but its structure has changed since the latest graded inspection.",
    )


# what the files have forgotten


def test_what_came_before_the_oldest_that_is_shown_is_not_known() -> None:
    found = judge(a_past(headline(3, BEFORE), order=Order()), rise_policy())
    assert (found.answer, found.cause) == ("cannot tell", "history-forgotten")


def test_a_report_that_comes_out_after_the_next_one_is_no_later_inspection() -> None:
    first = headline(2, date(2019, 5, 14))
    late = headline(3, BEFORE, published=date(2026, 3, 1))
    latest = headline(3, date(2024, 6, 4))
    order = one_after_another(first, late, latest)
    assert said(first, late, latest, order=order, as_at=date(2026, 3, 1)) == "eligible"
    assert said(first, late, latest, order=order, as_at=date(2025, 12, 31)) == "cannot tell"


def test_a_second_re_inspection_proves_what_no_file_shows() -> None:
    latest, later = headline(3, BEFORE), parts(2, 2, date(2025, 2, 4))
    order = one_after_another(latest, later, first=False, visits={key_of(later): 2})
    found = judge(a_past(latest, later, order=order), rise_policy(date(2025, 2, 28)))
    assert found.answer == "eligible"
    assert "a later re-inspection proves it" in found.evidence[1].grade


def test_a_first_re_inspection_proves_nothing_of_the_one_before_that() -> None:
    latest, later = headline(3, BEFORE), parts(2, 2, date(2025, 2, 4))
    order = one_after_another(latest, later, first=False, visits={key_of(later): 1})
    assert said(latest, later, order=order, as_at=date(2025, 2, 28)) == "cannot tell"


def test_a_third_re_inspection_two_inspections_later_proves_as_much() -> None:
    latest, next_one, last = headline(3, BEFORE), headline(3, date(2024, 2, 6)), parts(2, 2, date(2025, 2, 4))
    order = one_after_another(latest, next_one, last, first=False, visits={key_of(last): 3})
    assert said(latest, next_one, last, order=order, as_at=date(2023, 12, 31)) == "eligible"


def test_an_older_card_that_another_file_shows_stands_between() -> None:
    """Files of 2026 show the latest report card beside the last inspection of the earlier framework."""
    older, between, latest = headline(3, BEFORE), card(3, CARD_ON), card(4, date(2026, 5, 12))
    order = Order(
        before={key_of(latest): key_of(older), key_of(between): key_of(older)},
        loosely=frozenset({key_of(latest), key_of(between)}),
    )
    assert said(older, latest, order=order, as_at=date(2026, 8, 31)) == "eligible"
    assert said(older, between, latest, order=order, as_at=date(2026, 8, 31)) == "not eligible"


# a monitoring visit changes one area


def changed(now: int, graded_on: date, seen_on: date, first: int | None = 4) -> tuple[Judgement, Order, Judgement]:
    """A card whose leadership was graded anew; `first` None: no file shows the grade before."""
    older, latest = headline(3, BEFORE), card(now, CARD_ON)
    grades = [(now, graded_on, seen_on)]
    if first is not None:
        grades.insert(0, (first, CARD_ON, date(2026, 2, 28)))
    kept = tuple(
        AreaGrade(urn="100001", started=CARD_ON, area=LEADERSHIP, grade=grade, graded_on=on, seen_on=seen)
        for grade, on, seen in grades
    )
    order = one_after_another(older, latest, changes={(key_of(latest), LEADERSHIP): kept})
    return older, order, latest


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        (date(2026, 3, 31), "eligible"),
        (date(2026, 6, 30), "cannot tell"),
        (date(2026, 8, 31), "not eligible"),
    ],
)
def test_an_areas_own_date_of_grade_is_respected(as_at: date, expected: str) -> None:
    """Graded anew in May and first shown in August: in June it may have been known or not."""
    older, order, latest = changed(3, date(2026, 5, 19), date(2026, 8, 31))
    assert said(older, latest, order=order, as_at=as_at) == expected


def test_what_stood_before_a_changed_grade_is_not_known_where_no_file_shows_it() -> None:
    older, order, latest = changed(3, date(2026, 5, 19), date(2026, 8, 31), first=None)
    assert said(older, latest, order=order, as_at=date(2026, 3, 31)) == "cannot tell"
    assert said(older, latest, order=order, as_at=date(2026, 8, 31)) == "not eligible"


def test_is_about_schools_alone() -> None:
    assert STUCK.applies(a_past())
    assert not STUCK.applies(a_trust())
