"""The one wording of each fact, word for word as the standard wordings have it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from matcher.wording import words
from matcher.wording.wording import (
    CLEAR,
    CONFLICT,
    DECLARED,
    NEVER,
    OPEN,
    OUT_OF_DATE,
    Interests,
    Standing,
    State,
    flag,
    interests,
    matched,
    nearness,
    no_reserve,
    points,
    proper_name,
    share,
    standing,
    state,
)

D = date(2021, 6, 14)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Interests(NEVER), "never checked"),
        (Interests(OUT_OF_DATE, D), "out of date: last checked 14 June 2021"),
        (Interests(OPEN, D), "checked 14 June 2021, but what was declared is not settled"),
        (Interests(CLEAR, D), "clear, checked 14 June 2021"),
        (Interests(DECLARED, D), "declared: director signs off"),
        (Interests(CONFLICT, D), "conflict"),
    ],
)
def test_interests(fact: Interests, said: str) -> None:
    assert interests(fact) == said


def test_a_flag_about_interests_says_what_is_said_of_interests_everywhere() -> None:
    assert (
        flag("not-checked", "a label", Interests(OUT_OF_DATE, D)) == "Interests out of date: last checked 14 June 2021"
    )
    assert flag("sign-off", "a label", Interests(DECLARED, D)) == "Interests declared: director signs off"
    assert flag("sign-off", "a label", Interests(NEVER)) == "a label"
    assert flag("same-authority", "a label", Interests(NEVER)) == "a label"


@pytest.mark.parametrize(
    ("fact", "said", "to_the_school"),
    [
        (Standing(5, 0, 0), "nearest and best fit of 5", "nearest of 5"),
        (Standing(3, 2, 0), "3rd nearest, best fit of 3", "3rd nearest of 3"),
        (Standing(3, 2, 2), "3rd nearest, 3rd best fit of 3", "3rd nearest of 3"),
        (Standing(4, None, 1), "2nd best fit of 4", ""),
        (Standing(1, 0, 0), "the only one who may", "the only one who may"),
    ],
)
def test_why_this_leader(fact: Standing, said: str, to_the_school: str) -> None:
    assert (standing(fact), nearness(fact)) == (said, to_the_school)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (State("proposed", D), "Proposed, facts as at 14 June 2021"),
        (State("replaced", D, "A B (L1)"), "Replaced by A B (L1), facts as at 14 June 2021"),
        (State("replaced", D), "No longer proposed, facts as at 14 June 2021"),
        (State("replaced", by="spring-2023", ended="carried"), "Goes on in spring 2023"),
        (State("replaced", D, ended="closed"), "Offer closed on 14 June 2021"),
        (State("agreed"), "Agreed, stays"),
        (State("delivering", D), "Running since 14 June 2021, stays"),
        (State("delivering"), "Running, stays"),
        (State("paused", until=D), "Paused until 14 June 2021"),
        (State("paused"), "Paused until answered"),
        (State("refused", D, "leader cannot"), "Refused on 14 June 2021: leader cannot"),
        (State("proposed", D, said_yes="school"), "Said yes to A B on 14 June 2021"),
        (State("proposed", D, said_yes="leader"), "A B said yes on 14 June 2021"),
        (
            State("proposed", D, until=date(2021, 7, 12), said_yes="school"),
            "Said yes to A B on 14 June 2021, kept until 12 July 2021",
        ),
    ],
)
def test_where_a_match_stands(fact: State, said: str) -> None:
    assert state(fact, "A B") == said


def test_counts_and_shares() -> None:
    assert matched(25, 33, 0, 0, 2) == "25 of 33 matched when proposed; 23 still stand: 2 go on in a later term"
    assert matched(25, 33, 4, 3) == "25 of 33 matched when proposed; 18 still stand: 4 refused, 3 replaced"
    assert matched(25, 33) == "25 of 33 matched"
    assert share(25, 33) == "25 of 33 (76%)"
    assert share(0, 0) == "0 of 0"
    assert points(Fraction(1, 3), Fraction(2, 3)) == "+33.3 percentage points"
    assert points(Fraction(2, 3), Fraction(1, 3)) == "−33.3 percentage points"
    assert points(Fraction(1, 3), Fraction(1, 3)) == "0.0 percentage points"
    assert no_reserve("no other leader may support it") == "No reserve: no other leader may support it"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("GORSEWOLD ACADEMIES TRUST", "Gorsewold Academies Trust"),
        ("THE LEARNING TRUST OF THE SOUTH AND WEST", "The Learning Trust of the South and West"),
        ("ELM MAT", "Elm MAT"),
        ("ST MARY'S COFE PRIMARY", "St Mary's CofE Primary"),
        ("ALL SAINTS (RC) SCHOOL", "All Saints (RC) School"),
        ("O'NEILL-SMITH ACADEMY", "O'Neill-Smith Academy"),
        ("St Mary's MAT", "St Mary's MAT"),
        ("UTC", "UTC"),
        ("学校学校学校", "学校学校学校"),
    ],
)
def test_names_in_one_case(written: str, said: str) -> None:
    assert proper_name(written) == said


def test_one_of_a_unit_of_several_words_is_one() -> None:
    assert words.number(1, "advisers from another region") == "1 adviser from another region"
    assert words.number(1, "matches with an adviser's employer") == "1 match with an adviser's employer"
    assert words.number(2, "advisers from another region") == "2 advisers from another region"
    assert words.number(1, "pairs kept") == "1 pair kept"
