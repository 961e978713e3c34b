"""The real extracts: the standalone schools found, against a plain count with pandas that shares no code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from matcher.domain import Assessment, Facts
from matcher.eligibility import assess
from matcher.read.open_data.opendata import read_open_data
from matcher.rules.rulebooks import TSIO_2022
from tests.extracts import extracts
from tests.rules.gates.builders import a_policy

pytestmark = pytest.mark.extracts

AUGUST = date(2023, 8, 31)
OFSTED = "State-funded_schools_inspections_and_outcomes_as_at_31_August_2025.csv"
FILES = {
    "ofsted": OFSTED,
    "group_links": "alllinksdata20220718.csv",
    "groups": "allgroupsdata20220718.csv",
    "establishment_links": "links_edubasealldata20250422.csv",
    "establishments": "establishments_20221028.csv",
    "coordinates": "school_coordinates.csv",
}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    import gzip

    folder, paths = tmp_path_factory.mktemp("open"), {}
    for role, name in FILES.items():
        paths[role] = folder / name
        paths[role].write_bytes(gzip.decompress((extracts() / f"{name}.gz").read_bytes()))
    faults: list = []  # type: ignore[type-arg]
    read = read_open_data(paths, AUGUST, faults)
    assert not faults
    return Facts(
        schools=read.schools,
        trusts=read.trusts,
        memberships=read.memberships,
        successions=read.successions,
        judgements=read.judgements,
    )


@pytest.fixture(scope="module")
def found(real: Facts) -> tuple[Assessment, ...]:
    return assess(real, a_policy(), TSIO_2022.gates)


def requires_improvement(folder: Path) -> pd.DataFrame:
    """One row a judgement of grade 3 published in 2022/23: its URN then, and the trust in 2022 of that URN."""
    table = pd.read_csv(folder / f"{OFSTED}.gz", encoding="cp1252", dtype=str).dropna(subset=["URN"])
    blocks = [
        ("Overall effectiveness", "Publication date", "URN at time of latest graded inspection"),
        ("Previous graded inspection overall effectiveness", "Previous publication date",
         "URN at time of previous graded inspection"),
    ]  # fmt: skip
    parts = []
    for grade, day, urn in blocks:
        part = pd.DataFrame({"urn": table[urn], "now": table["URN"], "mat": table["Multi-academy trust UID"]})
        published = pd.to_datetime(table[day], dayfirst=True)
        parts.append(part[(table[grade] == "3") & published.between("2022-09-01", "2023-08-31")])
    links = pd.read_csv(folder / "alllinksdata20220718.csv.gz", encoding="cp1252", dtype=str)
    links = links[links["Group Type"].isin(["Multi-academy trust", "Single-academy trust"])]
    size = links.groupby("Group UID")["URN"].nunique()
    judged = pd.concat(parts)
    judged["uid"] = judged["urn"].map(links.set_index("URN")["Group UID"])
    judged["of_several"] = judged["uid"].map(size) > 1
    return judged


def test_the_standalone_schools_are_those_a_plain_count_finds(found: tuple[Assessment, ...]) -> None:
    judged = requires_improvement(extracts())
    assert len(judged) == 762
    stayed = judged[judged["of_several"] & (judged["now"] == judged["urn"]) & (judged["mat"] == judged["uid"])]
    by_id = {a.id: a.verdict.answer for a in found}
    assert {by_id[urn] for urn in stayed["urn"]} == {"not eligible"}
    evidence = {cell.urn for a in found if a.route == "standalone-ri" for cell in a.verdict.evidence}
    assert evidence <= set(judged["urn"])
    never_in_a_trust = judged[judged["uid"].isna() & judged["mat"].isna() & (judged["now"] == judged["urn"])]
    not_found = [urn for urn in never_in_a_trust["urn"] if by_id.get(urn) != "eligible"]
    assert len(not_found) <= 3  # a non-maintained special school, and closures planned in 2022 that did not come


def test_what_cannot_be_told_is_a_queue_a_person_can_work_through(found: tuple[Assessment, ...]) -> None:
    schools = [a for a in found if a.kind == "school"]
    trusts = [a for a in found if a.kind == "trust"]
    assert sum(a.verdict.answer == "eligible" for a in schools) > 400
    assert 0 < sum(a.verdict.answer == "cannot tell" for a in schools) < 100
    assert 0 < sum(a.verdict.answer == "cannot tell" for a in trusts) < 100
    assert all(a.cause for a in found if a.verdict.answer == "cannot tell")


def test_every_recipient_has_a_region_a_place_and_evidence(found: tuple[Assessment, ...]) -> None:
    eligible = [a for a in found if a.verdict.answer == "eligible"]
    assert all(a.recipient and a.recipient.region and a.recipient.phases and a.verdict.evidence for a in eligible)
    assert sum(a.recipient.easting is None for a in eligible if a.recipient) < 5
    assert all(a.recipient is None for a in found if a.verdict.answer != "eligible")
