"""One reader for every kind of public identifier of schools and trusts.

Each takes the text of a cell and returns the id in one form, or raises NotAnId. Whether anything has the id is for
`crosswalk` to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from matcher.identity.fillers import is_filler
from matcher.identity.not_an_id import NotAnId
from matcher.identity.numbers import clean, plain_number
from matcher.identity.own_ids import own_id

_GROUP = re.compile(r"([A-Za-z]{2})[ -]?0*([0-9]{1,6})(?:\.0*)?")
_LAESTAB = re.compile(r"([0-9]{3})[/ -]?([0-9]{4})(?:\.0*)?")
UID_DIGITS = (1, 2, 3, 4, 5, 6, 8)  # eight are a UKPRN in its place
_COMPANY = re.compile(r"([A-Za-z]{2})[ ]?([0-9]{6})")


def urn(text: str) -> str:
    """A school's unique reference number: four to six digits without leading zeros (`140003.0` is 140003)."""
    if len(text) == 6 and text.isascii() and text.isdigit() and text[0] != "0":
        return text
    return _number(text, "is not a URN", "Write the school's unique reference number, six digits", range(4, 7))


def trust_uid(text: str) -> str:
    """A trust's UID in GIAS, one to six digits without leading zeros; a Group ID (`TR00261`) or a UKPRN is left as
    such."""
    if _GROUP.fullmatch(clean(text)):
        return group_id(text)
    return _number(text, "is not a trust's UID", "Write the UID of the group in GIAS, digits only", UID_DIGITS)


def group_id(text: str) -> str:
    """A Group ID of GIAS: two letters and five digits (`tr 261` is TR00261)."""
    match = _GROUP.fullmatch(clean(text))
    if match is None or is_filler(text):
        raise NotAnId("is not a Group ID", "Write it as TR00261")
    return f"{match[1].upper()}{match[2].zfill(5)}"


def ukprn(text: str) -> str:
    """A UK provider reference number: eight digits, the first of them 1."""
    digits = _number(text, "is not a UKPRN", "Write the eight digits that begin with 1", range(8, 9))
    if digits[0] != "1":
        raise NotAnId("is not a UKPRN", "Write the eight digits that begin with 1")
    return digits


def laestab(text: str) -> str:
    """The authority's three digits and the school's four: `301/2001` and `3012001.0` are 3012001."""
    word = clean(text)
    match = _LAESTAB.fullmatch(word)
    digits = match[1] + match[2] if match else plain_number(word)
    if digits is None or len(digits.lstrip("0")) != 7:
        raise NotAnId("is not a LAESTAB", "Write it as 301/2001")
    return digits.lstrip("0")


def authority_code(text: str) -> str:
    """The three digits of a local authority, lost zeros put back."""
    return _number(text, "is no code of a local authority", "Write its three digits", range(1, 4)).zfill(3)


def company_number(text: str) -> str:
    """A number of Companies House: eight digits (lost zeros put back), or two letters and six digits."""
    letters = _COMPANY.fullmatch(clean(text))
    if letters:
        return letters[1].upper() + letters[2]
    return _number(text, "is not a company number", "Write its eight digits", range(4, 9)).zfill(8)


def body_id(text: str) -> str:
    """The id of a school or trust in a register: a number in one form, a LAESTAB and a Group ID in theirs; any other
    text is an id that somebody gave, and stays as it is written. Short numbers (`001`) are such ids too.
    """
    word = clean(text)
    if is_filler(word):
        raise NotAnId("stands for nothing, and is the id of nobody", "Write the id, or leave the cell empty")
    if _LAESTAB.fullmatch(word) and not word.isdigit():
        return laestab(word)
    if len(word) > 4 and _GROUP.fullmatch(word) and word[:2].upper() == "TR":
        return group_id(word)
    digits = plain_number(word)
    if digits is None:
        return own_id(text)
    bare = digits.lstrip("0")
    return bare if len(bare) >= 4 or not word.isdigit() else word


def _number(text: str, message: str, suggestion: str, lengths: Collection[int]) -> str:
    digits = None if is_filler(text) else plain_number(text)
    bare = (digits or "").lstrip("0")
    if len(bare) not in lengths:
        raise NotAnId(message, suggestion)
    return bare
