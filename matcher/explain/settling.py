"""What would settle each verdict `cannot tell`, and in what order to work: the cheapest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from matcher.domain import Assessment
from matcher.explain.forgotten import best_file
from matcher.rules.pairs.pair_sets import date_text
from matcher.wording.terms import RECIPIENT
from matcher.wording.words import count

FILE, COLUMN, REPORT, CALL, DECISION, NO_FACT, IN_THEORY = range(7)
HEADINGS: Mapping[int, str] = {
    FILE: "One file more would settle it",
    COLUMN: "A column that the files lack would settle it",
    REPORT: "Ofsted's report on the school, which anybody may look up, would settle it",
    CALL: "One telephone call would settle it",
    DECISION: "A decision that somebody has to make would settle it",
    NO_FACT: "No fact is missing: the rule itself does not say",
    IN_THEORY: "Only in theory: it would have to have stood alone between two multi-academy trusts",
}
_RANKS: Mapping[str, int] = {
    "history-forgotten": FILE,
    "membership-not-seen": FILE,
    "join-date-missing": FILE,
    "pupils-missing": COLUMN,
    "region-not-known": COLUMN,
    "figure-not-known": COLUMN,
    "date-missing": REPORT,
    "grade-not-known": REPORT,
    "structure-not-known": CALL,
    "plans-not-known": CALL,
    "request-pending": DECISION,
    "several-predecessors": DECISION,
    "straddles-regimes": NO_FACT,
    "no-headline-grade": NO_FACT,
    "between-trusts": IN_THEORY,
}
_WAYS: Mapping[str, str] = {
    "history-forgotten": "an older file of Ofsted's",
    "membership-not-seen": "a file of group links of a day near the one asked about, or a call to the school",
    "join-date-missing": "a file of group links with the day on which it joined, or a call to the trust",
    "pupils-missing": "its number of pupils, in the file of establishments",
    "region-not-known": "its region, in the file of establishments",
    "figure-not-known": "the figure, from the school, where the published table withholds it",
    "date-missing": "the date of the judgement, from Ofsted's report",
    "grade-not-known": "the grade of the judgement, from Ofsted's report",
    "structure-not-known": "a call to the school: has it moved between trusts since its inspection?",
    "plans-not-known": "a call to the trust: how far have its plans come?",
    "request-pending": "an answer to the request",
    "several-predecessors": "a judgement on which of the schools that it succeeded counts",
    "straddles-regimes": "a ruling on how grades of two systems compare",
    "no-headline-grade": "a ruling on how an inspection without a headline grade counts",
    "between-trusts": "a call to the school; that it stood alone in between is not to be expected",
}


@dataclass(frozen=True, slots=True)
class Settling:
    """How a verdict would be settled. `rank` is one of those above; `schools`: of how many a fact is missing."""

    assessment: Assessment
    rank: int
    schools: int
    way: str

    @property
    def heading(self) -> str:
        return HEADINGS[self.rank]

    @property
    def in_theory(self) -> bool:
        return self.rank == IN_THEORY


def settling(assessments: Iterable[Assessment]) -> tuple[Settling, ...]:
    """Each verdict `cannot tell`, the cheapest to settle first; of equals the fewest schools to ask about, then those
    whose fact settles most verdicts, then by id.
    """
    unsure = [a for a in assessments if a.verdict.answer == "cannot tell"]
    shared: dict[str, int] = {}
    for a in unsure:
        for urn in _about(a):
            shared[urn] = shared.get(urn, 0) + 1
    ways = [_settling(a) for a in unsure]
    return tuple(sorted(ways, key=lambda s: (*_order(s), -max(shared[urn] for urn in _about(s.assessment)), _id(s))))


@dataclass(frozen=True, slots=True)
class Doubts:
    """How many verdicts are `cannot tell`, and how many of these `in_theory`: they hardly can qualify."""

    number: int
    in_theory: int

    @property
    def sentence(self) -> str:
        """The one wording of this count, for every surface that shows it; nothing where no verdict is in doubt."""
        if not self.number:
            return ""
        who = count(self.number, f"{RECIPIENT}", f"{RECIPIENT:s}")
        return f"Cannot tell: {who} may qualify; a fact is missing.{self._in_theory}"

    @property
    def _in_theory(self) -> str:
        if not self.in_theory:
            return ""
        of_them = "It may" if self.number == 1 else f"{self.in_theory:,} of them may"
        return f" {of_them} in theory alone: only a school that stood alone between two multi-academy trusts would."


def doubts(assessments: Iterable[Assessment]) -> Doubts:
    ways = settling(assessments)
    return Doubts(len(ways), sum(s.in_theory for s in ways))


def by_cost(ways: Iterable[Settling]) -> tuple[tuple[str, tuple[Settling, ...]], ...]:
    """In their order, under the heading of each cost."""
    return tuple((heading, tuple(group)) for heading, group in groupby(ways, key=lambda s: s.heading))


def rank_of_cause(cause: str) -> int:
    """A cause that is not listed here is a question for somebody."""
    return _RANKS.get(cause, DECISION)


def way_of_cause(cause: str) -> str:
    return _WAYS.get(cause, "an answer of somebody who knows the school")


def _settling(a: Assessment) -> Settling:
    cause = cause_of(a)
    way = way_of_cause(cause)
    day: date | None = best_file([a])[0] if cause == "history-forgotten" else None
    return Settling(a, rank_of_cause(cause), len(_about(a)), f"{way}: as at {date_text(day)}" if day else way)


def cause_of(a: Assessment) -> str:
    return a.cause or a.verdict.cause


def _about(a: Assessment) -> tuple[str, ...]:
    return a.verdict.about or (a.id,)


def _order(s: Settling) -> tuple[int, int]:
    return s.rank, s.schools


def _id(s: Settling) -> str:
    return s.assessment.id
