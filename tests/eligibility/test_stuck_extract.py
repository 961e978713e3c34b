"""The real Ofsted file of August 2025: who was stuck on three days, held to the counts that DfE published.

Published: parliamentary question 29893 (31 December 2024) and "Schools eligible for RISE intervention" (2025). A count
lies between the schools that are certain and those together with the schools of which one file cannot tell.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from matcher.domain import Answer, Facts
from matcher.eligibility import bodies
from matcher.errors import Fault
from matcher.read.open_data.opendata import read_open_data
from matcher.rules.gates.body import Body
from matcher.rules.gates.rise.stuck_2025 import answer
from tests.extracts import extracts
from tests.rules.gates.rise import rise_policy

pytestmark = pytest.mark.extracts

OFSTED = "State-funded_schools_inspections_and_outcomes_as_at_31_August_2025.csv"
DECEMBER, FEBRUARY, JUNE = date(2024, 12, 31), date(2025, 2, 28), date(2025, 6, 30)
DECEMBER_BY_REGION = {
    "North East": 31,
    "East Midlands": 90,
    "East of England": 71,
    "London": 18,
    "North West": 104,
    "South East": 72,
    "South West": 102,
    "West Midlands": 97,
    "Yorkshire and the Humber": 79,
}
JUNE_BY_PHASE = {"primary": 372, "secondary": 235, "special": 21, "alternative-provision": 11, "nursery": 0}
# DfE counts by Ofsted's phase, which knows neither middle nor all-through schools
OFSTED_PHASE = {"middle": "secondary", "all-through": "secondary"}

Found = Mapping[str, tuple[Body, Answer]]
OnDay = Callable[[date], Found]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    path: Path = tmp_path_factory.mktemp("ofsted") / OFSTED
    path.write_bytes(gzip.decompress((extracts() / f"{OFSTED}.gz").read_bytes()))
    faults: list[Fault] = []
    read = read_open_data({"ofsted": path}, JUNE, faults)
    assert not faults
    names = ("schools", "trusts", "memberships", "successions", "judgements", "inspection_rows", "area_grades")
    return Facts(**{name: getattr(read, name) for name in names})


@pytest.fixture(scope="module")
def stuck_on(real: Facts) -> OnDay:
    known: dict[date, Found] = {}

    def found(day: date) -> Found:
        if day not in known:
            policy = rise_policy(day, structure="any")
            schools = [body for body in bodies(real, day).by_id.values() if body.kind == "school"]
            known[day] = {body.id: (body, answer(body, policy)) for body in schools}
        return known[day]

    return found


def counted(found: Found, cell: Callable[[Body], str]) -> dict[str, tuple[int, int]]:
    """Of each cell of a table: how many are certain, and how many may be."""
    certain = Counter(cell(body) for body, said in found.values() if said == "eligible")
    open_ones = Counter(cell(body) for body, said in found.values() if said == "cannot tell")
    return {name: (certain[name], open_ones[name]) for name in {*certain, *open_ones}}


def whole(found: Found) -> tuple[int, int]:
    return counted(found, lambda _: "all")["all"]


def inside(published: int, certain: int, open_ones: int) -> bool:
    return certain <= published <= certain + open_ones


def phase_of(body: Body) -> str:
    (phase,) = body.phases
    return OFSTED_PHASE.get(phase, phase)


def test_june_2025_is_593_certain_and_190_that_one_file_cannot_tell(stuck_on: OnDay) -> None:
    assert whole(stuck_on(JUNE)) == (593, 190)
    assert inside(639, 593, 190)


def test_june_2025_by_kind_of_school(stuck_on: OnDay) -> None:
    kinds = counted(stuck_on(JUNE), lambda body: body.sector or "")
    assert kinds["maintained"][0] == 90  # exactly as published
    assert inside(549, *kinds["academy"])


def test_june_2025_by_phase(stuck_on: OnDay) -> None:
    phases = counted(stuck_on(JUNE), phase_of)
    assert set(phases) == set(JUNE_BY_PHASE) - {"nursery"}
    for phase, bounds in phases.items():
        assert inside(JUNE_BY_PHASE[phase], *bounds), (phase, bounds)


def test_december_2024_brackets_the_published_count_and_each_region(stuck_on: OnDay) -> None:
    assert whole(stuck_on(DECEMBER)) == (545, 461)
    assert inside(664, 545, 461)
    regions = counted(stuck_on(DECEMBER), lambda body: body.region)
    assert set(regions) == set(DECEMBER_BY_REGION)
    for region, published in DECEMBER_BY_REGION.items():
        assert inside(published, *regions[region]), (region, regions[region])


def test_february_2025_brackets_the_published_count(stuck_on: OnDay) -> None:
    assert whole(stuck_on(FEBRUARY)) == (558, 392)
    assert inside(657, 558, 392)


def test_the_page_says_what_was_counted(stuck_on: OnDay) -> None:
    page = (Path(__file__).parents[2] / "docs" / "who-qualifies.md").read_text(encoding="utf-8")
    regions = counted(stuck_on(DECEMBER), lambda body: body.region)
    for region, (certain, open_ones) in regions.items():
        assert f"| {region} | {certain} | {certain + open_ones} | {DECEMBER_BY_REGION[region]} |" in page
    for day, published in ((DECEMBER, 664), (FEBRUARY, 657), (JUNE, 639)):
        certain, open_ones = whole(stuck_on(day))
        assert f"| {day.day} {day:%B %Y} | {certain} | {open_ones} | {published} |" in page


def test_thirty_are_certain_only_because_a_re_inspection_proves_two_earlier_judgements(
    stuck_on: OnDay,
) -> None:
    """Without that rule they would be open; never `not eligible`."""
    policy = rise_policy(JUNE, structure="any")
    certain = [body for body, said in stuck_on(JUNE).values() if said == "eligible"]
    without = [replace(body, order=replace(body.order, visits={})) for body in certain]
    said = Counter(answer(body, policy) for body in without)
    assert said == {"eligible": 563, "cannot tell": 30}


def test_a_plain_count_with_pandas_finds_the_same_schools(stuck_on: OnDay) -> None:
    """By the school's row in the file, whatever its URN was on the day."""
    certain, open_ones = plain_count(JUNE)
    found = stuck_on(JUNE)
    assert Counter(said for _, said in found.values())["eligible"] == len(certain)
    by_row = {urn: found[urn][1] if urn in found else found[old][1] for urn, old in (certain | open_ones).items()}
    assert {by_row[urn] for urn in certain} == {"eligible"}
    assert {by_row[urn] for urn in open_ones} == {"cannot tell"}


def plain_count(day: date) -> tuple[dict[str, str], dict[str, str]]:
    """Rows that are stuck on the day for certain, and those that may be, each with the URN inspected."""
    table = pd.read_csv(extracts() / f"{OFSTED}.gz", encoding="cp1252", dtype=str, keep_default_na=False)
    table = table[(table["URN"] != "") & (table["Ofsted phase"] != "Nursery")]
    out = pd.to_datetime(table["Publication date"], dayfirst=True)
    out_before = pd.to_datetime(table["Previous publication date"], dayfirst=True)
    by, by_before = out <= pd.Timestamp(day), out_before <= pd.Timestamp(day)
    grade, parts = (
        table["Overall effectiveness"],
        ["Effectiveness of leadership and management", "Quality of education"],
    )
    part_ri = (table[parts] == "3").any(axis=1) & (table["Category of concern"] == "")
    improve = (grade == "3") | ((grade == "Not judged") & part_ri)
    earlier = table["Previous graded inspection overall effectiveness"]
    twice = table["Inspection type"].str.fullmatch(r"Requires Improvement S5 Reinspection Visit [2-9]")
    replaced = ~by & by_before & (earlier == "3")
    certain = (by & improve & earlier.isin(["3", "4"])) | (replaced & twice)
    urns = table["URN at time of latest graded inspection"]
    return dict(zip(table["URN"][certain], urns[certain], strict=True)), dict(
        zip(table["URN"][replaced & ~twice], urns[replaced & ~twice], strict=True)
    )
