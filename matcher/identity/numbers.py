"""Numbers as spreadsheets and data tools write them, read back as the digits that were meant."""

from __future__ import annotations

import re
import unicodedata

from matcher.identity.not_an_id import NotAnId

_DIGITS = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"([0-9]+)\.0*")
_THOUSANDS = re.compile(r"([0-9]{1,3}(?:[, '\u2019][0-9]{3})+)(?:\.0*)?")
_EXPONENT = re.compile(r"([0-9])(?:\.([0-9]+))?[eE]\+?([0-9]{1,2})")
_SIGNED = re.compile(r"[+'\u2019=\"]+([0-9].*?)\"?")


def clean(text: str) -> str:
    """In compatibility form (no wide digits, no no-break blanks), without unseen characters, blanks single."""
    if text.isascii() and text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return " ".join(seen.split())


def plain_number(text: str) -> str | None:
    """The digits of a whole number, leading zeros kept: `140003.0`, `140,003`, `1.40003E+05` are 140003.

    None where the text is no whole number. Raises NotAnId for a number that has lost digits on the way (`1.4E+05`).
    """
    word = clean(text)
    if _DIGITS.fullmatch(word):
        return word if word.isascii() else None
    signed = _SIGNED.fullmatch(word)
    word = signed[1] if signed else word
    if _DIGITS.fullmatch(word):
        return word
    decimal = _DECIMAL.fullmatch(word)
    if decimal:
        return decimal[1]
    thousands = _THOUSANDS.fullmatch(word)
    if thousands:
        return re.sub(r"[^0-9]", "", thousands[1])
    return _from_exponent(word)


def _from_exponent(word: str) -> str | None:
    """Exact only: a number that is shown with fewer digits than it has may have been any of several."""
    match = _EXPONENT.fullmatch(word)
    if match is None:
        return None
    whole, decimals, power = match[1], match[2] or "", int(match[3])
    if len(decimals) < power or decimals[power:].strip("0"):
        message = "is a number in short form, which has lost digits"
        raise NotAnId(message, "Write all its digits: in a spreadsheet, format the column as text")
    return whole + decimals[:power]
