"""A table for people as data, independent of the medium: page, workbook or study report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from matcher.wording.terms import in_words

Cell = str | int | None
CellFormat = Literal["text", "long", "count", "pence", "metres", "share", "match", "match link", "flags"]


@dataclass(frozen=True, slots=True)
class Column:
    """`format`: how its cells are written. `pence` and `metres` are whole numbers; `share` is parts per thousand;
    `match` is the number of a match and the place that `match link` leads to; `flags` is the number of the match
    whose flags stand there.

    `width` is in characters of the workbook; `open`: a person may write there.
    """

    title: str
    format: CellFormat = "text"
    width: int = 14
    hidden: bool = False
    open: bool = False  # a person may write here


def worded(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Columns that stand in a table of the program, their titles in the words of the run's programme."""
    return tuple(replace(column, title=in_words(column.title)) for column in columns)


@dataclass(frozen=True, slots=True)
class ReportTable:
    """`empty` is shown instead of the table where there are no rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "None."
