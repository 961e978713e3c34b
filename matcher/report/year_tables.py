"""The year ahead in tables, for the page and the workbook: the plan with and without it, who waits, who is kept."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain import Recipient
from matcher.report.tables.groups import organisation
from matcher.report.tables.report_table import Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope
from matcher.result import YearFigures, YearReport
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.words import kilometres, kind
from matcher.year_ahead.holds import decided_waits
from matcher.year_ahead.wait_words import held
from matcher.year_ahead.words import decision_words, tenths

NOBODY = "Nobody is asked to wait."


def beside(report: YearReport | None) -> ReportTable:
    """By kind, region and term of arrival: matched with the year ahead and without it, and asked to wait."""
    return beside_table(report.beside if report is not None else ())


def beside_table(rows: Sequence[tuple[str, str, int, int, int]]) -> ReportTable:
    columns = (
        *(Column(title) for title in ("By", "Group")),
        *(Column(title, "count") for title in ("Matched", "Matched without the year ahead", "Asked to wait")),
    )
    named = tuple((what, kind(g) if what == "Kind" else g, now, alone, wait) for what, g, now, alone, wait in rows)
    return ReportTable("The plan with and without the year ahead", columns, named, "The year ahead is not used.")


def figures(both: tuple[YearFigures, YearFigures] | None) -> ReportTable:
    """Both plans in figures: matched and points now, the journeys' mean, and the points by the year's end."""
    columns = (Column("", "long", 34), *(Column(t, "long", 20) for t in ("With the year ahead", "Without it")))
    rows: tuple[tuple[str, str, str], ...] = ()
    if both is not None:
        with_it, alone = map(_figures, both)
        rows = tuple(zip(FIGURES, with_it, alone, strict=True))
    return ReportTable("Both plans in figures", columns, rows, "The year ahead is not used.")


FIGURES = ("Matched now", "Priority points now", "Mean journey", "Points by the year's end, mean", "Least to most")


def _figures(plan: YearFigures) -> tuple[str, ...]:
    at_least = "at least " if plan.at_least else ""
    reached = "not known: the search stopped" if plan.at_least else f"{plan.least:,} to {plan.most:,}"
    mean = f"{at_least}{tenths(plan.later_tenths)}"
    return f"{plan.matched:,}", f"{plan.points:,}", kilometres(plan.mean_metres), mean, reached


def waiting_ids(scope: ReportScope) -> tuple[str, ...]:
    """Ids of those asked to wait, in the order of their table."""
    return tuple(r.id for r in _waiting(scope))


def _waiting(scope: ReportScope) -> list[Recipient]:
    holds = scope.result.year.holds if scope.result.year is not None else {}
    return [r for r in scope.result.world.recipients if r.id in holds and scope.region in (None, r.region)]


def waiting(scope: ReportScope) -> ReportTable:
    """Each school or trust that is asked to wait, why, and the leader who could support it now."""
    holds = scope.result.year.holds if scope.result.year is not None else {}
    decided = decided_waits(scope.result.policy)
    rows = tuple(
        (
            r.name,
            kind(r.kind),
            r.region,
            _leader(scope, holds[r.id].leader_id),
            held(holds[r.id]),
            decision_words(decided.get(r.id)),
        )
        for r in _waiting(scope)
    )
    columns = (
        Column(f"{RECIPIENT:C}", "long", 28),
        Column("Kind", "long", 16),
        Column("Region", "long", 16),
        Column(f"{LEADER:C} who could support it now", "long", 28),
        Column("Why it is asked to wait", "long", 48),
        Column("The director", "long", 14),
    )
    return ReportTable("Asked to wait for the year ahead", columns, rows, NOBODY)


def _leader(scope: ReportScope, id: str) -> str:
    """By organisation, as elsewhere on the page, and by id, since one organisation may offer several; never by name."""
    world = scope.result.world
    leader = world.leaders[world.leader_row[id]]
    known_as = organisation(leader, world)
    return known_as if id in known_as else f"{known_as} ({id})"


def kept_leaders(scope: ReportScope) -> ReportTable:
    """Leaders of whom days are kept, by id, with how many futures use them."""
    kept = scope.result.year.kept if scope.result.year is not None else ()
    rows = tuple((_leader(scope, x.leader_id), x.days, f"{x.needed_in} of {x.futures}") for x in kept)
    columns = (
        Column(f"{LEADER:C}"),
        Column("Days fewer than without the year ahead", "count"),
        Column("Likely futures that use the days"),
    )
    return ReportTable(f"{LEADER:Cs} kept for those who come later", columns, rows, f"No {LEADER} is kept.")
