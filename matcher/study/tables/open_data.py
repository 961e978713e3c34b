"""Tidy tables in the shape of DfE open data: one row a term, place and group, with a `.meta.csv` beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from matcher.policy import Policy
from matcher.report.safe_cells import csv_bytes
from matcher.study.outcome import Group, Outcome
from matcher.study.sweeps.points import Point
from matcher.study.sweeps.store import write_bytes
from matcher.wording.words import amount
from matcher.world import term_day

COUNTRY = ("E92000001", "England")
# ONS codes of the regions
REGION_CODES = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and the Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "London": "E12000007",
    "South East": "E12000008",
    "South West": "E12000009",
}
TIME_AND_PLACE = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name"),
    *("region_code", "region_name"),
)
FILTERS = {"financial_year": "Financial year of the term's first day", "group_type": "Grouping", "group": "Group"}
INDICATORS = {
    "bodies_eligible": ("Schools and trusts to be matched", "", 0),
    "bodies_matched": ("Schools and trusts matched", "", 0),
    "leader_days": ("Leaders' days", "", 0),
    "governance_days": ("Governance days", "", 0),
    "spend": ("Proposed spending", "£", 2),
}
PolicyOf = Callable[[Point], Policy]  # of one point: its term and regions may be its own
TERMS = {"autumn": "Autumn term", "spring": "Spring term", "summer": "Summer term"}


def write_open_data(
    results: Sequence[tuple[Point, Outcome]], settings: Sequence[str], policy_of: PolicyOf, folder: Path
) -> None:
    rows = [row for point, outcome in results for row in _rows(point, outcome, settings, policy_of(point))]
    write_tidy("open-data", rows, settings, FILTERS, INDICATORS, folder)


def write_tidy(
    name: str,
    rows: Sequence[Sequence[Any]],
    settings: Sequence[str],
    filters: Mapping[str, str],
    indicators: Mapping[str, tuple[str, str, int]],
    folder: Path,
) -> None:
    """One table as CSV and Parquet, and what its columns mean as a `.meta.csv`."""
    header = (*TIME_AND_PLACE, "point", "draw", *map(column_name, settings), *filters, *indicators)
    write_bytes(folder / f"{name}.csv", csv_bytes(header, rows))
    write_bytes(folder / f"{name}.meta.csv", csv_bytes(*_meta_rows(settings, filters, indicators)))
    _write_parquet(header, rows, tuple(indicators), folder / f"{name}.parquet")


def column_name(setting: str) -> str:
    """The column name of a setting: `pots.offer.amount` is `pots_offer_amount`."""
    return setting.replace(".", "_").replace("-", "_").lower()


def _rows(point: Point, outcome: Outcome, settings: Sequence[str], policy: Policy) -> Iterator[list[Any]]:
    """The country's totals by kind and phase, and each region's total. A run of some regions has no national row."""
    draw = "" if point.draw is None else point.draw + 1
    before = [point.number + 1, draw, *(setting_text(point.settings.get(s)) for s in settings), financial_year(policy)]
    time = time_of(policy)
    for group in outcome.groups:
        if group.dimension == "region":
            place = ["Regional", *COUNTRY, REGION_CODES.get(group.name, "x"), group.name]
            yield [*time, *place, *before, "Total", "Total", *_numbers(group)]
        elif policy.regions is None:
            yield [
                *time,
                "National",
                *COUNTRY,
                "",
                "",
                *before,
                group.dimension.capitalize(),
                group.name,
                *_numbers(group),
            ]
    if policy.regions is None:
        parts = [g for g in outcome.groups if g.dimension == "region"]
        whole = [sum(column) for column in zip(*map(_counts, parts), strict=True)] or [0] * 5
        yield [*time, "National", *COUNTRY, "", "", *before, "Total", "Total", *whole[:4], amount(whole[4])]


def _counts(group: Group) -> list[int]:
    return [group.eligible, group.matched, group.days, group.governance_days, group.pence]


def _numbers(group: Group) -> list[Any]:
    *counts, pence = _counts(group)
    return [*counts, amount(pence)]


def time_of(policy: Policy) -> tuple[str, str]:
    """`202223` and its term; the academic year where the run is of no term."""
    year = policy.year_from.year
    season = policy.term.partition("-")[0]
    return f"{year}{(year + 1) % 100:02d}", TERMS.get(season, "Academic year")


def financial_year(policy: Policy) -> str:
    """`2022-23` for a term that begins between April 2022 and March 2023; none for a whole academic year."""
    if not policy.term:
        return "x"
    return financial_year_of(term_day(policy.term))


def financial_year_of(day: date) -> str:
    year = day.year if day.month >= 4 else day.year - 1
    return f"{year}-{(year + 1) % 100:02d}"


def setting_text(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)


META = (
    *("col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp"),
    *("filter_hint", "filter_grouping_column"),
)


def _meta_rows(
    settings: Sequence[str], filters: Mapping[str, str], indicators: Mapping[str, tuple[str, str, int]]
) -> tuple[tuple[str, ...], list[list[Any]]]:
    """The header and the rows of a `.meta.csv`: what each column is."""
    all_filters = (
        {"point": "Point of the sweep", "draw": "Draw"} | {column_name(s): s for s in settings} | dict(filters)
    )
    rows: list[list[Any]] = [[name, "Filter", label, "", "", "", "", ""] for name, label in all_filters.items()]
    rows += [[n, "Indicator", label, "", unit, places, "", ""] for n, (label, unit, places) in indicators.items()]
    return META, rows


def _write_parquet(header: Sequence[str], rows: Sequence[Sequence[Any]], indicators: Sequence[str], path: Path) -> None:
    """Writes the table with types: indicators as numbers, everything else as text."""
    import pandas as pd

    table = pd.DataFrame(list(rows), columns=list(header))
    numbers = ("point", *indicators)
    for name in header:
        table[name] = pd.to_numeric(table[name]) if name in numbers else table[name].astype(str)
    file = BytesIO()
    table.to_parquet(file, index=False)
    write_bytes(path, file.getvalue())
