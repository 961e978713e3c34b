"""The lines a person reads in the terminal when a run is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from matcher.report import words
from matcher.report.chosen import Chosen
from matcher.report.groups import flagged
from matcher.report.safe_cells import visible
from matcher.report.sections import Part
from matcher.result import Result


def summary_lines(result: Result, folder: Path) -> list[str]:
    return [visible(line) for line in _lines(result, Chosen(result), folder)]


def _lines(result: Result, chosen: Chosen, folder: Path) -> Iterator[str]:
    ours, hand = chosen.reach, chosen.by_hand
    yield (
        f"{ours.matched:,} of {words.count(ours.eligible, 'school or trust', 'schools and trusts')} matched"
        f" ({hand.matched:,} by hand, nearest leader first)"
    )
    if not ours.matched:
        yield why_nobody(result)
    days = words.count(ours.days + ours.governance_days, "day")
    yield f"{words.pounds(ours.pence)} for {days} ({words.pounds(hand.pence)} by hand)"
    yield (
        f"Journeys: half within {words.kilometres(ours.median_metres)}, the longest"
        f" {words.kilometres(ours.worst_metres)} (by hand {words.kilometres(hand.median_metres)} and"
        f" {words.kilometres(hand.worst_metres)})"
    )
    yield from (f"Pot {p.pot}: {words.pot_in_short(p)}" for p in result.pots)
    for stage in result.solution.stages:
        if stage.goal != "canonical":
            yield f"{words.goal(stage.goal)}: {words.number(stage.value, stage.unit)}. {words.proof(stage)}"
    yield words.unique(result.solution.unique)
    yield from warnings(chosen)
    yield words.PROPOSAL_ONLY
    yield f"Page: {folder / 'report.html'}"
    yield f"Workbook: {folder / 'proposal.xlsx'}"


def why_nobody(result: Result) -> str:
    world, choices = result.world, result.candidates.choices
    return words.nothing_matched(len(world.recipients), len(world.leaders), int(choices.is_match.sum()))


def warnings(chosen: Chosen) -> tuple[str, ...]:
    """What stands between this proposal and anybody's appointment."""
    unsure = sum(a.verdict.answer == "cannot tell" for a in Part(chosen).assessments)
    counted = words.warnings(len(flagged(chosen, "not-checked")), len(flagged(chosen, "sign-off")), unsure)
    return (*counted, *(f"{alert}." for alert in chosen.result.alerts))
