"""What a story is made of: sentences whose personal parts are marked, so that a disclosure can leave them out."""

from __future__ import annotations

from dataclasses import dataclass

# what is withheld from a disclosure, each with its reason
NAME = "a person's name, personal data"
WHO = "the leader's name, personal data"
OTHERS = "other leaders' names, personal data"
INTEREST = "a declared interest, personal data"
EXCEPTION = "who approved it and why, which names people"
REASON = "a reason in free words, which may name people"


@dataclass(frozen=True, slots=True)
class Personal:
    """Words that are personal data: `what` says what is withheld and why, `instead` what may stand in their place."""

    words: str
    what: str
    instead: str = ""


Piece = str | Personal


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is told. `on` is the day it happened, `recorded` the day it was written down, `line` where."""

    said: tuple[Piece, ...]
    on: str = ""
    recorded: str = ""
    line: int = 0
    mended: str = ""  # how a later line corrected it


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is told under it; `nothing` is said where nothing is."""

    title: str
    entries: tuple[Entry, ...]
    nothing: str = ""


def shown(piece: Piece, disclosure: bool) -> str:
    """The piece as it is told, or that it is withheld and why."""
    if isinstance(piece, str):
        return piece
    if not disclosure:
        return piece.words
    return f"{piece.instead} [withheld: {piece.what}]".lstrip()


def sentence(entry: Entry, disclosure: bool) -> str:
    return "".join(shown(piece, disclosure) for piece in entry.said)


def withheld(entry: Entry, disclosure: bool) -> tuple[str, ...]:
    """What is withheld of this entry, each once."""
    found = (piece.what for piece in entry.said if isinstance(piece, Personal))
    return tuple(dict.fromkeys(found)) if disclosure else ()
