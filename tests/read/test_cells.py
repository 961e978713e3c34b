"""Cells: what is understood, what is not known, and what is refused with words to write instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from matcher.domain import REGIONS
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.registers import fields
from matcher.read.registers.deployments import term
from matcher.read.scenarios.schema.scenario_values import value_type
from matcher.setting import Form

Day = Annotated[date, value_type(Form.DAY)]
Pence = Annotated[int, value_type(Form.POUNDS)]
Metres = Annotated[int, value_type(Form.KILOMETRES)]


@pytest.mark.parametrize(
    "cell",
    ["2022-12-31", "31/12/2022", "31-12-2022", "2022-12-31 00:00:00", "2022-12-31T00:00:00.000", "31/12/2022 00:00"],
)
def test_reads_a_date_in_any_of_the_three_ways(cell: str) -> None:
    assert cells.day(cell) == date(2022, 12, 31)


def test_reads_a_day_as_the_pages_write_it() -> None:
    assert cells.day("19 January 2023") == cells.day("19 january 2023") == date(2023, 1, 19)


def test_reads_the_day_before_the_month_with_slashes() -> None:
    assert cells.day("1/2/2022") == date(2022, 2, 1)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("31/02/2022", "not a day of the calendar"),
        ("31 February 2022", "not a day of the calendar"),
        ("19 Januar 2023", "not a date"),
        ("2022-13-01", "not a day of the calendar"),
        ("1/2/22", "not a date"),
        ("31/12-2022", "not a date"),
        ("2022-12-31 09:30:00", "not a date"),
        ("44926", "not a date"),
        ("2022-12-3१", "not a date"),
        ("0022-12-31", "unlikely year"),
    ],
)
def test_refuses_what_is_no_date(cell: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        cells.day(cell)


@pytest.mark.parametrize(("cell", "number"), [("10", 10), ("10.0", 10), ("0", 0), ("1,024", 1024), ("007", 7)])
def test_reads_whole_numbers(cell: str, number: int) -> None:
    assert cells.whole(cell) == number


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("-1", "negative"),
        ("10.5", "whole number"),
        ("1e3", "whole number"),
        ("1,02", "whole number"),
        ("ten", "whole"),
        ("٣", "whole"),
    ],
)
def test_refuses_what_is_no_whole_number(cell: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        cells.whole(cell)


def test_allows_a_negative_number_only_where_it_is_asked_for() -> None:
    assert cells.whole("-5", at_least=None) == -5


def test_refuses_a_number_above_the_most() -> None:
    with pytest.raises(Unreadable, match="too large"):
        cells.whole("1001", at_most=1000)


@pytest.mark.parametrize(
    ("cell", "pence"),
    [("6000", 600_000), ("6,000.50", 600_050), ("£646,225", 64_622_500), ("0.5", 50), ("0", 0), ("£ 12.34", 1234)],
)
def test_reads_pounds_as_pence(cell: str, pence: int) -> None:
    assert cells.pence(cell) == pence


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("0.125", "money"),
        ("-5", "negative"),
        ("£-5", "negative"),
        ("$5", "money"),
        ("6.000,50", "money"),
        (".5", "mon"),
    ],
)
def test_refuses_what_is_no_money(cell: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        cells.pence(cell)


@pytest.mark.parametrize(
    ("written", "in_a_table"),
    [("31/12/2022", "31/12/2022"), ("1-2-2022", "1-2-2022"), ("2022-12-31", "2022-12-31 00:00:00")],
)
def test_a_day_is_read_alike_in_a_scenario_and_in_a_table(written: str, in_a_table: str) -> None:
    assert TypeAdapter(Day).validate_python(written) == cells.day(in_a_table)


def test_money_and_distance_are_read_alike_in_a_scenario_and_in_a_table() -> None:
    assert TypeAdapter(Pence).validate_python(Decimal("600.5")) == cells.pence("£600.50") == 60_050
    assert TypeAdapter(Metres).validate_python(Decimal("37.125")) == cells.metres("37.125") == 37_125


@pytest.mark.parametrize("written", ["1700-01-01", "tomorrow", "31/02/2022"])
def test_a_wrong_day_is_refused_with_the_same_words_in_both(written: str) -> None:
    with pytest.raises(Unreadable) as in_a_table:
        cells.day(written)
    with pytest.raises(ValidationError) as in_a_scenario:
        TypeAdapter(Day).validate_python(written)
    assert in_a_scenario.value.errors()[0]["msg"] == in_a_table.value.message


READERS: list[Callable[[str], Any]] = [
    cells.text,
    cells.ident,
    cells.day,
    cells.whole,
    cells.pence,
    cells.yes_no,
    fields.region,
    fields.days,
    fields.easting,
    fields.postcode,
    fields.kilometres,
    term,
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("cell", ["", "NULL"])
def test_empty_is_not_known_and_never_nought(read: Callable[[str], Any], cell: str) -> None:
    assert read(cell) is None


@pytest.mark.parametrize("read", READERS)
def test_an_error_of_the_spreadsheet_is_never_a_value(read: Callable[[str], Any]) -> None:
    with pytest.raises(Unreadable):
        read("#N/A")


def test_yes_and_no_in_capitals_or_as_excel_writes_them() -> None:
    assert [cells.yes_no(c) for c in ("Yes", "no", "TRUE", "N")] == [True, False, True, False]


def test_maybe_is_neither_yes_nor_no() -> None:
    with pytest.raises(Unreadable, match="neither yes nor no"):
        cells.yes_no("maybe")


def test_an_id_keeps_its_leading_zeros() -> None:
    assert cells.ident("007") == "007"


@pytest.mark.parametrize("cell", ["a;b", "a\nb", "a\u202eb", "x" * 81, "a\tb"])
def test_an_id_that_would_break_a_list_or_a_line_is_refused(cell: str) -> None:
    with pytest.raises(Unreadable, match="not an id"):
        cells.ident(cell)


def test_a_region_is_found_whatever_its_capitals() -> None:
    assert fields.region("yorkshire and The  Humber") == "Yorkshire and the Humber"


def test_an_unknown_region_is_answered_with_the_nearest() -> None:
    with pytest.raises(Unreadable) as refused:
        fields.region("Yorkshire & Humber")
    assert refused.value.suggestion.startswith("Did you mean 'Yorkshire and the Humber'? Write one of: East Midlands,")


def test_an_unlike_name_is_answered_with_the_list() -> None:
    with pytest.raises(Unreadable) as refused:
        fields.region("Zzz")
    assert "East Midlands" in refused.value.suggestion


def test_a_wrong_name_in_a_list_is_the_one_that_is_told() -> None:
    with pytest.raises(Unreadable, match="'secondry'") as refused:
        fields.phases("primary; secondry")
    assert "'secondary'" in refused.value.suggestion


def test_lists_ignore_spaces_and_empty_parts() -> None:
    assert fields.phases("primary ; ;secondary;") == {"primary", "secondary"}


def test_all_regions_in_one_word() -> None:
    assert fields.regions("All") == frozenset(REGIONS)


@pytest.mark.parametrize(("cell", "metres"), [("40", 40_000), ("37.5", 37_500), ("0.125", 125), ("40.0", 40_000)])
def test_kilometres_become_metres(cell: str, metres: int) -> None:
    assert fields.kilometres(cell) == metres


def test_an_easting_of_nought_is_not_in_england() -> None:
    with pytest.raises(Unreadable, match="not in England"):
        fields.easting("0")


@pytest.mark.parametrize("cell", ["sw1a1aa", "SW1A 1AA", "sw1a  1aa"])
def test_a_postcode_has_one_form(cell: str) -> None:
    assert fields.postcode(cell) == "SW1A 1AA"


def test_a_term_is_a_season_and_a_year() -> None:
    assert term("Autumn 2022") == "autumn-2022"
    with pytest.raises(Unreadable, match="not a term"):
        term("winter-2022")
