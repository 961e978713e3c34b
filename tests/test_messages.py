"""Messages are data: what a reader may not see is left out of the parts, whatever its id or name looks like."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.wording.messages import (
    NOTHING,
    WITHHELD,
    BodyRef,
    Count,
    Day,
    Distance,
    LeaderRef,
    Listed,
    Message,
    Money,
    Passage,
    Reader,
    grouped,
    heading,
    message,
    plain,
    render,
    texts,
)

OURS = Reader(frozenset({"South West"}))
MINE = BodyRef("10", "South West", "Ash School and Nursery")
AWKWARD = ("NW-12", "301/2001", "A.B", "St John 7", "10", "{who}", "5+5", "L0001")


def another(id: str, name: str = "Ash School") -> BodyRef:
    return BodyRef(id, "North West", name)


@pytest.mark.parametrize("id", AWKWARD)
@pytest.mark.parametrize("name", ["Ash School", "", "10", "days", "{who}"])
def test_a_body_of_another_region_is_never_named(id: str, name: str) -> None:
    sentence = message("{who} would go without a match.", who=another(id, name))
    assert render(sentence, OURS) == "one in another region would go without a match."
    assert render(sentence) == (f"{name} ({id})" if name else id) + " would go without a match."


def test_a_name_inside_a_name_and_a_number_that_is_an_id_stay() -> None:
    sentence = message(
        "{mine} and {other}: {days} of {leader}.",
        mine=MINE,
        other=another("10"),
        days=Count(10, "day"),
        leader=LeaderRef("10"),
    )
    assert render(sentence, OURS) == "Ash School and Nursery (10) and one in another region: 10 days of 10."


@pytest.mark.parametrize(
    ("listed", "whole", "ours"),
    [
        ((MINE,), "Ash School and Nursery (10)", "Ash School and Nursery (10)"),
        ((MINE, another("a")), "Ash School and Nursery (10) and Ash School (a)",
         "Ash School and Nursery (10) and one in another region"),
        ((another("a"), MINE, another("b")), "Ash School (a), Ash School and Nursery (10) and Ash School (b)",
         "Ash School and Nursery (10) and 2 in other regions"),
        ((another("a"), another("b")), "Ash School (a) and Ash School (b)", "2 in other regions"),
    ],
)  # fmt: skip
def test_a_list_counts_those_of_other_regions(listed: tuple[BodyRef, ...], whole: str, ours: str) -> None:
    sentence = message("{who}", who=Listed(listed))
    assert render(sentence) == whole
    assert render(sentence, OURS) == ours


def test_others_are_counted_for_everybody() -> None:
    sentence = message("{who}", who=Listed((MINE, another("a")), others=3))
    assert render(sentence, OURS) == "Ash School and Nursery (10), one in another region and 3 others"


def test_a_body_of_no_known_region_is_for_those_who_see_all() -> None:
    sentence = message("{who}", who=BodyRef("NW-12", "", "Elm"))
    assert (render(sentence), render(sentence, OURS)) == ("Elm (NW-12)", "one in another region")


def test_a_finished_passage_is_shown_only_where_all_it_could_name_may_be_seen() -> None:
    assert texts((message("{p}", p=Passage("Elm", (MINE,))),), OURS) == ("Elm",)
    assert texts((message("{p}", p=Passage("Elm", (MINE, another("a")))),), OURS) == (WITHHELD,)
    assert texts((message("{p}", p=Passage("Elm")),), OURS) == (WITHHELD,)
    assert texts((message("{p}", p=Passage("Elm")),)) == ("Elm",)


def test_figures_are_written_one_way() -> None:
    sentence = message(
        "{c}, {m}, {d}, {t}", c=Count(1, "day"), m=Money(177550), d=Distance(1250), t=Day(date(2022, 10, 7))
    )
    assert render(sentence) == "1 day, £1,775.50, 1.3 km, 7 October 2022"


def test_braces_in_a_part_or_a_plain_sentence_are_only_braces() -> None:
    assert str(plain("{who} is not a part")) == "{who} is not a part"
    assert str(message("{a}{b}", a="{b}", b="x")) == "{b}x"


def test_a_part_that_is_not_given_is_an_error_where_it_is_written() -> None:
    with pytest.raises(KeyError, match="days"):
        message("{days} of {leader}", leader=LeaderRef("L1"))


def test_a_finished_string_is_refused() -> None:
    with pytest.raises(TypeError, match="str"):
        render("Elm (NW-12) would go without.", OURS)  # type: ignore[arg-type]


def test_only_nothing_is_false() -> None:
    assert not NOTHING
    assert not plain("")
    assert Message("x")


def test_sentences_stand_under_the_heading_before_them() -> None:
    lines = (plain("First"), heading("Then, in short"), plain("One: two:"), plain("Three"))
    assert grouped(lines) == (("", ("First",)), ("Then, in short", ("One: two:", "Three")))


def test_a_leader_is_named_for_a_reader_who_has_the_names() -> None:
    sentence = message("Leader {leader} could support it", leader=LeaderRef("L1"))
    assert render(sentence) == "Leader L1 could support it"
    assert render(sentence, Reader(leaders={"L1": "A B"})) == "Leader L1, A B could support it"


def test_a_name_in_capitals_is_written_as_everywhere_else() -> None:
    assert (
        str(BodyRef("16798", "South West", "KALEIDOSCOPE MULTI ACADEMY TRUST"))
        == "Kaleidoscope Multi Academy Trust (16798)"
    )
