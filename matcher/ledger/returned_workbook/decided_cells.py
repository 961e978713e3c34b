"""A decided row of a returned workbook, and the faults of its open cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matcher.errors import Fault
from matcher.ledger.log.acts import Decision
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decided row of a sheet: its row number, and the one or two acts that its cell means."""

    sheet: str
    row: int
    decisions: tuple[Decision, ...]


def fault_in(path: Path, sheet: str, row: int, column: str, value: str, message: str, suggestion: str) -> Fault:
    return Fault(f"{path.name}, sheet {sheet}", row, column, value, message, suggestion)


def day_in(path: Path, sheet: str, number: int, name: str, cell: str, faults: list[Fault]) -> date | None:
    """The day that a cell holds, None where it is empty; a fault where it holds another thing."""
    try:
        return cells.day(cell)
    except Unreadable as problem:
        faults.append(fault_in(path, sheet, number, name, cell, problem.message, problem.suggestion))
        return None
