"""The page of a sweep: how coverage moves with each setting, what is proved, and which points failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.study import labels
from matcher.study.outcome import Outcome
from matcher.study.pages import charts
from matcher.study.pages.study_page import Page, PageSection, sections
from matcher.study.pages.sweep_sections import failures_section, proof_counts, proof_section, sessions_section
from matcher.study.sweeps.finished_sweep import FinishedSweep, value_key
from matcher.study.sweeps.points import Point

MOST_SERIES = 8
MOST_ROWS = 60


def page(sweep: FinishedSweep, sessions: Sequence[Mapping[str, Any]]) -> Page:
    return Page(
        f"Sweep {sweep.task.scenario.stem}",
        sweep.question,
        tuple(_findings(sweep)),
        sections(
            _curve(sweep, "matched", "Matched"),
            _curve(sweep, "matched_trusts", "Trusts among them"),
            _curve(sweep, "median_metres", "Median journey"),
            _effects(sweep),
            _table(sweep),
            proof_section(sweep),
            failures_section(sweep),
            sessions_section(sweep, sessions),
        ),
        foot="Every point is a proposal worked out by the same rules; points.csv beside this page has them all.",
    )


def numeric(sweep: FinishedSweep) -> list[str]:
    """Settings whose every value is a number, the one with most values first."""
    numbers = [s for s in sweep.settings if all(isinstance(v, int | float) for v in sweep.values(s))]
    return sorted(numbers, key=lambda s: -len(sweep.values(s)))


def _curve(sweep: FinishedSweep, figure: str, title: str) -> PageSection | None:
    if not numeric(sweep):
        return None
    across = numeric(sweep)[0]
    others = sorted((s for s in sweep.settings if s != across), key=lambda s: -len(sweep.values(s)))
    series = next((s for s in others if len(sweep.values(s)) <= MOST_SERIES), None)
    scale, unit = (1000, " (km)") if labels.unit(figure) == "metres" else (1, "")
    rows = []
    for point, outcome in sweep.slice_along(across, *([series] if series else [])):
        value = outcome.figures.get(figure)
        if isinstance(value, int):
            rows.append((point.settings[across], value / scale, point_label(series, point) if series else title))
    order = [setting_label(series, v) for v in sweep.values(series)] if series else [title]
    rows.sort(key=lambda row: (order.index(row[2]), row[0]))
    same = series is not None and all_alike(rows)
    plotted = [(x, y, title) for x, y, name in rows if name == order[0]] if same else rows
    description = f"{title} against {labels.setting(across)}; every figure stands in the table that follows."
    own = sweep.scenario_values.get(across)
    chart = charts.line_chart(
        plotted,
        f"curve-{figure}",
        (labels.setting(across).capitalize(), title + unit, f"{title} by {labels.setting(across)}"),
        description,
        mark_at=own if _is_number(own) else None,
    )
    chart_table = _cross_table(sweep, rows, across, order, title, figure)
    fixed = [setting_label(s, sweep.baseline_value(s)) for s in sweep.settings if s not in (across, series)]
    words = [f"The dotted line is the scenario's own: {setting_label(across, own)}."] if _is_number(own) else []
    words += [f"Held: {'; '.join(fixed)}."] if fixed else []
    words += [f"One line stands for {len(order)}: {labels.setting(series or '')} makes no difference."] if same else []
    return PageSection(f"by-{figure}", f"{title} by {labels.setting(across)}", tuple(words), chart, chart_table)


def all_alike(rows: Sequence[tuple[float, float, str]]) -> bool:
    """Whether there are several series and they agree at every x."""
    by_place: dict[float, set[float]] = {}
    for x, y, _ in rows:
        by_place.setdefault(x, set()).add(y)
    return len({name for _, _, name in rows}) > 1 and all(len(ys) == 1 for ys in by_place.values())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def point_label(setting: str | None, point: Point) -> str:
    return setting_label(setting, point.settings[setting]) if setting else ""


def setting_label(setting: str | None, value: Any) -> str:
    return labels.setting_and_value(setting or "", value, value_key(value))


def _cross_table(
    sweep: FinishedSweep,
    rows: Sequence[tuple[Any, float, str]],
    across: str,
    order: Sequence[str],
    title: str,
    figure: str,
) -> ReportTable:
    values = {(row[0], row[2]): row[1] for row in rows}
    lines: list[tuple[Cell, ...]] = []
    for value in sorted(sweep.values(across)):
        cells = (values.get((value, name)) for name in order)
        lines.append((f"{value:,}", *("–" if c is None else f"{c:,.1f}" if c % 1 else f"{c:,.0f}" for c in cells)))
    return ReportTable(
        f"{title} by {labels.setting(across)}",
        (Column(labels.setting(across).capitalize()), *(Column(name, "count") for name in order)),
        tuple(lines),
    )


def ranges(sweep: FinishedSweep, figure: str = "matched") -> list[tuple[str, list[tuple[Any, int]]]]:
    """Per setting, its values and the figures they give with all others at their baseline; the widest range first."""
    ranked = []
    for setting in sweep.settings:
        values = [(p.settings[setting], o.figures.get(figure)) for p, o in sweep.slice_along(setting)]
        measured = [(v, n) for v, n in values if isinstance(n, int)]
        if measured:
            ranked.append((setting, measured))
    return sorted(ranked, key=lambda item: (-_width(item[1]), item[0]))


def _width(values: Sequence[tuple[Any, int]]) -> int:
    numbers = [n for _, n in values]
    return max(numbers) - min(numbers)


def _effects(sweep: FinishedSweep) -> PageSection:
    fixed = ", ".join(setting_label(s, sweep.baseline_value(s)) for s in sweep.settings)
    rows: list[tuple[Cell, ...]] = []
    for figure in ("matched", "matched_trusts", "eligible", "median_metres", "worst_region_share"):
        for setting, values in ranges(sweep, figure):
            low, high = min(values, key=lambda x: x[1]), max(values, key=lambda x: x[1])
            unit, width = labels.unit(figure), high[1] - low[1]
            cells = [f"{labels.value(n, unit)} at {value_key(v)}" for v, n in (low, high)]
            cells = cells if width else [f"{labels.value(low[1], unit)} throughout", "–"]
            range_text = labels.value(width, unit) if width else "none"
            rows.append((labels.name(figure), labels.setting(setting), *cells, range_text))
    columns = (Column("Figure"), Column("Setting"), *(Column(t, "count") for t in ("Least", "Most", "Range")))
    listing = ReportTable("What each setting does by itself", columns, tuple(rows))
    return PageSection(
        "effects", "Which setting moves the answer most", (f"Every other setting held: {fixed}.",), tables=(listing,)
    )


def _table(sweep: FinishedSweep) -> PageSection | None:
    """A table of the points that differ from the baseline in settings other than the first two numeric ones."""
    words = [s for s in sweep.settings if s not in numeric(sweep)[:2]]
    if not words:
        return None
    rows: list[tuple[Cell, ...]] = []
    for point, outcome in sweep.slice_along(*words)[:MOST_ROWS]:
        f = outcome.figures
        settings = "; ".join(setting_label(s, point.settings[s]) for s in words)
        figures = ("eligible_schools", "eligible_trusts", "matched", "matched_trusts", "cannot_tell")
        rows.append((settings, *(labels.value(f.get(name), labels.unit(name)) for name in figures), _proved(outcome)))
    names = ("Schools eligible", "Trusts eligible", "Matched", "Trusts matched", "Cannot tell", "Goals proved")
    listing = ReportTable(
        "Readings side by side", (Column("Settings"), *(Column(n, "count") for n in names)), tuple(rows)
    )
    fixed = ", ".join(setting_label(s, sweep.baseline_value(s)) for s in sweep.settings if s not in words)
    return PageSection("readings", "Readings of the rules", (f"Held: {fixed}.",) if fixed else (), tables=(listing,))


def _proved(outcome: Outcome) -> str:
    return f"{outcome.figures.get('goals_proved')} of {outcome.figures.get('goals_asked')}"


def _findings(sweep: FinishedSweep) -> list[str]:
    ranked = []
    here = sweep.slice_along()
    if here:
        f = here[0][1].figures
        where = "; ".join(setting_label(s, sweep.baseline_value(s)) for s in sweep.settings)
        ranked.append(
            f"With {where}: {f['matched']:,} of {f['eligible']:,} matched ({f['matched_schools']:,} standalone schools,"
            f" {f['matched_trusts']:,} of {f['eligible_trusts']:,} trusts)"
            f" for {labels.value(f['spend_pence'], 'pence')}."
        )
    counted = proof_counts(sweep)
    ranked.append(
        f"{counted['finished']:,} of {counted['asked for']:,} points are finished; coverage is proved best at"
        f" {counted['coverage proved']:,} of them and every goal at {counted['every goal proved']:,}."
    )
    ranked += _trusts_unmatched(sweep)
    ranked += filter(None, [_what_moves(sweep)])
    return ranked


def _what_moves(sweep: FinishedSweep) -> str:
    widths = [(labels.setting(setting), _width(values)) for setting, values in ranges(sweep)]
    moving = [f"{name} by {width:,}" for name, width in widths if width]
    still = [name for name, width in widths if not width]
    moves = f"Changed alone, these move the number matched: {', '.join(moving)}." if moving else ""
    none = f"{', '.join(still)}: changed alone, no difference to the number matched." if still else ""
    return " ".join(part for part in (moves, none[:1].upper() + none[1:]) if part)


def _schools_first(goal: Mapping[str, Any]) -> bool:
    """Whether the goal counts standalone schools with a strong trust, and no trusts."""
    return bool(goal["goal"] == "strong-trust-first" and goal["unit"] == "schools")


def _trusts_unmatched(sweep: FinishedSweep) -> list[str]:
    """A sentence where no trust is matched at some points because money binds and the second goal prefers schools."""
    with_trusts = [o.figures for _, o in sweep.results if o.figures["eligible_trusts"]]
    none = sum(not f["matched_trusts"] for f in with_trusts)
    if not none or not any(_schools_first(g) for _, o in sweep.results for g in o.goals):
        return []
    return [
        f"At {none:,} of {len(with_trusts):,} points no trust is matched at all although trusts qualify: the goal"
        " “strong trust first” was set to count standalone schools only, so where money binds it leaves nothing for"
        " trusts. The order of goals is a choice of policy."
    ]
