"""Names of authorities and dioceses as people write them, brought to what tells one from another."""

from __future__ import annotations

import re

from matcher.identity.numbers import clean

_AUTHORITY_WORDS = (
    *("metropolitan borough council", "metropolitan district council", "county borough council"),
    *("london borough council", "city and county council", "borough council", "district council"),
    *("county council", "city council", "unitary authority", "local authority", "combined authority", "council"),
    *("metropolitan borough of", "london borough of", "royal borough of", "borough of", "city of", "county of"),
    *(
        "metropolitan borough",
        "london borough",
        "royal borough",
        "the",
        "city",
        "county",
        "lb",
        "mbc",
        "cc",
        "bc",
        "la",
        "lea",
    ),
)
_AUTHORITY = re.compile(rf"\b(?:{'|'.join(_AUTHORITY_WORDS)})\b")
_DIOCESE_WORDS = (
    *("roman catholic", "church of england", "church in wales", "catholic", "anglican", "archdiocese", "diocese"),
    *("diocesan board of education", "board of education", "c of e", "cofe", "coe", "rc", "ce", "of", "the"),
)
_DIOCESE = re.compile(rf"\b(?:{'|'.join(_DIOCESE_WORDS)})\b")


def authority_key(name: str) -> str:
    """`Devon County Council` and `DEVON` are the same name; `St. Helens` and `St Helens` too."""
    return _squeezed(_AUTHORITY, name)


def diocese_key(name: str) -> str:
    """`Roman Catholic Diocese of Salford` and `Salford` are the same name, unless the data have two of them."""
    return _squeezed(_DIOCESE, name)


def _squeezed(left_out: re.Pattern[str], name: str) -> str:
    words = re.sub(r"[^\w\s]", " ", clean(name).casefold().replace("&", " and ").replace("'", ""))
    kept = left_out.sub(" ", " ".join(words.split()))
    return "".join(kept.split()) or "".join(words.split())
