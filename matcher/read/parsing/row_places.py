"""Where a fact stood in a register: written once, as it is sealed with the fact, and read back here alone."""

from __future__ import annotations

from typing import Any

_BETWEEN = " row "


def source_of(file: str, row: int) -> str:
    """`leaders.csv row 12`."""
    return f"{file}{_BETWEEN}{row}"


def place_of(fact: Any) -> tuple[str, int]:
    """The file and row that a fact of a register was read from."""
    return place_in(fact.source)


def place_in(source: str) -> tuple[str, int]:
    file, _, row = source.rpartition(_BETWEEN)
    return file, int(row)
