"""The tables of verdicts that are in doubt: a fact is missing, or Ofsted's file has dropped what they rest on."""

from __future__ import annotations

from collections import Counter

from matcher.case.visible import evidence_words
from matcher.domain import Assessment
from matcher.explain.settling import cause_of, rank_of_cause, settling, way_of_cause
from matcher.report import words
from matcher.report.tables.report_table import Cell, Column, ReportTable, worded
from matcher.report.tables.shared_tables import BODY_COLUMNS, ReportScope
from matcher.wording.terms import RECIPIENT

EMPTY = "The files tell of everybody whether they qualify."
_NAMES = (Column("Id"), Column("School or trust", "long"), Column("Kind"), Column("Region"))


def cannot_tell(scope: ReportScope) -> ReportTable:
    """For the workbook: the cheapest to settle first; those that may qualify in theory alone stand last."""
    rows = tuple(
        (
            *(*_names(s.assessment), words.cause(cause_of(s.assessment)), s.heading, s.way),
            *(s.assessment.verdict.reason, "; ".join(map(evidence_words, s.assessment.verdict.evidence))),
        )
        for s in settling(scope.assessments)
    )
    return ReportTable(
        f"{RECIPIENT:Cs} of which the files do not tell whether they qualify, the cheapest to settle first",
        (
            *worded(BODY_COLUMNS),
            Column("What is missing", "long", 34),
            Column("What it takes", "long", 28),
            Column("What would settle it", "long", 40),
            Column("In words", "long", 60),
            Column("Evidence", "long", 50),
        ),
        rows,
        EMPTY,
    )


def by_cause(scope: ReportScope) -> ReportTable:
    """One row per cause, the cheapest to settle first, one column per region; those in theory alone stand last."""
    counts = Counter((cause_of(s.assessment), s.assessment.region) for s in settling(scope.assessments))
    regions = sorted({region for _, region in counts})
    causes = sorted({cause for cause, _ in counts}, key=lambda c: (rank_of_cause(c), -_sum(counts, c, regions), c))
    rows: list[tuple[Cell, ...]] = [
        (words.cause(c), way_of_cause(c), *(counts[c, r] for r in regions), _sum(counts, c, regions)) for c in causes
    ]
    if len(rows) > 1:
        together = (sum(counts[c, r] for c in causes) for r in regions)
        rows.append(("Together", "", *together, counts.total()))
    numbers = (Column(name, "count") for name in (*regions, "All"))
    columns = (Column("What is missing"), Column("What would settle it", "long"), *numbers)
    return ReportTable(f"{RECIPIENT:Cs} that may qualify: a fact is missing", columns, tuple(rows), EMPTY)


def queue(scope: ReportScope) -> ReportTable:
    """Each of these, in the order in which to settle them."""
    rows = tuple((*_names(s.assessment), s.heading, s.way, s.schools) for s in settling(scope.assessments))
    columns = (*worded(_NAMES), Column("What it takes", "long"), Column("What would settle it", "long"))
    return ReportTable("The cheapest to settle first", (*columns, Column("Schools to ask about", "count")), rows)


def rest_on_forgotten(scope: ReportScope) -> ReportTable:
    """Those whose verdict could be another if Ofsted's file still showed what it has dropped, each with the verdict."""
    resting = (a for a in scope.assessments if a.rests_on_forgotten)
    rows = tuple((*_names(a), a.verdict.answer) for a in resting)
    columns = (*worded(_NAMES), Column("As known"))
    return ReportTable("Verdicts that rest on inspections no longer in Ofsted's file", columns, rows)


def _sum(counts: Counter[tuple[str, str]], cause: str, regions: list[str]) -> int:
    return sum(counts[cause, region] for region in regions)


def _names(a: Assessment) -> tuple[str, str, str, str]:
    return a.id, a.name, words.kind(a.kind), a.region
