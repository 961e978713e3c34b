"""The tables of a run as DataFrames, from the very text of its CSV files, so that a frame and a file never differ."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.report.run_folder.run_files import goals, tables
from matcher.report.safe_cells import csv_bytes
from matcher.report.tables.plan_view import PlanView
from matcher.result import Result

if TYPE_CHECKING:
    from pandas import DataFrame

WHOLE, DECIMAL = "Int64", "Float64"
NUMBERS = {
    **dict.fromkeys(("days", "team_days", "fit", "minutes", "benefit", "pairs", "into", "out", "cannot_tell"), WHOLE),
    **dict.fromkeys(("cost", "distance_km", "amount", "committed_before", "committed", "left"), DECIMAL),
}


def run_frame(result: Result, view: PlanView, name: str) -> DataFrame:
    """The table of this name (`matches.csv`) of a run in memory. Raises KeyError where a run has no such table."""
    found = next(((header, rows) for file, header, rows in tables(result, view) if file == name), None)
    if found is None:
        raise KeyError(name)
    header, rows = found
    return typed_frame(csv_bytes(header.split(","), rows))


def file_frame(folder: Path, name: str) -> DataFrame:
    """The table of this name of a published run folder. Raises KeyError where it has no such table."""
    if name not in (path.name for path in folder.glob("*.csv")):
        raise KeyError(name)
    return typed_frame((folder / name).read_bytes())


def typed_frame(text: bytes) -> DataFrame:
    """Ids and words as text, empty where not known; days, pounds, kilometres and points as numbers, else NA."""
    import pandas as pd

    frame = pd.read_csv(BytesIO(text), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    for name in frame.columns.intersection(list(NUMBERS)):
        frame[name] = pd.to_numeric(frame[name].replace("", None)).astype(NUMBERS[name])  # type: ignore[call-overload]
    return frame


def goals_frame(stages: list[dict[str, Any]]) -> DataFrame:
    """The goals in order, as `goals.json` has them."""
    import pandas as pd

    return pd.DataFrame(stages)


def goals_of(result: Result) -> DataFrame:
    return goals_frame(goals(result))
