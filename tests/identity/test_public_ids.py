"""One reader for every kind of public id: what spreadsheets and data tools write is one id, or is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from matcher.identity import (
    NotAnId,
    body_id,
    company_number,
    group_id,
    is_filler,
    laestab,
    look_alikes,
    own_id,
    plain_number,
    trust_uid,
    ukprn,
    unlike_the_others,
    urn,
)
from matcher.identity.crosswalk import Crosswalk, one_each

URN_FORMS = ("140003", "140003.0", "140003.00", "140,003", "140,003.0", "1.40003E+05", "1.40003e5", "0140003")
URN_FORMS += ("00140003", " 140003 ", "140003\u00a0", "\u200b140003", "１４０００３", "140 003", "'140003", '="140003"')


@pytest.mark.parametrize("text", URN_FORMS)
@pytest.mark.parametrize("read", [urn, body_id])
def test_every_way_of_writing_a_urn_is_one_urn(read: Callable[[str], str], text: str) -> None:
    assert read(text) == "140003"


@pytest.mark.parametrize("text", ["1.4E+05", "1.40E+05", "1.400035E+05", "1.4E+5"])
def test_a_number_that_has_lost_digits_is_refused(text: str) -> None:
    with pytest.raises(NotAnId, match="lost digits"):
        urn(text)
    with pytest.raises(NotAnId, match="lost digits"):
        body_id(text)


@pytest.mark.parametrize("text", ["9.0001E+04", "90001", "90,001", "090001"])
def test_a_short_form_is_read_where_it_is_exact(text: str) -> None:
    assert body_id(text) == "90001"


FILLERS = (
    "NA",
    "n/a",
    "-",
    "--",
    "?",
    "nan",
    "NaN",
    "None",
    "null",
    "tbc",
    "TBC ",
    "#N/A",
    "#REF!",
    "0",
    "0.0",
    "(none)",
)


@pytest.mark.parametrize("text", [*FILLERS, "…", "\u2014", "<NA>", "N.A."])
@pytest.mark.parametrize("read", [urn, trust_uid, ukprn, laestab, group_id, company_number, body_id, own_id])
def test_a_filler_is_the_id_of_nobody(read: Callable[[str], str], text: str) -> None:
    assert is_filler(text)
    with pytest.raises(NotAnId):
        read(text)


@pytest.mark.parametrize(
    ("read", "text", "id_"),
    [
        (trust_uid, "5003.0", "5003"),
        (trust_uid, "05003", "5003"),
        (trust_uid, "TR00261", "TR00261"),
        (group_id, "tr 261", "TR00261"),
        (group_id, "TR00261.0", "TR00261"),
        (ukprn, "10058308.0", "10058308"),
        (ukprn, "1.0058308E+07", "10058308"),
        (laestab, "301/2001", "3012001"),
        (laestab, "3012001.0", "3012001"),
        (laestab, "301-2001", "3012001"),
        (company_number, "7654321.0", "07654321"),
        (company_number, "sc 123456", "SC123456"),
        (body_id, "301/2001", "3012001"),
        (body_id, "TR261", "TR00261"),
        (body_id, "R1", "R1"),
        (body_id, "001", "001"),
    ],
)
def test_each_kind_has_one_form(read: Callable[[str], str], text: str, id_: str) -> None:
    assert read(text) == id_


@pytest.mark.parametrize(
    ("read", "text"),
    [(urn, "Oak Primary"), (urn, "12"), (urn, "12345678"), (ukprn, "20058308"), (laestab, "12345"), (group_id, "261")],
)
def test_what_cannot_be_the_id_is_refused(read: Callable[[str], str], text: str) -> None:
    with pytest.raises(NotAnId):
        read(text)


def test_what_is_no_number_has_no_digits() -> None:
    assert plain_number("L1") is None
    assert plain_number("-5") is None


@pytest.mark.parametrize("text", ["*", "L*", "L/1", "a/b"])
def test_an_own_id_has_no_character_that_means_something_elsewhere(text: str) -> None:
    with pytest.raises(NotAnId):
        own_id(text)


@pytest.mark.parametrize("text", ["L1", "001", "004000", "Lé", "1.0"])
def test_an_own_id_is_kept_as_it_is_written(text: str) -> None:
    assert own_id(text) == text


ALIKE = [("L1", "l1"), ("Lé", "Le\u0301"), ("L1", "Ｌ1"), ("Pat", "Р\u0430t"), ("A-1", "A\u20131"), ("L 1", "L\u00a01")]


@pytest.mark.parametrize(("one", "other"), [*ALIKE, ("L01", "LO1"), ("L1", "Ll"), ("L1", "LI")])
def test_two_ids_that_no_reader_can_tell_apart_are_found(one: str, other: str) -> None:
    (found,) = look_alikes([(one, ("leaders.csv", 2)), (other, ("leaders.csv", 3))])
    assert (found.id, found.place, found.first_id, found.first_place) == (
        other,
        ("leaders.csv", 3),
        one,
        ("leaders.csv", 2),
    )


@pytest.mark.parametrize(("one", "other"), [("L1", "L2"), ("L1", "11"), ("L1", "LL"), ("001", "1"), ("A", "B")])
def test_two_ids_that_differ_are_two(one: str, other: str) -> None:
    assert look_alikes([(one, ("f", 2)), (other, ("f", 3))]) == ()


WALK = Crosswalk(
    {
        ("uid", "261"): "261",
        ("group", "TR00261"): "261",
        ("ukprn", "10058308"): "261",
        ("company", "07654321"): "261",
        ("urn", "140003"): "140003",
        ("laestab", "3012001"): "140003",
    },
    {"O1": "O1"},
)


@pytest.mark.parametrize(
    "text",
    ["261", "261.0", "00261", "TR00261", "tr261", "10058308", "ukprn:10058308", "UID: 261", "7654321", "trust:TR00261"],
)
def test_a_trust_is_found_by_any_of_its_ids(text: str) -> None:
    assert WALK.find(text) == "261"


@pytest.mark.parametrize("text", ["140003.0", "301/2001", "laestab:3012001", "school:140003", "urn:0140003"])
def test_a_school_is_found_by_any_of_its_ids(text: str) -> None:
    assert WALK.find(text) == "140003"


def test_an_id_of_the_register_is_compared_first_and_as_written() -> None:
    assert Crosswalk(WALK.bodies, {"261": "O9"}).find("261") == "O9"
    assert WALK.find("o1") is None


def test_an_id_that_nothing_has_is_none_and_a_malformed_one_is_refused() -> None:
    assert WALK.find("999999") is None
    assert WALK.find("Oak Trust") is None
    with pytest.raises(NotAnId):
        WALK.find("ukprn:12")


def test_an_id_that_two_bodies_are_said_to_have_tells_neither() -> None:
    assert one_each([(("ukprn", "10058308"), "1"), (("ukprn", "10058308"), "2"), (("uid", "1"), "1")]) == {
        ("uid", "1"): "1"
    }


def test_an_id_that_is_made_up_otherwise_than_nearly_all_is_found() -> None:
    ids = [f"L{number:03}" for number in range(1, 12)]
    assert unlike_the_others(ids) == ()
    assert unlike_the_others([*ids, "DELETE L012", "Ann Lee"]) == ("DELETE L012", "Ann Lee")


@pytest.mark.parametrize("ids", [["L1", "Ann", "007"], ["L1", "2", "A-3", "x", "y", "9", "B-4", "L2", "3"], []])
def test_nothing_is_said_of_few_ids_or_of_ids_without_a_rule(ids: list[str]) -> None:
    assert unlike_the_others(ids) == ()
