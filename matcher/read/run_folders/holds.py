"""The tables of those asked to wait, of today's best plan alone and of the year's figures, as a run seals them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from matcher.errors import Fault, InputFaults
from matcher.plan import Plan, PlannedMatch
from matcher.result import Hold, YearFigures

HOLDS = "holds.csv"
HOLD_COLUMNS = "recipient_id,leader_id,needed_in,futures,short_of,cost_later,for_whom"


WITHOUT, WITHOUT_COLUMNS = "without_year_ahead.csv", "recipient_id,leader_id,days,team_days"
FIGURES = "year_figures.csv"
_FIGURES = ("matched", "points", "mean_metres", "later_tenths", "least", "most")
FIGURE_COLUMNS = ",".join(("plan", *_FIGURES, "at_least"))
WITH_YEAR, ALONE = "with the year ahead", "today alone"


ROOM, ROOM_COLUMNS = "kept_room.csv", "limit,about,kept"  # kept in the limit's own unit: days, pence, matches


def read_room(folder: Path) -> Mapping[tuple[str, str], int]:
    """What the run keeps for those who come later, by limit and whom it is about; nothing in a folder without it."""
    path = folder / ROOM
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {(row["limit"], row["about"]): _kept(row, number) for number, row in enumerate(csv.DictReader(file), 2)}


def _kept(row: Mapping[str, str], number: int) -> int:
    try:
        return int(row["kept"])
    except (KeyError, TypeError, ValueError) as problem:
        raise InputFaults([_damaged(ROOM, number)]) from problem


def read_without(folder: Path) -> Plan:
    """The matches of today's best plan alone, as the run sealed them; none where it did not look ahead."""
    path = folder / WITHOUT
    if not path.is_file():
        return Plan()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Plan(tuple(_match(row, number) for number, row in enumerate(csv.DictReader(file), 2)))


def _match(row: Mapping[str, str], number: int) -> PlannedMatch:
    try:
        return PlannedMatch(row["recipient_id"], row["leader_id"], int(row["days"]), int(row["team_days"]))
    except (KeyError, ValueError) as problem:
        raise InputFaults([_damaged(WITHOUT, number)]) from problem


def figure_rows(both: tuple[YearFigures, YearFigures]) -> tuple[tuple[str | int, ...], ...]:
    """The plan with the year ahead, then today's best plan alone."""
    named = zip((WITH_YEAR, ALONE), both, strict=True)
    return tuple((n, *(getattr(f, key) for key in _FIGURES), "yes" if f.at_least else "no") for n, f in named)


def read_figures(folder: Path) -> tuple[YearFigures, YearFigures] | None:
    """None where the folder has none. Raises InputFaults for a row that is none of these figures."""
    path = folder / FIGURES
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = [_figures(row, number) for number, row in enumerate(csv.DictReader(file), 2)]
    if len(found) != 2:
        raise InputFaults([_damaged(FIGURES, 1)])
    return found[0], found[1]


def _figures(row: Mapping[str, str], number: int) -> YearFigures:
    try:
        matched, points, metres, later, least, most = (int(row[key]) for key in _FIGURES)
        return YearFigures(matched, points, metres, later, least, most, row["at_least"] == "yes")
    except (KeyError, ValueError, TypeError) as problem:
        raise InputFaults([_damaged(FIGURES, number)]) from problem


KEPT_LEADERS, KEPT_LEADER_COLUMNS = "kept_leaders.csv", "leader_id,days,needed_in,futures"


def read_kept_leaders(folder: Path) -> tuple[tuple[str, int], ...]:
    """Leaders of whom days were kept, and how many; none where the run kept none."""
    path = folder / KEPT_LEADERS
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(_leader(row, number) for number, row in enumerate(csv.DictReader(file), 2))


def _leader(row: Mapping[str, str], number: int) -> tuple[str, int]:
    try:
        return row["leader_id"], int(row["days"])
    except (KeyError, TypeError, ValueError) as problem:
        raise InputFaults([_damaged(KEPT_LEADERS, number)]) from problem


def _damaged(file: str, row: int) -> Fault:
    return Fault(file, row, "", "", "is no longer what was sealed", "Take the run folder from its archive")


def hold_row(hold: Hold) -> tuple[str, str, int, int, str, str, str]:
    cost = f"{hold.cost_tenths // 10}.{hold.cost_tenths % 10}"
    later = hold.needed_in, hold.futures, hold.short_of, cost, hold.for_whom
    return hold.recipient_id, hold.leader_id, *later


def read_holds(folder: Path) -> Mapping[str, Hold]:
    """Those asked to wait in a run folder, by id; none where the run asked nobody. Raises InputFaults for a bad row."""
    path = folder / HOLDS
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["recipient_id"]: _hold(row, number) for number, row in enumerate(csv.DictReader(file), 2)}


def _hold(row: Mapping[str, str], number: int) -> Hold:
    try:
        whole, tenth = row["cost_later"].split(".")
        return Hold(
            row["recipient_id"],
            row["leader_id"],
            int(row["needed_in"]),
            int(row["futures"]),
            row["short_of"],
            10 * int(whole) + int(tenth),
            row.get("for_whom") or "",
        )
    except (KeyError, ValueError) as problem:
        raise InputFaults([_damaged(HOLDS, number)]) from problem
