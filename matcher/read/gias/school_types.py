"""What kind of school it is: its type under either publisher's name, its sector and its phases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from matcher.domain import Sector
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.file_columns import folded

Sort = Literal["ordinary", "nursery", "special", "alternative-provision", "16-plus"]


@dataclass(frozen=True, slots=True)
class SchoolType:
    """One establishment type of GIAS. `offered` is False for kinds of place that the offer never covers."""

    code: str
    name: str
    sector: Sector
    sort: Sort = "ordinary"
    ofsted: str = ""
    offered: bool = True


TYPES = (
    SchoolType("1", "Community school", "maintained"),
    SchoolType("2", "Voluntary aided school", "maintained"),
    SchoolType("3", "Voluntary controlled school", "maintained"),
    SchoolType("5", "Foundation school", "maintained"),
    SchoolType("6", "City technology college", "other"),
    SchoolType("7", "Community special school", "maintained", "special"),
    SchoolType("8", "Non-maintained special school", "other", "special"),
    SchoolType("12", "Foundation special school", "maintained", "special"),
    SchoolType("14", "Pupil referral unit", "maintained", "alternative-provision"),
    SchoolType("15", "Local authority nursery school", "maintained", "nursery", "LA Nursery School"),
    SchoolType("28", "Academy sponsor led", "academy"),
    SchoolType("33", "Academy special sponsor led", "academy", "special"),
    SchoolType("34", "Academy converter", "academy"),
    SchoolType("35", "Free schools", "academy", "ordinary", "Free School"),
    SchoolType("36", "Free schools special", "academy", "special", "Free School Special"),
    SchoolType(
        "38",
        "Free schools alternative provision",
        "academy",
        "alternative-provision",
        "Free School - Alternative Provision",
    ),
    SchoolType("39", "Free schools 16 to 19", "academy", "16-plus", "Free School 16-19", offered=False),
    SchoolType("40", "University technical college", "academy"),
    SchoolType("41", "Studio schools", "academy", "ordinary", "Studio School"),
    SchoolType("42", "Academy alternative provision converter", "academy", "alternative-provision"),
    SchoolType("43", "Academy alternative provision sponsor led", "academy", "alternative-provision"),
    SchoolType("44", "Academy special converter", "academy", "special"),
    SchoolType("45", "Academy 16-19 converter", "academy", "16-plus", offered=False),
    SchoolType("46", "Academy 16 to 19 sponsor led", "academy", "16-plus", offered=False),
    SchoolType("57", "Academy secure 16 to 19", "academy", "16-plus", offered=False),
)

OUTSIDE = {  # neither state-funded schools nor ever recipients
    "10": "Other independent special school",
    "11": "Other independent school",
    "18": "Further education",
    "24": "Secure units",
    "25": "Offshore schools",
    "26": "Service children's education",
    "27": "Miscellaneous",
    "29": "Higher education institutions",
    "30": "Welsh establishment",
    "31": "Sixth form centres",
    "32": "Special post 16 institution",
    "37": "British schools overseas",
    "47": "Children's centre",
    "48": "Children's centre linked site",
    "49": "Online provider",
    "56": "Institution funded by other government department",
}

_PHASES = {
    "notapplicable": (),
    "nursery": ("nursery",),
    "primary": ("primary",),
    "middledeemedprimary": ("middle",),
    "secondary": ("secondary",),
    "middledeemedsecondary": ("middle",),
    "16plus": ("16-plus",),
    "allthrough": ("all-through",),
    "special": ("special",),
    "pru": ("alternative-provision",),
    "alternativeprovision": ("alternative-provision",),
}


def by_code(cell: str) -> SchoolType | None:
    """None for a kind of place outside the state-funded schools."""
    if cell in OUTSIDE or not cell:
        return None
    for kind in TYPES:
        if kind.code == cell:
            return kind
    raise Unreadable("is no type of establishment that is known here", "Use the codes of GIAS, 1 to 57")


def by_name(cell: str) -> SchoolType | None:
    """By either publisher's name, whatever its capitals and hyphens."""
    if not cell or folded(cell) in _outside_names():
        return None
    match = _names().get(folded(cell))
    if match is None:
        raise Unreadable("is no type of school that is known here", did_you_mean(cell, [t.name for t in TYPES]))
    return match


def phase(cell: str) -> frozenset[str] | None:
    """What GIAS or Ofsted calls the phase; None where it says that none applies."""
    if not cell:
        return None
    match = _PHASES.get(folded(cell))
    if match is None:
        allowed = "Primary, Secondary, Special, Nursery, PRU, Middle deemed primary, 16 plus, All-through"
        raise Unreadable("is no phase that is known here", f"Write one of: {allowed}")
    return frozenset(match) or None


def phases_of(
    kind: SchoolType | None, stated: frozenset[str] | None, low: int | None, high: int | None
) -> frozenset[str] | None:
    """The type decides first; then ages that span primary and secondary, or a middle school's; then the phase."""
    if kind is not None and kind.sort != "ordinary":
        return frozenset({kind.sort})
    if stated is not None and not stated & {"primary", "secondary"}:
        return stated
    if low is not None and high is not None:
        if low <= 7 and high >= 14:
            return frozenset({"all-through"})
        if 8 <= low <= 10 and 12 <= high <= 14:
            return frozenset({"middle"})
    return stated


@cache
def _names() -> dict[str, SchoolType]:
    return {folded(name): kind for kind in TYPES for name in (kind.name, kind.ofsted) if name}


@cache
def _outside_names() -> frozenset[str]:
    return frozenset(map(folded, OUTSIDE.values()))
