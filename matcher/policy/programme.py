"""What a programme written in a file of the project says beside its numbers: its gates, and the rules it borrows."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Compare = Literal["below", "above", "at_least", "at_most"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One figure of a school and what it is held against: `phonics`, `below` 79. `column` is that of the table."""

    name: str
    column: str
    compare: Compare
    limit: Fraction
    unit: str
    source: str = field(metadata={"provenance": True})
    clause: str = field(metadata={"provenance": True})
    date: str = field(metadata={"provenance": True})
    assumed: bool = field(metadata={"provenance": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsGate:
    """A school qualifies that shows at least so many of the signs. `phases`: only schools of these; none is all.

    `unlisted`: how many more signs the rule has that nobody has found, so that of no school they are known.
    `source` and `clause` say where the rule itself comes from.
    """

    name: str
    at_least: int
    signs: tuple[Sign, ...]
    says: str = field(metadata={"provenance": True})
    source: str = field(metadata={"provenance": True})
    clause: str = field(metadata={"provenance": True})
    phases: frozenset[str] = frozenset()
    unlisted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProgramme:
    """A programme of the project's own. `like` is the shipped programme whose rules on pairs, limits and goals it has.

    `gates` are names of shipped gates, and gates of its own; `text` is the file as it was read, for the run folder.
    """

    title: str
    like: str
    gates: tuple[str | SignsGate, ...]
    text: str = field(default="", metadata={"provenance": True}, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the figures that its gates ask for."""
        own = (gate for gate in self.gates if not isinstance(gate, str))
        return tuple(dict.fromkeys(sign.column for gate in own for sign in gate.signs))
