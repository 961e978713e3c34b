"""Words that people and tools write where they have nothing to write: never the id of a school, trust or person."""

from __future__ import annotations

from matcher.identity.numbers import clean

FILLERS = frozenset(
    {
        *("na", "n/a", "n.a.", "#n/a", "<na>", "nan", "nat", "null", "nil", "none", "no", "void", "empty", "blank"),
        *("tbc", "tba", "tbd", "to be confirmed", "to follow", "pending", "unknown", "not known", "unk", "dk"),
        *("not applicable", "does not apply", "not recorded", "missing", "other", "false", "true", "undefined"),
        *("#ref!", "#name?", "#value!", "#div/0!", "#num!", "#null!", "#error", "#error!", "inf", "-inf"),
        *("0", "0.0", "00", "000", "0000", "00000", "000000"),
    }
)


def is_filler(text: str) -> bool:
    """Whether the text stands for nothing: `NA`, `nan`, `tbc`, zero, or marks only (`-`, `?`, `...`)."""
    word = clean(text).casefold()
    return word in FILLERS or word.strip("()[]{}.") in FILLERS or (word != "" and not any(c.isalnum() for c in word))
