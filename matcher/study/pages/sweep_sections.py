"""Page sections of a sweep: what is proved, which points failed, and the sessions that ran it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from matcher.report.tables.report_table import Column, ReportTable
from matcher.study import labels
from matcher.study.pages.study_page import PageSection
from matcher.study.sweeps.finished_sweep import FinishedSweep
from matcher.study.sweeps.point_runner import FAILED, stored_row


def proof_counts(sweep: FinishedSweep) -> dict[str, int]:
    """Numbers of points: finished, coverage proved, every goal proved, the only optimal plan."""
    figures = [o.figures for _, o in sweep.results]
    return {
        "asked for": len(sweep.points),
        "finished": len(figures),
        "coverage proved": sum(f["coverage_gap"] == 0 for f in figures),
        "every goal proved": sum(f["goals_proved"] == f["goals_asked"] for f in figures),
        "the only best plan": sum(f["unique"] == "yes" for f in figures),
    }


def proof_section(sweep: FinishedSweep) -> PageSection:
    counted = proof_counts(sweep)
    rows = tuple((name, n, 1000 * n // max(1, counted["asked for"])) for name, n in counted.items())
    listing = ReportTable(
        "Points by how sure they are", (Column("Points"), Column("Number", "count"), Column("Share", "share")), rows
    )
    gaps: Counter[str] = Counter()
    for _, outcome in sweep.results:
        gaps.update(g["goal"] for g in outcome.goals if not g["proved"] and g["goal"] != "canonical")
    open_goals = ReportTable(
        "Goals not proved, by number of points",
        (Column("Goal"), Column("Points", "count")),
        tuple((labels.name(f"goal_{goal}"), n) for goal, n in gaps.most_common()),
        "Every goal of every finished point is proved.",
    )
    return PageSection("sure", "How sure", tables=(listing, open_goals))


def failures_section(sweep: FinishedSweep) -> PageSection | None:
    reasons: Counter[str] = Counter()
    for point in sweep.points:
        row = stored_row(sweep.task, point)
        if row and row["status"] == FAILED:
            reasons[row["reason"]] += 1
    rows = tuple((reason, n) for reason, n in reasons.most_common(20))
    listing = ReportTable("Points that failed, by reason", (Column("Reason", "long"), Column("Points", "count")), rows)
    return PageSection("failed", "What failed", tables=(listing,)) if rows else None


def sessions_section(sweep: FinishedSweep, sessions: Sequence[Mapping[str, Any]]) -> PageSection | None:
    rows = tuple(
        (
            s["began"],
            s["executor"],
            s["state"],
            s["done_before"],
            s["run"],
            s["failed"],
            str(s["per_minute"]) if s["run"] else "–",
        )
        for s in sessions
    )
    titles = ("Began (UTC)", "Executor", "Last heard of", "Done before", "Run", "Failed", "Points a minute")
    formats = ("text", "text", "text", "count", "count", "count", "count")
    columns = tuple(Column(t, s) for t, s in zip(titles, formats, strict=True))  # type: ignore[arg-type]
    words = ("A session last heard of as running was killed; the next took up where it ended.",)
    return (
        PageSection("sessions", "How it was run", words, tables=(ReportTable("Sessions", columns, rows),))
        if rows
        else None
    )
