"""School years and the order in which people are notified, read from files of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from matcher.errors import Defect, Fault
from matcher.read.parsing.yaml_marks import plain_value, read_bytes


@dataclass(frozen=True, slots=True)
class SchoolTerm:
    """One term; no school is open in its half-term."""

    name: str
    starts: date
    ends: date
    half_term_starts: date
    half_term_ends: date


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The terms and bank holidays of one school year, and how many last days of a term are left alone."""

    title: str
    source: str
    assumed: bool
    last_working_days: int
    terms: tuple[SchoolTerm, ...]
    bank_holidays: frozenset[date]


@dataclass(frozen=True, slots=True)
class NotificationStep:
    """One recipient of a notice: who, for which schools (`of`), in which step, and the source of that. `within_term`:
    to be told in the school term in which the school or trust became eligible."""

    who: str
    of: str
    step: int
    source: str
    clause: str
    why: str
    within_term: bool = False


@dataclass(frozen=True, slots=True)
class NotificationOrder:
    """Who is notified of a match, in order. `either` are diocese names that two churches use."""

    title: str
    assumed: bool
    days_between: int
    steps: tuple[NotificationStep, ...]
    catholic: tuple[str, ...]
    either: tuple[str, ...]
    signposts: tuple[str, ...]


@cache
def school_years() -> tuple[SchoolYear, ...]:
    """Every school year that is known, in order."""
    names = sorted(p.name for p in files("matcher").joinpath("programmes", "calendars").iterdir())
    return tuple(_year(_tree("calendars", name)) for name in names if name.endswith(".yaml"))


@cache
def read_notification_order(programme: str = "tsio-2022-23") -> NotificationOrder:
    """The order of this programme; that of 2022/23 where the programme has none of its own."""
    shipped = {p.name for p in files("matcher").joinpath("programmes", "notifications").iterdir()}
    name = f"{programme}.yaml"
    tree = _tree("notifications", name if name in shipped else "tsio-2022-23.yaml")
    churches = tree["catholic_dioceses"]
    return NotificationOrder(
        title=tree["title"],
        assumed=tree["assumed"],
        days_between=tree["working_days_between_steps"],
        steps=tuple(
            NotificationStep(
                s["who"], s["for"], s["step"], s["source"], s["clause"], s["why"], bool(s.get("within_term"))
            )
            for s in tree["steps"]
        ),
        catholic=tuple(churches["names"]),
        either=tuple(churches["either"]),
        signposts=tuple(tree["signposts"]),
    )


def _year(tree: Mapping[str, Any]) -> SchoolYear:
    return SchoolYear(
        title=tree["title"],
        source=tree["source"],
        assumed=tree["assumed"],
        last_working_days=tree["last_working_days"],
        terms=tuple(
            SchoolTerm(t["name"], t["from"], t["to"], t["half_term_from"], t["half_term_to"]) for t in tree["terms"]
        ),
        bank_holidays=frozenset(tree["bank_holidays"]),
    )


def _tree(folder: str, name: str) -> Mapping[str, Any]:
    faults: list[Fault] = []
    raw = files("matcher").joinpath("programmes", folder, name).read_bytes()
    marked = read_bytes(raw, f"programmes/{folder}/{name}", faults)
    if faults or marked is None:
        raise Defect(f"a file of this package cannot be read: {faults[0] if faults else name}")
    values: Mapping[str, Any] = plain_value(marked)  # type: ignore[assignment]
    return values
