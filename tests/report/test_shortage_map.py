"""The map of what is short: every group is drawn, numbered as in the table, and told in words and figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from matcher.report.maps import shortage_map
from matcher.report.maps.drawing import place_of
from matcher.report.pages.report_page import page
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.resources.shortage_table import shortages
from matcher.result import Shortage
from tests.report.results import nobody


def a_shortage(part: str, recipients: list[str], **rest: object) -> Shortage:
    given = {
        "leaders": ("L01",),
        "needed": 20,
        "offered": 10,
        "at_most": 1,
        "matched": 1,
        "pot": "",
        "said": f"{part} short",
    }
    return Shortage(part=part, recipients=tuple(recipients), **(given | rest))  # type: ignore[arg-type]


SHORT = (
    a_shortage("money", ["R00", "R01", "R02"], pot="offer"),
    a_shortage("own interest", ["R03"]),
    a_shortage("nobody", ["R04", "R07"]),
    a_shortage("people", ["R08", "R11", "R14"]),
    a_shortage("people", ["R08", "R11"]),
    a_shortage("people", ["R20", "R23"]),
)


@pytest.fixture(scope="module")
def short(view: PlanView) -> PlanView:
    return PlanView(replace(view.result, shortages=SHORT))


@pytest.fixture
def svg(short: PlanView) -> str:
    return shortage_map.draw(short, "said")


def test_every_group_stands_on_the_map_as_the_table_says(short: PlanView) -> None:
    drawn_as = [row[1] for row in shortages(short.result).rows]
    assert drawn_as == ["not drawn", "squares", "diamonds", "1, dots", "1, ringed dots", "2, dots"]


def test_each_kind_is_drawn_once_for_each_known_place(short: PlanView, svg: str) -> None:
    placed = {r.id for r in short.result.world.recipients if place_of(r)}
    assert "R07" not in placed
    assert svg.count("m0-5l5 5") == 1
    assert svg.count("h9v9h-9z") == 1
    assert svg.count("a4.6 4.6 0 1 0 9.2 0") == 2
    stars = [d for d in re.findall(r'<path d="([^"]*)"', svg) if "L" in d]
    assert [d.count("L") for d in stars] == [3, 2]


def test_bottlenecks_are_numbered_and_their_worst_part_has_no_number_of_its_own(svg: str) -> None:
    assert re.findall(r">(\d)</text>", svg) == ["1", "2"]


def test_money_is_not_drawn(view: PlanView) -> None:
    only = PlanView(replace(view.result, shortages=SHORT[:1]))
    assert shortage_map.draw(only, "") == ""
    text = page(only)
    assert "Where leaders are short" not in text
    assert "Money's part has no place on a map" in text


def test_the_words_say_who_is_not_drawn(short: PlanView) -> None:
    assert shortage_map.in_words(short.result) == (
        "Each numbered group of dots is a bottleneck, 2 in all; diamonds are those whom nobody may serve."
        " 1 of them has no known place and is not drawn."
    )


def test_the_figures_behind_the_map_count_each_school_once_a_kind(short: PlanView) -> None:
    table = shortage_map.in_figures(short.result)
    rows = dict(zip((row[0] for row in table.rows), (row[1:] for row in table.rows), strict=True))
    assert sum(row[1] for row in rows.values()) == 5  # type: ignore[misc]
    assert sum(row[2] for row in rows.values()) == 2  # type: ignore[misc]
    assert sum(row[3] for row in rows.values()) == 1  # type: ignore[misc]


def test_the_page_shows_the_map_with_a_key_and_a_table_behind_it(short: PlanView) -> None:
    text = page(short)
    assert 'id="short-map-title"' in text
    assert "held back by the cap on own interest" in text
    assert "Schools and trusts that are short of leaders, by region" in text


def test_where_there_is_nobody_there_is_no_map() -> None:
    assert shortage_map.draw(PlanView(nobody(recipients=0)), "") == ""
