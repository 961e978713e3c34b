"""What Ofsted's file, which keeps two inspections of a school, has dropped: what rests on it, and which file tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from matcher.domain import Assessment, Facts, InspectionRow, Judgement
from matcher.explain.forgotten import forgotten
from matcher.policy import Policy
from matcher.runs.setup import world_of
from tests.eligibility.facts import academy, assessed, facts, joined, judged, school, shown
from tests.rules.gates.builders import a_policy

JOINED = date(2016, 9, 1)
TWO_SINCE = (judged("1", 2, date(2018, 5, 1)), judged("1", 2, date(2022, 5, 1)))


def a_trust(*judgements: Judgement) -> Facts:
    """Two schools of six years in the trust; of the second one inspection before joining is shown."""
    other = (judged("2", 2, date(2014, 5, 1)), judged("2", 2, date(2022, 5, 1)))
    return facts(
        [academy("1"), academy("2")],
        memberships=[joined("1", "T", JOINED), joined("2", "T", JOINED)],
        judgements=[*judgements, *other],
    )


def of_trust(given: Facts, policy: Policy | None = None) -> Assessment:
    return assessed(given, policy)["T"]


def unknown() -> Policy:
    policy = a_policy()
    return replace(policy, eligibility=replace(policy.eligibility, forgotten="unknown"))


def test_two_inspections_since_joining_hide_the_grade_before_it() -> None:
    assert of_trust(a_trust(*TWO_SINCE)).verdict.answer == "not eligible"
    assert of_trust(a_trust(*TWO_SINCE)).rests_on_forgotten
    told = of_trust(a_trust(*TWO_SINCE), unknown())
    assert (told.verdict.answer, told.cause) == ("cannot tell", "history-forgotten")
    assert "no longer in Ofsted's file" in told.verdict.reason


def test_one_inspection_since_joining_was_the_first_and_hides_nothing() -> None:
    only = a_trust(TWO_SINCE[1])
    assert not of_trust(only).rests_on_forgotten
    assert of_trust(only, unknown()).verdict.answer == "not eligible"


def test_a_school_that_opened_in_its_trust_never_had_one_before_joining() -> None:
    given = a_trust(*TWO_SINCE)
    new = replace(given, schools={**given.schools, "1": academy("1", opened=JOINED, type_name="Free schools")})
    assert not of_trust(new).rests_on_forgotten


def test_an_academy_without_a_link_to_what_it_was_before_had_a_past_all_the_same() -> None:
    given = a_trust(*TWO_SINCE)
    school = academy("1", opened=JOINED, type_name="Academy converter")
    assert of_trust(replace(given, schools={**given.schools, "1": school})).rests_on_forgotten


def a_row(urn: str, started: date, **rest: Any) -> InspectionRow:
    return InspectionRow(school=urn, urn=urn, started=started, seen_on=date(2023, 8, 31), **rest)


def test_a_file_that_says_there_was_none_before_is_believed() -> None:
    first = TWO_SINCE[0].started
    assert first is not None
    told = replace(a_trust(*TWO_SINCE), inspection_rows=(a_row("1", first, latest=True, first=True),))
    assert not of_trust(told).rests_on_forgotten


def test_a_file_of_one_year_says_nothing_of_what_came_before() -> None:
    only = TWO_SINCE[1].started
    assert only is not None
    told = replace(a_trust(TWO_SINCE[1]), inspection_rows=(a_row("1", only),))
    assert of_trust(told).rests_on_forgotten


def test_an_older_file_that_shows_the_grade_before_joining_settles_it() -> None:
    settled = a_trust(judged("1", 1, date(2014, 5, 1)), *TWO_SINCE)
    assert not of_trust(settled).rests_on_forgotten
    assert of_trust(settled).verdict.answer == of_trust(settled, unknown()).verdict.answer == "eligible"


def test_the_older_file_is_named_by_its_last_day_that_shows_what_is_missing() -> None:
    told = forgotten(assessed(a_trust(*TWO_SINCE)).values())
    assert (told.by_answer, told.settles) == ({"not eligible": 1}, 1)
    assert told.file == date(2022, 4, 30)  # the second inspection came out on 29 May 2022
    assert forgotten(assessed(a_trust(TWO_SINCE[1])).values()).sentence == ""


def test_an_eligible_trust_that_rests_on_it_is_marked_in_the_world() -> None:
    poor = a_trust(judged("1", 3, date(2018, 5, 1)), judged("1", 2, date(2022, 5, 1)))
    declined = replace(
        poor, judgements=(*poor.judgements[:2], judged("2", 2, date(2014, 5, 1)), judged("2", 3, date(2022, 5, 1)))
    )
    policy = a_policy(share_at_least=1)
    assessments = tuple(assessed(declined, policy).values())
    assert {a.id for a in assessments if a.verdict.answer == "eligible"} == {"T"}
    assert world_of(assessments, declined, policy).rests_on_forgotten == {"T"}


def test_a_standalone_school_whose_two_inspections_began_after_the_year_did() -> None:
    alone = facts([school("1")], judgements=[judged("1", 2, date(2023, 5, 1)), judged("1", 2, date(2024, 5, 1))])
    assert assessed(alone)["1"].rests_on_forgotten
    assert assessed(alone, unknown())["1"].cause == "history-forgotten"


def test_a_school_of_one_of_several_trusts_is_said_to_be_in_a_trust_that_is_not_known() -> None:
    given = facts(
        [academy("1"), academy("2"), academy("3")],
        memberships=[
            *(joined("1", "U"), shown("1", "T")),  # it moved between the two files, on a day that neither gives
            *(joined("2", "T"), shown("2", "T"), joined("3", "U"), shown("3", "U")),
        ],
        judgements=[judged("1", 3, date(2023, 2, 1))],
    )
    assert "which one is not known" in assessed(given)["1"].verdict.reason


def test_a_school_whose_judgements_all_came_out_later_is_said_to_be_so() -> None:
    later = facts([school("1")], judgements=[judged("1", 3, date(2024, 5, 1))])
    assert "came out after 31 August 2023" in assessed(later)["1"].verdict.reason
    before = facts([school("1")], judgements=[judged("1", 2, date(2022, 5, 1))])
    assert "came out after" not in assessed(before)["1"].verdict.reason
