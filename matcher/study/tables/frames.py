"""Comparisons and sweeps as DataFrames."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.study.comparison.compare import Comparison, measures

if TYPE_CHECKING:
    from pandas import DataFrame

TEXT = ("status", "reason", "key", "unique", "within_pots", "drawn_months")  # columns of points.csv that are no numbers


def figures_frame(comparison: Comparison) -> DataFrame:
    """Every measure of every run, with the baseline's value and the change."""
    import pandas as pd

    columns = ["run", "dimension", "group", "figure", "unit", "value", "before", "change"]
    frame = pd.DataFrame([asdict(m) | {"change": m.change} for m in measures(comparison)], columns=columns)
    return frame.astype({"change": "Int64"})


def changes_frame(comparison: Comparison) -> DataFrame:
    """Every school or trust that differs from the baseline."""
    import pandas as pd

    columns = ["run", "what", "recipient_id", "recipient", "kind", "region", "leader_before", "leader_now", "reason"]
    return pd.DataFrame([asdict(change) for change in comparison.changes], columns=columns)


def points_frame(path: Path) -> DataFrame:
    """`points.csv` with its figures as numbers, NA where a point has none."""
    import pandas as pd

    frame = pd.read_csv(path, dtype=dict.fromkeys(TEXT, str), encoding="utf-8-sig")
    return frame.convert_dtypes()
