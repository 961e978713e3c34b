"""Which body has an id: every public id of a school or trust that the files give, and every id of the registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from matcher.identity.fillers import is_filler
from matcher.identity.not_an_id import NotAnId
from matcher.identity.numbers import clean
from matcher.identity.public_ids import body_id, company_number, group_id, laestab, trust_uid, ukprn, urn

IdKind = Literal["uid", "group", "ukprn", "company", "urn", "laestab"]
Key = tuple[IdKind, str]

READERS: Mapping[IdKind, Callable[[str], str]] = {
    "uid": trust_uid,
    "group": group_id,
    "ukprn": ukprn,
    "urn": urn,
    "laestab": laestab,
    "company": company_number,
}
# What may stand before a colon to say of which kind an id is.
PREFIXES: Mapping[str, tuple[IdKind, ...]] = {
    **dict.fromkeys(("uid", "trust uid", "group uid"), ("uid",)),
    "trust": ("uid", "group", "ukprn", "company"),
    **dict.fromkeys(("group", "group id", "group-id", "groupid", "trn"), ("group",)),
    "ukprn": ("ukprn",),
    **dict.fromkeys(("company", "company number", "company-number", "companies house"), ("company",)),
    "urn": ("urn",),
    "school": ("urn", "laestab", "ukprn"),
    **dict.fromkeys(("laestab", "dfe", "dfe number", "estab"), ("laestab",)),
}
AS_TRUST: tuple[IdKind, ...] = ("uid", "group", "ukprn", "company")
AS_SCHOOL: tuple[IdKind, ...] = ("urn", "laestab", "ukprn")
AS_BODY: tuple[IdKind, ...] = ("uid", "group", "ukprn", "urn", "laestab", "company")


@dataclass(frozen=True)
class Crosswalk:
    """`bodies` gives the id that this program uses for a body by each of its public ids: a trust's is its UID, a
    school's its URN. `own` are ids that the registers give their own bodies, by the form in which they are compared.
    """

    bodies: Mapping[Key, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    def find(self, text: str, kinds: Iterable[IdKind] = AS_BODY) -> str | None:
        """The body with this id: as it is written, then by each kind of public id, then in its one form; None where
        nothing has it. Raises NotAnId where the text is a filler, or is malformed for the kind that it names.
        """
        if text in self.own:
            return self.own[text]
        if is_filler(text):
            raise NotAnId("stands for nothing, and is the id of nobody", "Write the id, or leave the cell empty")
        word, named = _named_kinds(clean(text))
        if named:
            return self._of_named_kind(word, named)
        form = body_id(word) if not set(word) & set("*/:") or "/" in word else word
        return self._by_kind(word, tuple(kinds)) or self.own.get(form) or self.own.get(word)

    def _of_named_kind(self, word: str, kinds: tuple[IdKind, ...]) -> str | None:
        if not any(_reads(kind, word) for kind in kinds):
            READERS[kinds[0]](word)
        return self._by_kind(word, kinds) or self.own.get(word)

    def _by_kind(self, word: str, kinds: tuple[IdKind, ...]) -> str | None:
        for kind in kinds:
            value = _reads(kind, word)
            if value is not None and (kind, value) in self.bodies:
                return self.bodies[kind, value]
        return None


def _reads(kind: IdKind, word: str) -> str | None:
    try:
        return READERS[kind](word)
    except NotAnId:  # it is no id of this kind: the caller tries the others
        return None


def _named_kinds(word: str) -> tuple[str, tuple[IdKind, ...]]:
    """What stands after `kind:` and the kinds of id that it names; all of the text and none without such a prefix."""
    prefix, colon, value = word.partition(":")
    kinds = PREFIXES.get(prefix.strip().casefold(), ()) if colon else ()
    return (value.strip(), kinds) if kinds else (word, ())


def one_each(pairs: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    """Ids that belong to one body; an id that two bodies are said to have tells neither, and is left out."""
    found: dict[Key, str] = {}
    doubtful: set[Key] = set()
    for key, body in pairs:
        if found.setdefault(key, body) != body:
            doubtful.add(key)
    return {key: body for key, body in found.items() if key not in doubtful}
