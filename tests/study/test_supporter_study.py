"""A close look at organisations and advisers: counts, no ids unless asked for, and a rule that costs what it costs."""

from __future__ import annotations

import csv
from dataclasses import fields
from pathlib import Path

import pytest

from matcher.commands.studies.study import study
from matcher.study.rise import rule_costs
from matcher.study.rise.loads import AdviserLoad, BodySupport
from matcher.study.rise.study import counted, numbered
from tests.report.test_supporter_run import written


def a_load(adviser: str, region: str = "London", proposed: int = 1) -> AdviserLoad:
    return AdviserLoad(adviser, region, 5, 0, proposed, 0, 0)


def test_advisers_are_numbered_by_region_with_the_busiest_first() -> None:
    loads = numbered((a_load("A1"), a_load("A2", proposed=4), a_load("A3", "North East")))
    assert [(x.adviser, x.proposed) for x in loads] == [("London 1", 4), ("London 2", 1), ("North East 1", 1)]


def test_bodies_alike_are_counted_together() -> None:
    bodies = (BodySupport("T1", 2, 2, 1), BodySupport("T2", 2, 2, 1), BodySupport("T3", 4, 4, 3))
    assert [(b.body, b.schools, b.supporters) for b in counted(bodies)] == [("1 body", 4, 3), ("2 bodies", 2, 1)]


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rule_costs, "SHARES", ("none", "0"))
        patch.setattr(rule_costs, "KILOMETRES", ("none", "1"))
        patch.setattr(rule_costs, "ADVISER_KILOMETRES", ("none",))
        study(written(folder), (), (), None, "local:1", folder / "out", "", "", lambda _: None)
    return folder / "out"


def test_the_curve_runs_from_free_to_forbidden(looked_at: Path) -> None:
    rows = [(row["rule"], row["value"], row["matched"], row["fellows"]) for row in table(looked_at, "rule_costs")]
    fellows, journeys = "fellow advisers, share of a region's matches", "an organisation's journey, km"
    assert [row for row in rows if row[0] == fellows] == [(fellows, "none", "3", "2"), (fellows, "0", "1", "0")]
    assert [row for row in rows if row[0] == journeys] == [(journeys, "none", "3", "2"), (journeys, "1", "3", "2")]


def test_nobodys_id_is_in_the_study_unless_it_is_asked_for(looked_at: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(looked_at.glob("*.csv")))
    assert {"A1", "A2", "O1", "5001", "Kim Lee"} & set(text.replace("\n", ",").split(",")) == set()
    assert (looked_at / "study.html").read_text(encoding="utf-8").count("Kim Lee") == 0


def test_loads_count_what_is_held_and_what_is_proposed(looked_at: Path) -> None:
    loads = table(looked_at, "advisers")
    assert list(loads[0]) == [f.name for f in fields(AdviserLoad)]
    assert sum(int(row["proposed"]) for row in loads) == 4


def test_who_waits_is_counted_by_milestone(looked_at: Path) -> None:
    (row,) = table(looked_at, "waiting")
    assert (row["region"], row["milestone"], row["schools"]) == ("London", "no case yet", "4")
