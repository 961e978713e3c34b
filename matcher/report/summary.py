"""The lines a person reads in the terminal when a run is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from matcher.case.pair.flags_shown import NOT_CHECKED, OF_ADVISER
from matcher.explain.forgotten import forgotten
from matcher.explain.settling import doubts
from matcher.journeys import coverage_of
from matcher.report import words
from matcher.report.safe_cells import visible
from matcher.report.tables.groups import flagged
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.shared_tables import ReportScope
from matcher.result import Result
from matcher.rules import labels
from matcher.wording.terms import LEADER, RECIPIENT


def summary_lines(view: PlanView, folder: Path) -> list[str]:
    """What was found, then where the page and the workbook are."""
    written = (f"Page: {folder / 'report.html'}", f"Workbook: {folder / 'proposal.xlsx'}")
    return [*finding_lines(view), *map(visible, written)]


def finding_lines(view: PlanView) -> list[str]:
    """What was found, without the paths of the files."""
    return [visible(line) for line in _lines(view.result, view)]


def _lines(result: Result, view: PlanView) -> Iterator[str]:
    ours, baseline = view.totals, view.by_hand
    yield (
        f"{ours.matched:,} of {words.count(ours.eligible, f'{RECIPIENT}', f'{RECIPIENT:s}')} matched"
        f" ({baseline.matched:,} by hand, nearest {LEADER} first)"
    )
    alone = {a.recipient_id for a in result.plan.advisers} - {m.recipient_id for m in result.plan.matches}
    if alone:
        yield f"{len(alone):,} more with an adviser alone, as their progress is to be reviewed"
    if not ours.matched:
        yield why_nobody(result)
    days = words.count(ours.days + ours.governance_days, "day")
    given = "" if result.world.advisers else f" for {days}"  # a programme of organisations counts no days
    yield f"{words.pounds(ours.pence)}{given} ({words.pounds(baseline.pence)} by hand)"
    yield (
        f"Journeys: half within {words.kilometres(ours.median_metres)}, the longest"
        f" {words.kilometres(ours.worst_metres)} (by hand {words.kilometres(baseline.median_metres)} and"
        f" {words.kilometres(baseline.worst_metres)})"
    )
    measured = coverage_of(result.world, result.candidates.choices, result.solution.chosen)
    yield from [measured] if measured else []
    yield from (f"Pot {p.pot}: {words.pot_in_short(p)}" for p in result.pots)
    for stage in result.solution.stages:
        if stage.goal != "canonical":
            yield f"{labels.goal(stage.goal)}: {words.number(stage.now, stage.unit)}. {words.proof(stage)}"
    yield words.unique(result.solution.unique)
    yield from warnings(view)
    yield words.PROPOSAL_ONLY


def why_nobody(result: Result) -> str:
    world, choices = result.world, result.candidates.choices
    return words.nothing_matched(len(world.recipients), len(world.leaders), int(choices.is_match.sum()))


CONSENT = ("sign-off", f"{OF_ADVISER}sign-off")  # declared interests that the Regional Director signs off


def warnings(view: PlanView) -> tuple[str, ...]:
    """Warnings about what must be settled before anybody is appointed, and the alerts of the run."""
    stale, consent = len(flagged(view, *NOT_CHECKED)), len(flagged(view, *CONSENT))
    return (*words.warnings(stale, consent), *_in_doubt(view), *_to_confirm(view), *_of_the_run(view))


def beside_the_flags(view: PlanView) -> tuple[str, ...]:
    """The warnings for a page that counts the flags of the matches in a table of its own."""
    return (*_in_doubt(view), *_of_the_run(view))


def _in_doubt(view: PlanView) -> tuple[str, ...]:
    sentence = doubts(ReportScope(view).assessments).sentence
    return (sentence,) if sentence else ()


def _of_the_run(view: PlanView) -> Iterator[str]:
    dropped = forgotten(ReportScope(view).assessments).sentence
    yield from (dropped,) if dropped else ()
    yield from (f"{alert}." for alert in view.result.alerts)


def _to_confirm(view: PlanView) -> Iterator[str]:
    """Flags of identity: such a match is not appointed until somebody has checked and confirmed."""
    unknown, twice = len(flagged(view, "organisation-unknown")), len(flagged(view, "same-person"))
    if unknown:
        yield f"Organisation not in the data: {words.count(unknown, 'match', 'matches')} to confirm before appointing."
    if twice:
        yield f"Perhaps one person twice: {words.count(twice, 'match', 'matches')} to confirm before appointing."
