"""Ids of a register that no reader can tell apart: two of them are a fault, wherever they stand."""

from __future__ import annotations

from typing import Any

from matcher.errors import Fault
from matcher.identity import look_alikes
from matcher.read.parsing.personal_data import withhold_name
from matcher.read.parsing.row_places import place_of, source_of
from matcher.read.registers.register_set import Registers


def check_look_alikes(registers: Registers, faults: list[Fault]) -> None:
    """A fault for each id that differs from another only in case, width, normal form or look-alike letters."""
    people: tuple[Any, ...] = (
        *registers.leaders,
        *registers.governance_leaders,
        *registers.advisers,
        *registers.people,
    )
    tables: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("id", people),
        ("organisation_id", registers.organisations),
        ("id", registers.recipients),
    )
    for column, facts in tables:
        for pair in look_alikes(sorted(((f.id, place_of(f)) for f in facts), key=lambda one: one[1])):
            file, row = pair.place
            where = f"row {pair.first_place[1]}" if pair.first_place[0] == file else source_of(*pair.first_place)
            message = f"looks the same as the id in {where}, and is another"
            todo = "Write one id in both rows, or two that can be told apart"
            faults.append(Fault(file, row, column, withhold_name(pair.id), message, todo))
