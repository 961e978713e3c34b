"""Ids that people gave themselves (`L1`, `001`): compared as written, and never two that a reader cannot tell apart."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from matcher.identity.fillers import is_filler
from matcher.identity.not_an_id import NotAnId

FORBIDDEN = "*/"
ENOUGH_IDS, NEARLY_ALL = 8, Fraction(4, 5)  # of how many, and of what share, one way of making ids is a rule
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")

Place = tuple[str, int]  # a file and its row

# Letters of other scripts that are drawn like a Latin letter.
_OTHER_SCRIPTS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорсѕухԁһӏԛԝᴀΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχıȷɡℓ",
    "ABESIJKMHOPCTYXaeijopcsyxdhlqwAABEZHIKMNOPTYXaiknopuxijgl",
)
_DIGIT_LIKE = str.maketrans({"O": "0", "I": "1", "l": "1", "|": "1", "o": "0"})


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two ids that differ and look the same, each with the file and row where it stands."""

    id: str
    place: Place
    first_id: str
    first_place: Place


def own_id(text: str) -> str:
    """The id as written. Raises NotAnId where it stands for nothing, or holds a character with a meaning elsewhere."""
    if is_filler(text):
        raise NotAnId("stands for nothing, and is the id of nobody", "Write an id, for example L001")
    bad = next((c for c in FORBIDDEN if c in text), None)
    if bad is not None:
        raise NotAnId(f"has {bad!r}, which an id may not have", "Write the id with letters, digits and hyphens")
    return text


def look_alikes(ids: Iterable[tuple[str, Place]]) -> tuple[LookAlike, ...]:
    """The ids that differ from an earlier one only in case, width, normal form or look-alike letters."""
    first: dict[str, tuple[str, Place]] = {}
    found: list[LookAlike] = []
    for id_, place in ids:
        earlier = next((first[key] for key in _forms(id_) if key in first and first[key][0] != id_), None)
        if earlier is not None:
            found.append(LookAlike(id_, place, *earlier))
        for key in _forms(id_):
            first.setdefault(key, (id_, place))
    return tuple(found)


def unlike_the_others(ids: Iterable[str]) -> tuple[str, ...]:
    """The ids that are made up otherwise than nearly all of them (`DELETE L7` among `L1`, `L2`, ...); none where there
    are few ids, or no one way in which they are made up.
    """
    several = tuple(ids)
    makes = Counter(map(_make, several))
    make, number = makes.most_common(1)[0] if makes else ("", 0)
    if len(several) < ENOUGH_IDS or number < NEARLY_ALL * len(several):
        return ()
    return tuple(id_ for id_ in several if _make(id_) != make)


def _make(id_: str) -> str:
    """Letters and digits as kinds, whatever their number: `L0042` is `A9`."""
    return _DIGITS.sub("9", _LETTERS.sub("A", id_))


def _forms(id_: str) -> tuple[str, str]:
    """The id without case, and the id as it is drawn."""
    plain = _drawn(unicodedata.normalize("NFKC", id_))
    return f"case:{plain.casefold()}", f"drawn:{plain.translate(_DIGIT_LIKE)}"


def _drawn(text: str) -> str:
    """Hyphens of every length are one, blanks are single, and letters of other scripts are Latin ones."""
    shown = (c for c in text.translate(_OTHER_SCRIPTS) if unicodedata.category(c) != "Cf")
    hyphened = "".join("-" if unicodedata.category(c) == "Pd" or c == "\u2212" else c for c in shown)
    return " ".join(hyphened.split())
