"""Kinds of school: how GIAS and Ofsted each name and number the same type, phase and faith."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matcher.sample.random_stream import RandomStream

Running = Literal["maintained", "converter", "sponsored", "free"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of establishment: its GIAS code and name, GIAS group, and Ofsted's name and name for chart C6."""

    code: int
    name: str
    group_code: int
    group: str
    ofsted: str
    chart: str


_MAINTAINED = (4, "Local authority maintained schools")
_SPECIAL = (5, "Special schools")
_ACADEMY = (10, "Academies")
_FREE = (11, "Free Schools")

COMMUNITY = Kind(1, "Community school", *_MAINTAINED, "Community School", "Maintained school")
AIDED = Kind(2, "Voluntary aided school", *_MAINTAINED, "Voluntary Aided School", "Maintained school")
CONTROLLED = Kind(3, "Voluntary controlled school", *_MAINTAINED, "Voluntary Controlled School", "Maintained school")
FOUNDATION = Kind(5, "Foundation school", *_MAINTAINED, "Foundation School", "Maintained school")
COMMUNITY_SPECIAL = Kind(7, "Community special school", *_SPECIAL, "Community Special School", "Maintained school")
PUPIL_REFERRAL = Kind(14, "Pupil referral unit", *_MAINTAINED, "Pupil Referral Unit", "Maintained school")
NURSERY = Kind(15, "Local authority nursery school", *_MAINTAINED, "LA Nursery School", "Maintained school")
SPONSORED = Kind(28, "Academy sponsor led", *_ACADEMY, "Academy Sponsor Led", "Academy sponsor led")
SPONSORED_SPECIAL = Kind(
    33, "Academy special sponsor led", *_ACADEMY, "Academy Special Sponsor Led", "Academy sponsor led"
)
CONVERTER = Kind(34, "Academy converter", *_ACADEMY, "Academy Converter", "Academy converter")
FREE = Kind(35, "Free schools", *_FREE, "Free School", "Free school")
FREE_SPECIAL = Kind(36, "Free schools special", *_FREE, "Free School Special", "Free school")
CONVERTER_AP = Kind(
    42,
    "Academy alternative provision converter",
    *_ACADEMY,
    "Academy Alternative Provision Converter",
    "Academy Converter",
)
CONVERTER_SPECIAL = Kind(44, "Academy special converter", *_ACADEMY, "Academy Special Converter", "Academy converter")
FREE_16_TO_19 = Kind(39, "Free schools 16 to 19", *_FREE, "", "")
INDEPENDENT = Kind(11, "Other independent school", 3, "Independent schools", "", "")
WELSH = Kind(30, "Welsh establishment", 6, "Welsh schools", "", "")


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the programme: GIAS's code and name, Ofsted's name, ages, pupils, first number within an authority."""

    code: int
    gias: str
    ofsted: str
    ages: tuple[int, int]
    pupils: tuple[int, int]
    numbered_from: int


PHASES = {
    "nursery": Phase(1, "Nursery", "Nursery", (2, 5), (60, 130), 1000),
    "primary": Phase(2, "Primary", "Primary", (4, 11), (60, 480), 2000),
    "middle": Phase(5, "Middle deemed secondary", "Secondary", (9, 13), (300, 600), 4500),
    "secondary": Phase(4, "Secondary", "Secondary", (11, 18), (600, 1500), 4000),
    "all-through": Phase(7, "All-through", "Secondary", (4, 18), (800, 1700), 6900),
    "special": Phase(0, "Not applicable", "Special", (4, 19), (60, 190), 7000),
    "alternative-provision": Phase(0, "Not applicable", "PRU", (11, 16), (20, 110), 1100),
    "16-plus": Phase(6, "16 plus", "", (16, 19), (200, 900), 6600),
}

STANDALONE_PHASES = {
    "primary": 68.0,
    "secondary": 17.0,
    "special": 5.0,
    "nursery": 3.0,
    "alternative-provision": 3.0,
    "middle": 2.0,
    "all-through": 2.0,
}
TRUST_PHASES = {"primary": 72.0, "secondary": 22.0, "special": 3.0, "alternative-provision": 2.0, "all-through": 1.0}

_BY_RUNNING: dict[tuple[Running, str], Kind] = {
    ("maintained", "special"): COMMUNITY_SPECIAL,
    ("maintained", "nursery"): NURSERY,
    ("maintained", "alternative-provision"): PUPIL_REFERRAL,
    ("converter", "special"): CONVERTER_SPECIAL,
    ("sponsored", "special"): SPONSORED_SPECIAL,
    ("free", "special"): FREE_SPECIAL,
    ("converter", "alternative-provision"): CONVERTER_AP,
    ("sponsored", "alternative-provision"): CONVERTER_AP,
    ("free", "alternative-provision"): CONVERTER_AP,
}
_ORDINARY: dict[Running, Kind] = {"converter": CONVERTER, "sponsored": SPONSORED, "free": FREE}


def kind_of(rng: RandomStream, running: Running, phase: str) -> Kind:
    kind = _BY_RUNNING.get((running, phase))
    if kind is None and running == "maintained":
        return rng.choice((COMMUNITY, COMMUNITY, COMMUNITY, AIDED, AIDED, CONTROLLED, FOUNDATION))
    return kind or _ORDINARY[running]


# Religious character as both files write it, with Ofsted's grouping and GIAS's code.
FAITHS = {
    "Church of England": ("Christian", 2),
    "Roman Catholic": ("Christian", 3),
    "Jewish": ("Jewish", 5),
    "Muslim": ("Muslim", 6),
    "Does not apply": ("Non-faith", 0),
}


def faith_of(rng: RandomStream, kind: Kind, phase: str) -> str:
    if phase not in ("primary", "secondary"):
        return "Does not apply"
    if kind is CONTROLLED:
        return "Church of England"
    if kind is AIDED:
        return rng.choice(("Church of England", "Roman Catholic", "Roman Catholic", "Jewish", "Muslim"))
    if kind is CONVERTER and rng.chance(0.4):
        return rng.choice(("Church of England", "Church of England", "Roman Catholic"))
    return "Does not apply"
