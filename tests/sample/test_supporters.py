"""The sample of RISE: the same England with organisations, advisers and the department's cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from matcher.domain import SUPPORTER_TYPES
from matcher.errors import InputFaults
from matcher.read import load_facts
from matcher.read.scenarios.scenario import load_scenario
from matcher.runs.setup import assess_all
from matcher.sample import write_sample
from matcher.sample.people_and_places.schools import create_schools
from matcher.sample.people_and_places.supporters import stuck_schools
from matcher.sample.size import size_of
from tests.sample.shipped import SCENARIOS, SHIPPED, bytes_of, table

RISE = SCENARIOS / "rise"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rise")
    write_sample(folder, programme="rise-2025-26")
    return folder


def test_what_ships_is_what_is_written(written: Path) -> None:
    made, shipped = bytes_of(written), bytes_of(SHIPPED)
    for name, content in bytes_of(RISE).items():
        assert made[name] == content, name
    for name in ("ofsted", "establishments", "group_links", "establishment_links"):
        assert made[f"{name}.csv"] == shipped[f"{name}.csv"], name


def test_it_has_every_kind_of_organisation_and_check() -> None:
    rows = table("organisations", RISE)
    assert {row["type"] for row in rows} == set(SUPPORTER_TYPES)
    assert {row["due_diligence"] for row in rows} == {"yes", "no", "pending", ""}
    assert {row["willing"] for row in rows} == {"yes", "no"}
    assert len({row["number"] for row in rows}) == len(rows)
    employers = Counter(row["employer_id"] for row in table("advisers", RISE))
    assert employers.keys() - {""} <= {row["organisation_id"] for row in rows}
    assert employers[""] == 1


def test_the_schools_that_ought_to_be_stuck_are() -> None:
    scenario = load_scenario(SCENARIOS / "rise.yaml")
    facts = load_facts(scenario.data, scenario.policy.as_at)
    found = {a.id for a in assess_all(facts, scenario.policy) if a.route == "stuck" and a.verdict.answer == "eligible"}
    _, schools = create_schools(size_of("small"), 2022)
    assert found <= {school.urn for school in stuck_schools(schools)}
    assert len(found) >= 15
    cases = {row["SchoolUrn"] for row in table("cases", RISE)}
    assert found - cases, "a stuck school without a case"
    assert cases - found, "a case that is no longer eligible, or has its organisation"


def test_another_programme_has_no_sample(tmp_path: Path) -> None:
    with pytest.raises(InputFaults):
        write_sample(tmp_path, programme="sio-2024-25")
