"""How sure a sweep's answers are, which of its points failed, and how it was run, as sections of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from matcher.report.listing import Column, Listing
from matcher.study import spoken
from matcher.study.page import Section
from matcher.study.swept import Swept
from matcher.study.work import FAILED, finished


def sureness(swept: Swept) -> dict[str, int]:
    """Counts of points: coverage proved, every goal proved, the only best plan."""
    figures = [o.figures for _, o in swept.found]
    return {
        "asked for": len(swept.points),
        "finished": len(figures),
        "coverage proved": sum(f["coverage_gap"] == 0 for f in figures),
        "every goal proved": sum(f["goals_proved"] == f["goals_asked"] for f in figures),
        "the only best plan": sum(f["unique"] == "yes" for f in figures),
    }


def sure(swept: Swept) -> Section:
    counted = sureness(swept)
    rows = tuple((name, n, 1000 * n // max(1, counted["asked for"])) for name, n in counted.items())
    listing = Listing(
        "Points by how sure they are", (Column("Points"), Column("Number", "count"), Column("Share", "share")), rows
    )
    gaps: Counter[str] = Counter()
    for _, outcome in swept.found:
        gaps.update(g["goal"] for g in outcome.goals if not g["proved"] and g["goal"] != "canonical")
    open_goals = Listing(
        "Goals not proved, by number of points",
        (Column("Goal"), Column("Points", "count")),
        tuple((spoken.name(f"goal_{goal}"), n) for goal, n in gaps.most_common()),
        "Every goal of every finished point is proved.",
    )
    return Section("sure", "How sure", tables=(listing, open_goals))


def failures(swept: Swept) -> Section | None:
    reasons: Counter[str] = Counter()
    for point in swept.points:
        row = finished(swept.task, point)
        if row and row["status"] == FAILED:
            reasons[row["reason"]] += 1
    rows = tuple((reason, n) for reason, n in reasons.most_common(20))
    listing = Listing("Points that failed, by reason", (Column("Reason", "long"), Column("Points", "count")), rows)
    return Section("failed", "What failed", tables=(listing,)) if rows else None


def how_run(swept: Swept, sessions: Sequence[Mapping[str, Any]]) -> Section | None:
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
    shown = ("text", "text", "text", "count", "count", "count", "count")
    columns = tuple(Column(t, s) for t, s in zip(titles, shown, strict=True))  # type: ignore[arg-type]
    words = ("A session last heard of as running was killed; the next took up where it ended.",)
    return Section("sessions", "How it was run", words, tables=(Listing("Sessions", columns, rows),)) if rows else None
