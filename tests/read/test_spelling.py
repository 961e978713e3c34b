"""The closest name: slips, other orders and other separators of words find it; what is merely short finds nothing."""

from __future__ import annotations

import pytest

from matcher.domain import REGIONS
from matcher.read.parsing.spelling import closest_spelling, did_you_mean, misspelt_as, write_one_of

SETTINGS = ("max_travel_km", "cross_region", "trust_leader", "nle_day")
PLACES = ("Bristol, City of", "County Durham", "Kingston upon Hull, City of", "Oldham", "Solihull")


@pytest.mark.parametrize(
    ("word", "names", "right"),
    [
        ("South Wets", REGIONS, "South West"),
        ("NORTHWEST", REGIONS, "North West"),
        ("Midlands West", REGIONS, "West Midlands"),
        ("Yorkshire", REGIONS, "Yorkshire and the Humber"),
        ("Humberside and Yorkshire", REGIONS, "Yorkshire and the Humber"),
        ("travel-max-km", SETTINGS, "max_travel_km"),
        ("nle", SETTINGS, "nle_day"),
        ("Hull", PLACES, "Kingston upon Hull, City of"),
        ("Durham", PLACES, "County Durham"),
        ("L00001", ("L0001", "L0042"), "L0001"),
    ],
)
def test_the_closest_name_is_found(word: str, names: tuple[str, ...], right: str) -> None:
    assert closest_spelling(word, names) == right


@pytest.mark.parametrize("word", ["", "!!", "x", "the", "Wales", "colour"])
def test_what_is_like_no_name_finds_none(word: str) -> None:
    assert closest_spelling(word, REGIONS) is None


def test_equals_go_by_the_alphabet_whatever_the_order_of_the_names() -> None:
    assert closest_spelling("L0009", ("L0003", "L0001")) == closest_spelling("L0009", ("L0001", "L0003")) == "L0001"


def test_a_caller_may_ask_for_more_likeness() -> None:
    assert closest_spelling("leader", ("leaders",), at_least=85) == "leaders"
    assert closest_spelling("readers x", ("leaders",), at_least=85) is None


def test_the_hint_names_the_closest_or_lists_the_names() -> None:
    assert did_you_mean("runing", ("running", "ended")) == "Did you mean 'running'?"
    assert did_you_mean("runing", ("running", "ended"), "`") == "Did you mean `running`?"
    assert did_you_mean("zzz", ("running", "ended")) == "Write one of: running, ended"
    assert did_you_mean("zzz", ()) == ""


def test_a_long_list_is_cut_and_says_so() -> None:
    names = [f"name{i}" for i in range(21)]
    assert write_one_of(names[:20]).endswith("name18, name19")
    assert write_one_of(names).endswith("name10, name11, ...")


def test_a_slip_is_a_letter_or_two_and_a_short_word_allows_fewer() -> None:
    assert misspelt_as("region", ("Regoin", "name")) == "Regoin"
    assert misspelt_as("interests_checked_on", ("Interests checked om",)) == "Interests checked om"
    assert misspelt_as("id", ("is",)) is None
    assert misspelt_as("organisation_id", ("organisation_name",)) is None
