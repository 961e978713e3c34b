"""The cell of a table as the value of a setting: numbers as people write them in spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args

from matcher.policy import Pot
from matcher.read.parsing import values
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.scenarios.schema.scenario_model import ScenarioModel
from matcher.setting import Declared, Form, Whole, declared

POT = 3  # steps in the key of a pot's setting: `pots.offer.amount`


def value_of_cell(key: str, cell: str) -> str:
    """The cell as `--set` takes it: `£800,000` of a setting in pounds is `800000`, `1,000` of a whole number `1000`.

    Any other cell is handed on as it is, for the scenario to read or refuse.
    """
    form = form_of(key)
    try:
        if form is Form.POUNDS:
            return str(values.pounds(cell))
        return str(values.whole(cell)) if isinstance(form, Whole) else cell
    except Unreadable:
        return cell


@cache
def form_of(key: str) -> Any:
    """The form in which the setting of this dotted key is written; None where it has none or is not known."""
    steps = key.split(".")
    section: Any = ScenarioModel
    if steps[0] == "pots" and len(steps) == POT:
        section, steps = Pot, steps[2:]
    for step in steps[:-1]:
        section = next(_sections(_declared(section, step)), None)
    return next(_forms(_declared(section, steps[-1])), None)


def _declared(section: Any, key: str) -> Declared | None:
    return next((one for one in declared(section) if one.key == key), None) if section else None


def _sections(one: Declared | None) -> Iterator[type]:
    kinds = (one.kind, *get_args(one.kind)) if one else ()
    return (kind for kind in kinds if isinstance(kind, type) and is_dataclass(kind))


def _forms(one: Declared | None) -> Iterator[Form | Whole]:
    kinds = (one.kind, *get_args(one.kind)) if one else ()
    return (mark for kind in kinds for mark in get_args(kind) if isinstance(mark, Form | Whole))
