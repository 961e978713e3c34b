"""What a programme's file may say: its keys, their types and their meaning."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import field_validator, model_validator

from matcher.domain import PHASES
from matcher.policy.programme import Compare, Sign, SignsGate
from matcher.read.programmes import (
    programme_names,
)
from matcher.read.scenarios.schema.scenario_values import DAY, NUMBER, TEXT, invalid, one_of, some_of, whole
from matcher.read.scenarios.schema.section import Section, setting

Text = Annotated[str, TEXT]
Limit = Annotated[Fraction | None, NUMBER.or_null()]
Phases = Annotated[tuple[str, ...] | None, some_of(*PHASES).or_null()]
COMPARISONS: tuple[Compare, ...] = ("below", "above", "at_least", "at_most")


class NounIn(Section):
    one: Text = setting("the word for one")
    many: Text = setting("the word for several")


class WordsIn(Section):
    provider: NounIn | None = setting("those who support: `lead school`", default=None)
    recipient: NounIn | None = setting("those who are supported: `partner school`", default=None)


class YearIn(Section):
    from_: Annotated[date, DAY] = setting("its first day", alias="from")
    to: Annotated[date, DAY] = setting("its last day")

    @model_validator(mode="after")
    def _in_order(self) -> YearIn:
        if self.to < self.from_:
            raise invalid("ends before it starts")
        return self


class SourceIn(Section):
    title: Text = setting("the document's title")
    publisher: Text = setting("who published it")
    date: Text = setting("when")
    basis: Literal["primary", "copy", "report"] = setting("how it was seen: the publisher's own, a copy, or a report")
    clauses: list[Text] = setting("the places in it that are cited", min_length=1)
    where: Text = setting("where it is", default="")


class GateSignIn(Section):
    name: Text = setting("what it is called in a verdict")
    column: Text = setting("the heading of the figure in a table of `data.signs`")
    unit: Text = setting("what the figure counts", default="%")
    below: Limit = setting("a sign where the figure is below this", default=None)
    above: Limit = setting("a sign where it is above", default=None)
    at_least: Limit = setting("a sign where it is at least this", default=None)
    at_most: Limit = setting("a sign where it is at most this", default=None)
    source: Text = setting("a document of `sources`, or of the program's own")
    clause: Text = setting("the place in it")
    date: Text = setting("when it was said")
    assumed: bool = setting("whether the limit is an assumption")

    @model_validator(mode="after")
    def _one_limit(self) -> GateSignIn:
        if sum(getattr(self, name) is not None for name in COMPARISONS) != 1:
            raise invalid(
                "is held against no figure, or against several", "Write one of below, above, at_least, at_most"
            )
        return self

    def made(self) -> Sign:
        compare = next(name for name in COMPARISONS if getattr(self, name) is not None)
        limit: Fraction = getattr(self, compare)
        copied = ("name", "column", "unit", "source", "clause", "date", "assumed")
        return Sign(compare=compare, limit=limit, **{name: getattr(self, name) for name in copied})


class GateIn(Section):
    name: Text = setting("the route's name, as verdicts show it")
    says: Text = setting("what the rule says, in a few words")
    at_least: Annotated[int, whole(1, 100, "signs")] = setting("how many of the signs a school must show")
    signs: list[GateSignIn] = setting("the signs", min_length=1)
    unlisted: Annotated[int, whole(0, 100, "signs")] = setting(
        "how many more signs the rule has that are not listed, because nobody has found them", default=0
    )
    phases: Phases = setting("only schools of these phases", default=None)
    source: Text = setting("where the rule comes from")
    clause: Text = setting("the place in it")

    @model_validator(mode="after")
    def _reachable(self) -> GateIn:
        if self.at_least > len(self.signs) + self.unlisted:
            most = len(self.signs) + self.unlisted
            raise invalid("asks for more signs than there are", f"Write at most {most}, or say how many are `unlisted`")
        if len({sign.name for sign in self.signs}) < len(self.signs):
            raise invalid("lists a sign twice", "Give each sign a name of its own")
        return self

    def made(self) -> SignsGate:
        signs = tuple(sign.made() for sign in self.signs)
        copied = ("name", "says", "at_least", "unlisted", "source", "clause")
        return SignsGate(signs=signs, phases=frozenset(self.phases or ()), **{n: getattr(self, n) for n in copied})


class ProgrammeIn(Section):
    """A programme of the project's own; `settings` and `figures` are read apart, by dotted key."""

    title: Text = setting("its name in full, as letters and the report print it")
    like: Annotated[str, one_of(*programme_names())] = setting(
        "the shipped programme whose rules on pairs, limits and goals it has, and whose numbers it does not set itself"
    )
    year: YearIn = setting("the programme year")
    words: WordsIn = setting("what it calls people and schools", default_factory=WordsIn)
    roles: dict[str, Text] | None = setting(
        "the roles of those who support: a short word each, and its name", default=None
    )
    sources: dict[str, SourceIn] = setting("the documents it cites", default_factory=dict)
    gates: list[str | GateIn] = setting("who qualifies: names of the program's gates, and gates of its own")
    settings: dict[str, Any] = setting("numbers and switches, each with its source", default_factory=dict)
    figures: dict[str, Any] = setting("numbers on record that no run obeys", default_factory=dict)

    @field_validator("roles", mode="before")
    @classmethod
    def _some_roles(cls, value: Any) -> Any:
        if value is None or value == {}:
            raise invalid("names no role", "Write at least one, or leave the key out for the roles of `like`")
        return value
