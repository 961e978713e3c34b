"""The closest right name for a wrong one, and the advice made of it: one measure for tables, scenarios and commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import DamerauLevenshtein

ALIKE = 60  # of 100: less alike than this is no suggestion
WHOLE_WORDS = 0.9  # the weight of sharing whole words only, as `Yorkshire` does with `Yorkshire and the Humber`
WHOLE_WORD_LETTERS = 4  # `the` and `of` are in many names and say nothing
LISTED = 20  # names that a hint lists; of more it lists the first few
FIRST_FEW = 12
SLIPS = 2  # letters wrong, missing, doubled or exchanged


def closest_spelling(word: str, names: Iterable[str], at_least: int = ALIKE) -> str | None:
    """The name most like the word, whatever its capitals, separators and order of words; None where none is alike.

    `at_least`: how alike, of 100. Ties go to the first in the alphabet.
    """
    folded_word, folded = utils.default_process(word), _folded(frozenset(names))
    candidates = [
        _closest(folded_word, folded, fuzz.ratio, at_least),
        _closest(folded_word, folded, fuzz.token_sort_ratio, at_least),
    ]
    if len(folded_word) >= WHOLE_WORD_LETTERS:
        candidates.append(_closest(folded_word, folded, fuzz.token_set_ratio, at_least / WHOLE_WORDS, WHOLE_WORDS))
    return max(candidates, key=lambda candidate: candidate[0])[1]


def did_you_mean(word: str, names: Iterable[str], quote: str = "'") -> str:
    """What to write instead: the closest name; the names where none is alike; nothing where there are none."""
    options = list(names)
    suggestion = closest_spelling(word, options)
    return write_one_of(options) if suggestion is None else f"Did you mean {quote}{suggestion}{quote}?"


def write_one_of(names: Sequence[str]) -> str:
    """All names where they are few, the first few where they are many."""
    if not names:
        return ""
    few = names if len(names) <= LISTED else names[:FIRST_FEW]
    return f"Write one of: {', '.join(few)}" + (", ..." if len(few) < len(names) else "")


def misspelt_as(name: str, others: Iterable[str]) -> str | None:
    """The one of the others that is this name but for a slip of the keyboard, capitals and separators aside.

    Stricter than `closest_spelling`: for what is refused because it looks like a slip.
    """

    def letters(word: str) -> str:
        return "".join(c for c in word.casefold() if c.isalnum())

    slips = sorted((DamerauLevenshtein.distance(letters(name), letters(other)), other) for other in others)
    return slips[0][1] if slips and slips[0][0] <= min(SLIPS, len(name) // 3) else None


@lru_cache(maxsize=16)
def _folded(names: frozenset[str]) -> dict[str, str]:
    return {name: utils.default_process(name) for name in sorted(names)}


def _closest(
    word: str, folded: dict[str, str], scorer: Callable[..., float], at_least: float, weight: float = 1.0
) -> tuple[float, str | None]:
    """How alike the closest is, and its name; (0, None) where none is alike enough."""
    match = process.extractOne(word, folded, scorer=scorer, score_cutoff=at_least)
    return (0.0, None) if match is None else (match[1] * weight, match[2])
