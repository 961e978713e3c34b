"""The queue of verdicts that nobody can tell stands in the order of what it takes to settle each."""

from __future__ import annotations

from datetime import date

from matcher.domain import Assessment, Verdict
from matcher.explain.settling import HEADINGS, IN_THEORY, by_cost, doubts, settling
from matcher.report.words import CAUSES


def unsure(id: str, cause: str, *about: str, forgotten: tuple[tuple[date, date], ...] = ()) -> Assessment:
    verdict = Verdict("cannot tell", "A fact is missing.", cause=cause, about=about)
    return Assessment(
        id=id,
        name=f"School {id}",
        kind="school",
        region="London",
        route="",
        verdict=verdict,
        cause=cause,
        forgotten=forgotten,
    )


def test_the_cheapest_come_first_and_those_in_theory_alone_last() -> None:
    several = [
        unsure("1", "between-trusts"),
        unsure("2", "request-pending"),
        unsure("3", "structure-not-known"),
        unsure("4", "grade-not-known"),
        unsure("5", "pupils-missing"),
        unsure("6", "history-forgotten"),
    ]
    found = settling(several)
    assert [s.assessment.id for s in found] == ["6", "5", "4", "3", "2", "1"]
    assert [s.in_theory for s in found] == [False] * 5 + [True]


def test_of_equals_the_fewest_schools_to_ask_about_come_first_and_then_whose_answer_settles_most() -> None:
    trusts = [
        unsure("30", "join-date-missing", "7", "8"),
        unsure("31", "join-date-missing", "9"),
        unsure("32", "join-date-missing", "7"),
    ]
    assert [s.assessment.id for s in settling(trusts)] == ["32", "31", "30"]


def test_an_older_file_is_named_where_one_shows_all_that_is_missing() -> None:
    span = (date(2017, 9, 1), date(2019, 5, 30))
    (found,) = settling([unsure("1", "history-forgotten", forgotten=(span,))])
    assert found.way == "an older file of Ofsted's: as at 30 April 2019"


def test_every_cause_that_the_gates_give_has_a_way_of_its_own() -> None:
    ways = {cause: settling([unsure("1", cause)])[0].way for cause in CAUSES}
    assert "an answer of somebody who knows the school" not in ways.values()


def test_what_is_known_is_in_no_queue_and_each_cost_has_one_heading() -> None:
    told = Assessment(id="9", name="S", kind="school", region="London", route="", verdict=Verdict("eligible", ""))
    groups = by_cost(
        settling([told, unsure("1", "between-trusts"), unsure("2", "date-missing"), unsure("3", "region-not-known")])
    )
    assert [len(ways) for _, ways in groups] == [1, 1, 1]
    assert groups[-1][0] == HEADINGS[IN_THEORY]


def test_one_count_of_those_in_doubt_says_how_many_of_them_are_so_in_theory_alone() -> None:
    assert doubts([]).sentence == ""
    assert doubts([unsure("2", "date-missing")]).sentence == (
        "Cannot tell: 1 school or trust may qualify; a fact is missing."
    )
    both = doubts([unsure("1", "between-trusts"), unsure("2", "date-missing"), unsure("3", "date-missing")])
    assert (both.number, both.in_theory) == (3, 1)
    assert both.sentence == (
        "Cannot tell: 3 schools and trusts may qualify; a fact is missing. 1 of them may in theory alone: only a school"
        " that stood alone between two multi-academy trusts would."
    )
