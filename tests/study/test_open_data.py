"""The tidy tables have the shape of DfE open data, and say the same in CSV and Parquet."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from matcher.read.scenarios.scenario import load_scenario
from matcher.study.sweeps.points import points_of, task_of
from matcher.study.sweeps.sweep import sweep
from matcher.study.sweeps.sweep_outputs import write_study
from matcher.study.tables.open_data import FILTERS, INDICATORS, REGION_CODES, TIME_AND_PLACE, financial_year, time_of

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SETS = ("sweep={pots.offer.amount: [146_225, 646_225], rules.max_travel_km: [60]}",)


def written(out: Path, sets: tuple[str, ...] = SETS) -> list[dict[str, str]]:
    path = SCENARIOS / "budget.yaml"
    read = load_scenario(path, sets)
    points = points_of(path, sets, (), None, read)
    task = task_of(path, sets, (), None, out, read)
    sweep(task, points, "local:1")
    write_study(task, points, read)
    with (out / "open-data.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_regions_add_up_to_the_country_and_so_do_kinds_and_phases(tmp_path: Path) -> None:
    rows = [r for r in written(tmp_path) if r["point"] == "2"]
    for name in INDICATORS:
        national = [r for r in rows if r["geographic_level"] == "National"]
        (total,) = [float(r[name]) for r in national if r["group_type"] == "Total"]
        regions = [float(r[name]) for r in rows if r["geographic_level"] == "Regional"]
        for parts in (
            regions,
            *([float(r[name]) for r in national if r["group_type"] == t] for t in ("Kind", "Phase")),
        ):
            assert sum(parts) == total


def test_every_column_is_told_in_the_meta_file_and_every_region_has_its_code(tmp_path: Path) -> None:
    rows = written(tmp_path)
    with (tmp_path / "open-data.meta.csv").open(encoding="utf-8", newline="") as file:
        meta = {row["col_name"]: row["col_type"] for row in csv.DictReader(file)}
    assert set(rows[0]) == {*TIME_AND_PLACE, *meta}
    assert {name for name, kind in meta.items() if kind == "Indicator"} == set(INDICATORS)
    assert set(FILTERS) < set(meta)
    regional = {(r["region_code"], r["region_name"]) for r in rows if r["geographic_level"] == "Regional"}
    assert regional <= {(code, name) for name, code in REGION_CODES.items()}


def test_parquet_says_the_same_with_types(tmp_path: Path) -> None:
    rows = written(tmp_path)
    table = pd.read_parquet(tmp_path / "open-data.parquet")
    assert list(table["spend"]) == [float(r["spend"]) for r in rows]
    assert list(table["region_name"]) == [r["region_name"] for r in rows]


def test_a_term_is_named_as_the_department_names_it() -> None:
    policy = load_scenario(SCENARIOS / "term.yaml").policy
    assert time_of(policy) == ("202223", "Autumn term")
    assert financial_year(policy) == "2022-23"
    assert time_of(load_scenario(SCENARIOS / "budget.yaml").policy) == ("202223", "Academic year")


def test_the_page_opens_with_the_question_and_puts_a_table_behind_every_chart(tmp_path: Path) -> None:
    written(tmp_path)
    page = (tmp_path / "study.html").read_text(encoding="utf-8")
    assert "how far would it reach in England?" in page
    assert page.count("<svg") == page.count("The figures as a table") > 0


def test_spending_by_term_and_financial_year_adds_up_to_the_open_data(tmp_path: Path) -> None:
    rows = written(tmp_path)
    with (tmp_path / "spend.csv").open(encoding="utf-8", newline="") as file:
        spend = list(csv.DictReader(file))
    assert {(r["time_identifier"], r["financial_year"]) for r in spend} == {
        ("Autumn term", "2022-23"),
        ("Spring term", "2022-23"),
        ("Summer term", "2023-24"),
    }
    totals = [r for r in rows if r["group_type"] == "Total"]
    for whole in totals:
        mine = [r for r in spend if all(r[k] == whole[k] for k in ("point", "geographic_level", "region_name"))]
        assert len(mine) == 3
        for name in ("spend", "leader_days", "governance_days"):
            assert sum(round(100 * float(r[name])) for r in mine) == round(100 * float(whole[name]))
    assert list(pd.read_parquet(tmp_path / "spend.parquet")["spend"]) == [float(r["spend"]) for r in spend]
    with (tmp_path / "spend.meta.csv").open(encoding="utf-8", newline="") as file:
        assert set(spend[0]) == {*TIME_AND_PLACE, *(row["col_name"] for row in csv.DictReader(file))}


def test_a_sweep_over_terms_and_regions_dates_and_places_each_point_by_its_own(tmp_path: Path) -> None:
    rows = written(
        tmp_path,
        ("sweep={how: zip, term: [spring-2023, summer-2023], regions: [all, [South West]]}", "pots.offer.amount=null"),
    )
    found = {(r["point"], r["time_identifier"], r["financial_year"], r["geographic_level"]) for r in rows}
    assert found == {
        ("1", "Spring term", "2022-23", "National"),
        ("1", "Spring term", "2022-23", "Regional"),
        ("2", "Summer term", "2023-24", "Regional"),
    }
