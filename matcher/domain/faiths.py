"""The groupings of religious character that Ofsted uses, and the words by which other files name the same."""

from __future__ import annotations

# words that stand where a school has no religious character, or none is recorded
NO_FAITH = frozenset(
    {
        *("", "does not apply", "none", "not applicable", "not recorded", "unknown"),
        *("no religious character", "no religion", "non-faith", "non-religious", "non religious", "secular", "n/a"),
    }
)
# the first grouping of which a word stands in the text: "orthodox jewish" is Jewish, "greek orthodox" Christian
_GROUPS = (
    ("Jewish", ("jewish", "judaism")),
    ("Muslim", ("muslim", "islam", "sunni", "shia", "shi'a")),
    (
        "Other faith",
        ("hindu", "sikh", "buddhist", "multi-faith", "multi faith", "inter- / non-", "jain", "other faith"),
    ),
    (
        "Christian",
        (
            *("christian", "church", "catholic", "anglican", "methodist", "baptist", "quaker", "society of friends"),
            *("adventist", "orthodox", "protestant", "evangelical", "reformed", "congregational", "moravian"),
            *("brethren", "unitarian", "pentecostal", "presbyterian", "lutheran", "salvation army"),
        ),
    ),
)


def is_no_faith(text: str | None) -> bool:
    """Whether the words say that there is no religious character, or that none is known."""
    return (text or "").strip().casefold() in NO_FAITH


def faith_group(text: str) -> str | None:
    """Ofsted's grouping of a religious character in any of its spellings; None where no word is known here."""
    folded = text.casefold()
    return next((group for group, words in _GROUPS if any(word in folded for word in words)), None)


def grouped(text: str) -> str | None:
    """Its grouping; None where it says that there is none, and the words themselves where they are in no grouping."""
    return None if is_no_faith(text) else faith_group(text) or text


def may_be_christian(faith: str | None) -> bool:
    """Whether a church may be behind it: it is Christian, or words that are in no grouping."""
    return not is_no_faith(faith) and faith_group(faith or "") in ("Christian", None)
