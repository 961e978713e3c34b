"""A school or trust that may be assessed, with every fact that a gate may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from matcher.domain import Case, Deployment, Evidence, Judgement, Kind, Membership, Request, SchoolFigure, Sector
from matcher.rules.gates.inspections.order import NO_ORDER, Order

HISTORY = tuple[Judgement, ...]  # judgements in order of inspection

REPORT_WITHIN = timedelta(days=365)  # a report that appears at all appears within a year of its inspection
LONG_AGO = date(1900, 1, 1)

GRADES = {1: "Outstanding", 2: "Good", 3: "Requires Improvement", 4: "Inadequate"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A school of a trust. `certain` is False where it may instead have been in another trust, or in none.

    It joined on a day from `joined_from` to `joined_to` (equal where the date is known). `history` is that of its own
    URN and of the one predecessor of each; `predecessors` holds a history for each of several, where there are several.
    `opened` is the day its line began, None where that is not known. `forgets`: the files may have shown inspections
    before the first of `history`. `memo` is for what a gate works out once (never for facts).
    """

    urn: str
    line: tuple[str, ...]
    certain: bool
    joined_from: date
    joined_to: date
    history: HISTORY = ()
    predecessors: tuple[HISTORY, ...] = ()
    pupils: int | None = None
    opened: date | None = None
    forgets: bool = False
    memo: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(slots=True, kw_only=True, unsafe_hash=True)  # frozen, each of 20,000 would take three times as long to make
class Body:
    """A school or a trust that is open on the day, as the gates see it. Nobody changes it.

    `line` holds a school's URNs, its own first, then those it plainly succeeded. `alone` says whether a school stands
    alone: maintained, or the only school of its trust; None where that is not known, and `cause` then says why.
    `past` holds a school's judgements as Ofsted's own rows name them, which may be more than its line's; `order` is
    what the files say of which came before which; `stays` are the memberships of its own URN, as the files give them.
    `schools` are a trust's schools as bodies of their own, in the order of `members`.
    `forgets` is said of a school, as in `Member`.
    `figures` are a school's own before those of a URN it had.
    `memo` is for what a gate works out once for a body and a policy (never for facts).
    """

    id: str
    name: str
    kind: Kind
    region: str
    line: tuple[str, ...] = ()
    sector: Sector | None = None
    alone: bool | None = None
    cause: str = ""
    trust_id: str | None = None
    trust_name: str | None = None
    history: HISTORY = ()
    predecessors: tuple[HISTORY, ...] = ()
    forgets: bool = False
    members: tuple[Member, ...] = ()
    find_past: Callable[[], HISTORY] = field(default=tuple, repr=False, compare=False)
    order: Order = NO_ORDER
    stays: tuple[Membership, ...] = ()
    phases: frozenset[str] = frozenset()
    schools: tuple[Body, ...] = ()
    requests: tuple[Request, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    cases: tuple[Case, ...] = ()
    figures: tuple[SchoolFigure, ...] = ()
    memo: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def past(self) -> HISTORY:
        """Found when the first gate asks for it: those of some programmes never do."""
        key = ("past", self.find_past)
        if key not in self.memo:
            self.memo[key] = self.find_past()
        found: HISTORY = self.memo[key]
        return found


def started_between(judgement: Judgement) -> tuple[date, date]:
    """The first and the last day on which the inspection may have started (equal where the date is known)."""
    if judgement.started:
        return judgement.started, judgement.started
    if judgement.published:
        return judgement.published - REPORT_WITHIN, judgement.published
    return LONG_AGO, date.max


def published_between(judgement: Judgement) -> tuple[date, date]:
    """The first and the last day on which the report may have been published (equal where the date is known)."""
    if judgement.published:
        return judgement.published, judgement.published
    if judgement.started:
        return judgement.started, judgement.started + REPORT_WITHIN
    return LONG_AGO, date.max


def grades_possible(judgement: Judgement) -> tuple[int, ...]:
    """The headline grades the judgement may have: one where Ofsted gave it or the category implies it."""
    if judgement.grade is not None:
        return (judgement.grade,)
    if judgement.category:
        return (4,)
    return (1, 2, 3, 4) if judgement.regime == "headline" else (1, 2, 3)


def grade_in_words(judgement: Judgement) -> str:
    if judgement.grade is not None:
        return f"{judgement.grade} {GRADES[judgement.grade]}"
    return f"no headline grade, category {judgement.category}" if judgement.category else "no headline grade"


def cell(judgement: Judgement, note: str = "") -> Evidence:
    """The judgement as a cell that a reader can look up."""
    words = grade_in_words(judgement)
    day = judgement.published or judgement.started
    return Evidence(judgement.urn, day, f"{words} ({note})" if note else words, judgement.source)
