"""One builder of random worlds for all tests: every field of every fact is drawn from a stream of its own.

`Streams(seed).of("leader", "L1")("days")` is the stream of the field `days` of leader L1. What it gives rests on the
seed and on these three names alone, so a field, a fact or a whole table that joins changes no other draw. `Streams`
itself draws nothing: nobody can take from a stream that others share.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Stream(Random):
    """Random choices for one field, in the words of worlds that hold accidents."""

    calm = 1.0  # how often `mostly` gives something unusual, as a share of its odds

    def mostly(self, usual: T, *others: T, odds: float = 0.15) -> T:
        """The usual value, and one of the others in about `odds` of the draws (0 to 1)."""
        return self.choice(others) if self.random() < odds * self.calm else usual

    def sometimes(self, chance: float, value: T) -> T | None:
        """The value with that chance (0 to 1), else None."""
        return value if self.random() < chance else None

    def some(self, things: Sequence[T], least: int = 0) -> list[T]:
        """Any number of the things, at least so many, in any order."""
        return self.sample(list(things), self.randint(least, len(things)))


class FieldStreams:
    """The streams of one fact's fields: called with a field's name, it gives that field's, the same each time."""

    def __init__(self, fact: str, calm: float) -> None:
        self.fact, self.calm = fact, calm
        self.streams: dict[str, Stream] = {}

    def __call__(self, field: str) -> Stream:
        if field not in self.streams:
            self.streams[field] = Stream(f"{self.fact}|{field}")
            self.streams[field].calm = self.calm
        return self.streams[field]


class Streams:
    """The streams of one world: `of(kind, id)` gives those of one fact of it.

    `calm` (0 to 1) is passed to the streams: in a calm world few things are other than usual, so that lawful plans
    exist in it.
    """

    def __init__(self, seed: int | str, calms: Sequence[float] = (1.0,)) -> None:
        self.seed = seed
        self.facts: dict[tuple[str, object], FieldStreams] = {}
        self.calm = 1.0
        self.calm = self.of("world")("calm").choice(calms)

    def of(self, kind: str, id: object = "") -> FieldStreams:
        if (kind, id) not in self.facts:
            self.facts[kind, id] = FieldStreams(f"{self.seed}|{kind}|{id}", self.calm)
        return self.facts[kind, id]
