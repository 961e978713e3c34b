"""Text of a story as passages; personal passages are marked, so that a disclosure can redact them."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.wording.terms import LEADER, in_words

# what is withheld from a disclosure, each with its reason
NAME = "a person's name, personal data"
WHO = "the leader's name, personal data"
ADVISER = "who the adviser is, personal data"
DESCRIBED = f"what describes the {LEADER}: role, organisation and journey, personal data"
OTHERS = "other leaders' names, personal data"
INTEREST = "a declared interest, personal data"
EXCEPTION = "who approved it and why, which names people"
REASON = "a reason in free words, which may name people"


@dataclass(frozen=True, slots=True)
class RedactableText:
    """Personal data: `what` says what is withheld and why, `instead` is the replacement in a disclosure."""

    words: str
    what: str
    instead: str = ""


Passage = str | RedactableText


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a story. `on` is the day of the event, `recorded` that of recording, `line` its ledger line."""

    passages: tuple[Passage, ...]
    on: str = ""
    recorded: str = ""
    line: int = 0
    mended: str = ""  # how a later line corrected it


@dataclass(frozen=True, slots=True)
class CaseSection:
    """A heading and its entries; `nothing` is the text where there are none."""

    title: str
    entries: tuple[Entry, ...]
    nothing: str = ""


def render_passage(passage: Passage, disclosure: bool) -> str:
    """The passage's text; for personal text in a disclosure, its replacement and why it is withheld."""
    if isinstance(passage, str):
        return passage
    if not disclosure:
        return passage.words
    return f"{passage.instead} [withheld: {in_words(passage.what)}]".lstrip()


def sentence(entry: Entry, disclosure: bool) -> str:
    return "".join(render_passage(passage, disclosure) for passage in entry.passages)


def withheld(entry: Entry, disclosure: bool) -> tuple[str, ...]:
    """What is withheld of this entry in a disclosure, each kind once."""
    withheld_kinds = (passage.what for passage in entry.passages if isinstance(passage, RedactableText))
    return tuple(dict.fromkeys(withheld_kinds)) if disclosure else ()
