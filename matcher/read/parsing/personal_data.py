"""Redaction of cells in faults: a cell that may be a person's name is withheld."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from matcher.errors import WITHHELD
from matcher.read.parsing.meanings import is_known_word

SLIP = 80  # of 100: as like a right name as a slip of the keyboard leaves it

_QUOTED = re.compile("'(.*)'")
_WORD = re.compile(r"[^\W\d_]{2,}")


def withhold_name(cell: str, suggestion: str = "") -> str:
    """The cell, or WITHHELD where it may be a name: no digits, and a capital letter or two words, unless it is nearly
    what the suggestion names. A word of a fixed set, or a common short form of one, is nobody's name.
    """
    if is_known_word(cell):
        return cell
    words = _WORD.findall(cell)
    if any(c.isdigit() for c in cell) or not (len(words) > 1 or any(not word.islower() for word in words)):
        return cell
    right = _QUOTED.search(suggestion)
    is_slip = right is not None and fuzz.ratio(cell.casefold(), right[1].casefold()) >= SLIP
    return cell if is_slip else WITHHELD
