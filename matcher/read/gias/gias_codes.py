"""The meaning of the codes and words of GIAS: status, diocese, faith, rurality and location."""

from __future__ import annotations

from matcher.domain import faith_group, grouped, is_no_faith
from matcher.read.gias import geography
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable

STATUSES = ("Open", "Closed", "Open, but proposed to close", "Proposed to open")


def status(cell: str) -> str | None:
    if not cell:
        return None
    for status_name in STATUSES:
        if cell.casefold() == status_name.casefold():
            return status_name
    raise Unreadable("is no status of an establishment", did_you_mean(cell, STATUSES))


def diocese(cell: str) -> str | None:
    """The name, where there is one: a filled code is no diocese."""
    return None if is_no_faith(cell) else cell


def faith(cell: str) -> str | None:
    """The grouping that Ofsted uses, from any of the spellings of a religious character; None where there is none.
    Words that are in no grouping stand as they are, and the reader of the file tells them."""
    return grouped(cell)


def is_unknown_faith(cell: str) -> bool:
    """Whether a religious character stands there that belongs to no grouping we know."""
    return not is_no_faith(cell) and faith_group(cell) is None


def rural(cell: str) -> bool | None:
    folded = cell.casefold()
    if "rural" in folded:
        return True
    return False if "urban" in folded else None


def place(easting: int | None, northing: int | None) -> tuple[int, int] | None:
    """The spot, where it is one in England: 0 stands for not known."""
    if easting is None or northing is None or not geography.in_england(easting, northing):
        return None
    return easting, northing
