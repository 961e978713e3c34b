"""Standalone schools judged Requires Improvement in the year."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.domain import Judgement
from matcher.rules.gates.standalone_2022 import STANDALONE_RI
from tests.rules.gates.builders import a_judgement, a_policy, a_school, a_trust


def test_a_school_judged_requires_improvement_in_the_year_qualifies_from_the_day_it_was_published() -> None:
    verdict = STANDALONE_RI.judge(a_school(a_judgement(3)), a_policy())
    assert (verdict.answer, verdict.since) == ("eligible", date(2023, 2, 7))
    assert [str(cell) for cell in verdict.evidence] == [
        "URN 100001, 2023-02-07: 3 Requires Improvement [ofsted.csv, row 2]"
    ]


@pytest.mark.parametrize("grade", [1, 2, 4])
def test_no_other_grade_counts_not_even_inadequate(grade: int) -> None:
    assert STANDALONE_RI.judge(a_school(a_judgement(grade)), a_policy()).answer == "not eligible"


def test_it_still_qualifies_when_it_was_judged_better_later_in_the_year() -> None:
    body = a_school(a_judgement(3), a_judgement(2, started=date(2023, 6, 1)))
    assert STANDALONE_RI.judge(body, a_policy()).answer == "eligible"


@pytest.mark.parametrize(
    ("started", "published", "by_publication", "by_inspection"),
    [
        (date(2022, 7, 12), date(2022, 8, 31), "not eligible", "not eligible"),
        (date(2022, 7, 12), date(2022, 9, 1), "eligible", "not eligible"),
        (date(2022, 9, 1), date(2022, 10, 1), "eligible", "eligible"),
        (date(2023, 7, 4), date(2023, 8, 31), "eligible", "eligible"),
        (date(2023, 7, 4), date(2023, 9, 1), "not eligible", "not eligible"),
    ],
)
def test_the_year_is_read_by_publication_or_by_the_start_of_inspection(
    started: date, published: date, by_publication: str, by_inspection: str
) -> None:
    body = a_school(a_judgement(3, started=started, published=published))
    assert STANDALONE_RI.judge(body, a_policy()).answer == by_publication
    assert STANDALONE_RI.judge(body, a_policy(date_basis="inspection-start")).answer == by_inspection


def test_nothing_published_after_the_day_counts() -> None:
    body = a_school(a_judgement(3))
    assert STANDALONE_RI.judge(body, a_policy(date(2023, 2, 6))).answer == "not eligible"
    assert STANDALONE_RI.judge(body, a_policy(date(2023, 2, 7))).answer == "eligible"


def test_a_school_in_a_trust_of_several_is_judged_with_its_trust() -> None:
    verdict = STANDALONE_RI.judge(a_school(a_judgement(3), alone=False, trust_name="Hill Trust"), a_policy())
    assert verdict.answer == "not eligible"
    assert "Hill Trust" in verdict.reason


def test_a_school_neither_maintained_nor_an_academy_does_not_qualify() -> None:
    assert STANDALONE_RI.judge(a_school(a_judgement(3), sector="other"), a_policy()).answer == "not eligible"


def test_a_judgement_under_the_urn_it_succeeded_counts_and_the_reason_names_that_urn() -> None:
    verdict = STANDALONE_RI.judge(a_school(a_judgement(3, urn="100009"), line=("100001", "100009")), a_policy())
    assert verdict.answer == "eligible"
    assert "100009" in verdict.reason
    assert verdict.evidence[0].urn == "100009"


def test_cannot_tell_where_it_is_not_known_to_stand_alone_and_was_judged() -> None:
    body = a_school(a_judgement(3), alone=None, cause="join-date-missing")
    verdict = STANDALONE_RI.judge(body, a_policy())
    assert (verdict.answer, verdict.cause) == ("cannot tell", "join-date-missing")


def test_can_tell_where_it_is_not_known_to_stand_alone_but_was_not_judged_so() -> None:
    body = a_school(a_judgement(2), alone=None, cause="join-date-missing")
    assert STANDALONE_RI.judge(body, a_policy()).answer == "not eligible"


def test_cannot_tell_where_one_of_several_predecessors_was_judged_so() -> None:
    merged = ((a_judgement(2, urn="100008"),), (a_judgement(3, urn="100009"),))
    verdict = STANDALONE_RI.judge(a_school(predecessors=merged), a_policy())
    assert (verdict.answer, verdict.cause) == ("cannot tell", "several-predecessors")
    assert STANDALONE_RI.judge(a_school(predecessors=merged[:1]), a_policy()).answer == "not eligible"


@pytest.mark.parametrize(
    ("judgement", "cause"),
    [
        (a_judgement(None), "grade-not-known"),
        (a_judgement(None, regime="sub-judgements"), "no-headline-grade"),
        (a_judgement(3, published=None), "date-missing"),
        (a_judgement(3, started=date(2022, 7, 12), published=None), "date-missing"),
        (a_judgement(3, started=date(2023, 7, 12), published=None), "date-missing"),
    ],
)
def test_says_what_is_missing_where_that_decides(judgement: Judgement, cause: str) -> None:
    verdict = STANDALONE_RI.judge(a_school(judgement), a_policy())
    assert (verdict.answer, verdict.cause) == ("cannot tell", cause)


@pytest.mark.parametrize(
    "judgement",
    [
        a_judgement(None, category="SM"),
        a_judgement(None, started=date(2021, 1, 5)),
        a_judgement(3, started=date(2020, 1, 5), published=None),
        a_judgement(2, published=None),
    ],
)
def test_can_tell_where_what_is_missing_would_not_change_the_answer(judgement: Judgement) -> None:
    assert STANDALONE_RI.judge(a_school(judgement), a_policy()).answer == "not eligible"


def test_is_not_asked_of_trusts() -> None:
    assert STANDALONE_RI.applies(a_school())
    assert not STANDALONE_RI.applies(a_trust())
