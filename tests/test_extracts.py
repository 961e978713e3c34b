"""The registers put at real schools are such as their readers accept, and make the two scenarios worth running."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from matcher.domain import REGIONS
from matcher.read import load_facts
from matcher.read.scenarios.scenario import load_scenario
from matcher.sample.people_and_places.places import WORDS
from tests.extracts import extracts_folder

__all__ = ["extracts_folder"]

pytestmark = pytest.mark.extracts


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("scenario", ["budget.yaml", "term.yaml"])
def test_both_scenarios_and_all_their_files_are_read_without_a_fault(extracts_folder: Path, scenario: str) -> None:
    read = load_scenario(extracts_folder / scenario, (), (), None)
    facts = load_facts(read.data, read.policy.as_at)
    assert len(facts.leaders) == 600
    assert sum(1 for leader in facts.leaders if leader.easting is not None) >= 590


def test_leaders_are_of_the_three_roles_in_their_shares_and_few_where_days_are_to_bind(extracts_folder: Path) -> None:
    leaders = table(extracts_folder, "leaders")
    assert Counter(row["role"] for row in leaders) == {"trust_ceo": 330, "nle": 180, "equivalent": 90}
    by_region = Counter(row["region"] for row in leaders)
    assert set(by_region) == set(REGIONS)
    assert min(by_region, key=by_region.__getitem__) == "South West"
    assert {row["days"] for row in leaders} == {"10", "20"}


def test_the_seven_partners_broker_the_nine_regions(extracts_folder: Path) -> None:
    brokers = [row for row in table(extracts_folder, "organisations") if row["broker_for"]]
    assert len(brokers) == 7
    assert sorted(region for row in brokers for region in row["broker_for"].split(";")) == sorted(REGIONS)


def test_every_person_is_invented(extracts_folder: Path) -> None:
    for name in ("leaders", "governance_leaders", "people"):
        assert {row["name"].split()[1] for row in table(extracts_folder, name)} <= set(WORDS)
