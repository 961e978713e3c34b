"""Other words that people write for the names of fixed sets: they decide what a fault advises, before spelling does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matcher.domain import (
    AREAS,
    HISTORY_STATES,
    LEADER_ROLES,
    LEVELS,
    PARTY_KINDS,
    PEOPLE_ROLES,
    PHASES,
    REGIONS,
    RELATIONS,
)

OTHER_WORDS: dict[str, tuple[str, ...]] = {
    "East Midlands": ("em", "e m", "e mids", "east mids"),
    "East of England": ("eoe", "ee", "east", "eastern", "east anglia"),
    "London": ("ldn", "greater london"),
    "North East": ("ne", "n e", "n east", "north east england"),
    "North West": ("nw", "n w", "n west", "north west england"),
    "South East": ("se", "s e", "s east", "south east england"),
    "South West": ("sw", "s w", "s west", "south west england"),
    "West Midlands": ("wm", "w m", "w mids", "west mids"),
    "Yorkshire and the Humber": ("yh", "y h", "yath", "yorks", "yorkshire", "humber", "yorkshire humber"),
    "nursery": ("early years", "eyfs", "pre school"),
    "primary": ("prim", "infant", "infants", "junior", "juniors", "first", "ks1", "ks2"),
    "middle": ("mid", "middle school"),
    "secondary": ("sec", "high", "upper", "ks3", "ks4", "11 16", "11 18"),
    "all-through": ("through", "4 18", "3 18"),
    "special": ("sen", "send", "sen school"),
    "alternative-provision": ("ap", "pru", "pupil referral unit"),
    "16-plus": ("post 16", "post16", "sixth form", "16 to 19", "16 19", "fe", "ks5"),
    "trust_ceo": ("ceo", "chief executive", "mat ceo", "trust leader"),
    "nle": ("national leader of education", "national leader"),
    "employed_by": ("employee", "employed", "employer", "works for", "staff"),
    "governs": ("governor", "governance", "chair of governors"),
    "trustee_of": ("trustee", "member", "director"),
    "family": ("relative", "spouse", "parent", "married", "child"),
    "business": ("consultant", "consultancy", "contract", "financial"),
    "formerly_employed_by": ("former employer", "former employee", "ex employee", "previously employed"),
    "supplies": ("supplier", "vendor"),
    "sponsor_interest": ("sponsor",),
    "block": ("bar", "barred", "conflict", "exclude"),
    "sign_off": ("sign off", "approval", "approve"),
    "declare": ("declared", "note"),
    "school": ("academy", "maintained school"),
    "trust": ("mat", "sat", "multi academy trust", "academy trust"),
    "authority": ("la", "local authority", "council"),
    "finished": ("ended", "completed", "complete", "closed"),
    "running": ("active", "ongoing", "current", "live"),
    "declined": ("refused", "rejected"),
}
_SETS = (AREAS, HISTORY_STATES, LEADER_ROLES, LEVELS, PARTY_KINDS, PEOPLE_ROLES, PHASES, REGIONS, RELATIONS)
_PARTS = re.compile(r"[;,/|\n]")


def _bare(word: str) -> str:
    """In small letters, with one space for whatever parts its words."""
    return " ".join(re.findall(r"[^\W_]+", word.casefold()))


_RIGHT = {word: right for right, words in OTHER_WORDS.items() for word in words}
_KNOWN = frozenset(_RIGHT) | {_bare(name) for names in _SETS for name in names}


def meant_by(word: str, names: Iterable[str]) -> str | None:
    """The one of the names that people mean by this word; None where none is known."""
    right = _RIGHT.get(_bare(word))
    return right if right in tuple(names) else None


def is_known_word(cell: str) -> bool:
    """Whether the cell, or every part of a list in it, is a name of a fixed set or a word for one: nobody's name."""
    return all(_bare(part) in _KNOWN for part in _PARTS.split(cell))
