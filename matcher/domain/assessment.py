"""What was found of a body: the verdict, the cells it rests on, and the recipient it may make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.domain.bodies import Recipient
from matcher.domain.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cell that a verdict rests on. `grade` is as Ofsted gave it, in words a reader can check."""

    urn: str
    on: date | None
    grade: str
    source: str

    def __str__(self) -> str:
        when = self.on.isoformat() if self.on else "no date"
        return f"URN {self.urn}, {when}: {self.grade} [{self.source}]"


Answer = Literal["eligible", "not eligible", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A gate's answer, its reason in one sentence, and the cells it rests on. `cause` says in a word why not known."""

    answer: Answer
    reason: str
    evidence: tuple[Evidence, ...] = ()
    since: date | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One body and what was found of it. `recipient` is there when it may be offered support."""

    id: str
    name: str
    kind: Kind
    region: str
    route: str
    verdict: Verdict
    recipient: Recipient | None = None
    cause: str = ""
