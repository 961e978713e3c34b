"""The first page of the report: how many get a leader, what needs a person first, and the figures beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.case.pair.flags_shown import NOTE, WEIGHTS, FlagShown, Weight
from matcher.report import words
from matcher.report.tables.plan_view import MatchDetails, PlanView
from matcher.result import Result
from matcher.rules import labels
from matcher.wording.terms import LEADER


@dataclass(frozen=True, slots=True)
class Figure:
    """A large figure, what it is, and the same of matching by hand; '' where nothing is compared."""

    figure: str
    what: str
    by_hand: str = ""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One kind of thing to settle: its weight, its words, how many matches it concerns."""

    weight: Weight
    words: str
    matches: int


def needs_a_person(m: MatchDetails) -> bool:
    """Whether somebody must act before anybody is appointed; a note needs nobody."""
    return any(one.weight is not NOTE for one in m.to_settle)


def need_lines(matches: Iterable[MatchDetails]) -> tuple[NeedLine, ...]:
    """By kind of flag, the heaviest first, then the commonest; without notes."""
    counts = Counter((one.name, _words(one)) for m in matches for one in m.to_settle if one.weight is not NOTE)
    weights = {one.name: one.weight for m in matches for one in m.to_settle}
    lines = (NeedLine(weights[name], text, number) for (name, text), number in counts.items())
    return tuple(sorted(lines, key=lambda line: (WEIGHTS.index(line.weight), -line.matches, line.words)))


def _words(one: FlagShown) -> str:
    """A flag's label, without the day of one pair's own check or of one school's closing."""
    return one.general or (labels.flag(one.name) if one.name in labels.FLAGS else one.words)


def answer(result: Result, matched: int) -> str:
    """`25 of 33 would get a leader`."""
    return f"{matched:,} of {len(result.world.recipients):,} would get {LEADER:a}"


def proof_of_coverage(result: Result) -> str:
    """How sure it is that no plan matches more, where that was a goal; '' where it was none."""
    return next((f"{words.proof(s)}." for s in result.solution.stages if s.goal == "coverage"), "")


def figures(view: PlanView) -> tuple[Figure, ...]:
    ours, hand = view.totals, view.by_hand
    first = sum(needs_a_person(m) for m in view.matches)
    days, without = ours.days + ours.governance_days, ours.eligible - ours.matched
    given = "" if view.result.world.advisers else f", {words.count(days, 'day')}"
    given_by_hand = "" if view.result.world.advisers else f", {words.count(hand.days + hand.governance_days, 'day')}"
    return (
        Figure(
            f"{first:,}", "of the matches need a person first" if first != 1 else "of the matches needs a person first"
        ),
        Figure(words.pounds(ours.pence), f"proposed{given}", f"{words.pounds(hand.pence)}{given_by_hand}"),
        Figure(
            words.kilometres(ours.median_metres),
            f"half of the journeys are no longer; the longest {words.kilometres(ours.worst_metres)}",
            f"{words.kilometres(hand.median_metres)}, {words.kilometres(hand.worst_metres)}",
        ),
        Figure(f"{without:,}", f"without {LEADER:a}{_waiting(view.result)}", f"{hand.eligible - hand.matched:,}"),
    )


def _waiting(result: Result) -> str:
    """How many of those are asked to wait, where any is."""
    waits = len(result.year.holds) if result.year is not None else 0
    return f"; {waits:,} of them asked to wait" if waits else ""


def title(where: str, term: str | None) -> str:
    """`Proposed support: South West, autumn 2022`."""
    return f"Proposed support: {where}" + (f", {term.replace('-', ' ')}" if term else "")
