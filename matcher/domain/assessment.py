"""The assessment of a school or trust: the verdict, its evidence, and the recipient made where it qualifies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.domain.bodies import Recipient
from matcher.domain.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cell of the source data behind a verdict. `grade` is Ofsted's, in words a reader can check."""

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
    """A gate's answer, the reason in one sentence, and the evidence. `cause` is the code of what is missing,
    and `about` says of which schools.
    """

    answer: Answer
    reason: str
    evidence: tuple[Evidence, ...] = ()
    since: date | None = None
    cause: str = ""
    about: tuple[str, ...] = ()


FileDays = tuple[date, date]  # the first and the last day of Ofsted's files that show a thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One school or trust and its verdict. `recipient` is set where it may be offered support.

    `forgotten`: inspections that are no longer in Ofsted's file could change the verdict, or are what it lacks; of each
    school of which some are not, the days on which a file of Ofsted's shows them.
    """

    id: str
    name: str
    kind: Kind
    region: str
    route: str
    verdict: Verdict
    recipient: Recipient | None = None
    cause: str = ""
    forgotten: tuple[FileDays, ...] = ()

    @property
    def rests_on_forgotten(self) -> bool:
        return bool(self.forgotten) and self.verdict.answer != "cannot tell"

    @property
    def verdict_words(self) -> str:
        """`Oak School (100001) is eligible`, or that it cannot be told: the beginning of a sentence."""
        who, answer = f"{self.name} ({self.id})", self.verdict.answer
        return f"It cannot be told whether {who} is eligible" if answer == "cannot tell" else f"{who} is {answer}"
