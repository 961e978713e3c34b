"""Messages as data: a template and typed parts, made into English once, for one reader who may see some regions.

A name or an id of a school or trust is always a `BodyRef` with its region, so what a reader may not see is left out
before there is a sentence; no finished sentence is ever searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from string import Formatter

from matcher.wording import words
from matcher.wording.terms import in_words
from matcher.wording.wording import proper_name

SOMEWHERE = "one in another region"
SOMEWHERE_ELSE = "{} in other regions"
WITHHELD = "This may name a school or trust of another region, so it is not shown"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a message is made for. `regions` are those whose schools and trusts they may see named; None is all.

    `names`: whether they may see people's names, and what people wrote. `leaders`: the names by which a workbook
    calls leaders beside their ids; empty where leaders go by their ids alone.
    """

    regions: frozenset[str] | None = None
    names: bool = True
    leaders: Mapping[str, str] = field(default_factory=dict, hash=False)

    def sees(self, region: str) -> bool:
        """A body whose region is not known ('') is seen by readers of all regions only."""
        return self.regions is None or region in self.regions


EVERYTHING = Reader()


# The parts. A plain str is the programme's own words: a rule, a pot, a role, a region; never the name or id of a body.


@dataclass(frozen=True, slots=True)
class BodyRef:
    """A school, a trust or another organisation: `Name (id)`, or the id where no name is given."""

    id: str
    region: str
    name: str = ""

    def __str__(self) -> str:
        return f"{proper_name(self.name)} ({self.id})" if self.name else self.id


@dataclass(frozen=True, slots=True)
class LeaderRef:
    """A leader, by id. Leaders serve several regions: their ids are shown to everybody, names to whoever has them."""

    id: str


@dataclass(frozen=True, slots=True)
class Count:
    """`1 day`, `2 days`; `many` where the plural is not made with an s. Both are the program's own words."""

    number: int
    one: str
    many: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    pence: int


@dataclass(frozen=True, slots=True)
class Distance:
    metres: int


@dataclass(frozen=True, slots=True)
class Day:
    on: date


@dataclass(frozen=True, slots=True)
class Listed:
    """Parts one after another: `a, b and c`. Bodies that the reader may not see are counted together, after the rest.

    `others` are bodies beyond those listed, counted for everybody.
    """

    parts: tuple[Part, ...]
    others: int = 0
    between: str = ", "
    last: str = " and "


@dataclass(frozen=True, slots=True)
class Passage:
    """English that was finished elsewhere. Only for readers who may see every body that it could name.

    `could_name` is None where it could name anybody: then only readers of all regions are shown it.
    """

    text: str
    could_name: tuple[BodyRef, ...] | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """`template` names its parts in braces, as str.format does, and holds nothing that came from a file; it is
    written in the usual words and shown in the programme's.

    `str` gives the sentence for a reader who sees everything. A message without words is false. `heads`: it introduces
    the messages after it.
    """

    template: str
    parts: tuple[tuple[str, Part], ...] = ()
    heads: bool = False

    def __str__(self) -> str:
        return render(self)

    def __bool__(self) -> bool:
        return bool(self.template)


Part = str | int | BodyRef | LeaderRef | Count | Money | Distance | Day | Listed | Passage | Message
NOTHING = Message("")


def message(template: str, **parts: Part) -> Message:
    """Raises KeyError where the template names a part that is not given: at the place that wrote it."""
    wanted = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    if wanted - parts.keys():
        raise KeyError(f"{template!r} has no part {sorted(wanted - parts.keys())}")
    return Message(template, tuple(parts.items()))


def plain(text: str) -> Message:
    """A sentence of the programme's own words, which names no school and no trust."""
    return message("{text}", text=text) if text else NOTHING


def heading(text: str) -> Message:
    """A sentence of the programme's own words that introduces the messages after it."""
    return replace(plain(text), heads=True)


def grouped(messages: Iterable[Message], reader: Reader = EVERYTHING) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sentences for this reader, each under the heading before it; those before any heading under ''."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for sentence in messages:
        if sentence.heads:
            groups.append((render(sentence, reader), []))
        else:
            groups[-1][1].append(render(sentence, reader))
    return tuple((head, tuple(lines)) for head, lines in groups)


def one_after_another(messages: Iterable[Message]) -> Listed:
    """Sentences with a space between them."""
    return Listed(tuple(messages), between=" ", last=" ")


def render(sentence: Message, reader: Reader = EVERYTHING) -> str:
    """The sentence for this reader. TypeError for a finished string: nobody can tell what it names."""
    if not isinstance(sentence, Message):
        raise TypeError(f"not a message: {type(sentence).__name__}")
    parts = dict(sentence.parts)
    return "".join(
        in_words(literal) + ("" if name is None else _part(parts[name], reader))
        for literal, name, _, _ in Formatter().parse(sentence.template)
    )


def texts(messages: Iterable[Message], reader: Reader = EVERYTHING) -> tuple[str, ...]:
    return tuple(render(sentence, reader) for sentence in messages)


def _part(part: Part, reader: Reader) -> str:
    match part:
        case str() | int():
            return str(part)
        case BodyRef():
            return str(part) if reader.sees(part.region) else SOMEWHERE
        case Passage():
            return part.text if _may_read(part, reader) else in_words(WITHHELD)
        case Listed():
            return _listed(part, reader)
        case Message():
            return render(part, reader)
        case LeaderRef():
            name = reader.leaders.get(part.id)
            return f"{part.id}, {name}" if name else part.id
        case _:
            return _figure(part)


def _figure(part: Count | Money | Distance | Day) -> str:
    match part:
        case Count():
            return words.count(part.number, in_words(part.one), in_words(part.many))
        case Money():
            return words.pounds(part.pence)
        case Distance():
            return words.kilometres(part.metres)
        case Day():
            return f"{part.on.day} {part.on:%B %Y}"


def _may_read(part: Passage, reader: Reader) -> bool:
    if part.could_name is None:
        return reader.regions is None
    return all(reader.sees(body.region) for body in part.could_name)


def _listed(part: Listed, reader: Reader) -> str:
    items = [_part(p, reader) for p in part.parts if not _unseen(p, reader)]
    unseen = sum(_unseen(p, reader) for p in part.parts)
    if unseen:
        items.append(SOMEWHERE if unseen == 1 else SOMEWHERE_ELSE.format(unseen))
    if part.others:
        items.append(f"{part.others} others")
    *most, last = items or [""]
    return f"{part.between.join(most)}{part.last}{last}" if most else last


def _unseen(part: Part, reader: Reader) -> bool:
    return isinstance(part, BodyRef) and not reader.sees(part.region)
