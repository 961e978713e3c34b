"""The sample that ships, read as plain rows."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = SCENARIOS / "sample"
CP1252 = {"ofsted", "establishments", "group_links", "groups", "establishment_links"}

Row = dict[str, str]


def table(name: str, folder: Path = SHIPPED) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="cp1252" if name in CP1252 else "utf-8", newline="") as file:
        return list(csv.DictReader(file))


def header(name: str, folder: Path = SHIPPED) -> tuple[str, ...]:
    return tuple((folder / f"{name}.csv").read_text(encoding="cp1252").splitlines()[0].split(","))


def inspected() -> list[Row]:
    return [row for row in table("ofsted") if row["URN"]]


def day(cell: str) -> date:
    first, month, year = (int(part) for part in re.split("[-/]", cell))
    return date(year, month, first)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
