"""Ofsted's layout since November 2025 (invented grades, real margins), joined to the real file of August 2025."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from matcher.domain import Facts
from matcher.eligibility import bodies
from matcher.errors import Fault
from matcher.read.open_data.opendata import OpenData, read_open_data
from matcher.rules.gates.rise.stuck_2025 import answer
from tests.extracts import extracts
from tests.rules.gates.rise import rise_policy

pytestmark = pytest.mark.extracts

LATEST = "SYNTHETIC_latest_inspections_as_at_28_Feb_2026.csv"
IN_YEAR = "SYNTHETIC_all_inspections_year_to_date_31_August_2026.csv"
AUGUST_2025 = "State-funded_schools_inspections_and_outcomes_as_at_31_August_2025.csv"
FEBRUARY = date(2026, 2, 28)


def unpacked(folder: Path, *names: str) -> OpenData:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(gzip.decompress((extracts() / f"{path.name}.gz").read_bytes()))
    faults: list[Fault] = []
    found = read_open_data({"ofsted": paths}, FEBRUARY, faults)
    assert not faults
    return found


def stuck(found: OpenData) -> Counter[str]:
    names = ("schools", "trusts", "memberships", "successions", "judgements", "inspection_rows", "area_grades")
    given = Facts(**{name: getattr(found, name) for name in names})
    policy = rise_policy(FEBRUARY, structure="any")
    return Counter(answer(body, policy) for body in bodies(given, FEBRUARY).by_id.values() if body.kind == "school")


def test_every_card_is_read_with_the_margins_of_the_real_file(tmp_path: Path) -> None:
    cards = [j for j in unpacked(tmp_path, LATEST).judgements if j.regime == "report-card"]
    assert len(cards) == 246
    for area, margins in (("leadership-and-governance", (6, 75, 143, 20, 2)), ("achievement", (3, 52, 133, 53, 5))):
        found = Counter(dict(card.areas)[area] for card in cards)
        assert tuple(found[place] for place in range(1, 6)) == margins


def test_the_in_year_file_tells_of_the_same_cards(tmp_path: Path) -> None:
    one_by_one = {(j.urn, j.started, j.areas) for j in unpacked(tmp_path, IN_YEAR).judgements}
    latest = {(j.urn, j.started, j.areas) for j in unpacked(tmp_path, LATEST).judgements if j.regime == "report-card"}
    assert one_by_one == latest


def test_an_older_file_supplies_what_the_new_layout_has_forgotten(tmp_path: Path) -> None:
    alone, joined = stuck(unpacked(tmp_path, LATEST)), stuck(unpacked(tmp_path, LATEST, AUGUST_2025))
    assert alone["cannot tell"] > 5_000
    assert joined["cannot tell"] < 100
    assert joined["eligible"] > 500
