"""The page on registers names every table and column that the reader knows, and marks the required ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matcher.read.registers import COLUMNS

PAGE = (Path(__file__).parents[2] / "docs" / "registers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", COLUMNS)
def test_the_page_tells_of_every_column(table: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{table}`"))
    told = row.split("|")[2]
    named = {name: bool(star) for name, star in re.findall(r"`([a-z_]+)`(\*?)", re.sub(r"\([^)]*\)", "", told))}
    columns = {column.name: column.required for column in COLUMNS[table]}
    wrong = sorted(name for name in {*named, *columns} if named.get(name) != columns.get(name))
    assert not wrong, (
        f"docs/registers.md, row `{table}`: {', '.join(wrong)}: name every column, with * if it is required"
    )
