"""What a programme calls those who support, those who are supported, and the roles: spoken wherever a run is shown.

A sentence writes `{LEADER}`, `{LEADER:s}`, `{LEADER:a}` or `{LEADER:C}` (one, several, with its article, as the first
word) and not the word itself. `speak` sets the words of the run at hand, for this thread; at first they are those of
the offer of 2022/23. Decision 1402 says why they are not handed from function to function.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """A name for one and for several; `either` is several of which some are this and some that, many where empty."""

    one: str
    many: str
    either: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one programme. `roles` are (role as a register writes it, as people read it)."""

    leader: Noun = Noun("leader", "leaders")
    system_leader: Noun = Noun("system leader", "system leaders")
    recipient: Noun = Noun("school or trust", "schools and trusts", "schools or trusts")
    school: str = "Standalone school"  # the kind of recipient that is no trust
    roles: tuple[tuple[str, str], ...] = (
        ("trust_ceo", "Trust chief executive"),
        ("nle", "National leader of education"),
        ("equivalent", "Equivalent leader"),
    )

    @property
    def role_names(self) -> tuple[str, ...]:
        """The roles as registers write them."""
        return tuple(name for name, _ in self.roles)


USUAL = Words()
_words: ContextVar[Words] = ContextVar("words of the programme", default=USUAL)


def speak(words: Words) -> None:
    """From here on this thread calls things so."""
    _words.set(words)


def spoken() -> Words:
    return _words.get()


def with_article(text: str) -> str:
    return f"{'an' if text[:1].lower() in 'aeiou' else 'a'} {text}"


@dataclass(frozen=True, slots=True)
class Term:
    """A word that each programme has its own for; formatted, it is the word of the run at hand.

    Format: nothing for one, `s` for several, `or` for several of either sort, `a` with the article; `C` before any of
    these makes the first letter a capital.
    """

    name: str

    def __str__(self) -> str:
        return self.noun.one

    def __format__(self, form: str) -> str:
        noun, form, first = self.noun, form.removeprefix("C"), form.startswith("C")
        text = {
            "": noun.one,
            "s": noun.many,
            "or": noun.either or noun.many,
            "a": with_article(noun.one),
        }[form]
        return text[:1].upper() + text[1:] if first else text

    def of(self, form: str) -> str:
        """The word in one of the forms, for a template."""
        return format(self, form)

    @property
    def noun(self) -> Noun:
        noun: Noun = getattr(spoken(), self.name)
        return noun


LEADER, SYSTEM_LEADER, RECIPIENT = Term("leader"), Term("system_leader"), Term("recipient")

_USUAL_WORDS = re.compile(
    r"(?P<other>\b(?:governance|national|equivalent|senior|your own) )?"
    r"(?:(?P<article>\ba )?(?P<leader>\b(?:system )?leaders?)|(?P<body>\bschools? (?:and|or) trusts?))\b(?![-_])",
    re.IGNORECASE,
)


def has_terms(text: str) -> bool:
    """Whether a fixed text of the program holds a word that programmes have their own for."""
    return any(not found["other"] for found in _USUAL_WORDS.finditer(text))


def in_words(text: str) -> str:
    """A fixed text of the program, which is written in the usual words, in those of the run at hand.

    Only for text that holds nothing from a file: what people wrote, and names, are never changed.
    """
    if spoken() is USUAL:
        return text
    said = _USUAL_WORDS.sub(_in_other_words, text)
    one = spoken().leader.one
    return said.replace(f"{one}'s organisation", one) if one.endswith("organisation") else said  # it is its own


def _in_other_words(found: re.Match[str]) -> str:
    if found["other"]:
        return found[0]
    word = found["leader"] or found["body"]
    term = RECIPIENT if found["body"] else SYSTEM_LEADER if word.casefold().startswith("system") else LEADER
    form = ("or" if " or " in word else "s") if word.endswith("s") else "a" if found["article"] else ""
    return format(term, ("C" if found[0][0].isupper() else "") + form)
