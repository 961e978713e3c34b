"""A comparison in the terminal, as a page and as tidy tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from matcher.report.safe_cells import csv_bytes, visible
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.study import labels
from matcher.study.comparison.acceptance import LineResult
from matcher.study.comparison.compare import ADDED, REASSIGNED, REMOVED, Comparison, group_names, measures, worst_five
from matcher.study.comparison.compared_run import ComparedRun
from matcher.study.figures import FIGURES
from matcher.study.pages.study_page import Page, PageSection, sections
from matcher.study.sweeps.store import write_bytes
from matcher.wording.terms import LEADER, RECIPIENT, in_words

SHORT = (
    *("eligible", "matched", "matched_schools", "matched_trusts", "days", "governance_days", "spend_pence"),
    *("left_pence", "median_metres", "p90_metres", "worst_metres", "leaders_used", "most_per_leader"),
    *("top5_share", "hhi", "worst_region_share", "coverage_gap"),
)
MOST_WIDE = 28  # letters of a name at the head of a column; the line above has it whole
TIDY = ("scenario", "baseline", "dimension", "group", "figure", "unit", "value", "baseline_value", "change")
CHANGES = ("scenario", "change", "recipient_id", "recipient", "kind", "region", "leader_before", "leader_now", "reason")


def terminal(comparison: Comparison, results: Sequence[LineResult]) -> list[str]:
    """The lines of the terminal report: a table for each run with counts of changes, then the acceptance lines."""
    lines = [line for run in comparison.others for line in ("", *_comparison_lines(comparison, run))]
    lines += [f"{'pass' if j.passed else 'FAIL'}  {j.run}: {j.line} (found {_actual(j)})" for j in results]
    return [visible(line) for line in lines[1:]]


def _comparison_lines(comparison: Comparison, run: ComparedRun) -> list[str]:
    base, count = comparison.baseline, _counts(comparison, run)
    first, second = (_column_heading(name) for name in (base.name, run.name))
    lines = [f"{run.name}, beside {base.name}", f"  {'':<42}{first}{second}{'change':>14}"]
    for figure in SHORT:
        unit, now, before = labels.unit(figure), run.outcome.figures.get(figure), base.outcome.figures.get(figure)
        cells = f"{labels.value(before, unit):>{len(first)}}{labels.value(now, unit):>{len(second)}}"
        lines.append(f"  {labels.name(figure):<42}{cells}{labels.change(_difference(before, now), unit):>14}".rstrip())
    return [*lines, f"  {count[ADDED]} come in, {count[REMOVED]} go out, {count[REASSIGNED]} have another {LEADER}"]


def _column_heading(name: str) -> str:
    """A run's name as a column heading, cut to MOST_WIDE letters."""
    cut = name if len(name) <= MOST_WIDE else name[: MOST_WIDE - 1] + "…"
    return f"{cut:>14}" if len(cut) < 13 else f"  {cut}"


def _actual(result: LineResult) -> str:
    return "nothing" if result.actual is None else f"{result.actual.normalize():f}"


def _difference(before: object, now: object) -> int | None:
    return now - before if isinstance(now, int) and isinstance(before, int) else None


def _counts(comparison: Comparison, run: ComparedRun) -> Counter[str]:
    return Counter(c.what for c in comparison.changes if c.run == run.name)


def write_csv(comparison: Comparison, path: Path) -> Path:
    """Writes the figures as a tidy table to `path` and the changes to a file beside it, whose path it returns."""
    base = comparison.baseline.name
    rows = [
        (m.run, base, m.dimension, m.group, m.figure, m.unit, m.value, m.before, m.change) for m in measures(comparison)
    ]
    write_bytes(path, csv_bytes(TIDY, rows))
    changes_path = path.with_name(f"{path.stem}-changes{path.suffix}")
    changed = [
        (c.run, c.what, c.recipient_id, c.recipient, c.kind, c.region, c.leader_before, c.leader_now, c.reason)
        for c in comparison.changes
    ]
    write_bytes(changes_path, csv_bytes(CHANGES, changed))
    return changes_path


def page(comparison: Comparison, results: Sequence[LineResult]) -> Page:
    base = comparison.baseline.name
    return Page(
        f"{len(comparison.runs)} runs beside each other",
        f"What differs from {base}, for whom, and why?",
        tuple(_finding(comparison, run) for run in comparison.others),
        sections(
            PageSection("accept", "Acceptance", tables=(_acceptance(results),)) if results else None,
            PageSection(
                "figures", "Figures", (f"In brackets: the change from {base}.",), tables=(_figures(comparison),)
            ),
            PageSection("regions", "Regions", tables=(_groups(comparison, "region", "Matched in each region"),)),
            PageSection("phases", "Phases", tables=(_groups(comparison, "phase", "Matched in each phase"),)),
            PageSection("pots", "Pots", tables=(_pots(comparison),)),
            PageSection("journeys", "The five longest journeys of each run", tables=(_longest(comparison),)),
            PageSection("organisations", "The five largest organisations of each run", tables=(_largest(comparison),)),
            *(_changes_section(comparison, run, k) for k, run in enumerate(comparison.others)),
        ),
        foot="These are proposals. A Regional Director decides.",
    )


def _finding(comparison: Comparison, run: ComparedRun) -> str:
    now, before, count = run.outcome.figures, comparison.baseline.outcome.figures, _counts(comparison, run)
    matched = labels.value_with_change(now["matched"], _difference(before["matched"], now["matched"]), "bodies")
    money = labels.value_with_change(
        now["spend_pence"], _difference(before["spend_pence"], now["spend_pence"]), "pence"
    )
    return (
        f"{run.name}: {matched} matched for {money} ({now['matched_schools']:,} standalone schools,"
        f" {now['matched_trusts']:,} of {now['eligible_trusts']:,} trusts); {count[ADDED]} come in, {count[REMOVED]} go"
        f" out and {count[REASSIGNED]} have another {LEADER}."
    )


def _acceptance(results: Sequence[LineResult]) -> ReportTable:
    rows = tuple((j.run, j.line, _actual(j), "passes" if j.passed else "FAILS") for j in results)
    return ReportTable("Lines asked for", tuple(map(Column, ("Run", "Line", "Found", "Verdict"))), rows)


def _columns(comparison: Comparison, first: str) -> tuple[Column, ...]:
    return (Column(first), *(Column(run.name, "count") for run in comparison.runs))


def _figures(comparison: Comparison) -> ReportTable:
    rows: list[tuple[Cell, ...]] = []
    base = comparison.baseline.outcome.figures
    for figure in FIGURES:
        values = [run.outcome.figures.get(figure) for run in comparison.runs]
        if any(v is not None for v in values):
            unit = labels.unit(figure)
            value_texts = [labels.value_with_change(v, _difference(base.get(figure), v), unit) for v in values]
            rows.append((labels.name(figure), *value_texts))
    return ReportTable("Every figure", _columns(comparison, "Figure"), tuple(rows))


def _groups(comparison: Comparison, dimension: str, caption: str) -> ReportTable:
    rows: list[tuple[Cell, ...]] = []
    for name in group_names(comparison, dimension):
        groups = [
            next((g for g in run.outcome.groups if (g.dimension, g.name) == (dimension, name)), None)
            for run in comparison.runs
        ]
        rows.append((name, *(f"{g.matched:,} of {g.eligible:,}" if g else "–" for g in groups)))
    return ReportTable(caption, _columns(comparison, dimension.capitalize()), tuple(rows))


def _pots(comparison: Comparison) -> ReportTable:
    rows = tuple(
        (run.name, p["pot"], p["amount_pence"], p["committed_pence"], p["left_pence"], p["next_short_pence"])
        for run in comparison.runs
        for p in run.outcome.pots
    )
    money = ("Amount", "Proposed", "Left", "Short of one more match by")
    return ReportTable("Pots of each run", (Column("Run"), Column("Pot"), *(Column(m, "pence") for m in money)), rows)


def _longest(comparison: Comparison) -> ReportTable:
    rows = tuple(
        (run.name, run.bodies[m.recipient_id].name, m.region, m.leader_id, m.metres)
        for run in comparison.runs
        for m in worst_five(run)
    )
    head = (
        Column("Run"),
        Column(f"{RECIPIENT:C}"),
        Column("Region"),
        Column(f"{LEADER:C}"),
        Column("Journey", "metres"),
    )
    return ReportTable("Longest journeys", head, rows)


def _largest(comparison: Comparison) -> ReportTable:
    rows: list[tuple[Cell, ...]] = []
    for run in comparison.runs:
        count = Counter(m.organisation for m in run.outcome.matches)
        largest = sorted(count.items(), key=lambda item: (-item[1], item[0]))[:5]
        rows += [(run.name, run.organisations.get(id_, f"{LEADER} {id_}"), n) for id_, n in largest]
    head = (Column("Run"), Column("Organisation"), Column("Matches", "count"))
    return ReportTable("Organisations by matches", head, tuple(rows))


def _changes_section(comparison: Comparison, run: ComparedRun, number: int) -> PageSection:
    rows = tuple(
        (c.recipient, in_words(c.what), c.region, c.leader_before, c.leader_now, c.reason)
        for c in comparison.changes
        if c.run == run.name
    )
    leaders = (f"{LEADER:C} in {comparison.baseline.name}", f"{LEADER:C} in {run.name}")
    titles = (f"{RECIPIENT:C}", "Change", "Region", *leaders)
    columns = (*map(Column, titles), Column("Why", "long"))
    listing = ReportTable(f"From {comparison.baseline.name} to {run.name}", columns, rows, "Nobody.")
    return PageSection(f"who-{number}", f"Who comes, goes or changes {LEADER}: {run.name}", tables=(listing,))
