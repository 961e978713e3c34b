"""How old a reader must be, by the Flesch-Kincaid grade, and which words a general reader may not know.

grade = 0.39 x words / sentences + 11.8 x syllables / words - 15.59 (J. P. Kincaid, R. P. Fishburne, R. L. Rogers and
B. S. Chissom, "Derivation of new readability formulas for Navy enlisted personnel", Research Branch Report 8-75,
Naval Technical Training Command, 1975). A school grade is five years short of an age. Figures, sums of money, ids and
distances are read as one word of one syllable, and names of schools, trusts and pots are not counted as words to learn.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_FIGURE = re.compile(r"[£(]?\b[\d,.]+\b(?: ?(?:km|%))?|\b[RLTGO]\d+\b")


def words_of(text: str) -> list[str]:
    return _WORD.findall(_FIGURE.sub(" x ", text))


def syllables(word: str) -> int:
    """Groups of vowels, less a silent final e; at least one."""
    bare = word.casefold().strip("'")
    bare = bare.removesuffix("'s")
    # two vowels in one breath mostly, but not in priority or diocese
    groups = len(re.findall(r"[aeiouy]+", bare)) + len(re.findall(r"(?<![tscg])i[ao]", bare))
    silent = bare.endswith("e") and not bare.endswith(("le", "ee", "ie", "oe", "ue")) and groups > 1
    silent = (
        silent or bool(re.search(r"[^td]ed$", bare) and groups > 1) or (bare.endswith("es") and _quiet_es(bare, groups))
    )
    return max(1, groups - silent)


def _quiet_es(bare: str, groups: int) -> bool:
    return groups > 1 and not bare.endswith(("ses", "zes", "ches", "shes", "xes", "ges", "ces", "les"))


def grade(sentences: list[str]) -> float:
    """Of all the sentences together: each string may hold several."""
    count = sum(max(1, len(re.findall(r"[.:!?](?=\s|$)", _FIGURE.sub("x", s)))) for s in sentences)
    words = [w for s in sentences for w in words_of(s)]
    return 0.39 * len(words) / count + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def reading_age(sentences: list[str]) -> float:
    return grade(sentences) + 5


def long_words(sentences: list[str]) -> set[str]:
    """Words of three syllables or more, which are those that may need a glossary."""
    return {w.casefold().removesuffix("'s") for s in sentences for w in words_of(s) if syllables(w) >= 3}
