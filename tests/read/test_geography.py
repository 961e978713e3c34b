"""Every authority has one code, one region and one partner, whatever the files call it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from matcher.domain import REGIONS
from matcher.errors import Fault
from matcher.read.gias.geography import (
    PARTNERS,
    PARTNERS_LITERALLY,
    authorities,
    authority_by_code,
    authority_by_name,
    in_england,
    not_served_once,
    partners,
    region_by_name,
)
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.file_columns import folded


def test_there_are_153_authorities_today() -> None:
    assert sum(a.current for a in authorities()) == 153


def test_every_authority_is_in_one_of_the_nine_regions_and_says_why() -> None:
    assert {a.region for a in authorities()} == set(REGIONS)
    assert all(a.basis and a.confidence in ("high", "medium", "low") for a in authorities())


def test_no_code_and_no_name_stands_for_two_authorities() -> None:
    codes = Counter(a.code for a in authorities())
    names = Counter(folded(name) for a in authorities() for name in {folded(n) for n in (a.name, *a.aliases)})
    assert [code for code, number in codes.items() if number > 1] == []
    assert [name for name, number in names.items() if number > 1] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bristol", "801"),
        ("BRISTOL, CITY OF", "801"),
        ("St Helens", "342"),
        ("Durham", "840"),
        ("Isles Of Scilly", "420"),
        ("Cumbria", "909"),
        ("Pre-LGR 2023 Cumbria", "909"),
        ("Northamptonshire", "928"),
        ("Poole", "836"),
    ],
)
def test_knows_an_authority_by_any_of_its_names(name: str, code: str) -> None:
    found = authority_by_name(name)
    assert found is not None
    assert found.code == code


def test_knows_an_authority_by_the_code_in_front_of_a_laestab() -> None:
    found = authority_by_code("3801234")
    assert found is not None
    assert found.name == "Bradford"


def test_an_unknown_authority_is_refused_with_the_nearest() -> None:
    with pytest.raises(Unreadable) as refused:
        authority_by_name("Bradferd")
    assert "Bradford" in refused.value.suggestion


def test_a_code_outside_england_is_no_authority() -> None:
    assert authority_by_code("702") is None


@pytest.mark.parametrize("spelling", ["Yorkshire and The Humber", "YORKSHIRE AND THE HUMBER"])
def test_knows_a_region_whatever_its_capitals(spelling: str) -> None:
    assert region_by_name(spelling) == "Yorkshire and the Humber"


def test_ofsteds_merged_region_is_none_of_the_nine() -> None:
    with pytest.raises(Unreadable):
        region_by_name("North East, Yorkshire and the Humber")


@pytest.mark.parametrize("spelling", ["Wales (pseudo)", "Not Applicable", ""])
def test_what_is_not_in_england_has_no_region(spelling: str) -> None:
    assert region_by_name(spelling) is None


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        ((90_000, 10_500), True),  # Scilly
        ((399_800, 652_900), True),  # Berwick
        ((0, 0), False),
        ((325_000, 673_000), False),  # Edinburgh
        ((None, None), False),
    ],
)
def test_tells_england_from_elsewhere(place: tuple[int | None, int | None], inside: bool) -> None:
    assert in_england(*place) is inside


def test_each_authority_has_one_partner() -> None:
    assert not_served_once(partners(PARTNERS)) == ()


def test_seven_partners_serve_england() -> None:
    assert len({p.name for who in partners().values() for p in who}) == 7


def test_the_articles_words_leave_west_yorkshire_to_nobody_and_cumbria_to_two() -> None:
    nobody, two = not_served_once(partners(PARTNERS_LITERALLY))
    assert all(name in nobody for name in ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield"))
    assert "Cumberland" in two
    assert "Great Heights" in two


def test_a_partner_of_an_unknown_area_is_a_fault_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    header = "partner,organisation,organisation_id,area_kind,area,basis,confidence"
    path.write_text(f"{header}\nOne,ONE TRUST,1,region,Mercia,a guess,low\n")
    faults: list[Fault] = []
    partners(path, faults)
    assert [(f.row, f.column, f.value) for f in faults] == [(2, "area", "Mercia")]
